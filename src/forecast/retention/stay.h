/* stay.h: the chance that a customer stays, by the retention of those with contracts of the same
 * length: what there is to go by where no model of each account's own risk is.
 *
 * For each length of contract that enough customers have, the beta-geometric model of its lifetimes
 * (term_fit.h) gives the share that stays at the t-th renewal. Where it cannot be fitted, because
 * renewals were seen at one age only, that is the share which stayed in all periods together.
 * Lengths that few have go by all customers, in periods of that length.
 *
 * Threads: pure, once made. Ownership: in the arena. Units: shares; renewals are counted from 1. */
#pragma once
#include "forecast/retention/term_fit.h"

#define STAY_ENOUGH 20 /* customers who came to a renewal, below which nothing is said */

struct stay_class {
    int32_t term_months;
    bool is_of_all; /* too few have such contracts: it is of everybody */
    struct term_fit fit;
    double at_risk, lost; /* over all periods */
};
struct stay_model {
    struct stay_class *classes;
    size_t n;
};
/* Of all accounts that `lives` chooses, as of its day. */
void stay_model_make(const struct lives *lives, struct arena *arena, struct stay_model *ret);
const struct stay_class *stay_class_of(const struct stay_model *m, int32_t term_months);
/* The share that stays at the t-th renewal; NaN if nothing can be said. */
double stay_at(const struct stay_class *c, size_t t);
/* The same over `count` renewals from the t-th on. */
double stay_through(const struct stay_class *c, size_t t, size_t count);

/* Where an account stands: the contract that decides about it is the longest live one. */
struct stay_place {
    int32_t term_months; /* 0: none is live */
    size_t next;         /* the number of its next renewal */
    int32_t renewal;     /* and its day */
};
struct stay_place stay_place_of(const struct factbook *book, size_t i, int32_t day);
