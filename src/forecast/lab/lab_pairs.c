/* Scores held against each other, and the effect of each with the other held fixed. */
#include "base/str.h"
#include "forecast/lab/lab_judge.h"
#include "stats/logistic.h"
#include "stats/significance.h"

#include <math.h>
#include <string.h>

#define PAIRS_MAX   ((size_t)2 * LAB_SCORES_MAX)
#define ROUNDS      400
#define ROUNDS_MANY 100
#define MANY_ROWS   20000
#define LEVEL       0.95
#define STEPS_OF_RANGE \
    10.0 /* an effect is told for a tenth of the range, a whole point of 1 to 5 */

static const char *pair_words(const struct lab_judging *j, size_t a, size_t b,
                              const struct lab_pair *p)
{
    bool is_a = p->difference > 0;
    const char *better = j->short_label[is_a ? a : b], *worse = j->short_label[is_a ? b : a];

    if (isnan(p->difference) || isnan(p->low))
        return arena_printf(j->arena, "%s and %s: too few rows have both to tell.",
                            j->short_label[a], j->short_label[b]);
    if (p->low <= 0 && p->high >= 0)
        return arena_printf(j->arena,
                            "%s and %s rank who leaves about alike: the difference of %.3f is no "
                            "more than chance.",
                            j->short_label[a], j->short_label[b], fabs(p->difference));
    return arena_printf(j->arena,
                        "Who leaves is ranked better by %s than by %s: AUC higher by %.3f (%.3f to "
                        "%.3f).",
                        better, worse, fabs(p->difference), is_a ? p->low : -p->high,
                        is_a ? p->high : -p->low);
}

static int make_pair(struct lab_judging *j, size_t a, size_t b, struct lab_pair *ret,
                     struct err *err)
{
    const struct auc_ask ask = lab_auc_ask(j, a);
    struct bootstrap d;
    int rc = auc_difference_by_account(&ask, j->risk[b], &d, err);

    if (rc < 0)
        return rc;
    *ret =
        (struct lab_pair){.a = j->id[a],
                          .b = j->id[b],
                          .difference = d.value,
                          .low = d.range.low,
                          .high = d.range.high,
                          .p = d.std_error > 0 ? erfc(fabs(d.value / d.std_error) / sqrt(2)) : NAN};
    ret->words = pair_words(j, a, b, ret);
    return 0;
}

/* Each with the first, and what is told by both with each. */
static bool is_pair(const struct lab_judging *j, size_t a, size_t b)
{
    return a == 0 || str_eq(j->id[a], "both") || str_eq(j->id[b], "both");
}

int lab_judge_pairs(struct lab_judging *j, struct lab *ret, struct err *err)
{
    double p[2 * LAB_SCORES_MAX];
    int rc = 0;

    ret->pairs = ARENA_ARRAY(j->arena, PAIRS_MAX, struct lab_pair);
    for (size_t a = 0; a < j->n_scores; a++)
        for (size_t b = a + 1; rc >= 0 && b < j->n_scores; b++)
            if (is_pair(j, a, b) && ret->scores[a].rows > 0 && ret->scores[b].rows > 0 &&
                ret->n_pairs < PAIRS_MAX)
                rc = make_pair(j, a, b, &ret->pairs[ret->n_pairs++], err);
    for (size_t k = 0; k < ret->n_pairs; k++)
        p[k] = ret->pairs[k].p;
    holm_adjust(p, ret->n_pairs, p);
    for (size_t k = 0; k < ret->n_pairs; k++)
        ret->pairs[k].p_adjusted = p[k];
    return rc;
}

/* The rows in which both are known. */
struct fitting {
    size_t n;
    double *columns[2];
    bool *label;
    uint32_t *cluster;
    int which;           /* whose coefficient is wanted */
    struct arena *round; /* emptied for each */
    double *drawn[2];
    bool *drawn_label;
    size_t cap;
};

