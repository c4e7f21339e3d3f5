#include "forecast/risk/examples.h"

#include "stats/random.h"
#include "stats/summary.h"

#include <math.h>
#include <stdlib.h>

#define PER_CENT 100.0

/* One row of each account, drawn among its months; no more than EXAMPLES_MAX accounts. */
static size_t draw(const struct panel *p, struct arena *arena, uint32_t **ret)
{
    uint32_t *rows = ARENA_ARRAY(arena, p->clusters, uint32_t);
    uint32_t *seen = ARENA_ARRAY(arena, p->clusters, uint32_t);
    size_t n = 0, left = p->clusters;
    struct rng rng;

    rng_init(&rng, 1, 0);
    for (size_t i = 0; i < p->n; i++) {
        uint32_t c = p->cluster[i];
        if (rng_below(&rng, ++seen[c]) == 0)
            rows[c] = (uint32_t)i;
    }
    for (size_t c = 0; c < p->clusters && n < EXAMPLES_MAX; c++, left--)
        if ((size_t)rng_below(&rng, (int64_t)left) < EXAMPLES_MAX - n)
            rows[n++] = rows[c];
    *ret = rows;
    return n;
}

static int make_parts(const struct panel *p, const uint32_t *rows, size_t n, struct arena *arena,
                      struct risk_model *m, struct err *err)
{
    const struct learner *l = m->learner;
    const double **columns = ARENA_ARRAY(arena, p->p, const double *);
    double *parts = ARENA_ARRAY(arena, n * l->n_columns, double);
    float *kept = ARENA_ARRAY(arena, n * l->n_columns, float);

    for (size_t j = 0; j < l->n_columns; j++) {
        double *values = ARENA_ARRAY(arena, n, double);
        for (size_t i = 0; i < n; i++)
            values[i] = p->columns[l->index[j]][rows[i]];
        columns[l->index[j]] = values;
    }
    int rc = learner_parts(l, columns, n, arena, parts, err);
    for (size_t k = 0; rc >= 0 && k < n * l->n_columns; k++)
        kept[k] = (float)parts[k];
    m->parts = kept;
    return rc;
}

static int by_weight(const void *a, const void *b)
{
    const struct model_column *x = a, *y = b;

    return (x->weight_pct < y->weight_pct) - (x->weight_pct > y->weight_pct);
}

static void weigh_columns(const struct panel *p, struct arena *arena, struct risk_model *m)
{
    const struct learner *l = m->learner;
    struct model_column *columns = ARENA_ARRAY(arena, l->n_columns, struct model_column);
    double *values = ARENA_ARRAY(arena, p->n, double), all = 0;

    for (size_t j = 0; j < l->n_columns; j++) {
        const struct feature *f = &p->features[l->index[j]];
        double sum = 0;
        for (size_t i = 0; i < m->n_examples; i++)
            sum += fabs((double)m->parts[i * l->n_columns + j]);
        for (size_t i = 0; i < p->n; i++)
            values[i] = p->columns[l->index[j]][i];
        columns[j] = (struct model_column){.id = f->id,
                                           .label = f->label,
                                           .unit = f->unit,
                                           .weight_pct = sum,
                                           .typical = summary_median(values, p->n)};
        all += sum;
    }
    for (size_t j = 0; j < l->n_columns; j++)
        columns[j].weight_pct = all > 0 ? PER_CENT * columns[j].weight_pct / all : NAN;
    if (l->n_columns > 1)
        qsort(columns, l->n_columns, sizeof(*columns), by_weight);
    m->card->columns = columns;
    m->card->n_columns = l->n_columns;
}

int examples_make(const struct panel *p, struct arena *arena, struct risk_model *m, struct err *err)
{
    uint32_t *rows;
    struct example *examples;

    if (m->learner->n_columns == 0)
        return 0;
    size_t n = draw(p, arena, &rows);
    examples = ARENA_ARRAY(arena, n, struct example);
    for (size_t i = 0; i < n; i++)
        examples[i] = (struct example){p->account[rows[i]], p->day[rows[i]], p->label[rows[i]]};
    int rc = make_parts(p, rows, n, arena, m, err);
    if (rc < 0)
        return rc;
    m->examples = examples;
    m->n_examples = n;
    weigh_columns(p, arena, m);
    return 0;
}

struct near {
    double distance;
    const struct example *example;
};

static int by_distance(const void *a, const void *b)
{
    const struct near *x = a, *y = b;

    if (x->distance != y->distance)
        return x->distance < y->distance ? -1 : 1;
    return (x->example->account > y->example->account) -
           (x->example->account < y->example->account);
}

size_t examples_near(const struct risk_model *m, const double *parts, int64_t account, size_t k,
                     const struct example **ret, struct arena *arena)
{
    struct near *all = ARENA_ARRAY(arena, m->n_examples, struct near);
    size_t n = 0, p = m->learner->n_columns;

    for (size_t i = 0; i < m->n_examples; i++) {
        double sum = 0;
        if (m->examples[i].account == account)
            continue;
        for (size_t j = 0; j < p; j++) {
            double by = parts[j] - (double)m->parts[i * p + j];
            sum += by * by;
        }
        all[n++] = (struct near){sum, &m->examples[i]};
    }
    if (n > 1)
        qsort(all, n, sizeof(*all), by_distance);
    k = k < n ? k : n;
    for (size_t i = 0; i < k; i++)
        ret[i] = all[i].example;
    return k;
}
