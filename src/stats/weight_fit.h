/* weight_fit.h: which weights would have made a score tell best who will leave; never far from
 * those there are without good reason.
 *
 *     score of a row = Σ weight × measure ÷ Σ weight   over the measures it has
 *     p of a yes     = 1 ÷ (1 + e^−(intercept − slope × score)),   slope from 0 on
 *     to be made small: mean loss (−ln p of what happened) + pull × Σ (weight − present weight)²
 *
 * Weights are from 0 on and add up to 1. A yes is a customer who left, and a high score is good. A
 * missing measure gives its weight to its siblings, as in a scorecard (card_math.h).
 *
 * Threads: pure. Units: measures on one scale, whatever it is; weights as shares.
 * Ownership: the weights are the arena's.
 * Errors:  those of labelled_check; ERR_INVALID with field "present" or "pull".
 * Method:  sequential quadratic programming (NLopt's SLSQP: Kraft 1994, ACM Transactions on
 *          Mathematical Software 20). */
#pragma once
#include "base/arena.h"
#include "stats/labelled.h"

#define WEIGHT_FIT_MEASURES_MAX 64

struct weight_fit {
    const double *weight;    /* [p] */
    double intercept, slope; /* slope for one unit of the score */
    double loss;             /* mean, in nats, without the pull */
    double present_loss;     /* the same with the present weights and the best line for them */
};
/* columns are the measures; present [p] from 0 on, not all 0. pull: 0 takes what fits best, which a
 * few rows do not tell; 1 gives way only to plain evidence. Choose it by what helps on rows that
 * were held out (weight_score, roc.h): "no better than what you have" is a common answer. */
int weight_fit(const struct labelled *d, const double *present, double pull, struct arena *a,
               struct weight_fit *ret, struct err *err);
/* The score of n rows under weights; NaN for a row without any measure that has weight. */
void weight_score(const double *weight, size_t p, const double *const *columns, size_t n,
                  double *ret);
