#include "base/day.h"
#include "base/log.h"
#include "facts/account/account.h"
#include "facts/kind/kind_keys.h"
#include "facts/kind/kind_store.h"
#include "facts/usage/usage.h"
#include "intake/apply/checkpoint_parts.h"

/* An account that events told of. Nothing was known of it before today, so it begins today, unless
 * its traits say when it did. */
static int make_account(struct checkpoint *k, const char *key, int64_t *ret, struct err *err)
{
    struct account a;

    fields_init(account_fields, &a);
    a.key = a.name = key;
    a.start = day_of_time(k->act.now_ms);
    k->has_placed = true;
    int rc = kind_create(&k->act, &account_kind, &a, err);
    return rc < 0 ? rc : kind_id(k->act.conn, &account_kind, key, ret, err);
}

int checkpoint_accounts(struct checkpoint *k, struct err *err)
{
    AUTO_STRUCT(kind_keys) *keys = kind_keys_new(k->act.conn, &account_kind);
    struct fold *f = k->f;

    for (size_t i = 0; i < f->accounts.n; i++) {
        const struct fold_account *a = &f->accounts.items[i];
        int64_t *id = &k->account_ids[i];
        if (!a->is_used)
            continue;
        int rc = kind_keys_find(keys, a->key, id, err);
        if (rc == 0 && !*id && a->is_new)
            rc = make_account(k, a->key, id, err);
        if (rc < 0)
            return rc;
        /* It was deleted, or deleted and made again, since it was asked for. */
        k->has_lost_ground |= a->id && a->id != *id;
    }
    return 0;
}

static int find_names(struct checkpoint *k, struct usage_writer *w, struct err *err)
{
    struct fold *f = k->f;

    for (size_t i = 0; i < f->names.n; i++) {
        if (!f->names.items[i].is_used)
            continue;
        int rc = usage_writer_event(w, f->names.items[i].key, &k->name_ids[i], err);
        /* Others have filled the catalogue in the last seconds; there is nothing left to set aside.
         */
        if (rc == ERR_TOO_LARGE || rc == ERR_INVALID)
            log_warn("apply", "an event's name was not taken", LOG_STR("error", err->text));
        else if (rc < 0)
            return rc;
    }
    return 0;
}

static int add_active(struct checkpoint *k, struct usage_writer *w, const struct fold_active *a,
                      struct err *err)
{
    const struct fold_member *m = &k->f->members.items[a->member - 1];
    struct usage_count count = {.account_id = k->account_ids[m->account - 1],
                                .event_id = k->name_ids[a->name - 1],
                                .user_id = m->id,
                                .count = 1,
                                .day = a->day};

    if (!count.account_id || !count.event_id)
        return 0;
    /* A member whose account was deleted and made again has another id there. */
    if (!count.user_id || k->has_lost_ground) {
        int rc = usage_writer_user(w, count.account_id, fold_user_at(k->f, m->user)->key,
                                   &count.user_id, err);
        if (rc < 0)
            return rc;
        vec_push(&k->member_ids, ((struct member_id){a->member, count.user_id}));
    }
    usage_writer_add(w, &count);
    return 0;
}

static void add_cell(const struct checkpoint *k, struct usage_writer *w, const struct fold_cell *c)
{
    struct usage_count count = {.account_id = k->account_ids[fold_place_account(c->place) - 1],
                                .event_id = k->name_ids[fold_place_name(c->place) - 1],
                                .count = c->count,
                                .day = fold_place_day(c->place)};

    if (count.account_id && count.event_id)
        usage_writer_add(w, &count);
}

int checkpoint_usage(struct checkpoint *k, struct err *err)
{
    AUTO_STRUCT(usage_writer) *w = usage_writer_new(&k->act, USAGE_ADD);
    struct usage_outcome outcome;
    struct fold *f = k->f;
    int rc = find_names(k, w, err);

    for (size_t i = 0; rc == 0 && i < f->actives.n; i++)
        rc = add_active(k, w, &f->actives.items[i], err);
    for (size_t i = 0; rc == 0 && i <= f->cells_mask; i++)
        if (f->cells[i].place)
            add_cell(k, w, &f->cells[i]);
    return rc < 0 ? rc : usage_writer_flush(w, &outcome, err);
}
