#include "action/survey/audience.h"

#include "audience_sql.h"
#include "base/map.h"
#include "base/str.h"
#include "json/parse.h"
#include "notify/mail_text.h"

#include <string.h>

enum column {
    COL_CONTACT_ID,
    COL_CONTACT,
    COL_ACCOUNT_ID,
    COL_ACCOUNT,
    COL_ACCOUNT_NAME,
    COL_NAME,
    COL_EMAIL,
    COL_ROLES,
    COL_LEFT,
    COL_OPTED_OUT,
    COL_ASKED,
    COL_EMAIL_ASKED,
};

/* The accounts that are meant, by id. */
static int choose_accounts(const struct portfolio_source *source, const struct survey *s,
                           struct idmap *chosen, struct err *err)
{
    struct select_in in = {.filter = s->audience};
    struct placing_plan plan;
    struct placing placing;
    const struct snapshot *snapshot;
    struct selection what;
    uint32_t *rows;
    size_t n;
    int rc = placing_plan(source->conn, NULL, source->arena, &plan, err);

    if (rc < 0)
        return rc;
    in.cells = placing_cells(plan.matrix, plan.of_settings, source->arena);
    rc = select_parse(source->conn, &in, source->arena, &what, err);
    if (rc < 0) {
        if (str_eq(err->field, "filter"))
            str_copy(err->field, sizeof(err->field), "audience");
        return rc;
    }
    rc = snapshot_get(source->snapshots, source->conn, source->today,
                      what.needs_metrics ? SNAPSHOT_METRICS : plan.depth, source->arena, &snapshot,
                      err);
    if (rc >= 0)
        rc = placing_make(&plan, snapshot, source->arena, &placing, err);
    if (rc < 0)
        return rc;
    const struct select_table table = placing_table(&placing);
    select_rows(&what, &table, source->arena, &rows, &n);
    for (size_t i = 0; i < n; i++)
        idmap_put(chosen, snapshot->accounts->ids[rows[i]], 1);
    return 0;
}

/* Roles stand in the database as a JSON array. */
static bool has_role(const struct survey *s, const char *roles)
{
    AUTO(json_t) list = NULL;
    const json_t *role;
    size_t i;

    if (s->n_roles == 0)
        return true;
    if (!roles || json_parse(roles, strlen(roles), &list, NULL) < 0)
        return false;
    json_array_foreach (list, i, role)
        for (size_t k = 0; k < s->n_roles; k++)
            if (str_eq(s->roles[k], json_string_value(role)))
                return true;
    return false;
}

struct reading {
    const struct survey *s;
    const struct cursor *q;
    int32_t today;
    int64_t asked_since; /* who was asked after that is left alone */
    struct strmap *seen; /* addresses */
    struct audience *audience;
};

/* Where the contact of the row counts; NULL: it is asked. */
static int64_t *reason_not_to(const struct reading *r)
{
    const char *email = db_col_str(r->q, COL_EMAIL);
    int32_t left = db_col_day(r->q, COL_LEFT);
    bool is_lately = db_col_i64(r->q, COL_ASKED) > r->asked_since ||
                     db_col_i64(r->q, COL_EMAIL_ASKED) > r->asked_since;

    if (left != DAY_NONE && left <= r->today)
        return &r->audience->left;
    if (!has_role(r->s, db_col_str(r->q, COL_ROLES)))
        return &r->audience->other_role;
    if (str_eq(r->s->channel, "mail") && mail_address_check(email, NULL, NULL) < 0)
        return &r->audience->no_email;
    if (db_col_i64(r->q, COL_OPTED_OUT) != I64_NONE)
        return &r->audience->opted_out;
    if (is_lately)
        return &r->audience->asked_lately;
    if (email && strmap_put(r->seen, email, 1) != MAP_NONE)
        return &r->audience->same_person;
    return NULL;
}

static struct asked_person person_of(const struct cursor *q, struct arena *arena)
{
    return (struct asked_person){
        .contact_id = db_col_i64(q, COL_CONTACT_ID),
        .account_id = db_col_i64(q, COL_ACCOUNT_ID),
        .contact = arena_strdup(arena, db_col_str(q, COL_CONTACT)),
        .name = arena_strdup(arena, db_col_str(q, COL_NAME)),
        .email = arena_strdup(arena, db_col_str(q, COL_EMAIL)),
        .account = arena_strdup(arena, db_col_str(q, COL_ACCOUNT)),
        .account_name = arena_strdup(arena, db_col_str(q, COL_ACCOUNT_NAME)),
    };
}

static int read_contacts(const struct portfolio_source *source, const struct idmap *chosen,
                         struct reading *r, struct err *err)
{
    AUTO_STRUCT(cursor) *q = NULL;
    VEC(struct asked_person) people = {0};
    int rc = db_query(source->conn, sql_audience_contacts, DB_ARGS(), &q, err);

    r->q = q;
    while (rc >= 0 && (rc = db_next(q, err)) > 0) {
        if (idmap_get(chosen, db_col_i64(q, COL_ACCOUNT_ID)) == MAP_NONE)
            continue;
        r->audience->contacts++;
        int64_t *reason = reason_not_to(r);
        if (reason)
            ++*reason;
        else
            vec_push(&people, person_of(q, source->arena));
    }
    r->audience->people =
        arena_memdup(source->arena, people.items, people.n * sizeof(*people.items));
    r->audience->n_people = people.n;
    vec_done(&people);
    return rc;
}

int audience_read(const struct portfolio_source *source, const struct survey *s, int64_t now_ms,
                  struct audience *ret, struct err *err)
{
    struct survey_settings settings;
    struct idmap *chosen = idmap_new();
    struct reading r = {.s = s, .today = source->today, .audience = ret, .seen = strmap_new()};
    int rc = survey_settings_load(source->conn, source->arena, &settings, err);

    *ret = (struct audience){0};
    if (rc == 0)
        rc = choose_accounts(source, s, chosen, err);
    if (rc == 0) {
        int64_t days = s->quiet_days > settings.quiet_days ? s->quiet_days : settings.quiet_days;
        r.asked_since = now_ms - days * DAY_MS;
        ret->accounts = (int64_t)idmap_len(chosen);
        rc = read_contacts(source, chosen, &r, err);
    }
    idmap_free(chosen);
    strmap_free(r.seen);
    return rc;
}
