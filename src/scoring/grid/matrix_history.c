#include "scoring/grid/matrix_history.h"

#include "base/auto.h"
#include "scoring/matrix/place.h"
#include "scoring/select/segments.h"
#include "scoring/select/select.h"
#include "scoring/snapshot/day_walk.h"

const struct field matrix_history_day_fields[] = {
    FIELD_DAY(struct matrix_history_day, day, .required = true),
    FIELD_NUMS(struct matrix_history_day, counts, .required = true, .help = "As `cells`"),
    FIELD_NUMS(struct matrix_history_day, arr_cents, .required = true, .unit = "cents",
               .help = "As `cells`"),
    FIELD_I64(struct matrix_history_day, unknown_count, .required = true,
              .help = "Customers that cannot be placed yet"),
    FIELD_I64(struct matrix_history_day, unknown_arr_cents, .required = true, .unit = "cents"),
    FIELD_END,
};
const struct field matrix_history_fields[] = {
    FIELD_STR(struct matrix_history, matrix, .required = true),
    FIELD_STRS(struct matrix_history, cells, .required = true, .help = "Ids, as in the matrix"),
    FIELD_LIST(struct matrix_history, days, matrix_history_day, .required = true,
               .help = "The scored days, and today"),
    FIELD_END,
};

/* The scored days of the range. */
static int find_days(const struct matrix_source *source, const struct matrix_history_ask *ask,
                     struct score_day **ret, size_t *ret_n, struct err *err)
{
    int32_t from = ask->from == DAY_NONE ? DAY_MIN : ask->from;
    int32_t to = ask->to == DAY_NONE ? source->today : ask->to;

    if (to > source->today)
        return err_set(err, ERR_INVALID, "to", "must not be in the future");
    if (from > to)
        return err_set(err, ERR_INVALID, "from", "must not be after the last day");
    int rc = history_days(source->conn, from, to, source->arena, ret, ret_n, err);
    if (rc >= 0 && *ret_n > MATRIX_HISTORY_DAYS_MAX)
        return err_set(err, ERR_INVALID, "from", "%zu scored days are more than %d; ask for fewer",
                       *ret_n, MATRIX_HISTORY_DAYS_MAX);
    return rc;
}

static void note_cells(const struct matrix_def *m, struct arena *arena, struct matrix_history *ret)
{
    ret->matrix = arena_strdup(arena, m->key);
    ret->n_cells = m->n_cells;
    ret->cells = ARENA_ARRAY(arena, m->n_cells, const char *);
    for (size_t k = 0; k < m->n_cells; k++)
        ret->cells[k] = arena_strdup(arena, m->cells[k].id);
}

static void count_day(const struct placing *p, struct arena *of_day, struct arena *arena,
                      struct matrix_history_day *ret)
{
    const struct snapshot *s = p->s;
    size_t n_cells = p->matrix->n_cells;
    double *arr_cents = ARENA_ARRAY(of_day, s->n, double);
    struct matrix_counts counts;

    for (size_t i = 0; i < s->n; i++)
        arr_cents[i] = s->kept[KEPT_ARR][i] * 100;
    matrix_count(s->n, p->place, arr_cents, &counts);
    *ret = (struct matrix_history_day){
        .day = s->day,
        .counts = ARENA_ARRAY(arena, n_cells, double),
        .arr_cents = ARENA_ARRAY(arena, n_cells, double),
        .n_counts = n_cells,
        .n_arr_cents = n_cells,
        .unknown_count = counts.total.count,
        .unknown_arr_cents = counts.total.arr_cents,
    };
    for (size_t k = 0; k < n_cells; k++) {
        ret->counts[k] = (double)counts.cells[k].count;
        ret->arr_cents[k] = (double)counts.cells[k].arr_cents;
        ret->unknown_count -= counts.cells[k].count;
        ret->unknown_arr_cents -= counts.cells[k].arr_cents;
    }
}

/* Told by the first day, which is the one with the fewest accounts. */
static int check_effort(const struct placing *p, size_t n_days, struct err *err)
{
    bool is_computed = p->s->metrics[0] != NULL;

    if (!is_computed || p->s->n * n_days <= MATRIX_HISTORY_COMPUTED_MAX)
        return 0;
    return err_set(err, ERR_INVALID, "from",
                   "the filter names metrics, which would be computed for %zu accounts on %zu "
                   "days; ask for fewer days, or filter by attributes and scores",
                   p->s->n, n_days);
}

/* Can it be held against a day of the walk, which has few columns? Attributes are the same on every
 * day. The parser keeps trees below FILTER_DEPTH_MAX, segments SEGMENT_DEPTH_MAX. */
