/* bridge.h: how ARR and the number of customers went from month to month, and what was kept.
 *
 *     start + new + reactivation + expansion − contraction − churn + unknown = end
 *
 * holds to the cent in each month and over all of them. All is told by what is known on the last
 * day, so that the end of a month is the start of the next. Rates over twelve months hold the end
 * of a month against the same day a year before, over who was there then.
 *
 * Threads:   as the connection. Ownership: everything in the source's arena.
 * Units:     money in cents a year, shares in per cent; NaN is missing.
 * Errors:    ERR_INVALID on "from", "to", "filter". */
#pragma once
#include "forecast/revenue/lives.h"
#include "forecast/revenue/wording.h"

struct bridge_query {
    int32_t from, to; /* months: from that of `from`; the last one may be open */
    const char *filter;
    int64_t min_term_months; /* of renewals */
};
struct bridge_month {
    int32_t month, end; /* its first day, and its last or the last asked for */
    bool is_open;       /* it is not over */
    int64_t start_arr_cents, new_cents, reactivation_cents, expansion_cents, contraction_cents,
        churn_cents, unknown_cents, end_arr_cents;
    int64_t start_customers, new_customers, returned_customers, lost_customers, end_customers;
    double grr_pct, nrr_pct;
    double logo_churn_pct, logo_churn_low_pct, logo_churn_high_pct;
    int64_t customers_12m, lost_customers_12m; /* of a year before; of those, lost by the end */
    double grr_12m_pct, nrr_12m_pct, logo_churn_12m_pct, logo_churn_12m_low_pct,
        logo_churn_12m_high_pct;
    int64_t renewals_due, renewals_won;
    double renewal_pct, renewal_low_pct, renewal_high_pct;
    int64_t due_arr_cents, renewed_arr_cents;
    double renewal_arr_pct;
};
struct bridge {
    int32_t from, to;
    const char *currency;
    struct bridge_month *months;
    size_t n_months;
    /* Movements are the sums of the months'; rates hold the last day against the first. */
    struct bridge_month *total;
    int64_t unbilled_customers; /* on the last day: their ARR is 0 or cannot be told */
    const char **undated;
    size_t n_undated;
    struct definition *definitions;
    size_t n_definitions;
};
/* Fills in the words of the figures. */
void bridge_define(struct bridge *b);
extern const struct field bridge_query_fields[], bridge_fields[], bridge_month_fields[];

int bridge_read(const struct portfolio_source *source, const struct bridge_query *query,
                struct bridge *ret, struct err *err);
