/* lab.h: is a score useful? Any cards, over any past months, held against who left.
 *
 *   AUC            of each score with an interval that draws accounts anew: .5 is chance
 *   both           health and maturity together, by logistic regression; each account is told by a
 *                  fit on the others (LAB_FOLDS folds of accounts)
 *   model          what the model in force told of months that were held back from it
 * (risk_store.h), where it foretells the same pairs          differences of AUC on the same rows; p
 * adjusted for the number of pairs (Holm) effects        by how much the odds of leaving change
 * with each score, the other held fixed bands          of those in a band how many left, and of
 * those who left how many were in it
 *
 * Ownership: in the arena. Units: per cent, cents. Missing is NaN.
 * Errors:    those of lab_rows.h; ERR_CONFLICT "stopped". Too few who left is no error: the verdict
 *            says it. */
#pragma once
#include "forecast/lab/lab_rows.h"
#include "forecast/revenue/wording.h"
#include "forecast/risk/model_card.h"

#define LAB_FOLDS    5
#define LAB_LEFT_MIN 5  /* accounts that left: below it nothing is computed */
#define LAB_ACCOUNTS 50 /* of each list of accounts */
#define LAB_LEFT_FEW 20 /* below it no verdict is given on a score */

struct lab_band {
    const char *band, *label;
    int64_t rows, accounts, left;
    double left_pct, low_pct, high_pct; /* precision */
    double recall_pct, lift;            /* of all who left; against the share of all */
    int64_t arr_cents, left_arr_cents;  /* summed over months */
    double arr_recall_pct;
};
struct lab_gain {
    double looked_at_pct, found_pct, lift;
};
struct lab_score {
    const char *id; /* as asked for, "both" or "model" */
    const char *label;
    const char *kind; /* of a card; NULL: none, or other */
    int64_t version;  /* of the one card; I64_NONE: several in force, a draft, or none */
    int64_t rows, left, left_accounts, missing;
    double auc, auc_low, auc_high;
    const char *verdict; /* "useful", "chance", "reversed", "too_few" */
    struct lab_band *bands;
    size_t n_bands;
    struct lab_gain *gains;
    size_t n_gains;
    struct told_bin *bins; /* told by this score alone, beside what happened */
    size_t n_bins;
    const char **undated; /* of a card: measures that have no history */
    size_t n_undated;
};
struct lab_pair {
    const char *a, *b;
    double difference, low, high; /* AUC of a less that of b */
    double p, p_adjusted;
    const char *words;
};
struct lab_effect {
    const char *id, *label;
    double step;                                  /* so many points of the score less … */
    double odds, low, high;                       /* … multiply the odds of leaving by this */
    double log_odds, log_odds_low, log_odds_high; /* for one point more */
};
struct lab_account {
    const char *key, *name;
    int32_t day;
    double score;
    const char *band;
    int64_t arr_cents;
};
struct lab {
    int32_t from, to, known_until;
    int64_t horizon_days;
    bool is_renewal, is_recorded, is_due_only;
    const char *filter;
    int64_t months, rows, accounts, left_rows, left_accounts;
    double base_pct, drawn_pct;
    const char *verdict;  /* "useful" if any score is, … */
    const char *headline; /* of the first card, in one sentence */
    const char *words;
    struct lab_score *scores;
    size_t n_scores;
    struct lab_pair *pairs;
    size_t n_pairs;
    struct lab_effect *effects;
    size_t n_effects;
    struct lab_account *left_green; /* left although the first card had them in its highest band */
    size_t n_left_green;
    struct lab_account *stayed_red; /* stayed although it had them in its lowest */
    size_t n_stayed_red;
    int64_t left_green_accounts, stayed_red_accounts; /* how many there are in all */
    const char *model_note; /* why the model is not among the scores; NULL: it is */
    const char **undated;
    size_t n_undated;
    struct definition *definitions;
    size_t n_definitions;
};
void lab_define(struct lab *lab);
extern const struct field lab_fields[], lab_score_fields[], lab_band_fields[];
extern const char *const lab_verdicts[]; /* useful chance reversed too_few NULL */
enum lab_verdict { LAB_USEFUL, LAB_CHANCE, LAB_REVERSED, LAB_TOO_FEW };

int lab_run(struct db *db, const struct lab_ask *ask, int32_t today,
            const struct history_progress *progress, struct arena *arena, struct lab *ret,
            struct err *err);
