#include "stats/weight_fit.h"

#include <math.h>
#include <nlopt.h>

#define LINE      2    /* intercept and slope come before the weights */
#define TINY      1e-9 /* so that a row whose measures all have lost their weight still has a score */
#define NEARLY    1e-8
#define EVALS     3000
#define SLOPE_MAX 60.0 /* per standard deviation; beyond it every probability is 0 or 1 */

struct work {
    const struct labelled *d;
    const double *present;
    double pull, total;
    double mean, scale;    /* of all measures: the search sees them standardised */
    double *score, *known; /* [n] */
    double *excess;        /* [n] of each row: weight × (p − outcome) ÷ total */
};

static void score_rows(const struct work *w, const double *weight)
{
    const struct labelled *d = w->d;

    for (size_t i = 0; i < d->n; i++)
        w->score[i] = w->known[i] = 0;
    for (size_t j = 0; j < d->p; j++)
        for (size_t i = 0; i < d->n; i++) {
            double z = (d->columns[j][i] - w->mean) / w->scale;
            bool is_known = !isnan(z);
            w->score[i] += is_known ? (weight[j] + TINY) * z : 0;
            w->known[i] += is_known ? weight[j] + TINY : 0;
        }
    for (size_t i = 0; i < d->n; i++)
        w->score[i] = w->known[i] > 0 ? w->score[i] / w->known[i] : NAN;
}

/* Mean loss, and the rows' excess. Rows without any measure tell nothing. */
static double loss_of_rows(const struct work *w, double intercept, double slope)
{
    double sum = 0;

    for (size_t i = 0; i < w->d->n; i++) {
        double by = labelled_weight(w->d, i) / w->total;
        double eta = intercept - slope * w->score[i], against = w->d->label[i] ? -eta : eta;
        w->excess[i] = 0;
        if (isnan(eta))
            continue;
        sum += by * (against > 0 ? against + log1p(exp(-against)) : log1p(exp(against)));
        w->excess[i] = by * (1 / (1 + exp(-eta)) - w->d->label[i]);
    }
    return sum;
}

static void slope_of_weights(const struct work *w, double slope, double *ret)
{
    for (size_t j = 0; j < w->d->p; j++) {
        double sum = 0;
        for (size_t i = 0; i < w->d->n; i++) {
            double z = (w->d->columns[j][i] - w->mean) / w->scale;
            if (!isnan(z))
                sum += w->excess[i] * (z - w->score[i]) / w->known[i];
        }
        ret[j] = -slope * sum;
    }
}

static double objective(unsigned n, const double *x, double *ret_slope, void *ctx)
{
    const struct work *w = ctx;
    const double *weight = x + LINE;

    (void)n;
    score_rows(w, weight);
    double value = loss_of_rows(w, x[0], x[1]);
    if (ret_slope) {
        ret_slope[0] = ret_slope[1] = 0;
        for (size_t i = 0; i < w->d->n; i++) {
            ret_slope[0] += w->excess[i];
            ret_slope[1] -= isnan(w->score[i]) ? 0 : w->excess[i] * w->score[i];
        }
        slope_of_weights(w, x[1], ret_slope + LINE);
    }
    for (size_t j = 0; j < w->d->p; j++) {
        double off = weight[j] - w->present[j];
        value += w->pull * off * off;
        if (ret_slope)
            ret_slope[LINE + j] += 2 * w->pull * off;
    }
    return value;
}

static double sums_to_one(unsigned n, const double *x, double *ret_slope, void *ctx)
{
    double sum = -1;

    (void)ctx;
    for (unsigned j = 0; j < n; j++) {
        sum += j < LINE ? 0 : x[j];
        if (ret_slope)
            ret_slope[j] = j < LINE ? 0 : 1;
    }
    return sum;
}

/* From x on; `is_fixed` leaves the weights as they are. */
static int search(struct work *w, double *x, bool is_fixed, struct err *err)
{
    unsigned n = (unsigned)w->d->p + LINE;
    double low[WEIGHT_FIT_MEASURES_MAX + LINE] = {-1e3, 0};
    double high[WEIGHT_FIT_MEASURES_MAX + LINE] = {1e3, SLOPE_MAX}, best;
    nlopt_opt opt = nlopt_create(NLOPT_LD_SLSQP, n);

    if (!opt)
        return err_set(err, ERR_INTERNAL, NULL, "NLopt gave no optimiser");
    for (unsigned j = LINE; j < n; j++) {
        low[j] = is_fixed ? x[j] : 0;
        high[j] = is_fixed ? x[j] : 1;
    }
    nlopt_set_lower_bounds(opt, low);
    nlopt_set_upper_bounds(opt, high);
    nlopt_set_min_objective(opt, objective, w);
    if (!is_fixed)
        nlopt_add_equality_constraint(opt, sums_to_one, NULL, NEARLY);
    nlopt_set_ftol_rel(opt, 1e-10);
    nlopt_set_xtol_rel(opt, NEARLY);
    nlopt_set_maxeval(opt, EVALS);
    nlopt_result rc = nlopt_optimize(opt, x, &best);
    nlopt_destroy(opt);
    if (rc < 0 && rc != NLOPT_ROUNDOFF_LIMITED)
        return err_set(err, ERR_INTERNAL, NULL, "NLopt: %s", nlopt_result_to_string(rc));
    return 0;
}

