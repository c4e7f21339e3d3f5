/* trial.h: the portfolio as it is, and as it would be under other cards: what the comparison of a
 * draft and what-if look at.
 *
 * Threads: pure, but for the connection. Ownership: in the arena. Missing is NaN. */
#pragma once
#include "scoring/snapshot/placing.h"

/* The accounts of `before` under other cards, in the same matrix; who is not chosen there stands
 * outside here, too. The snapshot of `before` must have its metrics. *ret_s must live as long as
 * *ret. Errors: as placing_make. */
int trial_place(const struct placing_plan *plan, const struct placing *before,
                const struct cards *cards, struct arena *arena, struct snapshot *ret_s,
                struct placing *ret, struct err *err);

/* Many days under the cards in force and with one card more, or another in its place. The facts of
 * each chunk of accounts are read once for all of them, and of a day there is no more in memory
 * than what is kept of it; the snapshots have no metrics. */
struct trial_request {
    const int32_t *days; /* rising */
    size_t n_days;
    const struct card *card; /* of one of the kinds that score everybody */
    const struct history_progress *progress;
};
/* Called for each day; both snapshots are gone when it returns. A code < 0 stops the work. */
typedef int (*trial_fn)(void *ctx, const struct snapshot *from, const struct snapshot *to,
                        struct arena *arena, struct err *err);
int trial_days(struct conn *c, const struct trial_request *request, trial_fn fn, void *ctx,
               struct err *err);
