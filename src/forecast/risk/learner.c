#include "forecast/risk/learner.h"

#include "base/str.h"
#include "stats/logistic.h"

#include <math.h>
#include <string.h>

#define AGE_STEP_MONTHS 6
#define AGE_STEPS       12   /* to six years; older ones are one step */
#define PRIOR_ROWS      20.0 /* of the overall share, that a step's own share is mixed with */
#define KNOWN_MIN       0.02 /* of the rows, of which a column must be known */
#define PER_CENT        100

const char *const learner_kinds[] = {"base", "band", "age", "curve", "logistic", "trees", NULL};

const struct learner_spec learner_specs[] = {
    {LEARNER_BASE, "Base rate", 0, 0},
    {LEARNER_BAND, "Band of health", 0, 0},
    {LEARNER_AGE, "Time as a customer", 0, 0},
    {LEARNER_CURVE, "Retention curve", 0, 0},
    {LEARNER_LOGISTIC, "Logistic regression, mild ridge", 10, 0},
    {LEARNER_LOGISTIC, "Logistic regression, strong ridge", 100, 0},
    {LEARNER_TREES, "Boosted trees, few", 0, 60},
    {LEARNER_TREES, "Boosted trees", 0, 200},
};
const size_t n_learner_specs = ARRAY_LEN(learner_specs);

const struct field learner_fields[] = {
    FIELD_ENUM(struct learner, kind, learner_kinds, .required = true),
    FIELD_STRS(struct learner, columns),
    FIELD_F64(struct learner, intercept, .required = true),
    FIELD_NUMS(struct learner, coefficient),
    FIELD_NUMS(struct learner, mean),
    FIELD_NUMS(struct learner, scale),
    FIELD_NUMS(struct learner, edges),
    FIELD_NUMS(struct learner, steps),
    FIELD_END,
};

static double log_odds(double p)
{
    const double least = 1e-6;

    p = p < least ? least : p > 1 - least ? 1 - least : p;
    return log(p / (1 - p));
}

static size_t count_yes(const struct learner_rows *r)
{
    size_t yes = 0;

    for (size_t i = 0; i < r->n; i++)
        yes += r->panel->label[r->rows[i]];
    return yes;
}

static double *gather(const struct learner_rows *r, size_t column, struct arena *arena)
{
    double *values = ARENA_ARRAY(arena, r->n, double);

    for (size_t i = 0; i < r->n; i++)
        values[i] = r->panel->columns[column][r->rows[i]];
    return values;
}

/* Is a column known of some, and not the same everywhere? */
static bool says_something(const double *values, size_t n)
{
    double first = NAN;
    size_t known = 0;
    bool is_varied = false;

    for (size_t i = 0; i < n; i++) {
        if (isnan(values[i]))
            continue;
        first = known++ ? first : values[i];
        is_varied |= values[i] != first;
    }
    return is_varied && (double)known >= KNOWN_MIN * (double)n;
}

/* What a model may read of the rows. */
static void choose_columns(const struct learner_rows *r, struct arena *arena, struct labelled *d,
                           struct learner *l)
{
    const struct panel *p = r->panel;
    const double **columns = ARENA_ARRAY(arena, p->p, const double *);
    bool *label = ARENA_ARRAY(arena, r->n, bool);

    l->columns = ARENA_ARRAY(arena, p->p, const char *);
    l->index = ARENA_ARRAY(arena, p->p, int);
    for (size_t j = 0; j < p->p; j++) {
        if (p->features[j].left_out || p->features[j].curve)
            continue;
        const double *values = gather(r, j, arena);
        if (!says_something(values, r->n))
            continue;
        columns[l->n_columns] = values;
        l->index[l->n_columns] = (int)j;
        l->columns[l->n_columns++] = p->features[j].id;
    }
    for (size_t i = 0; i < r->n; i++)
        label[i] = p->label[r->rows[i]];
    *d = (struct labelled){.n = r->n, .p = l->n_columns, .columns = columns, .label = label};
}

static double *copy(const double *values, size_t n, struct arena *arena)
{
    double *ret = ARENA_ARRAY(arena, n, double);

    memcpy(ret, values, n * sizeof(*ret));
    return ret;
}

static int fit_logistic(const struct learner_spec *spec, const struct labelled *d,
                        struct arena *arena, struct learner *l, struct err *err)
{
    struct logistic m;
    int rc = logistic_fit(d, spec->ridge, arena, &m, err);

    if (rc < 0)
        return rc;
    l->intercept = m.intercept;
    l->coefficient = copy(m.coefficient, d->p, arena);
    l->mean = copy(m.mean, d->p, arena);
    l->scale = copy(m.scale, d->p, arena);
    l->n_coefficient = l->n_mean = l->n_scale = d->p;
    return 0;
}

