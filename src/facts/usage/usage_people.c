#include "facts/usage/usage_people.h"

#include "base/day.h"
#include "base/map.h"
#include "facts/kind/touch.h"
#include "facts/usage/usage.h"
#include "facts/usage/usage_store.h"
#include "usage_people_sql.h"

#include <stdlib.h>
#include <string.h>

const struct field usage_person_fields[] = {
    FIELD_STR(struct usage_person, user, .required = true, .help = "As the product names them"),
    FIELD_STR(struct usage_person, contact, .help = "Key of the contact, if it is known who it is"),
    FIELD_STR(struct usage_person, name, .help = "The contact's name"),
    FIELD_STR(struct usage_person, email, .help = "The contact's e-mail address"),
    FIELD_DAY(struct usage_person, first, .required = true, .help = "First day of use"),
    FIELD_DAY(struct usage_person, last, .required = true, .help = "Last day of use"),
    FIELD_I64(struct usage_person, active_days, .required = true, .help = "Days with use, ever"),
    FIELD_I64(struct usage_person, active_days_28, .required = true,
              .help = "… in the last 28 days"),
    FIELD_I64(struct usage_person, active_days_90, .required = true,
              .help = "… in the last 90 days"),
    FIELD_NUMS(struct usage_person, weeks, .required = true,
               .help =
                   "Days with use in each of the last 26 weeks from Monday, the current one last"),
    FIELD_END,
};
const struct field usage_people_fields[] = {
    FIELD_I64(struct usage_people, total, .required = true, .help = "Users in all"),
    FIELD_LIST(struct usage_people, items, usage_person, .required = true,
               .help = "The most recently active first"),
    FIELD_END,
};
/* What a row of usage_user tells. */
static const struct field row_fields[] = {
    FIELD_I64(struct usage_person, id),
    FIELD_STR(struct usage_person, user),
    FIELD_STR(struct usage_person, contact),
    FIELD_STR(struct usage_person, name),
    FIELD_STR(struct usage_person, email),
    FIELD_I64(struct usage_person, contact_id),
    FIELD_END,
};

struct gathering {
    struct usage_person *people;
    struct idmap *of; /* usage_user's id -> index */
    int32_t day, first_week;
};

static void add_day(const struct gathering *g, struct usage_person *p, int32_t day)
{
    p->first = p->first == DAY_NONE || day < p->first ? day : p->first;
    p->last = p->last == DAY_NONE || day > p->last ? day : p->last;
    p->active_days++;
    p->active_days_28 += day > g->day - 28;
    p->active_days_90 += day > g->day - 90;
    if (day >= g->first_week)
        p->weeks[(day - g->first_week) / 7]++;
}

static int add_month(void *ctx, const struct usage_month *m, struct err *err)
{
    const struct gathering *g = ctx;
    int32_t before = month_first_day(m->month) - 1;

    (void)err;
    for (size_t i = 0; i < m->n_users; i++) {
        int64_t at = idmap_get(g->of, m->users[i].user_id);
        if (at == MAP_NONE)
            continue;
        for (int32_t d = 1; d <= 31; d++)
            if (m->users[i].days >> (d - 1) & 1 && before + d <= g->day)
                add_day(g, &g->people[at], before + d);
    }
    return 0;
}

static int by_last(const void *a, const void *b)
{
    const struct usage_person *x = a, *y = b;

    if (x->last != y->last)
        return x->last > y->last ? -1 : 1;
    if (x->active_days_90 != y->active_days_90)
        return x->active_days_90 > y->active_days_90 ? -1 : 1;
    return strcmp(x->user, y->user);
}

static void prepare(struct gathering *g, size_t n, struct arena *arena)
{
    for (size_t i = 0; i < n; i++) {
        struct usage_person *p = &g->people[i];
        idmap_put(g->of, p->id, (int64_t)i);
        p->first = p->last = DAY_NONE;
        p->active_days = p->active_days_28 = p->active_days_90 = 0;
        p->weeks = ARENA_ARRAY(arena, USAGE_PEOPLE_WEEKS, double);
        p->n_weeks = USAGE_PEOPLE_WEEKS;
    }
}

/* Those without a day of use (they only told who they are) come last, and go. */
static size_t order(struct usage_person *people, size_t n)
{
    size_t used = 0;

    if (n)
        qsort(people, n, sizeof(*people), by_last);
    while (used < n && people[used].last != DAY_NONE)
        used++;
    return used;
}

