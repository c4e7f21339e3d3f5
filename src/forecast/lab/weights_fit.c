#include "forecast/lab/weights_fit.h"

#include "base/str.h"
#include "scoring/select/custom_column.h"
#include "stats/apportion.h"
#include "stats/weight_fit.h"

#include <math.h>
#include <string.h>

#define PER_CENT 100.0

/* What a measure reads of account i. */
static double value_of(const struct card *card, size_t m, const struct scores *s, size_t i)
{
    if (card->metrics[m] != CARD_VALUE)
        return s->metrics.columns[card->metrics[m]][i];
    return custom_number(s->accounts->text[ATTR_CUSTOM][i], card->values[m]);
}

void weights_take(void *ctx, const struct past_day *day, size_t i)
{
    struct weights_data *d = ctx;
    const struct card *card = d->rows->cards[0].shown;
    const struct scores *s = day->scores;

    for (size_t m = 0; m < card->math.n_measures; m++)
        vec_push(&d->taken, value_of(card, m, s, i));
    vec_push(&d->taken, s->metrics.columns[metric_index("tenure_months")][i]);
}

static double *column_of(const struct weights_data *d, size_t column, struct arena *arena)
{
    double *ret = ARENA_ARRAY(arena, d->n, double);

    for (size_t i = 0; i < d->n; i++)
        ret[i] = d->taken.items[i * d->width + column];
    return ret;
}

void weights_data_open(struct weights_data *d, const struct card *card, struct arena *arena)
{
    d->card = card;
    d->n = d->rows->rows.n;
    d->clusters = d->rows->clusters;
    d->width = card->math.n_measures + 1;
    d->tenure = column_of(d, card->math.n_measures, arena);
    d->label = lab_labels(d->rows, arena);
    d->day = lab_days(d->rows, arena);
    d->cluster = lab_clusters(d->rows, arena);
    for (size_t m = 0; m < card->math.n_measures; m++) {
        d->values[m] = column_of(d, m, arena);
        d->scored[m] = ARENA_ARRAY(arena, d->n, double);
        for (size_t i = 0; i < d->n; i++)
            d->scored[m][i] =
                scale_at(card_scale_at(&card->math.measures[m], d->tenure[i]), d->values[m][i]);
    }
}

void weights_data_done(struct weights_data *d)
{
    vec_done(&d->taken);
}

/* The score of a group of row i, by the weights inside it; NaN if it has none. */
static double group_score(const struct weights_data *d, const struct card_math_group *g, size_t i)
{
    double sum = 0, weight = 0;

    for (size_t m = g->first; m < g->first + g->n; m++) {
        double score = d->scored[m][i];
        if (isnan(score))
            continue;
        sum += d->card->math.measures[m].weight * score;
        weight += d->card->math.measures[m].weight;
    }
    return weight > 0 ? sum / weight : NAN;
}

/* The columns that are weighed, of the rows in a list, and the present weights of them. */
static size_t make_columns(const struct weights_data *d, const uint32_t *rows, size_t n,
                           struct arena *arena, const double **columns, double *present)
{
    const struct card_math *math = &d->card->math;
    size_t p = d->level == LEVEL_GROUPS ? math->n_groups : math->n_measures, of_group = 0;

    for (size_t c = 0; c < p; c++) {
        double *values = ARENA_ARRAY(arena, n, double);
        if (d->level == LEVEL_GROUPS) {
            present[c] = math->groups[c].weight;
            for (size_t i = 0; i < n; i++)
                values[i] = group_score(d, &math->groups[c], rows[i]);
        } else {
            double inside = 0;
            while (c >= math->groups[of_group].first + math->groups[of_group].n)
                of_group++;
            const struct card_math_group *g = &math->groups[of_group];
            for (size_t m = g->first; m < g->first + g->n; m++)
                inside += math->measures[m].weight;
            present[c] = g->weight * math->measures[c].weight / inside;
            for (size_t i = 0; i < n; i++)
                values[i] = d->scored[c][rows[i]];
        }
        columns[c] = values;
    }
    return p;
}