// NOLINTNEXTLINE(misc-no-recursion)
static bool is_of_walk(const struct filter *f)
{
    const struct select_field *field = f->field.ref;

    for (size_t k = 0; k < f->n_of; k++)
        if (!is_of_walk(f->of[k]))
            return false;
    if (f->n_of > 0)
        return true;
    switch (field->source) {
    case FROM_ATTRIBUTE:
    case FROM_EMPLOYEES:
    case FROM_START:
    case FROM_CUSTOM:
    case FROM_ARR_CENTS: return true;
    case FROM_KEPT: return (DAY_WALK_PLACES & DAY_WALK(field->index)) != 0;
    case FROM_SEGMENT: break;
    default: return false;
    }
    for (size_t v = 0; v < f->n_values; v++) {
        const struct segment *s = select_segment(f, v);
        if (!s || !s->tree || !is_of_walk(s->tree))
            return false;
    }
    return true;
}

static bool is_segment_of_walk(const struct placing_plan *plan)
{
    const char *key = plan->matrix->segment;
    const struct segment *s = key ? segment_find(plan->segments, key) : NULL;

    return !key || (s && s->tree && is_of_walk(s->tree));
}

/* What the days are walked with. */
struct reading {
    const struct matrix_source *source;
    const struct matrix_history_ask *ask;
    struct placing_plan plan;
    struct day_walk walk;
    const struct filter *filter; /* NULL: everybody */
    bool is_quick;               /* the columns that the walk has will do */
    size_t n;                    /* days */
    struct matrix_history *ret;
};

/* The quick way is open if neither the matrix nor the filter looks at more than the walk has. */
static int open_walk(struct reading *r, const struct score_day *days, size_t n, struct err *err)
{
    const struct matrix_source *source = r->source;
    struct select_in in = {.filter = r->ask->ask.filter};
    const struct snapshot *today;
    struct selection what;
    int rc = placing_plan(source->conn, r->ask->ask.matrix, source->arena, &r->plan, err);

    if (rc < 0)
        return rc;
    in.cells = placing_cells(r->plan.matrix, r->plan.of_settings, source->arena);
    rc = select_parse(source->conn, &in, source->arena, &what, err);
    if (rc < 0)
        return rc;
    r->filter = what.filter;
    r->is_quick = (!r->filter || is_of_walk(r->filter)) && is_segment_of_walk(&r->plan) &&
                  r->plan.depth == SNAPSHOT_KEPT;
    if (!r->is_quick)
        return 0;
    r->plan.of_settings = r->plan.matrix; /* which only the field `cell` looks at */
    rc = snapshot_get(source->snapshots, source->conn, source->today, SNAPSHOT_KEPT, source->arena,
                      &today, err);
    r->walk = (struct day_walk){source->conn, today, days, n, DAY_WALK_PLACES};
    return rc < 0 ? rc : day_walk_open(&r->walk, source->arena, err);
}

/* As matrix_ask_place does, of a day of the walk. */
static int place_quick(const struct reading *r, const struct snapshot *s, struct arena *arena,
                       struct placing *ret, struct err *err)
{
    int rc = placing_make(&r->plan, s, arena, ret, err);

    if (rc < 0 || !r->filter)
        return rc;
    const struct select_table table = placing_table(ret);
    placing_choose(ret, select_filter(r->filter, &table, arena), arena);
    return 0;
}

/* Day k, or today where there is no such day. */
static int read_day(struct reading *r, const struct score_day *day, size_t k, struct err *err)
{
    AUTO_STRUCT(arena) *of_day = arena_new();
    const struct matrix_source here = {r->source->snapshots, r->source->conn, r->source->today,
                                       of_day};
    struct snapshot s;
    struct placing p;
    int rc = day && r->is_quick ? day_walk_get(&r->walk, k, of_day, &s, err) : 0;

    if (rc > 0)
        rc = place_quick(r, &s, of_day, &p, err);
    else if (rc == 0)
        rc = matrix_ask_place(&here, &r->ask->ask, day ? day->day : r->source->today, &p, err);
    if (rc >= 0)
        rc = check_effort(&p, r->n, err);
    if (rc < 0)
        return rc;
    if (r->ret->n_days == 0)
        note_cells(p.matrix, r->source->arena, r->ret);
    count_day(&p, of_day, r->source->arena, &r->ret->days[r->ret->n_days++]);
    return 0;
}

int matrix_history_read(const struct matrix_source *source, const struct matrix_history_ask *ask,
                        struct matrix_history *ret, struct err *err)
{
    struct reading r = {.source = source, .ask = ask, .ret = ret};
    struct score_day *days;
    size_t n;
    int rc = find_days(source, ask, &days, &n, err);

    if (rc >= 0)
        rc = open_walk(&r, days, n, err);
    if (rc < 0)
        return rc;
    /* Today is computed when it is asked for. */
    bool has_today = (ask->to == DAY_NONE || ask->to == source->today) &&
                     (n == 0 || days[n - 1].day < source->today);
    r.n = n + has_today;
    *ret =
        (struct matrix_history){.days = ARENA_ARRAY(source->arena, r.n, struct matrix_history_day)};
    for (size_t k = 0; rc >= 0 && k < n; k++)
        rc = read_day(&r, &days[k], k, err);
    return rc < 0 || !has_today ? rc : read_day(&r, NULL, n, err);
}
