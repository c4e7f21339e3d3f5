/* worth.h: what is still to be had of a customer, as a number of months of its gross margin: Σ over
 * the months to come of the chance that it is still there × discount.
 *
 *     W(H) = Σ m = 1 … H of S(m − 1) × d^m,   d = (1 + discount a year)^(−1 ÷ 12)
 *
 * A customer under contract stays until the running term ends, in L months, and then leaves or
 * stays for a term at a time, by stay.h; so S is 1 for the first L months and falls at renewals. To
 * the end of its life the sum of whole terms is sbg_lifetime's. Times monthly gross margin, W is
 * money.
 *
 * Threads: one at a time, as it remembers what it computed. Ownership: worth_done.
 * Source: Fader and Hardie (2010), Marketing Science 29, for the sum to the end. */
#pragma once
#include "base/map.h"
#include "base/vec.h"
#include "scoring/retention/stay.h"

/* W of so many months for one customer; NaN if the curve says nothing. Quick: no interval. */
double worth_until(const struct stay_class *c, const struct stay_place *p, double discount_pct,
                   int months);

enum worth_horizon { WORTH_3Y, WORTH_5Y, WORTH_LIFE, WORTH_HORIZONS };

struct worth_months {
    /* Of the running term, which is certain, and of all that comes behind, which is in proportion
     * to the chance of the next renewal. INFINITY for a life without discount that has no end. */
    double term[WORTH_HORIZONS], later[WORTH_HORIZONS];
    double low[WORTH_HORIZONS], high[WORTH_HORIZONS]; /* of `later`, 95 %; NaN: not known */
};
struct worth {
    const struct stay_model *stay;
    double discount_pct; /* a year */
    struct idmap *index;
    VEC(struct worth_months) made;
};
void worth_init(struct worth *w, const struct stay_model *stay, double discount_pct);
void worth_done(struct worth *w);
/* Of a customer whose next renewal, the t-th, is in so many months; NULL if nothing can be said. It
 * is good until the next call. */
const struct worth_months *worth_of(struct worth *w, int32_t term_months, size_t t,
                                    int months_left);
