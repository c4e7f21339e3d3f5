/* The usage behind a number: counts by event, and who was there. */
#include "explain_sql.h"
#include "facts/kind/kind_store.h"
#include "facts/usage/usage_event.h"
#include "scoring/explain/metric_facts.h"

#include <math.h>
#include <stdlib.h>

/* The last day that is "before": a metric over two windows compares the later with the earlier one,
 * and use before any window only shows that the account is connected. */
static int32_t before_day(const struct grounds *g)
{
    bool is_two = g->to - g->from + 1 == 2 * USAGE_WINDOW_DAYS;

    return is_two ? g->to - USAGE_WINDOW_DAYS : g->from - 1;
}

static void add_cell(const struct book_cell *cell, int32_t before, struct metric_usage *row)
{
    if (cell->day > before)
        row->count += cell->count;
    else
        row->count_before += cell->count;
    row->days++;
    row->first = row->first == DAY_NONE || cell->day < row->first ? cell->day : row->first;
    row->last = cell->day > row->last ? cell->day : row->last;
}

static int by_count(const void *a, const void *b)
{
    const struct metric_usage *x = a, *y = b;
    double n = x->count + x->count_before, m = y->count + y->count_before;

    return (n < m) - (n > m);
}

/* One row for each event that is among the marked cells. */
static int list_events(const struct fact_source *source, struct metric_facts *ret, struct err *err)
{
    const struct factbook *b = source->book;
    const struct grounds *g = source->grounds;
    struct arena *arena = source->request->arena;
    struct metric_usage *rows = ARENA_ARRAY(arena, b->events.n, struct metric_usage);
    int rc = 0;

    for (size_t e = 0; e < b->events.n; e++)
        rows[e] = (struct metric_usage){.first = DAY_NONE, .last = DAY_NONE};
    for (size_t k = 0; k < b->cells.n; k++)
        if (g->is_used[GROUND_CELL][k] && b->cells.items[k].event != UINT32_MAX)
            add_cell(&b->cells.items[k], before_day(g), &rows[b->cells.items[k].event]);
    ret->usage = rows;
    for (size_t e = 0; rc >= 0 && e < b->events.n; e++) {
        struct usage_event event;
        if (rows[e].days == 0)
            continue;
        rc = kind_get_by_id(source->request->conn, &usage_event_kind, b->events.items[e].id, arena,
                            &event, err);
        if (rc < 0)
            return rc;
        rows[e].event = event.key;
        rows[e].label = event.label;
        rows[e].is_tracked = event.is_tracked;
        rows[e].is_advanced = event.is_advanced;
        rows[ret->n_usage++] = rows[e];
    }
    qsort(rows, ret->n_usage, sizeof(*rows), by_count);
    return 0;
}

/* A user's days of a month that lie in the window. */
static int64_t days_within(const struct book_user *u, int32_t from, int32_t to)
{
    int32_t first = month_first_day(u->month);
    int64_t n = 0;

    for (int d = 0; d < 31; d++)
        n += (u->days >> d & 1) && first + d >= from && first + d <= to;
    return n;
}

struct user_days {
    int64_t user, days;
};

static int by_user(const void *a, const void *b)
{
    const struct user_days *x = a, *y = b;

    return (x->user > y->user) - (x->user < y->user);
}

static int by_days(const void *a, const void *b)
{
    const struct user_days *x = a, *y = b;

    return x->days == y->days ? by_user(a, b) : x->days < y->days ? 1 : -1;
}

/* Each user once, with the days of all months; returns how many were there at all. */
static size_t add_up(struct user_days *users, size_t n)
{
    size_t to = 0, there = 0;

    qsort(users, n, sizeof(*users), by_user);
    for (size_t k = 0; k < n; k++) {
        if (to > 0 && users[to - 1].user == users[k].user)
            users[to - 1].days += users[k].days;
        else
            users[to++] = users[k];
    }
    qsort(users, to, sizeof(*users), by_days);
    while (there < to && users[there].days > 0)
        there++;
    return there;
}

static int list_users(const struct fact_source *source, struct metric_facts *ret, struct err *err)
{
    const struct factbook *b = source->book;
    const struct grounds *g = source->grounds;
    struct arena *arena = source->request->arena;
    struct user_days *users = ARENA_ARRAY(arena, b->users.n, struct user_days);
    size_t n = 0;
    int rc = 0;

    for (size_t k = 0; k < b->users.n; k++)
        if (g->is_used[GROUND_USER][k])
            users[n++] = (struct user_days){b->users.items[k].user,
                                            days_within(&b->users.items[k], g->from, g->to)};
    n = add_up(users, n);
    ret->n_facts += (int64_t)n;
    n = n < METRIC_FACTS_LISTED ? n : METRIC_FACTS_LISTED;
    ret->users = ARENA_ARRAY(arena, n, struct metric_user);
    for (; rc >= 0 && ret->n_users < n; ret->n_users++) {
        struct metric_user *row = &ret->users[ret->n_users];
        static const struct field fields[] = {FIELD_STR(struct metric_user, user), FIELD_END};
        rc = db_one(source->request->conn, sql_usage_user_key,
                    DB_ARGS(DB_I64("id", users[ret->n_users].user)), fields, row, arena, err);
        row->days = users[ret->n_users].days;
    }
    return rc;
}

int metric_facts_usage(const struct fact_source *source, struct metric_facts *ret, struct err *err)
{
    int rc = list_events(source, ret, err);

    ret->n_facts += (int64_t)ret->n_usage;
    return rc < 0 ? rc : list_users(source, ret, err);
}
