/* value.h: what customers are worth in money over three years, five years and for life: discounted
 * gross margin of what they pay now, as long as they are likely to stay; what it cost to win them,
 * and when that is earned back.
 *
 * What they pay is taken to stay as it is. The chance of the next renewal is renewal_chance's, that
 * of later ones the retention of such contracts; the interval is that of the retention curve.
 *
 * Threads:   as the connection. Ownership: everything in the source's arena.
 * Units:     money in cents, shares in per cent, months; NaN and I64_NONE are missing.
 * Errors:    ERR_INVALID on "day", "filter", "sort", "by"; ERR_NOT_FOUND on "key". */
#pragma once
#include "forecast/renewal/chance.h"
#include "forecast/revenue/wording.h"

#define VALUE_PAGE     100
#define VALUE_PAGE_MAX 1000
#define VALUE_SHARES   50

struct value_query {
    int32_t day;
    const char *filter, *by, *sort;
    int64_t offset, limit;
};
struct value_row {
    const char *key, *name, *owner;
    int64_t arr_cents;
    double gross_margin_pct;
    bool is_margin_default;
    int64_t term_months, renewal_number;
    double chance_pct; /* of the next renewal */
    const char *source;
    int64_t ltv_3y_cents, ltv_3y_low_cents, ltv_3y_high_cents;
    int64_t ltv_5y_cents, ltv_5y_low_cents, ltv_5y_high_cents;
    int64_t life_cents, life_low_cents, life_high_cents;
    bool is_life_infinite;
    int64_t acquisition_cents;
    double payback_months; /* acquisition ÷ monthly gross margin */
    double life_to_acquisition;
};
struct value_sum {
    const char *label, *filter; /* filter: NULL if none chooses it */
    int64_t accounts, arr_cents;
    int64_t default_margins; /* of the accounts: have no gross margin of their own */
    int64_t unknown; /* customers without a value: nothing is paid, or nothing can be said */
    int64_t ltv_3y_cents, ltv_3y_low_cents, ltv_3y_high_cents; /* of all of them */
    int64_t ltv_5y_cents, ltv_5y_low_cents, ltv_5y_high_cents;
    int64_t life_cents, life_low_cents, life_high_cents;
    bool is_life_infinite;
    int64_t ltv_3y_mean_cents, life_mean_cents, life_median_cents;
    double payback_median_months;
    int64_t payback_known;
};
/* What the most valuable so many customers have of the value of three years. */
struct value_share {
    int64_t accounts;
    double accounts_pct, ltv_3y_pct;
};
struct value_list {
    int32_t day;
    const char *currency, *label;
    double discount_pct, default_gross_margin_pct;
    struct value_share *shares; /* from none to all */
    size_t n_shares;
    int64_t half_accounts; /* so few have half of it */
    int64_t total, offset;
    struct value_row *rows;
    size_t n_rows;
    struct value_sum *all, *groups;
    size_t n_groups;
    const char **undated;
    size_t n_undated;
    struct definition *definitions;
    size_t n_definitions;
};
extern const struct field value_query_fields[], value_csv_query_fields[], value_list_fields[],
    value_row_fields[], value_sum_fields[];
extern const char *const value_sorts[]; /* the first is the default; NULL at the end */

int value_read(const struct portfolio_source *source, const struct value_query *query,
               struct value_list *ret, struct err *err);
/* One account on a day, by what was known then. */
struct account_value {
    int32_t day;
    double discount_pct;
    struct value_row *value; /* NULL: `problem` says why there is none */
    const char *problem;
    struct definition *definitions;
    size_t n_definitions;
};
extern const struct field account_value_fields[];
int account_value_read(const struct portfolio_source *source, const char *key, int32_t day,
                       struct account_value *ret, struct err *err);
struct definition *value_definitions(size_t *ret_n);
