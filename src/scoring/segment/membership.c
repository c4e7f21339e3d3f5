#include "scoring/segment/membership.h"

#include "base/day.h"

#include <math.h>
#include <stdlib.h>

#define CENTS           100
#define PER_CENT        100
#define MONTHS_PER_YEAR 12

#define UNDATED_FIELD(T)                     \
    FIELD_STRS(T, undated, .required = true, \
               .help = "Fields without a history, which count for every day as they are now")

const struct field membership_query_fields[] = {
    FIELD_STR(struct membership_query, key, .required = true),
    FIELD_DAY(struct membership_query, from, .help = "A year before the last day if left out"),
    FIELD_DAY(struct membership_query, to, .help = "Today if left out"),
    FIELD_END,
};
static const struct field membership_point_fields[] = {
    FIELD_DAY(struct membership_point, day, .required = true),
    FIELD_I64(struct membership_point, accounts, .required = true),
    FIELD_I64(struct membership_point, arr_cents, .required = true, .unit = "cents"),
    FIELD_F64(struct membership_point, share_pct, .unit = "%",
              .help = "Of the customers of the day; null if there were none"),
    FIELD_END,
};
const struct field membership_fields[] = {
    FIELD_DAY(struct membership, from, .required = true),
    FIELD_DAY(struct membership, to, .required = true),
    FIELD_LIST(struct membership, points, membership_point, .required = true),
    FIELD_I64(struct membership, scored_days, .required = true,
              .help = "How many there are; of many only some are shown"),
    UNDATED_FIELD(struct membership),
    FIELD_END,
};
static const struct field membership_move_fields[] = {
    FIELD_STR(struct membership_move, key, .required = true),
    FIELD_STR(struct membership_move, name, .required = true),
    FIELD_STR(struct membership_move, was, .help = "Its lifecycle on the first day"),
    FIELD_STR(struct membership_move, is, .help = "Its lifecycle on the last day"),
    FIELD_I64(struct membership_move, arr_cents, .unit = "cents"),
    FIELD_END,
};
const struct field membership_moves_fields[] = {
    FIELD_DAY(struct membership_moves, from, .required = true),
    FIELD_DAY(struct membership_moves, to, .required = true),
    FIELD_I64(struct membership_moves, accounts_from, .required = true),
    FIELD_I64(struct membership_moves, accounts_to, .required = true),
    FIELD_I64(struct membership_moves, arr_from_cents, .required = true, .unit = "cents"),
    FIELD_I64(struct membership_moves, arr_to_cents, .required = true, .unit = "cents"),
    FIELD_I64(struct membership_moves, stayed, .required = true),
    FIELD_LIST(struct membership_moves, entered, membership_move, .required = true,
               .help = "The largest by ARR"),
    FIELD_I64(struct membership_moves, entered_total, .required = true),
    FIELD_LIST(struct membership_moves, left, membership_move, .required = true),
    FIELD_I64(struct membership_moves, left_total, .required = true),
    UNDATED_FIELD(struct membership_moves),
    FIELD_END,
};

int membership_period(const struct portfolio_source *source, int32_t *from, int32_t *to,
                      struct err *err)
{
    if (*to == DAY_NONE)
        *to = source->today;
    if (*from == DAY_NONE)
        *from = day_add_months(*to, -MONTHS_PER_YEAR);
    if (*to > source->today)
        return err_set(err, ERR_INVALID, "to", "must not be in the future");
    if (*from >= *to)
        return err_set(err, ERR_INVALID, "from", "must be before the last day");
    return 0;
}

/* The segment of the query, understood. */
static int find_segment(const struct portfolio_source *source, const char *key,
                        const struct segment **ret, struct segment_parts *ret_parts,
                        struct err *err)
{
    struct segments *segments;
    int rc = segments_load_strict(source->conn, source->arena, &segments, err);

    if (rc < 0)
        return rc;
    struct segment *s = segment_find(segments, key);
    if (!s)
        return segment_unknown(segments, key, err);
    rc = segment_read(segments, s, err);
    if (rc < 0) {
        err_prefix(err, "segment %.40s does not work", key);
        return rc;
    }
    segment_parts(s->tree, segments, ret_parts);
    *ret = s;
    return 0;
}

static double share_of(const struct segment_members_of *m)
{
    size_t customers = 0;

    for (size_t i = 0; i < m->s->n; i++)
        customers += m->s->is_customer[i];
    return customers ? PER_CENT * (double)m->n / (double)customers : NAN;
}

/* One day, with everything it needs gone when it is done. */
static int read_point(const struct portfolio_source *source, int32_t day, const struct segment *s,
                      struct membership_point *ret, struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    const struct portfolio_source here = {source->snapshots, source->conn, source->today, arena};
    const struct select_needs needs = segment_needs(s);
    struct segment_members_of m;
    int rc = segment_evaluate(&here, day, s->tree, &needs, &m, err);

    if (rc >= 0)
        *ret = (struct membership_point){day, (int64_t)m.n, llround(m.arr * CENTS), share_of(&m)};
    return rc;
}

/* How many days of n may be looked at. */
static int points_limit(struct conn *c, const struct segment *s, size_t *ret, struct err *err)
{
    int64_t accounts = 0;
    int rc = s->needs_metrics ? accounts_number(c, &accounts, err) : 0;

    *ret = MEMBERSHIP_POINTS_MAX;
    if (accounts > 0) {
        size_t few = (size_t)(MEMBERSHIP_COMPUTED_MAX / accounts);
        *ret = few < 2 ? 2 : few < *ret ? few : *ret;
    }
    return rc;
}