/* Whole per cent, none below the least, that add up to 100. */
static void round_weights(double *weight, size_t n)
{
    double sum = 0, spare = PER_CENT - WEIGHT_LEAST_PCT * (double)n;

    for (size_t k = 0; k < n; k++)
        sum += weight[k];
    for (size_t k = 0; k < n; k++)
        weight[k] = sum > 0 ? spare * weight[k] / sum : spare / (double)n;
    apportion(weight, n, spare, 0, weight);
    for (size_t k = 0; k < n; k++)
        weight[k] += WEIGHT_LEAST_PCT;
}

static void put_weights(const struct weights_data *d, const double *weight, struct card_math *ret)
{
    double group[CARD_GROUPS_MAX], inside[CARD_MEASURES_MAX];

    for (size_t g = 0; g < ret->n_groups; g++) {
        const struct card_math_group *of = &ret->groups[g];
        group[g] = d->level == LEVEL_GROUPS ? weight[g] : 0;
        if (d->level == LEVEL_GROUPS)
            continue;
        for (size_t m = 0; m < of->n; m++) {
            inside[m] = weight[of->first + m];
            group[g] += inside[m];
        }
        round_weights(inside, of->n);
        for (size_t m = 0; m < of->n; m++)
            ret->measures[of->first + m].weight = inside[m];
    }
    round_weights(group, ret->n_groups);
    for (size_t g = 0; g < ret->n_groups; g++)
        ret->groups[g].weight = group[g];
}

int weights_fit(const struct weights_data *d, double pull, uint32_t fold, struct card_math *ret,
                struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    uint32_t *rows = ARENA_ARRAY(arena, d->n, uint32_t);
    bool *label = ARENA_ARRAY(arena, d->n, bool);
    const double *columns[CARD_MEASURES_MAX];
    double present[CARD_MEASURES_MAX];
    struct weight_fit fit;
    size_t n = 0;

    for (size_t i = 0; i < d->n; i++)
        if (d->cluster[i] % LAB_FOLDS != fold) {
            label[n] = d->label[i];
            rows[n++] = (uint32_t)i;
        }
    size_t p = make_columns(d, rows, n, arena, columns, present);
    const struct labelled labelled = {n, p, columns, label, NULL};
    int rc = weight_fit(&labelled, present, pull, arena, &fit, err);
    if (rc >= 0)
        put_weights(d, fit.weight, ret);
    return rc;
}

void weights_score(const struct weights_data *d, const struct card_math *math, double *ret)
{
    double *coverage = mem_alloc(mem_product(d->n + 1, sizeof(*coverage)));

    card_score(math, (const double *const *)d->values, d->tenure, d->n, ret, coverage);
    mem_free(coverage);
}

struct card *weights_card(const struct card *card, const struct card_math *math,
                          struct arena *arena)
{
    struct card *ret = arena_memdup(arena, card, sizeof(*card));

    ret->groups = arena_memdup(arena, card->groups, card->n_groups * sizeof(*card->groups));
    for (size_t g = 0; g < ret->n_groups; g++) {
        struct card_group *group = &ret->groups[g];
        group->measures =
            arena_memdup(arena, group->measures, group->n_measures * sizeof(*group->measures));
        group->weight_pct = math->groups[g].weight;
        for (size_t m = 0; m < group->n_measures; m++)
            group->measures[m].weight_pct = math->measures[math->groups[g].first + m].weight;
    }
    return ret;
}

int64_t weights_moved(const struct weights_data *d, const struct card_math *math)
{
    double *now = mem_alloc(mem_product(d->n + 1, sizeof(*now)));
    double *then = mem_alloc(mem_product(d->n + 1, sizeof(*then)));
    int64_t moved = 0;

    weights_score(d, &d->card->math, now);
    weights_score(d, math, then);
    for (size_t i = 0; i < d->n; i++)
        moved += !str_eq(card_band_id(d->card, now[i]), card_band_id(d->card, then[i]));
    mem_free(now);
    mem_free(then);
    return moved;
}