struct watch {
    const struct learner_rows *rows;
    size_t rounds;
};

static int watch_round(void *ctx, size_t round, struct err *err)
{
    const struct watch *w = ctx;

    return w->rows->progress
               ? w->rows->progress(w->rows->ctx, (double)round / (double)w->rounds, err)
               : 0;
}

static void free_trees(void *p)
{
    trees_free(p);
}

static int fit_trees(const struct learner_spec *spec, const struct learner_rows *r,
                     const struct labelled *d, struct arena *arena, struct learner *l,
                     struct err *err)
{
    struct watch watch = {r, (size_t)spec->rounds};
    struct trees_options o = trees_default();

    o.rounds = (size_t)spec->rounds;
    o.progress = watch_round;
    o.ctx = &watch;
    int rc = trees_fit(d, &o, &l->trees, err);
    if (rc >= 0)
        arena_defer(arena, free_trees, l->trees);
    return rc;
}

/* Which step a value is in; the last for a missing one. */
static size_t step_of(const double *edges, size_t n_edges, double value)
{
    size_t k = 0;

    if (isnan(value))
        return n_edges;
    while (k + 1 < n_edges && value >= edges[k + 1])
        k++;
    return k;
}

static void fit_steps(const struct learner_rows *r, const char *id, size_t n_edges,
                      struct arena *arena, struct learner *l)
{
    const struct panel *p = r->panel;
    int column = feature_index(p->features, p->p, id);
    double *n = ARENA_ARRAY(arena, n_edges + 1, double);
    double *yes = ARENA_ARRAY(arena, n_edges + 1, double);
    double share = (double)count_yes(r) / (double)(r->n ? r->n : 1);

    l->columns = ARENA_ARRAY(arena, 1, const char *);
    l->index = ARENA_ARRAY(arena, 1, int);
    l->columns[0] = p->features[column].id;
    l->index[0] = column;
    l->n_columns = 1;
    l->n_edges = n_edges;
    l->n_steps = n_edges + 1;
    l->steps = ARENA_ARRAY(arena, l->n_steps, double);
    for (size_t i = 0; i < r->n; i++) {
        size_t k = step_of(l->edges, n_edges, p->columns[column][r->rows[i]]);
        n[k] += 1;
        yes[k] += p->label[r->rows[i]];
    }
    for (size_t k = 0; k < l->n_steps; k++)
        l->steps[k] = log_odds((yes[k] + PRIOR_ROWS * share) / (n[k] + PRIOR_ROWS));
}

static void fit_band(const struct learner_rows *r, struct arena *arena, struct learner *l)
{
    l->edges = copy(r->edges, CARD_BANDS, arena);
    fit_steps(r, "health", CARD_BANDS, arena, l);
}

static void fit_age(const struct learner_rows *r, struct arena *arena, struct learner *l)
{
    l->edges = ARENA_ARRAY(arena, AGE_STEPS, double);
    for (size_t k = 0; k < AGE_STEPS; k++)
        l->edges[k] = (double)(k * AGE_STEP_MONTHS);
    fit_steps(r, "tenure_months", AGE_STEPS, arena, l);
}

static void read_curve(const struct panel *p, struct arena *arena, struct learner *l)
{
    l->columns = ARENA_ARRAY(arena, 1, const char *);
    l->index = ARENA_ARRAY(arena, 1, int);
    l->columns[0] = FEATURE_CURVE;
    l->index[0] = feature_index(p->features, p->p, FEATURE_CURVE);
    l->n_columns = 1;
}

int learner_fit(const struct learner_spec *spec, const struct learner_rows *rows,
                struct arena *arena, struct learner *ret, struct err *err)
{
    struct labelled d;
    double share = (double)count_yes(rows) / (double)(rows->n ? rows->n : 1);

    *ret = (struct learner){
        .kind = learner_kinds[spec->kind], .kind_index = spec->kind, .intercept = log_odds(share)};
    switch (spec->kind) {
    case LEARNER_BASE: return 0;
    case LEARNER_BAND: fit_band(rows, arena, ret); return 0;
    case LEARNER_AGE: fit_age(rows, arena, ret); return 0;
    case LEARNER_CURVE: read_curve(rows->panel, arena, ret); return 0;
    default: break;
    }
    choose_columns(rows, arena, &d, ret);
    if (d.p == 0) {
        ret->kind_index = LEARNER_BASE;
        ret->kind = learner_kinds[LEARNER_BASE];
        return 0;
    }
    if (spec->kind == LEARNER_LOGISTIC)
        return fit_logistic(spec, &d, arena, ret, err);
    return fit_trees(spec, rows, &d, arena, ret, err);
}

