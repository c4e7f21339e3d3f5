/* reason.h: why a model tells an account its probability, in words with their size: "Active users
 * fell 40 % in 90 days, to 12 (usual: 20)", +12 points.
 *
 * The points of a reason are by how much the probability would be lower (or higher) if this column
 * were as usual and everything else as it is. They do not add up to the difference from the usual,
 * because probabilities bend; the log-odds behind them do.
 *
 * Ownership: in the arena. Units: points are per cent of probability. Errors: of the database. */
#pragma once
#include "forecast/risk/risk_store.h"

#define REASONS_MAX        6
#define REASON_BEFORE_DAYS 90  /* changes are told against so many days before */
#define REASON_POINTS_MIN  0.1 /* smaller ones are none */

struct risk_reason {
    const char *id, *label; /* of the column */
    const char *words;
    double points;
    double value, before, usual;
    bool is_timing; /* it says when, not how well things go: a term that ends, an age */
};
extern const struct field risk_reason_fields[];

/* What is needed to tell one account after the other. */
struct reason_source {
    struct conn *conn;
    const struct settings *settings;
    const struct cards *cards;
    const struct feature *features;
    size_t n_features;
    const struct risk_model *model;
    struct context contexts[2]; /* REASON_BEFORE_DAYS before, and the day itself */
    struct arena *arena;
};
/* now: the context of the day, as snapshots have it. */
int reason_source_open(struct reason_source *r, const struct context *now, struct err *err);

/* One account as the model sees it. */
struct told_account {
    double p;                    /* missing if it is no customer on the day */
    double *parts;               /* of the learner's columns */
    struct risk_reason *reasons; /* by size, those that raise it first among equals */
    size_t n_reasons;
    int32_t renewal, notice; /* the end of its running term, and until when it may give notice */
};
/* ERR_NOT_FOUND for an account that is not there. */
int reason_tell(const struct reason_source *r, int64_t account_id, struct told_account *ret,
                struct err *err);
