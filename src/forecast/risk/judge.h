/* judge.h: what was foretold, held against what happened, once the horizon has passed. Nothing that
 * was told is ever changed; this is the only honest score of a model.
 *
 * Units: per cent. Missing is NaN. */
#pragma once
#include "forecast/risk/risk_store.h"

struct judgement {
    int32_t day, until;
    int64_t model_id;
    int64_t accounts, left;
    double expected; /* how many were to leave */
    double auc, auc_low, auc_high;
    double brier, log_loss;
    double log_loss_saved_pct; /* of the log loss of telling everybody the share that left */
};
extern const struct field judgement_fields[];

/* Judges every run whose horizon has passed within what is known. Opens its own transactions. */
int risk_judge_all(struct db *db, int32_t today, struct err *err);
/* The runs that were judged, the newest first. */
int judgements_read(struct conn *c, struct arena *arena, struct judgement **ret, size_t *ret_n,
                    struct err *err);