int usage_people(struct conn *c, int64_t account_id, int32_t day, size_t limit, struct arena *arena,
                 struct usage_people *ret, struct err *err)
{
    struct usage_person *people;
    size_t n;
    int32_t monday = day - day_weekday(day);
    int rc = db_all(c, sql_usage_people, DB_ARGS(DB_I64("account_id", account_id)),
                    DB_ROWS(row_fields, &people, &n), arena, err);

    if (rc < 0)
        return rc;
    struct gathering g = {people, idmap_new(), day, monday - 7 * (USAGE_PEOPLE_WEEKS - 1)};
    prepare(&g, n, arena);
    rc = usage_scan(c, &(struct usage_range){USAGE_MONTH_MIN, day_month(day), account_id},
                    add_month, &g, err);
    idmap_free(g.of);
    n = order(people, n);
    *ret = (struct usage_people){(int64_t)n, people, n < limit ? n : limit};
    return rc;
}

int usage_user_is(struct conn *c, int64_t account_id, const char *user, int64_t contact_id,
                  struct err *err)
{
    int64_t id = 0;
    int rc = db_i64(c, sql_usage_people_id,
                    DB_ARGS(DB_I64("account_id", account_id), DB_STR("key", user)), &id, err);

    if (rc == 0 && id)
        rc = db_exec(c, sql_usage_people_is,
                     DB_ARGS(DB_I64("id", id), DB_I64("contact_id", contact_id)), err);
    if (rc < 0 || id)
        return rc < 0 ? rc : 0;
    rc = db_next_id(c, "usage_user", &id, err);
    if (rc == 0)
        rc = db_exec(c, sql_usage_people_insert,
                     DB_ARGS(DB_I64("id", id), DB_I64("account_id", account_id),
                             DB_STR("key", user), DB_I64("contact_id", contact_id)),
                     err);
    return rc < 0 ? rc : 0;
}

static const struct field user_ref_fields[] = {
    FIELD_I64(struct usage_user_ref, id),
    FIELD_I64(struct usage_user_ref, account_id),
    FIELD_STR(struct usage_user_ref, key),
    FIELD_END,
};

int usage_users_of(struct conn *c, int64_t contact_id, struct arena *arena,
                   struct usage_user_ref **ret, size_t *ret_n, struct err *err)
{
    return db_all(c, sql_usage_people_of, DB_ARGS(DB_I64("contact_id", contact_id)),
                  DB_ROWS(user_ref_fields, ret, ret_n), arena, err);
}

struct presence {
    int64_t user_id;
    VEC(int32_t) months; /* in which the user was active */
};

static int find_presence(void *ctx, const struct usage_month *m, struct err *err)
{
    struct presence *p = ctx;

    (void)err;
    for (size_t i = 0; i < m->n_users; i++)
        if (m->users[i].user_id == p->user_id)
            vec_push(&p->months, m->month);
    return 0;
}

static int leave_month(struct conn *c, const struct usage_user_ref *user, int32_t month,
                       struct usage_stored *s, struct err *err)
{
    size_t kept = 0;
    int rc = usage_stored_get(c, user->account_id, month, s, err);

    if (rc < 0)
        return rc;
    for (size_t i = 0; i < s->users.n; i++)
        if (s->users.items[i].user_id != user->id)
            s->users.items[kept++] = s->users.items[i];
    s->users.n = kept;
    return usage_stored_put(c, user->account_id, month, s, err);
}

int usage_forget_user(const struct act *act, const struct usage_user_ref *user, struct err *err)
{
    AUTO_STORED s = {0};
    struct presence p = {.user_id = user->id};
    const struct usage_range all = {USAGE_MONTH_MIN, USAGE_MONTH_MAX, user->account_id};
    int rc = usage_scan(act->conn, &all, find_presence, &p, err);

    for (size_t i = 0; rc == 0 && i < p.months.n; i++)
        rc = leave_month(act->conn, user, p.months.items[i], &s, err);
    vec_done(&p.months);
    if (rc == 0)
        rc = db_exec(act->conn, sql_usage_people_delete, DB_ARGS(DB_I64("id", user->id)), err);
    return rc < 0 ? rc : facts_touch(act->conn, user->account_id, err);
}
