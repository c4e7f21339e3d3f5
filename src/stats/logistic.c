#include "stats/logistic.h"

#include "stats/symmetric.h"
#include "stats/wide.h"

#include <math.h>
#include <string.h>

#define BLOCK     256 /* rows that are standardised at a time, and stay in the cache */
#define LANES     8   /* columns that are worked on together: their number is rounded up to it */
#define STEPS_MAX 100
#define HALVINGS  40
#define ENOUGH    1e-10 /* change of the likelihood that is none */
#define FAR       30.0  /* log-odds that no probability of rows that can be told apart has */

/* The standardised rows are [1, z_1 … z_p, 0 …], `stride` numbers each. */
struct work {
    const struct labelled *d;
    struct logistic *m;
    double ridge, total;
    size_t q, stride;
    double *mean, *scale;
    bool *is_constant;
    double *beta, *tried; /* [q] intercept and coefficients */
    double *slope, *step; /* [q] */
    double *information;  /* q × q */
    double *gram;         /* q × stride, the part on and below the diagonal */
    double *rows;         /* BLOCK × stride */
    double eta[BLOCK], weight[BLOCK];
};

static double probability(double eta)
{
    return 1 / (1 + exp(-eta));
}

/* −ln of the probability of what happened, without overflow. */
static double loss(double eta, bool label)
{
    double against = label ? -eta : eta;

    return against > 0 ? against + log1p(exp(-against)) : log1p(exp(against));
}

static int check(const struct labelled *d, double ridge, struct err *err)
{
    if (!(ridge >= 0) || isinf(ridge))
        return err_set(err, ERR_INVALID, "ridge", "the ridge is %g; it must be from 0 on", ridge);
    return labelled_check(d, err);
}

/* Mean and standard deviation of the known values, in two passes: one would lose the spread of
 * numbers far from 0. */
static void standardise(struct work *w, size_t j)
{
    const struct labelled *d = w->d;
    double sum = 0, total = 0, squares = 0;

    for (size_t i = 0; i < d->n; i++) {
        double x = d->columns[j][i], weight = labelled_weight(d, i);
        bool is_known = !isnan(x);
        sum += is_known ? weight * x : 0;
        total += is_known ? weight : 0;
    }
    double mean = total > 0 ? sum / total : 0;
    for (size_t i = 0; i < d->n; i++) {
        double off = d->columns[j][i] - mean;
        squares += isnan(off) ? 0 : labelled_weight(d, i) * off * off;
    }
    /* The same over all rows: a column known for few rows only moves few. */
    double scale = sqrt(squares / w->total);
    w->is_constant[j] = !(scale > 1e-12 * fabs(mean)) || scale < 1e-150;
    w->mean[j] = mean;
    w->scale[j] = w->is_constant[j] ? 1 : scale;
}

static void fill_rows(struct work *w, size_t from, size_t n)
{
    for (size_t r = 0; r < n; r++)
        w->rows[r * w->stride] = 1;
    for (size_t j = 0; j < w->d->p; j++) {
        const double *column = w->d->columns[j] + from;
        double mean = w->mean[j], by = w->is_constant[j] ? 0 : 1 / w->scale[j];
        for (size_t r = 0; r < n; r++) {
            double z = (column[r] - mean) * by;
            w->rows[r * w->stride + j + 1] = isnan(z) ? 0 : z;
        }
    }
}

/* gram += Σ weight z zᵀ, LANES columns at a time so that the compiler knows how many there are. */
WIDE static void add_outer(const double *restrict rows, const double *restrict weight, size_t n,
                           size_t stride, size_t q, double *restrict gram)
{
    for (size_t r = 0; r + 1 < n; r += 2) {
        const double *a = rows + r * stride, *b = a + stride;
        for (size_t j = 0; j < q; j++) {
            double by_a = weight[r] * a[j], by_b = weight[r + 1] * b[j];
            double *to = gram + j * stride;
            for (size_t k = 0; k <= j; k += LANES)
                for (size_t c = 0; c < LANES; c++)
                    to[k + c] += by_a * a[k + c] + by_b * b[k + c];
        }
    }
}

static void log_odds_of_rows(struct work *w, const double *beta, size_t n)
{
    for (size_t r = 0; r < n; r++) {
        const double *z = w->rows + r * w->stride;
        double eta = 0;
        for (size_t j = 0; j < w->q; j++)
            eta += beta[j] * z[j];
        w->eta[r] = eta;
    }
}

