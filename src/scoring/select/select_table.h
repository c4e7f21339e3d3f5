/* select_table.h: what filters are evaluated over: some accounts on one day, as columns. A snapshot
 * makes one of the whole portfolio (snapshot_table, placing_table), scoring one of the accounts at
 * hand.
 *
 * Threads: read only. Ownership: whoever made it. Missing is NaN and NULL. */
#pragma once
#include "scoring/accounts/accounts.h"
#include "scoring/metric/lifecycle.h"
#include "scoring/metric/metric.h"

/* The numbers that are kept for a scored day (history.h); everything else can be computed again. */
enum kept {
    KEPT_STATE, /* enum account_state */
    KEPT_HEALTH,
    KEPT_HEALTH_COVERAGE, /* 0 … 1 */
    KEPT_MATURITY,
    KEPT_MATURITY_COVERAGE,
    KEPT_ARR,          /* in units of currency */
    KEPT_RENEWAL_DAYS, /* until the next term ends */
    /* Which card made the scores (struct card, id); missing for whom none is meant. */
    KEPT_HEALTH_CARD,
    KEPT_MATURITY_CARD,
    KEPT_QUALIFICATION, /* of prospects */
    KEPT_QUALIFICATION_COVERAGE,
    KEPT_QUALIFICATION_CARD,
    /* Age in days of the oldest input that counts; missing with the score's inputs. */
    KEPT_HEALTH_FRESHNESS,
    KEPT_MATURITY_FRESHNESS,
    /* Where it stands in its contract (stay_place_code): with the curves of the day it says how
     * long the customer is likely to stay, and so what it is worth. */
    KEPT_CONTRACT,
    KEPT_COLUMNS,
};

/* Words that follow from scores. */
enum score_word {
    WORD_HEALTH_BAND,
    WORD_MATURITY_BAND,
    WORD_HEALTH_CARD, /* its key */
    WORD_MATURITY_CARD,
    WORD_VERDICT,          /* prospect_verdicts */
    WORD_CELL,             /* of the matrix that is being looked at */
    WORD_CELL_OF_SETTINGS, /* of the one that the settings name */
};
/* What becomes of a prospect: qualified nurture unqualified unknown NULL. */
extern const char *const prospect_verdicts[];

struct select_table {
    size_t n;
    const struct account_table *accounts; /* n rows */
    const bool *is_present, *is_customer;
    /* Arrays of n, or NULL for what is not known in this place: then no filter that is evaluated
     * over it may name it. */
    const double *kept[KEPT_COLUMNS];
    const double *metrics[METRICS_MAX]; /* by index in the dictionary */
    const double *ltv_3y, *gross_margin_pct;
    /* The word of a row; NULL if it has none. */
    const char *(*word)(const void *ctx, enum score_word word, size_t row);
    const void *ctx;
};
