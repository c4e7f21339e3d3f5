/* logistic.h: the probability of a yes from many columns, by logistic regression with a ridge.
 *
 *     p = 1 ÷ (1 + e^−η),   η = intercept + Σ coefficient × (value − mean) ÷ scale
 *
 * The fit makes ln L − ridge ÷ 2 × Σ coefficient² largest, by Newton's method (iteratively
 * reweighted least squares). Columns are standardised first, so that one ridge is fair to all
 * whatever their units; the intercept is free of it, so that the mean of the fitted probabilities
 * is the share of yes.
 *
 * Threads:   pure.
 * Units:     a coefficient is the change of the log-odds for one standard deviation of its column;
 *            divided by scale it is that for one unit.
 * Missing:   a NaN counts as its column's mean and so moves nothing. Where being missing may itself
 *            mean something, give a column that says so.
 * Ownership: a model is the arena's.
 * Errors:    those of labelled_check, and ERR_INVALID with field "ridge".
 * Sources:   McCullagh and Nelder (1989), Generalized Linear Models, 4.4; the ridge: le Cessie and
 *            van Houwelingen (1992), Applied Statistics 41. */
#pragma once
#include "base/arena.h"
#include "stats/labelled.h"

struct logistic {
    size_t p;
    double intercept;
    const double *coefficient; /* [p]; 0 for a column that is the same in all rows */
    /* [p] of the coefficients, from the inverse of the penalised information: with ridge 0 the
     * usual ones, with a ridge those of its Bayesian reading. NaN for a column that is the same in
     * all. */
    const double *std_error;
    const double *mean,
        *scale; /* [p] of the known values; scale is 1 where they are all the same */
    double intercept_std_error;
    double ridge, log_likelihood; /* the latter without the penalty */
    size_t steps;
    /* The columns tell yes from no without a fault in these rows. In real histories that is nearly
     * always a column that was known only after the fact. */
    bool is_separated;
};
/* ridge ≥ 0; 1 is a mild one (what one row in each column would do). Needs rows of both labels.
 * With ridge 0 there is no solution when some mixture of columns separates the labels, or repeats
 * another: this is refused, and a ridge is the remedy. Takes about 0.05 s for each 100,000 rows of
 * 40 columns and step; there are 5 to 8 steps. */
int logistic_fit(const struct labelled *d, double ridge, struct arena *a, struct logistic *ret,
                 struct err *err);

/* The log-odds η of n rows, and their probabilities. columns[j] is what the fit's was. */
void logistic_log_odds(const struct logistic *m, const double *const *columns, size_t n,
                       double *ret);
void logistic_predict(const struct logistic *m, const double *const *columns, size_t n,
                      double *ret_p);
/* What each column adds to a row's log-odds; with the intercept they add up to η exactly. */
void logistic_parts(const struct logistic *m, const double *const *columns, size_t row,
                    double *ret /* [p] */);