static int check(const struct labelled *d, const double *present, double pull, double *ret_sum,
                 struct err *err)
{
    double sum = 0;

    if (d->p < 1 || d->p > WEIGHT_FIT_MEASURES_MAX)
        return err_set(err, ERR_INVALID, "present", "%zu measures; there can be 1 to %d", d->p,
                       WEIGHT_FIT_MEASURES_MAX);
    if (!(pull >= 0) || isinf(pull))
        return err_set(err, ERR_INVALID, "pull", "the pull is %g; it must be from 0 on", pull);
    for (size_t j = 0; j < d->p; j++) {
        if (!(present[j] >= 0) || isinf(present[j]))
            return err_set(err, ERR_INVALID, "present", "measure %zu weighs %g", j, present[j]);
        sum += present[j];
    }
    if (!(sum > 0))
        return err_set(err, ERR_INVALID, "present", "no measure has any weight");
    *ret_sum = sum;
    return labelled_check(d, err);
}

static void standardise(struct work *w)
{
    double sum = 0, squares = 0, known = 0;

    for (size_t j = 0; j < w->d->p; j++)
        for (size_t i = 0; i < w->d->n; i++) {
            double x = w->d->columns[j][i];
            sum += isnan(x) ? 0 : x;
            known += !isnan(x);
        }
    w->mean = known > 0 ? sum / known : 0;
    for (size_t j = 0; j < w->d->p; j++)
        for (size_t i = 0; i < w->d->n; i++) {
            double off = w->d->columns[j][i] - w->mean;
            squares += isnan(off) ? 0 : off * off;
        }
    w->scale = squares > 0 ? sqrt(squares / known) : 1;
}

/* Rounding leaves a hair below 0 or beside 1. */
static void tidy(double *weight, size_t p)
{
    double sum = 0;

    for (size_t j = 0; j < p; j++) {
        weight[j] = weight[j] > NEARLY ? weight[j] : 0;
        sum += weight[j];
    }
    for (size_t j = 0; j < p; j++)
        weight[j] /= sum;
}

int weight_fit(const struct labelled *d, const double *present, double pull, struct arena *a,
               struct weight_fit *ret, struct err *err)
{
    struct work w = {.d = d, .pull = pull};
    double sum, yes;

    int rc = check(d, present, pull, &sum, err);
    if (rc < 0)
        return rc;
    double *x = ARENA_ARRAY(a, d->p + LINE, double), *shares = ARENA_ARRAY(a, d->p, double);
    w.score = ARENA_ARRAY(a, d->n, double);
    w.known = ARENA_ARRAY(a, d->n, double);
    w.excess = ARENA_ARRAY(a, d->n, double);
    w.total = labelled_total(d, &yes);
    w.present = shares;
    for (size_t j = 0; j < d->p; j++)
        x[LINE + j] = shares[j] = present[j] / sum;
    standardise(&w);
    x[0] = log(yes / (w.total - yes));
    x[1] = 0.5;
    if ((rc = search(&w, x, true, err)) < 0)
        return rc;
    score_rows(&w, x + LINE);
    double present_loss = loss_of_rows(&w, x[0], x[1]);
    x[1] = fmax(x[1], 0.1); /* on a flat line the weights have no slope to go by */
    if ((rc = search(&w, x, false, err)) < 0)
        return rc;
    tidy(x + LINE, d->p);
    score_rows(&w, x + LINE);
    *ret = (struct weight_fit){.weight = x + LINE,
                               .intercept = x[0] + x[1] * w.mean / w.scale,
                               .slope = x[1] / w.scale,
                               .loss = loss_of_rows(&w, x[0], x[1]),
                               .present_loss = present_loss};
    return 0;
}

void weight_score(const double *weight, size_t p, const double *const *columns, size_t n,
                  double *ret)
{
    for (size_t i = 0; i < n; i++) {
        double sum = 0, known = 0;
        for (size_t j = 0; j < p; j++) {
            double x = columns[j][i];
            sum += isnan(x) ? 0 : weight[j] * x;
            known += isnan(x) ? 0 : weight[j];
        }
        ret[i] = known > 0 ? sum / known : NAN;
    }
}
