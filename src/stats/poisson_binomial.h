/* poisson_binomial.h: how many of several things come true, each with its own probability: how many
 * of the contracts due will be renewed, and how much money that is.
 *
 * Threads: pure. Ownership: a distribution is the arena's. They are taken as independent of each
 * other: a recession hits all at once, and is in no interval of this kind.
 * Errors:  ERR_INVALID with field "p" or "amount" and the row.
 * Source:  Hong (2013), Computational Statistics and Data Analysis 59, the recursive formula. */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "stats/interval.h"

#include <stddef.h>

#define POISSON_BINOMIAL_MAX 1000000

/* P(count = first + k) = mass[k], k = 0 … n − 1. Counts beyond either end have less than 1e−18 of
 * probability each time one was cut off; all that was cut off together is `cut`, below 1e−11. */
struct poisson_binomial {
    size_t first, n;
    const double *mass;
    double cut;
    double mean, variance; /* exact: Σ p and Σ p (1 − p) */
};
int poisson_binomial(const double *p, size_t n, struct arena *a, struct poisson_binomial *ret,
                     struct err *err);
/* P(count ≤ k) and P(count ≥ k). */
double poisson_binomial_at_most(const struct poisson_binomial *d, double k);
double poisson_binomial_at_least(const struct poisson_binomial *d, double k);
/* The counts between which it lies with probability `level` or more, no more than half of the rest
 * on either side. */
struct interval poisson_binomial_range(const struct poisson_binomial *d, double level);

/* The same for Σ amount over those that come true. Amounts of 0.04 % of the whole or more are taken
 * one by one on a grid of 0.005 %; what the small ones add is taken as normal, by their exact mean
 * and variance. Limits are right to about 0.05 % of the whole. Amounts are from 0 on. */
struct weighted_outcome {
    double mean, std_error; /* exact: Σ p amount and √(Σ p (1 − p) amount²) */
    struct interval range;
};
int poisson_binomial_amount(const double *p, const double *amount, size_t n, double level,
                            struct arena *a, struct weighted_outcome *ret, struct err *err);

/* Both questions of the same things: how many come true, and how much that is. */
struct expected_outcome {
    double count;
    struct interval count_range;
    struct weighted_outcome amount;
};
int poisson_binomial_outcome(const double *p, const double *amount, size_t n, double level,
                             struct arena *a, struct expected_outcome *ret, struct err *err);