static double penalty(const struct work *w, const double *beta)
{
    double sum = 0;

    for (size_t j = 1; j < w->q; j++)
        sum += beta[j] * beta[j];
    return w->ridge / 2 * sum;
}

/* What is to be made small, −ln L and the penalty, at beta; and its slope and curvature there, in
 * one pass over the data. */
static double curve(struct work *w, const double *beta)
{
    double sum = 0;

    memset(w->gram, 0, w->q * w->stride * sizeof(double));
    memset(w->slope, 0, w->q * sizeof(double));
    for (size_t from = 0; from < w->d->n; from += BLOCK) {
        size_t n = w->d->n - from < BLOCK ? w->d->n - from : BLOCK;
        fill_rows(w, from, n);
        log_odds_of_rows(w, beta, n);
        for (size_t r = 0; r < n; r++) {
            bool label = w->d->label[from + r];
            double p = probability(w->eta[r]), counts = labelled_weight(w->d, from + r);
            double excess = counts * (label - p);
            for (size_t j = 0; j < w->q; j++)
                w->slope[j] += excess * w->rows[r * w->stride + j];
            sum += counts * loss(w->eta[r], label);
            w->weight[r] = counts * p * (1 - p);
        }
        if (n % 2) { /* a row that weighs nothing makes it even */
            memset(w->rows + n * w->stride, 0, w->stride * sizeof(double));
            w->weight[n++] = 0;
        }
        add_outer(w->rows, w->weight, n, w->stride, w->q, w->gram);
    }
    for (size_t j = 1; j < w->q; j++)
        w->slope[j] -= w->ridge * beta[j];
    return sum + penalty(w, beta);
}

static bool factor_information(struct work *w)
{
    for (size_t j = 0; j < w->q; j++) {
        for (size_t k = 0; k <= j; k++)
            w->information[j * w->q + k] = w->gram[j * w->stride + k];
        if (j > 0)
            w->information[j * w->q + j] += w->is_constant[j - 1] ? 1 : w->ridge;
    }
    double first = w->information[0];
    if (!symmetric_factor(w->information, w->q))
        return false;
    /* Columns that repeat each other leave a pivot that is nothing but rounding. */
    for (size_t j = 0; j < w->q; j++) {
        double pivot = w->information[j * w->q + j];
        if (!(pivot * pivot > 1e-11 * fmin(first, w->total)))
            return false;
    }
    return true;
}

static int no_solution(struct err *err)
{
    return err_set(err, ERR_INVALID, "ridge",
                   "there is no best fit without a ridge: columns repeat each other or tell the "
                   "labels apart without fault; give a ridge above 0, or leave such columns out");
}

/* One step of Newton, halved until it does not climb. *ret_is_done: there is nothing more to gain.
 */
static int improve(struct work *w, double *cost, bool *ret_is_done, struct err *err)
{
    if (!factor_information(w))
        return no_solution(err);
    memcpy(w->step, w->slope, w->q * sizeof(double));
    symmetric_solve(w->information, w->q, w->step);
    for (int h = 0; h < HALVINGS; h++) {
        for (size_t j = 0; j < w->q; j++)
            w->tried[j] = w->beta[j] + ldexp(w->step[j], -h);
        double there = curve(w, w->tried);
        if (!(there <= *cost))
            continue;
        *ret_is_done = *cost - there <= ENOUGH * (1 + fabs(there));
        *cost = there;
        memcpy(w->beta, w->tried, w->q * sizeof(double));
        return 0;
    }
    *cost = curve(w, w->beta);
    *ret_is_done = true;
    return 0;
}

/* Do the log-odds of all that are a yes lie above those of all that are none? And how far out is
 * the farthest? */
static void look_at_ends(struct work *w)
{
    double least_yes = INFINITY, most_no = -INFINITY;

    for (size_t from = 0; from < w->d->n; from += BLOCK) {
        size_t n = w->d->n - from < BLOCK ? w->d->n - from : BLOCK;
        fill_rows(w, from, n);
        log_odds_of_rows(w, w->beta, n);
        for (size_t r = 0; r < n; r++)
            if (w->d->label[from + r])
                least_yes = fmin(least_yes, w->eta[r]);
            else
                most_no = fmax(most_no, w->eta[r]);
    }
    w->m->is_separated = least_yes > most_no;
}

