/* beta_geometric.h: how many customers renew, and renew again: the shifted beta-geometric model of
 * contracts.
 *
 * Each customer leaves at a renewal with a probability of its own, the same at every renewal;
 * among customers it is spread as Beta(α, β). Those likely to leave are gone first, so that the
 * share that renews rises with age though nobody changes:
 *
 *     retention at the t-th renewal  r(t) = (β + t − 1) ÷ (α + β + t − 1)
 *     still there after t renewals   S(t) = r(1) × … × r(t)
 *
 * Threads: pure. Units: time in contract periods (t = 1 is the first renewal), shares 0 … 1,
 * discount rates for each period (0.1: a payment one period away is worth 1 ÷ 1.1).
 * Errors:  ERR_INVALID with field "periods" for data that cannot be fitted, with the reason.
 * Sources: Fader and Hardie (2007), "How to project customer retention", Journal of Interactive
 * Marketing 21; lifetimes: Fader and Hardie (2010), "Customer-base valuation in a contractual
 * setting", Marketing Science 29. */
#pragma once
#include "base/err.h"
#include "stats/interval.h"

#include <stdbool.h>
#include <stddef.h>

#define SBG_PERIODS_MAX 1200

/* What is known of one renewal: of at_risk customers that came to it, lost did not renew. This is
 * all the likelihood needs, whatever the cohorts: a censored customer is not at risk at renewals
 * it has not come to, and one that was there before the first import not at those before it. */
struct sbg_period {
    double at_risk, lost;
};
/* Adds a cohort: survivors[0] is its size, survivors[t] how many were left after t renewals, for
 * 0 … n − 1 with n − 1 ≤ the number of periods. The last ones left are censored. */
void sbg_add_cohort(struct sbg_period *periods, const double *survivors, size_t n);
/* Adds `count` customers that were first seen with `seen_from` renewals behind them, and came to
 * their renewals from then on up to the `reached`-th; there they left, or renewed and are
 * customers still. */
void sbg_add_customers(struct sbg_period *periods, size_t seen_from, size_t reached, bool is_lost,
                       double count);

/* Where the likelihood has its highest point: inside; or towards customers that are all alike
 * (retention does not rise: α + β without end); or towards customers that either leave at once or
 * stay for ever (α + β to 0). At an edge the curve is usable, but α and β are not estimates. */
enum sbg_edge { SBG_INSIDE, SBG_ALIKE, SBG_SPLIT };

struct sbg {
    double alpha, beta;
    double log_likelihood;
    double covariance[2][2]; /* of ln α and ln β; NaN at an edge */
    enum sbg_edge edge;
};
/* Maximum likelihood; periods[k] is renewal k + 1. Needs renewals at two ages, somebody who left
 * and somebody who renewed. Takes some 20 µs. */
int sbg_fit(const struct sbg_period *periods, size_t n, struct sbg *ret, struct err *err);

/* r(t), t ≥ 1. */
double sbg_retention(const struct sbg *s, size_t t);
/* S(t), t ≥ 0, also between renewals (by the gamma function). */
double sbg_survival(const struct sbg *s, double t);

/* Σ of what is left of a customer at each payment, discounted to the first of them: multiply by the
 * margin of a period and it is money.
 *
 *   renewal 0    a new customer; the first payment is made, the sum begins with 1
 *   renewal n    a customer in its n-th period, just before its n-th renewal; the sum begins with
 *                the payment of that renewal, r(n) (Fader and Hardie's residual lifetime)
 *
 * periods: how many payments count; 0: to the end. Without discount the sum to the end is infinite
 * when α ≤ 1, and value is INFINITY then: the few that stay for ever are worth more than all
 * others, and to print a number would be to invent it.
 * The sum stops when the rest is known well enough; error is how far off value may be. A discount
 * that is not a number from 0 on gives NaN. */
struct sbg_lifetime {
    double value, error;
};
struct sbg_lifetime sbg_lifetime(const struct sbg *s, size_t renewal, double discount,
                                 size_t periods);

/* How sure a positive number made from α and β is, by the delta method on its logarithm; NaN at an
 * edge. `of` gives the number for any α and β; z as Z_95. */
struct interval sbg_interval(const struct sbg *s, double (*of)(const struct sbg *s, void *ctx),
                             void *ctx, double z);
