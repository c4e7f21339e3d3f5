/* How the bridge is asked for, how it is written, and what its figures are. */
#include "forecast/revenue/bridge.h"

const struct field bridge_query_fields[] = {
    FIELD_DAY(struct bridge_query, from,
              .help = "From the month of this day on; if left out, 24 months with the last"),
    FIELD_DAY(struct bridge_query, to,
              .help = "Up to this day, by what was known then; today if "
                      "left out"),
    FIELD_STR(struct bridge_query, filter, .max = FILTER_TEXT_MAX,
              .help = "Only these accounts: `industry = \"EdTech\"`; by what accounts keep"),
    FIELD_I64(struct bridge_query, min_term_months, .min = 1, .max = 240, .unit = "months",
              .help = "Only renewals of contracts of at least so many months; all if left out"),
    FIELD_END,
};
#define MONEY(m, ...) \
    FIELD_I64(struct bridge_month, m, .required = true, .unit = "cents", __VA_ARGS__)
#define COUNT(m, ...)   FIELD_I64(struct bridge_month, m, .required = true, __VA_ARGS__)
#define PERCENT(m, ...) FIELD_F64(struct bridge_month, m, .unit = "%", __VA_ARGS__)
#define WILSON          .help = "95 % by Wilson"

const struct field bridge_month_fields[] = {
    FIELD_DAY(struct bridge_month, month, .required = true, .help = "Its first day"),
    FIELD_DAY(struct bridge_month, end, .required = true, .help = "The last day that counts"),
    FIELD_BOOL(struct bridge_month, is_open, .required = true, .help = "The month is not over"),
    MONEY(start_arr_cents, .help = "ARR at the end of the month before"),
    MONEY(new_cents, .help = "Of accounts that pay for the first time"),
    MONEY(reactivation_cents, .help = "Of accounts that had stopped to pay and do so again"),
    MONEY(expansion_cents, .help = "More of accounts that paid before"),
    MONEY(contraction_cents, .help = "Less of accounts that still pay; counts against"),
    MONEY(churn_cents, .help = "Of accounts that pay no more; counts against"),
    MONEY(unknown_cents, .help = "Of accounts whose ARR can be told on one of the days only, "
                                 "because of another currency; signed"),
    MONEY(end_arr_cents, .help = "Start + new + reactivation + expansion − contraction − churn + "
                                 "unknown"),
    COUNT(start_customers),
    COUNT(new_customers),
    COUNT(returned_customers, .help = "Had left before"),
    COUNT(lost_customers),
    COUNT(end_customers),
    PERCENT(grr_pct, .help = "Gross revenue retention"),
    PERCENT(nrr_pct, .help = "Net revenue retention"),
    PERCENT(logo_churn_pct),
    PERCENT(logo_churn_low_pct, WILSON),
    PERCENT(logo_churn_high_pct, WILSON),
    COUNT(customers_12m, .help = "On the same day a year before"),
    COUNT(lost_customers_12m, .help = "Of these, no customers any more"),
    PERCENT(grr_12m_pct, .help = "Against the same day a year before"),
    PERCENT(nrr_12m_pct, .help = "Against the same day a year before"),
    PERCENT(logo_churn_12m_pct, .help = "Of the customers of the same day a year before"),
    PERCENT(logo_churn_12m_low_pct, WILSON),
    PERCENT(logo_churn_12m_high_pct, WILSON),
    COUNT(renewals_due, .help = "Accounts × days on which terms ended"),
    COUNT(renewals_won),
    PERCENT(renewal_pct, .help = "Won ÷ due, by count"),
    PERCENT(renewal_low_pct, WILSON),
    PERCENT(renewal_high_pct, WILSON),
    MONEY(due_arr_cents),
    MONEY(renewed_arr_cents, .help = "What of it was renewed; more is expansion"),
    PERCENT(renewal_arr_pct, .help = "Renewed ÷ due, by amount"),
    FIELD_END,
};
const struct field bridge_fields[] = {
    FIELD_DAY(struct bridge, from, .required = true),
    FIELD_DAY(struct bridge, to, .required = true),
    FIELD_STR(struct bridge, currency, .required = true),
    FIELD_LIST(struct bridge, months, bridge_month, .of_name = "revenue_month", .required = true),
    FIELD_OBJ(struct bridge, total, bridge_month, .of_name = "revenue_month", .required = true,
              .help = "Movements are the sums of the months'; rates hold the last day against the "
                      "first"),
    FIELD_I64(struct bridge, unbilled_customers, .required = true,
              .help = "Customers on the last day who pay nothing, or in another currency"),
    UNDATED_FIELD(struct bridge),
    DEFINITIONS_FIELD(struct bridge),
    FIELD_END,
};

static struct definition words[] = {
    {"ARR", "12 × Σ recurring amount ÷ months of its interval, over the subscriptions of customers "
            "that are live on the day."},
    {"Bridge", "Start + new + reactivation + expansion − contraction − churn = end, per account "
               "and month, to the cent."},
    {"GRR", "(start − contraction − churn) ÷ start, over the accounts that paid at the start; "
            "never above 100 %."},
    {"NRR", "(start + expansion − contraction − churn) ÷ start, over the same accounts."},
    {"Logo churn", "Customers at the start and not at the end ÷ customers at the start."},
    {"Renewal rate", "Renewals won ÷ renewals due, by count and by amount. Due is what a term "
                     "ends of; renewed is what the account pays no less for it from that day on, "
                     "in the same contract or a new one."},
};

void bridge_define(struct bridge *b)
{
    b->definitions = words;
    b->n_definitions = ARRAY_LEN(words);
}
