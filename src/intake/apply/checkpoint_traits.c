#include "base/day.h"
#include "base/str.h"
#include "checkpoint_sql.h"
#include "facts/kind/kind_writer.h"
#include "facts/usage/usage_people.h"
#include "intake/apply/aside.h"
#include "intake/apply/checkpoint_parts.h"
#include "intake/apply/traits.h"

struct writing {
    struct checkpoint *k;
    struct trait_map *map;
    struct kind_writer *contacts, *accounts;
    struct arena *arena; /* of one call */
};

static int write_account(struct writing *w, const struct fold_traits *t, struct err *err)
{
    enum kind_outcome outcome;
    struct account row;
    kind_mask given = 0;

    fields_init(account_fields, &row);
    row.key = fold_account_at(w->k->f, t->account)->key;
    int rc = traits_to_account(w->map, t->traits, t->n, w->arena, &row, &given, err);
    return rc < 0 || !given ? rc : kind_update(w->accounts, &row, given, &outcome, err);
}

/* The contact that a user is: the one of that key, or the one of that address at the account, which
 * came from elsewhere under another key. NULL: nobody yet. */
static int contact_key(struct writing *w, const struct fold_traits *t, const struct contact *row,
                       const char **ret, struct err *err)
{
    struct conn *c = w->k->act.conn;
    AUTO_STRUCT(cursor) *q = NULL;
    const char *key = fold_user_at(w->k->f, t->user)->key;
    int64_t id;
    int rc = kind_id(c, &contact_kind, key, &id, NULL);

    *ret = rc == 0 ? key : NULL;
    if (rc != ERR_NOT_FOUND || !row->email)
        return rc == ERR_NOT_FOUND ? 0 : rc;
    rc = db_query(c, sql_checkpoint_contact_of,
                  DB_ARGS(DB_I64("account_id", w->k->account_ids[t->account - 1]),
                          DB_STR("email", row->email)),
                  &q, err);
    if (rc == 0 && (rc = db_next(q, err)) > 0)
        *ret = arena_strdup(w->arena, db_col_str(q, 0));
    return rc < 0 ? rc : 0;
}

/* The product's user is that person, for whoever looks at the account's users. */
static int link_contact(struct writing *w, const struct fold_traits *t, const char *key,
                        struct err *err)
{
    struct conn *c = w->k->act.conn;
    int64_t id;
    int rc = kind_id(c, &contact_kind, key, &id, err);

    return rc < 0 ? rc
                  : usage_user_is(c, w->k->account_ids[t->account - 1],
                                  fold_user_at(w->k->f, t->user)->key, id, err);
}

/* A contact that is there stays at its account: that is for people to change. */
static int write_contact(struct writing *w, const struct fold_traits *t, struct err *err)
{
    enum kind_outcome outcome;
    struct contact row;
    kind_mask given = 0;

    fields_init(contact_fields, &row);
    int rc = traits_to_contact(w->map, t->traits, t->n, w->arena, &row, &given, err);
    if (rc == 0 && given)
        rc = contact_key(w, t, &row, &row.key, err);
    if (rc < 0 || !given)
        return rc;
    if (!row.key) {
        row.key = fold_user_at(w->k->f, t->user)->key;
        row.account = fold_account_at(w->k->f, t->account)->key;
        row.known = day_of_time(t->item.received_ms);
        given |= kind_mask_of(&contact_kind, "account") | kind_mask_of(&contact_kind, "known");
    }
    rc = kind_upsert(w->contacts, &row, given, &outcome, err);
    return rc < 0 ? rc : link_contact(w, t, row.key, err);
}

/* What a rule refuses is set aside with the reason, and the rest goes on. */
static int refuse(struct writing *w, struct fold_traits *t, const struct err *why, struct err *err)
{
    struct aside_item item = t->item;

    w->k->refused++;
    item.message = arena_printf(w->arena, "%s %s", why->field, why->text);
    return aside_store(w->k->act.conn, &item, err);
}

static int write_one(struct writing *w, struct fold_traits *t, struct err *err)
{
    struct err why = {0};

    arena_reset(w->arena);
    if (!w->k->account_ids[t->account - 1])
        return 0; /* the account was deleted meanwhile */
    int rc = t->user ? write_contact(w, t, &why) : write_account(w, t, &why);
    if (rc == ERR_INVALID)
        return refuse(w, t, &why, err);
    if (rc < 0 && err)
        *err = why;
    if (rc == 0 && t->item.again)
        rc = aside_remove(w->k->act.conn, t->item.again, err);
    return rc;
}

int checkpoint_traits(struct checkpoint *k, struct err *err)
{
    AUTO_STRUCT(kind_writer) *contacts = kind_writer_new(&k->act, &contact_kind);
    AUTO_STRUCT(kind_writer) *accounts = kind_writer_new(&k->act, &account_kind);
    AUTO_STRUCT(arena) *arena = arena_new();
    struct writing w = {.k = k, .contacts = contacts, .accounts = accounts, .arena = arena};
    int rc = 0;

    if (k->f->traits.n)
        rc = trait_map_load(k->act.conn, k->act.arena, &w.map, err);
    for (size_t i = 0; rc == 0 && i < k->f->traits.n; i++)
        rc = write_one(&w, &k->f->traits.items[i], err);
    if (rc == 0)
        rc = kind_writer_flush(accounts, err);
    return rc < 0 ? rc : kind_writer_flush(contacts, err);
}