static void make_room(struct fitting *f, size_t n)
{
    if (n <= f->cap)
        return;
    f->cap = n + n / 4;
    for (int c = 0; c < 2; c++)
        f->drawn[c] = mem_realloc(f->drawn[c], mem_product(f->cap, sizeof(double)));
    f->drawn_label = mem_realloc(f->drawn_label, f->cap);
}

/* The log-odds of leaving for one point more, the other score held fixed. */
static double coefficient_of(const uint32_t *rows, size_t n, void *ctx)
{
    struct fitting *f = ctx;
    struct logistic m;
    struct err err = {0};

    arena_reset(f->round);
    make_room(f, n);
    for (size_t i = 0; i < n; i++) {
        f->drawn[0][i] = f->columns[0][rows[i]];
        f->drawn[1][i] = f->columns[1][rows[i]];
        f->drawn_label[i] = f->label[rows[i]];
    }
    const double *const columns[2] = {f->drawn[0], f->drawn[1]};
    const struct labelled d = {n, 2, columns, f->drawn_label, NULL};
    /* Nearly no ridge: what is wanted is the effect, not a forecast. */
    if (logistic_fit(&d, 0.01, f->round, &m, &err) < 0)
        return NAN;
    return m.coefficient[f->which] / m.scale[f->which];
}

static void fill_effect(const struct lab_judging *j, size_t k, const struct bootstrap *b,
                        struct lab_effect *ret)
{
    const struct lab_card *card = &j->rows->cards[k];
    double step =
        card->high - card->low >= STEPS_OF_RANGE ? (card->high - card->low) / STEPS_OF_RANGE : 1;

    *ret = (struct lab_effect){.id = card->ref,
                               .label = card->label,
                               .step = step,
                               .odds = exp(-step * b->value),
                               .low = exp(-step * b->range.high),
                               .high = exp(-step * b->range.low),
                               .log_odds = b->value,
                               .log_odds_low = b->range.low,
                               .log_odds_high = b->range.high};
}

static void gather(const struct lab_judging *j, struct fitting *f)
{
    const int which[2] = {j->health, j->maturity};

    f->label = ARENA_ARRAY(j->arena, j->n, bool);
    f->cluster = ARENA_ARRAY(j->arena, j->n, uint32_t);
    for (int c = 0; c < 2; c++)
        f->columns[c] = ARENA_ARRAY(j->arena, j->n, double);
    for (size_t i = 0; i < j->n; i++) {
        const struct lab_row *row = &j->rows->rows.items[i];
        if (isnan(row->score[which[0]]) || isnan(row->score[which[1]]))
            continue;
        for (int c = 0; c < 2; c++)
            f->columns[c][f->n] = row->score[which[c]];
        f->label[f->n] = row->has_left;
        f->cluster[f->n++] = row->cluster;
    }
}

int lab_judge_effects(struct lab_judging *j, struct lab *ret, struct err *err)
{
    struct fitting f = {.round = arena_new()};
    const int which[2] = {j->health, j->maturity};
    int rc = 0;

    if (j->health >= 0 && j->maturity >= 0)
        gather(j, &f);
    ret->effects = ARENA_ARRAY(j->arena, 2, struct lab_effect);
    for (f.which = 0; rc >= 0 && f.n > 0 && f.which < 2; f.which++) {
        const struct bootstrap_ask ask = {.cluster = f.cluster,
                                          .n = f.n,
                                          .clusters = j->rows->clusters,
                                          .fn = coefficient_of,
                                          .ctx = &f,
                                          .rounds = f.n > MANY_ROWS ? ROUNDS_MANY : ROUNDS,
                                          .seed = 1,
                                          .level = LEVEL};
        struct bootstrap b;
        rc = bootstrap(&ask, &b, err);
        if (rc >= 0 && !isnan(b.value))
            fill_effect(j, (size_t)which[f.which], &b, &ret->effects[ret->n_effects++]);
        if (rc >= 0)
            rc = lab_show(j, j->done, err);
    }
    arena_free(f.round);
    mem_free(f.drawn[0]);
    mem_free(f.drawn[1]);
    mem_free(f.drawn_label);
    return rc;
}
