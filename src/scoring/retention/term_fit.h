/* term_fit.h: the shifted beta-geometric model (stats/beta_geometric.h) of some lifetimes, counted
 * in periods of so many months: at the end of each a customer leaves or stays.
 *
 * Where all have contracts of just that length, decisions fall on the ends of periods, and one
 * watched from within a period is at risk in it. Else somebody may leave at any time, and all are
 * at risk only in periods watched from their beginning: to count contracts from within and others
 * not would make the first periods those of contracts. Of a period that is not over on the day
 * those who left are not counted, because those who will stay are not counted yet either.
 *
 * Threads: pure. Ownership: everything in the arena. Units: period k + 1 is periods[k]. */
#pragma once
#include "scoring/retention/lifetimes.h"
#include "stats/beta_geometric.h"

#define TERM_FIT_PERIODS_MAX SBG_PERIODS_MAX
#define TERM_MONTHS_MAX      240 /* as subscriptions have it */

struct term_fit {
    int32_t period_months;
    struct sbg_period *periods; /* at risk and lost */
    size_t n;                   /* up to the last one anybody came to */
    bool is_fitted;
    struct sbg sbg;
    struct err problem; /* why it is not fitted */
};
/* day: the one the lifetimes are told as of. */
void term_fit_make(const struct lifetimes *l, const uint32_t *rows, size_t n, int32_t period_months,
                   int32_t day, struct arena *arena, struct term_fit *ret);
/* Where S after so many periods lies with 95 %: by the curvature of the likelihood; at the edge of
 * customers all alike, where the curve is that of one rate, by Wilson's interval of it; NaN where
 * some never leave. */
struct interval term_fit_survival_range(const struct term_fit *fit, double periods);
/* The longest term that one customer in five has or more; 12 if none is known. */
int32_t term_fit_period(const struct lifetimes *l);
