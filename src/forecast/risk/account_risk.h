/* account_risk.h: one account: how likely it is to leave, why, what similar ones did, until when it
 * may give notice, and what it was told before.
 *
 * Ownership: in the source's arena. Units: per cent.
 * Errors:    ERR_NOT_FOUND for an account that is not there. Without a model there is no day, and
 *            `words` says so. */
#pragma once
#include "forecast/risk/risk_list.h"

#define SIMILAR_COUNTED 30 /* the most similar ones, whose share is told */
#define SIMILAR_SHOWN   8  /* … and some of them by name */

struct similar_account {
    const char *key, *name;
    int32_t day; /* the month-end at which it was like this one */
    bool has_left;
};
struct similar {
    int64_t accounts, left;
    double left_pct, low_pct, high_pct;
    const char *words;
    struct similar_account *items;
    size_t n_items;
};
struct risk_before {
    int32_t day, until;
    double p_pct;
    const char *verdict; /* of the model that told it; NULL: it is not kept any more */
    const char *outcome; /* "left", "stayed"; NULL: not known yet */
};
struct account_risk {
    const char *key, *name;
    int32_t day;
    int64_t model_id;
    const char *verdict, *words; /* of the model */
    int64_t horizon_days;
    bool is_renewal, is_recorded;
    double p_pct, low_pct, high_pct, base_pct;
    bool is_risk;
    const char *range_words; /* what the range is */
    struct risk_reason *reasons;
    size_t n_reasons;
    struct similar *similar; /* NULL: there are none to compare with */
    int32_t renewal, notice;
    struct risk_before *before; /* the newest first */
    size_t n_before;
};
extern const struct field account_risk_fields[];
int account_risk_read(const struct portfolio_source *source, const char *key,
                      struct account_risk *ret, struct err *err);
