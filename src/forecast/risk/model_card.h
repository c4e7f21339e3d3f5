/* model_card.h: what is said of a model: on what it learned, how well it told months that it had
 * not seen, what it reads, what was left out, and what to beware of. Kept with the model as JSON.
 *
 * Units: shares in per cent. Missing is NaN, NULL and DAY_NONE. Ownership: in the arena. */
#pragma once
#include "forecast/revenue/wording.h"
#include "forecast/risk/validate.h"

/* With fewer than these there is no model. */
#define RISK_LEFT_MIN 20  /* accounts that left */
#define RISK_ROWS_MIN 200 /* account-months */

extern const char *const risk_verdicts[]; /* predicts nothing too_little NULL */
enum risk_verdict { RISK_PREDICTS, RISK_NOTHING, RISK_TOO_LITTLE };

/* What was told beside what happened, on months held back. */
struct told_bin {
    int64_t rows, accounts, left;
    double from_pct, to_pct; /* told from … to; bins join */
    double told_pct, left_pct;
    double low_pct, high_pct; /* Wilson, each account counting once */
};
struct model_column {
    const char *id, *label, *unit;
    double weight_pct; /* its share of all that moves the model's answers */
    double typical;    /* the median of the rows learned from */
};
struct model_left_out {
    const char *id, *label, *reason;
};
struct model_card {
    int64_t id;
    int64_t created;
    const char *created_by;
    bool is_in_force;
    int32_t day, known_until; /* trained on; the last day of which there were facts */
    int64_t horizon_days;
    bool is_renewal, is_recorded; /* as struct horizon */
    const char *verdict, *words;
    const char *kind, *label; /* of the learner that is used */
    int64_t rows, accounts, left_rows, left_accounts;
    int64_t rows_needed, left_needed; /* RISK_ROWS_MIN rows, RISK_LEFT_MIN accounts that left */
    int32_t from, to;                 /* the month-ends learned from */
    double drawn_pct;                 /* of the accounts */
    double base_pct;                  /* the share that left, of all rows */
    double auc, auc_low, auc_high;    /* of the best attempt, on months held back */
    double beyond_age, beyond_age_low, beyond_age_high; /* less that of time as a customer */
    struct candidate *candidates;
    size_t n_candidates;
    struct block *blocks;
    size_t n_blocks;
    struct told_bin *bins;
    size_t n_bins;
    struct model_column *columns;
    size_t n_columns;
    struct model_left_out *left_out;
    size_t n_left_out;
    const char **missing; /* what it would take to have a model */
    size_t n_missing;
    const char **caveats;
    size_t n_caveats;
};
extern const struct field model_card_fields[], told_bin_fields[];
struct definition *model_definitions(size_t *ret_n);

/* Fills what follows from the panel and its validation: counts, verdict and words, bins, what was
 * left out, caveats. */
struct card_ask {
    const struct past *past;
    const struct panel *panel;
    const struct validation *validation; /* NULL: there was too little */
};
void model_card_make(const struct card_ask *ask, struct arena *arena, struct model_card *ret);
/* The bin that a probability falls into; NULL without bins. */
const struct told_bin *told_bin_of(const struct model_card *card, double p);
/* "leaves within 90 days", "leaves by the next renewal". */
struct horizon model_card_horizon(const struct model_card *card);
const char *horizon_words(const struct horizon *h, struct arena *arena);

/* Deals rows by their probability into bins, the smaller ones at the upper end. */
struct bins_ask {
    const double *p; /* [n] */
    const bool *label;
    const uint32_t *cluster;
    size_t n;
};
void told_bins_make(const struct bins_ask *ask, struct arena *arena, struct told_bin **ret,
                    size_t *ret_n);
