/* validate.h: which learner is best at what it will be used for: later months that it knew nothing
 * of.
 *
 * The later half of the months is held back in VALIDATE_BLOCKS blocks. For each block every learner
 * is fitted on those rows alone whose outcome was known before the block begins, and tells the
 * block's rows. What they told over all blocks is calibrated for each alike (Platt), and the one
 * with the least log loss is kept. Intervals draw accounts, not rows, anew.
 *
 * Threads: pure. Ownership: in the arena. Errors: those of the learners; whatever progress says. */
#pragma once
#include "forecast/risk/learner.h"
#include "stats/bootstrap.h"
#include "stats/calibration.h"

#define VALIDATE_BLOCKS  3
#define VALIDATE_YES_MIN 10 /* that left, to learn from and to judge by */

/* How well one of them told the months held back. */
struct candidate {
    const char *kind, *label;
    double auc, auc_low, auc_high;
    double log_loss, brier;
    double log_loss_saved_pct; /* of the log loss of the base rate */
    bool is_kept;
};
struct block {
    int32_t from, to; /* the month-ends told */
    int64_t learned_rows, learned_left, told_rows, told_left;
};
extern const struct field candidate_fields[], block_fields[];

struct validation {
    bool is_possible; /* else there was too little */
    size_t kept;      /* index among learner_specs */
    struct candidate *candidates;
    size_t n_candidates;
    struct block *blocks;
    size_t n_blocks;
    /* The rows told, and by how the kept one told them. */
    uint32_t *rows;
    size_t n_rows;
    double *log_odds; /* [n_rows] */
    struct platt calibration;
    /* AUC of the kept one less that of time as a customer: what it knows beyond it. */
    struct bootstrap beyond_age;
};
struct validate_ask {
    const struct panel *panel;
    const double *edges; /* of the bands of health */
    int (*progress)(void *ctx, double part, struct err *err);
    void *ctx;
};
int validate(const struct validate_ask *ask, struct arena *arena, struct validation *ret,
             struct err *err);

/* AUC of n scores with its interval: of two customers of the same month-end, one of which left, how
 * often that one has the higher score. Held against each other are only rows of the same day,
 * because a level that rises or falls over time ranks nobody. The interval draws accounts anew,
 * with all their rows; where fewer than AUC_LEFT_FEW left it is at least as wide as that of Hanley
 * and McNeil (1982), Radiology 143, in which each account counts once: a handful of accounts drawn
 * anew is surer of itself than it should be. A missing score (NaN) is passed over. */
struct auc_ask {
    const double *score;
    const bool *label;
    const int32_t *day;
    const uint32_t *cluster; /* the account, below `clusters` */
    size_t n, clusters;
    uint64_t seed;
};
#define AUC_LEFT_FEW 50
int auc_by_account(const struct auc_ask *ask, struct bootstrap *ret, struct err *err);
/* The same for the difference of two scores, over the rows where both are known. */
int auc_difference_by_account(const struct auc_ask *ask, const double *other, struct bootstrap *ret,
                              struct err *err);