static int read_points(const struct portfolio_source *source, const struct segment *s,
                       const struct score_day *days, size_t n, struct membership *ret,
                       struct err *err)
{
    size_t limit;
    int rc = points_limit(source->conn, s, &limit, err);
    size_t n_points = n < limit ? n : limit;

    ret->points = ARENA_ARRAY(source->arena, n_points, struct membership_point);
    for (size_t k = 0; rc >= 0 && k < n_points; k++) {
        size_t at = n_points > 1 ? k * (n - 1) / (n_points - 1) : 0;
        rc = read_point(source, days[at].day, s, &ret->points[ret->n_points++], err);
    }
    return rc;
}

int membership_read(const struct portfolio_source *source, const struct membership_query *query,
                    struct membership *ret, struct err *err)
{
    const struct segment *s = NULL;
    struct segment_parts parts = {0};
    struct score_day *days = NULL;
    size_t n = 0;
    *ret = (struct membership){.from = query->from, .to = query->to};
    int rc = membership_period(source, &ret->from, &ret->to, err);

    if (rc >= 0)
        rc = find_segment(source, query->key, &s, &parts, err);
    if (rc >= 0)
        rc = history_days(source->conn, ret->from, ret->to, source->arena, &days, &n, err);
    if (rc < 0 || !s)
        return rc;
    ret->scored_days = (int64_t)n;
    ret->undated = parts.undated;
    ret->n_undated = parts.n_undated;
    /* A cache of its own: a walk through the years would drive out the days that are in use. */
    struct portfolio_source walk = *source;
    walk.snapshots = snapshots_new();
    rc = read_points(&walk, s, days, n, ret, err);
    snapshots_free(walk.snapshots);
    return rc;
}

/* The account of a's row in b; NULL state if it is not there. */
static const char *state_in(const struct snapshot *s, int64_t row)
{
    return row >= 0 && s->is_present[row] ? snapshot_lifecycle(s, (size_t)row) : NULL;
}

static int64_t arr_in(const struct snapshot *s, int64_t row)
{
    double arr = row >= 0 ? s->kept[KEPT_ARR][row] : NAN;

    return isnan(arr) ? I64_NONE : llround(arr * CENTS);
}

static int by_arr(const void *a, const void *b)
{
    const struct membership_move *p = a, *q = b;

    return p->arr_cents != q->arr_cents ? (p->arr_cents < q->arr_cents ? 1 : -1) : 0;
}

/* The members in `in` who are none in `other`. is_left: `in` is the earlier day. */
static size_t list_moves(const struct segment_members_of *in,
                         const struct segment_members_of *other, bool is_left, struct arena *arena,
                         struct membership_move **ret, int64_t *ret_total)
{
    struct membership_move *moves = ARENA_ARRAY(arena, in->n, struct membership_move);
    size_t n = 0;

    for (size_t i = 0; i < in->s->n; i++) {
        int64_t there = in->is_member[i] ? snapshot_row(other->s, in->s->accounts->ids[i]) : -1;
        if (!in->is_member[i] || (there >= 0 && other->is_member[there]))
            continue;
        const char *here_state = state_in(in->s, (int64_t)i),
                   *there_state = state_in(other->s, there);
        moves[n++] = (struct membership_move){
            .key = in->s->accounts->text[ATTR_KEY][i],
            .name = in->s->accounts->text[ATTR_NAME][i],
            .was = is_left ? here_state : there_state,
            .is = is_left ? there_state : here_state,
            .arr_cents = is_left && there >= 0 && other->s->is_customer[there]
                             ? arr_in(other->s, there)
                             : arr_in(in->s, (int64_t)i),
        };
    }
    qsort(moves, n, sizeof(*moves), by_arr);
    *ret = moves;
    *ret_total = (int64_t)n;
    return n < MOVES_MAX ? n : MOVES_MAX;
}

int membership_moves_read(const struct portfolio_source *source,
                          const struct membership_query *query, struct membership_moves *ret,
                          struct err *err)
{
    const struct segment *s = NULL;
    struct segment_parts parts = {0};
    struct segment_members_of before, after;
    *ret = (struct membership_moves){.from = query->from, .to = query->to};
    int rc = membership_period(source, &ret->from, &ret->to, err);

    if (rc >= 0)
        rc = find_segment(source, query->key, &s, &parts, err);
    if (rc < 0 || !s)
        return rc;
    const struct select_needs needs = segment_needs(s);
    rc = segment_evaluate(source, ret->from, s->tree, &needs, &before, err);
    if (rc >= 0)
        rc = segment_evaluate(source, ret->to, s->tree, &needs, &after, err);
    if (rc < 0)
        return rc;
    ret->undated = parts.undated;
    ret->n_undated = parts.n_undated;
    ret->accounts_from = (int64_t)before.n;
    ret->accounts_to = (int64_t)after.n;
    ret->arr_from_cents = llround(before.arr * CENTS);
    ret->arr_to_cents = llround(after.arr * CENTS);
    ret->n_entered =
        list_moves(&after, &before, false, source->arena, &ret->entered, &ret->entered_total);
    ret->n_left = list_moves(&before, &after, true, source->arena, &ret->left, &ret->left_total);
    ret->stayed = ret->accounts_from - ret->left_total;
    return 0;
}