static int fit(struct work *w, struct err *err)
{
    bool is_done = false;
    double here = curve(w, w->beta);

    for (size_t step = 0; step < STEPS_MAX && !is_done; step++) {
        int rc = improve(w, &here, &is_done, err);
        if (rc < 0)
            return rc;
        w->m->steps = step + 1;
    }
    look_at_ends(w);
    w->m->log_likelihood = penalty(w, w->beta) - here;
    /* Without a ridge a separated fit runs away for ever; it is stopped by rounding. */
    bool is_away = !is_done;
    for (size_t j = 1; j < w->q; j++)
        is_away |= fabs(w->beta[j]) > FAR;
    if (w->ridge == 0 && (w->m->is_separated || is_away))
        return no_solution(err);
    if (!is_done || !factor_information(w))
        return w->ridge == 0 ? no_solution(err)
                             : err_set(err, ERR_INVALID, "ridge",
                                       "the fit does not settle with a ridge of %g; give a larger "
                                       "one",
                                       w->ridge);
    return 0;
}

static void set_up(struct work *w, const struct labelled *d, double ridge, struct arena *a)
{
    *w = (struct work){.d = d, .ridge = ridge, .q = d->p + 1};
    w->stride = (w->q + LANES - 1) / LANES * LANES;
    w->m = ARENA_NEW(a, struct logistic);
    w->mean = ARENA_ARRAY(a, d->p, double);
    w->scale = ARENA_ARRAY(a, d->p, double);
    w->is_constant = ARENA_ARRAY(a, d->p, bool);
    w->beta = ARENA_ARRAY(a, 4 * w->q, double);
    w->tried = w->beta + w->q;
    w->slope = w->tried + w->q;
    w->step = w->slope + w->q;
    w->information = ARENA_ARRAY(a, w->q * w->q, double);
    w->gram = ARENA_ARRAY(a, w->q * w->stride, double);
    w->rows = ARENA_ARRAY(a, BLOCK * w->stride, double);
    double yes;
    w->total = labelled_total(d, &yes);
    for (size_t j = 0; j < d->p; j++)
        standardise(w, j);
    w->beta[0] = log(yes / (w->total - yes));
}

int logistic_fit(const struct labelled *d, double ridge, struct arena *a, struct logistic *ret,
                 struct err *err)
{
    struct work *w = ARENA_NEW(a, struct work);

    int rc = check(d, ridge, err);
    if (rc < 0)
        return rc;
    set_up(w, d, ridge, a);
    if ((rc = fit(w, err)) < 0)
        return rc;
    double *std_error = ARENA_ARRAY(a, d->p, double);
    symmetric_invert(w->information, w->q);
    for (size_t j = 0; j < d->p; j++)
        std_error[j] = w->is_constant[j] ? NAN : sqrt(w->information[(j + 1) * (w->q + 1)]);
    struct logistic *m = w->m;
    m->p = d->p;
    m->intercept = w->beta[0];
    m->coefficient = w->beta + 1;
    m->std_error = std_error;
    m->mean = w->mean;
    m->scale = w->scale;
    m->intercept_std_error = sqrt(w->information[0]);
    m->ridge = ridge;
    *ret = *m;
    return 0;
}

static double part(const struct logistic *m, size_t j, double value)
{
    return isnan(value) ? 0 : m->coefficient[j] * ((value - m->mean[j]) / m->scale[j]);
}

void logistic_log_odds(const struct logistic *m, const double *const *columns, size_t n,
                       double *ret)
{
    for (size_t i = 0; i < n; i++)
        ret[i] = m->intercept;
    for (size_t j = 0; j < m->p; j++)
        for (size_t i = 0; i < n; i++)
            ret[i] += part(m, j, columns[j][i]);
}

void logistic_predict(const struct logistic *m, const double *const *columns, size_t n,
                      double *ret_p)
{
    logistic_log_odds(m, columns, n, ret_p);
    for (size_t i = 0; i < n; i++)
        ret_p[i] = probability(ret_p[i]);
}

void logistic_parts(const struct logistic *m, const double *const *columns, size_t row, double *ret)
{
    for (size_t j = 0; j < m->p; j++)
        ret[j] = part(m, j, columns[j][row]);
}
