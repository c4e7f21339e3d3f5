/* train.h: a model of who will leave, from the user's own history; and everybody's probability on a
 * day, by the model in force.
 *
 * Threads:   any; opens its own short transactions, the caller holds none. Memory stays below some
 *            300 MB whatever the size of the portfolio (panel.h draws).
 * Ownership: in the arena.
 * Errors:    ERR_CONFLICT "stopped" when progress asked for it; nothing is kept then. That nothing
 *            predicts, or that there is too little history, is no error: the card says it. */
#pragma once
#include "forecast/risk/risk_store.h"

struct train_ask {
    struct horizon horizon;
    int32_t today;
    const char *requested_by;
    const struct history_progress *progress;
};
/* Trains, keeps the model, and tells everybody of today. */
int risk_train(struct db *db, const struct train_ask *ask, struct arena *arena,
               struct model_card *ret, struct err *err);

/* Tells everybody of a day a probability and keeps that; without a model nothing happens. */
struct tell_ask {
    int32_t day;
    const struct history_progress *progress;
    double share_from; /* of the progress */
};
int risk_tell(struct db *db, const struct tell_ask *ask, struct err *err);

/* The columns that a learner reads, of n scored accounts, by feature. */
const double *const *learner_columns(const struct learner *l, const struct feature *features,
                                     size_t n_features, const struct scores *s,
                                     struct arena *arena);
