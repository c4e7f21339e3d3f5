#include "facts/usage/usage_chart.h"

#include "base/map.h"
#include "facts/usage/usage.h"
#include "usage_sql.h"

#include <stdlib.h>

const struct field usage_series_fields[] = {
    FIELD_STR(struct usage_series, name, .required = true, .help = "The event"),
    FIELD_STR(struct usage_series, label, .help = "What to call it"),
    FIELD_BOOL(struct usage_series, is_advanced, .required = true, .help = "An advanced feature"),
    FIELD_NUMS(struct usage_series, counts, .required = true, .help = "How often, by point"),
    FIELD_END,
};
const struct field usage_chart_fields[] = {
    FIELD_STRS(struct usage_chart, days, .max = USAGE_CHART_DAYS, .required = true,
               .help = "The first day of each point"),
    FIELD_LIST(struct usage_chart, events, usage_series, .required = true,
               .help = "The events used most, at most 100"),
    FIELD_NUMS(struct usage_chart, active_users, .required = true,
               .help = "Different users of the product, by point; null where users are not known"),
    FIELD_DAY(struct usage_chart, last_used,
              .help = "The last day of use up to the end, also before the first point; null if "
                      "there is none"),
    FIELD_END,
};

/* What is gathered of an event on the way. */
struct series {
    int64_t event_id, total;
    double *counts;
};
/* That a user was there in a point. */
struct presence {
    int64_t user_id;
    size_t point;
};

struct chart {
    const struct usage_span *span;
    struct arena *arena;
    size_t n_points;
    VEC(struct series) series;
    struct idmap *series_of; /* event id -> index */
    VEC(struct presence) presences;
    bool *knows_users; /* by point */
};

static int32_t first_of_point(const struct usage_span *span, int32_t day)
{
    return span->is_weekly ? day - day_weekday(day) : day;
}

/* The point of a day in the span. */
static size_t point_of(const struct usage_span *span, int32_t day)
{
    int32_t days = first_of_point(span, day) - first_of_point(span, span->from);

    return (size_t)(days / (span->is_weekly ? 7 : 1));
}

static struct series *series_find(struct chart *c, int64_t event_id)
{
    int64_t i = idmap_get(c->series_of, event_id);

    if (i == MAP_NONE) {
        i = (int64_t)c->series.n;
        idmap_put(c->series_of, event_id, i);
        vec_push(&c->series, ((struct series){
                                 .event_id = event_id,
                                 .counts = ARENA_ARRAY(c->arena, c->n_points, double),
                             }));
    }
    return &c->series.items[i];
}

static bool is_in_span(const struct usage_span *span, int32_t day)
{
    return day >= span->from && day <= span->to;
}

static void add_user(struct chart *c, const struct usage_active *user, int32_t first)
{
    for (int32_t i = 0; i < 31; i++)
        if ((user->days >> i & 1) && is_in_span(c->span, first + i))
            vec_push(&c->presences,
                     ((struct presence){user->user_id, point_of(c->span, first + i)}));
}

static int add_month(void *ctx, const struct usage_month *m, struct err *err)
{
    struct chart *c = ctx;
    int32_t first = month_first_day(m->month), next = month_first_day(m->month + 1);

    (void)err;
    for (size_t i = 0; i < m->n_cells; i++) {
        int32_t day = first + m->cells[i].day - 1;
        if (!is_in_span(c->span, day))
            continue;
        struct series *s = series_find(c, m->cells[i].event_id);
        s->counts[point_of(c->span, day)] += (double)m->cells[i].count;
        s->total = usage_count_add(s->total, m->cells[i].count);
    }
    for (size_t i = 0; i < m->n_users; i++)
        add_user(c, &m->users[i], first);
    for (int32_t day = first; m->n_users && day < next; day++)
        if (is_in_span(c->span, day))
            c->knows_users[point_of(c->span, day)] = true;
    return 0;
}

static int by_total(const void *a, const void *b)
{
    const struct series *x = a, *y = b;

    if (x->total != y->total)
        return x->total > y->total ? -1 : 1;
    return (x->event_id > y->event_id) - (x->event_id < y->event_id);
}

static int by_point(const void *a, const void *b)
{
    const struct presence *x = a, *y = b;

    if (x->point != y->point)
        return x->point < y->point ? -1 : 1;
    return (x->user_id > y->user_id) - (x->user_id < y->user_id);
}

