/* renewals.h: what comes due, how much of it is to be expected, and what is at risk: account by
 * account, month by month, owner by owner; and what gross and net retention that makes of a year.
 *
 * What is due is told as in revenue/due.h, of the next term end of each running subscription; those
 * of one account that end on one day are one renewal. The chance that it is renewed is
 * renewal_chance's. Intervals are exact for chances taken as known and renewals as independent
 * (Poisson-binomial): a recession is in none of them.
 *
 * Threads:   as the connection. Ownership: everything in the source's arena.
 * Units:     money in cents a year, shares in per cent; NaN and I64_NONE are missing.
 * Errors:    ERR_INVALID on "to", "filter", "sort", "in_month". */
#pragma once
#include "forecast/renewal/chance.h"
#include "forecast/revenue/wording.h"

#define RENEWALS_MONTHS     12
#define RENEWALS_MONTHS_MAX 60
#define RENEWALS_PAGE       100
#define RENEWALS_PAGE_MAX   1000

struct renewals_query {
    int32_t day; /* as of */
    int64_t months;
    const char *filter, *sort;
    int64_t min_term_months;
    int32_t in_month; /* rows only of the month of this day; sums are of all */
    int64_t offset, limit;
};
struct renewal_row {
    const char *key, *name, *owner;
    int32_t day;    /* the term ends: the first day without it */
    int32_t notice; /* the last day on which it can be given; missing: no notice is agreed */
    bool is_notice_over, is_automatic;
    int64_t term_months, number; /* which renewal of the customer it is */
    int64_t due_cents;
    double chance_pct;
    const char *source;    /* of the chance: model curve none */
    int64_t at_risk_cents; /* due × (1 − chance) */
    double health, maturity;
    const char *health_band, *maturity_band;
};
struct renewal_sum {
    const char *label; /* owner; NULL: nobody, or all */
    int32_t month;     /* its first day; missing in sums by owner */
    int64_t due, due_cents;
    int64_t unknown, unknown_cents; /* of those due, without a chance: expected of none below */
    double expected, expected_low, expected_high;
    int64_t expected_cents, expected_low_cents, expected_high_cents;
    int64_t at_risk_cents;
};
/* The twelve months to come of those who are customers now. */
struct year_ahead {
    int64_t customers, arr_cents; /* with a chance to tell */
    int64_t unknown, unknown_arr_cents;
    double stay_pct, stay_low_pct, stay_high_pct; /* of the customers */
    double kept_pct, kept_low_pct, kept_high_pct; /* of the ARR, by leaving alone */
    double contraction_pct, expansion_pct;        /* of the twelve months behind */
    double grr_pct, grr_low_pct, grr_high_pct;
    double nrr_pct, nrr_low_pct, nrr_high_pct;
};
struct renewals {
    int32_t day, until; /* due after the day, up to until */
    const char *currency;
    int64_t model_id;           /* missing: chances are of the retention curve alone */
    int32_t model_day;          /* what it told is by what was known on this day */
    int64_t by_model, by_curve; /* how many chances are of which */
    int64_t total, offset;      /* of the rows, before they are cut into pages */
    struct renewal_row *rows;
    size_t n_rows;
    struct renewal_sum *months, *owners;
    size_t n_months, n_owners;
    struct renewal_sum *all;
    struct year_ahead *year;
    const char **undated;
    size_t n_undated;
    struct definition *definitions;
    size_t n_definitions;
};
extern const struct field renewals_query_fields[], renewals_csv_query_fields[], renewals_fields[],
    renewal_row_fields[], renewal_sum_fields[];
extern const char *const renewal_sorts[]; /* day -at_risk -due chance NULL */

int renewals_read(const struct portfolio_source *source, const struct renewals_query *query,
                  struct renewals *ret, struct err *err);
void renewals_define(struct renewals *r);
/* Only for src/forecast/renewal: what the year makes of those whom lives chooses. */
int year_ahead_make(const struct lives *lives, const struct chances *chances, struct arena *arena,
                    struct year_ahead *ret, struct err *err);
