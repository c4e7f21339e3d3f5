/* survival.h: observations of how long something lasted, of which some had not ended when we last
 * looked; and the walk over their times that every estimate from them makes.
 *
 * Threads:   pure.
 * Units:     times are durations since each subject's own start (days, months or renewals: whatever
 *            the caller counts in, the results are in the same).
 * Ownership: the arrays stay the caller's and must outlive what is made of them.
 * Errors:    ERR_INVALID with field "time", "entry" or "n" and the row at fault. */
#pragma once
#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SURVIVAL_ROWS_MAX 50000000

struct survival_data {
    size_t n;
    const double *time;   /* [n] how long each was followed; > 0 or 0, finite */
    const bool *is_event; /* [n] did it end then (churned), or was it only last seen (censored)? */
    /* [n] the age from which each was watched, below its time: accounts that were customers before
     * the first import count as at risk only from then on (left truncation), or the survivors among
     * the old ones would make the curve too good. NULL: all from the start. */
    const double *entry;
};
int survival_check(const struct survival_data *d, struct err *err);

/* One distinct time of the data, earliest first. Whoever is censored at a time was still at risk
 * then; whoever enters at a time is at risk from after it. */
struct survival_moment {
    double time;
    size_t at_risk, events, censored;
    const uint32_t *entering; /* rows that came under watch since the moment before */
    size_t n_entering;
    const uint32_t *leaving; /* rows of this time: events and censored ones */
    size_t n_leaving;
};
struct survival_walk {
    const struct survival_data *d;
    const uint32_t *by_time, *by_entry;
    size_t left, entered;
};
/* Data that survival_check has accepted. The walk's working memory is the arena's. */
void survival_walk_init(struct survival_walk *w, const struct survival_data *d, struct arena *a);
/* The next moment; false after the last. */
bool survival_walk_next(struct survival_walk *w, struct survival_moment *ret);