static void write_users(struct chart *c, struct usage_chart *ret)
{
    const struct presence *p = c->presences.items;

    ret->n_active_users = c->n_points;
    ret->active_users = ARENA_ARRAY(c->arena, c->n_points, double);
    for (size_t i = 0; i < c->n_points; i++)
        ret->active_users[i] = c->knows_users[i] ? 0 : NAN;
    if (c->presences.n)
        qsort(c->presences.items, c->presences.n, sizeof(*p), by_point);
    for (size_t i = 0; i < c->presences.n; i++)
        if (!i || by_point(&p[i - 1], &p[i]) != 0)
            ret->active_users[p[i].point]++;
}

static int write_series(struct chart *c, struct conn *conn, struct usage_chart *ret,
                        struct err *err)
{
    size_t n = c->series.n < USAGE_CHART_EVENTS ? c->series.n : USAGE_CHART_EVENTS;

    if (c->series.n)
        qsort(c->series.items, c->series.n, sizeof(*c->series.items), by_total);
    ret->events = ARENA_ARRAY(c->arena, n, struct usage_series);
    ret->n_events = n;
    for (size_t i = 0; i < n; i++) {
        struct usage_series *s = &ret->events[i];
        int rc =
            db_one(conn, sql_usage_event_name, DB_ARGS(DB_I64("id", c->series.items[i].event_id)),
                   usage_series_fields, s, c->arena, err);
        if (rc < 0)
            return rc;
        s->counts = c->series.items[i].counts;
        s->n_counts = c->n_points;
    }
    return 0;
}

static void write_days(const struct chart *c, struct usage_chart *ret)
{
    int32_t day = first_of_point(c->span, c->span->from);
    char text[16];

    ret->n_days = c->n_points;
    ret->days = ARENA_ARRAY(c->arena, c->n_points, const char *);
    for (size_t i = 0; i < c->n_points; i++, day += c->span->is_weekly ? 7 : 1)
        ret->days[i] = arena_strdup(c->arena, day_format(day, text));
}

struct last_use {
    int32_t until, day;
};

static int take_last(void *ctx, const struct usage_month *m, struct err *err)
{
    struct last_use *last = ctx;

    (void)err;
    for (size_t i = 0; i < m->n_cells; i++) {
        int32_t day = month_first_day(m->month) + m->cells[i].day - 1;
        if (day <= last->until && day > last->day)
            last->day = day;
    }
    return 0;
}

/* Where the points asked for are empty, people want to know which are not. */
static int find_last(struct conn *conn, const struct usage_span *span, int32_t *ret,
                     struct err *err)
{
    struct usage_range range = {0, day_month(span->to), span->account_id};
    struct last_use last = {span->to, DAY_NONE};
    int64_t month = 0;
    int rc = 0;

    /* The last month may have use only after the span. */
    for (int tries = 0; rc >= 0 && last.day == DAY_NONE && tries < 2; tries++) {
        rc = db_i64(
            conn, sql_usage_last_month,
            DB_ARGS(DB_I64("account_id", span->account_id), DB_I64("last", range.last_month)),
            &month, err);
        if (rc < 0 || month < 0)
            break;
        range.first_month = range.last_month = (int32_t)month;
        rc = usage_scan(conn, &range, take_last, &last, err);
        range.last_month--;
    }
    *ret = last.day;
    return rc < 0 ? rc : 0;
}

int usage_chart(struct conn *conn, const struct usage_span *span, struct arena *arena,
                struct usage_chart *ret, struct err *err)
{
    struct chart c = {.span = span, .arena = arena, .n_points = point_of(span, span->to) + 1};
    struct usage_range range = {day_month(span->from), day_month(span->to), span->account_id};

    c.series_of = idmap_new();
    c.knows_users = ARENA_ARRAY(arena, c.n_points, bool);
    int rc = usage_scan(conn, &range, add_month, &c, err);
    if (rc == 0) {
        write_days(&c, ret);
        write_users(&c, ret);
        rc = write_series(&c, conn, ret, err);
    }
    if (rc == 0)
        rc = find_last(conn, span, &ret->last_used, err);
    idmap_free(c.series_of);
    vec_done(&c.series);
    vec_done(&c.presences);
    return rc;
}