/* The columns that it reads, out of those of all features. */
static const double **pick(const struct learner *l, const double *const *columns, size_t n,
                           struct arena *arena)
{
    const double **own = ARENA_ARRAY(arena, l->n_columns, const double *);
    double *missing = NULL;

    for (size_t j = 0; j < l->n_columns; j++) {
        if (l->index[j] >= 0) {
            own[j] = columns[l->index[j]];
            continue;
        }
        if (!missing) {
            missing = ARENA_ARRAY(arena, n, double);
            for (size_t i = 0; i < n; i++)
                missing[i] = NAN;
        }
        own[j] = missing;
    }
    return own;
}

static struct logistic logistic_of(const struct learner *l)
{
    return (struct logistic){.p = l->n_columns,
                             .intercept = l->intercept,
                             .coefficient = l->coefficient,
                             .mean = l->mean,
                             .scale = l->scale};
}

static int trees_log_odds(const struct learner *l, const double *const *own, size_t n, double *ret,
                          struct err *err)
{
    int rc = trees_predict(l->trees, own, n, 0, 0, ret, err);

    for (size_t i = 0; rc >= 0 && i < n; i++)
        ret[i] = log_odds(ret[i]);
    return rc;
}

/* Of the plain ones. By the curve of whose contract nothing can be said the share of all is told.
 */
static double plain_log_odds(const struct learner *l, const double *const *own, size_t i)
{
    if (l->kind_index == LEARNER_BASE)
        return l->intercept;
    if (l->n_steps > 0)
        return l->steps[step_of(l->edges, l->n_edges, own[0][i])];
    return isnan(own[0][i]) ? l->intercept : log_odds(own[0][i] / PER_CENT);
}

int learner_log_odds(const struct learner *l, const double *const *columns, size_t n,
                     struct arena *arena, double *ret, struct err *err)
{
    const double **own = pick(l, columns, n, arena);

    if (l->kind_index == LEARNER_TREES)
        return trees_log_odds(l, own, n, ret, err);
    if (l->kind_index == LEARNER_LOGISTIC) {
        const struct logistic m = logistic_of(l);
        logistic_log_odds(&m, own, n, ret);
        return 0;
    }
    for (size_t i = 0; i < n; i++)
        ret[i] = plain_log_odds(l, own, i);
    return 0;
}

static int trees_parts_of(const struct learner *l, const double *const *own, size_t n,
                          struct arena *arena, double *ret, struct err *err)
{
    size_t p = l->n_columns;
    double *all = ARENA_ARRAY(arena, n * (p + 1), double);
    int rc = trees_parts(l->trees, own, n, true, 0, all, err);

    for (size_t i = 0; rc >= 0 && i < n; i++)
        memcpy(ret + i * p, all + i * (p + 1), p * sizeof(*ret));
    return rc;
}

int learner_parts(const struct learner *l, const double *const *columns, size_t n,
                  struct arena *arena, double *ret, struct err *err)
{
    const double **own = pick(l, columns, n, arena);

    if (l->kind_index == LEARNER_TREES)
        return trees_parts_of(l, own, n, arena, ret, err);
    if (l->kind_index == LEARNER_LOGISTIC) {
        const struct logistic m = logistic_of(l);
        for (size_t i = 0; i < n; i++)
            logistic_parts(&m, own, i, ret + i * l->n_columns);
        return 0;
    }
    for (size_t i = 0; l->n_columns && i < n; i++)
        ret[i] = plain_log_odds(l, own, i) - l->intercept;
    return 0;
}

static int check_kept(const struct learner *l, struct err *err)
{
    size_t p = l->n_columns;
    bool has_steps =
        l->kind_index == LEARNER_BAND || l->kind_index == LEARNER_AGE || l->n_steps > 0;
    bool is_whole = l->kind_index == LEARNER_LOGISTIC
                        ? l->n_coefficient == p && l->n_mean == p && l->n_scale == p
                    : has_steps ? p == 1 && l->n_edges > 0 && l->n_steps == l->n_edges + 1
                    : l->kind_index == LEARNER_TREES ? l->trees && trees_columns(l->trees) == p
                    : l->kind_index == LEARNER_CURVE ? p == 1
                                                     : p == 0;

    if (is_whole)
        return 0;
    return err_set(err, ERR_INVALID, "model", "the kept model is not whole; train it anew");
}

int learner_bind(struct learner *l, const struct feature *features, size_t n, struct arena *arena,
                 struct err *err)
{
    int kind = str_index(learner_kinds, l->kind);

    l->kind_index = kind < 0 ? LEARNER_BASE : (enum learner_kind)kind;
    l->index = ARENA_ARRAY(arena, l->n_columns, int);
    for (size_t j = 0; j < l->n_columns; j++)
        l->index[j] = feature_index(features, n, l->columns[j]);
    return check_kept(l, err);
}
