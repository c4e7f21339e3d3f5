/* What the customer is worth to the vendor in money. */
#include "base/day.h"
#include "scoring/metric/metric.h"
#include "scoring/metric/revenue.h"

#include <math.h>

#define YEAR_DAYS      365
#define YEAR_MONTHS    12
#define DAYS_PER_MONTH (365.25 / 12)
#define CENTS          100.0 /* in a unit of currency */

static double mrr_cents(const struct metric_call *call, size_t i)
{
    return mrr_cents_on(call->book, i, call->context->day, call->context->day);
}

static double mrr(const struct metric_call *call, size_t i)
{
    return mrr_cents(call, i) / CENTS;
}

static double arr(const struct metric_call *call, size_t i)
{
    return YEAR_MONTHS * mrr_cents(call, i) / CENTS;
}

static double arr_growth(const struct metric_call *call, size_t i)
{
    int32_t day = call->context->day;
    double before = mrr_cents_on(call->book, i, day - YEAR_DAYS, day);

    return before > 0 ? 100 * (mrr_cents(call, i) / before - 1) : NAN;
}

static double margin(const struct metric_call *call, size_t i)
{
    return gross_margin_pct_of(&call->book->accounts[i], call->context);
}

static double ltv(const struct metric_call *call, size_t i)
{
    return ltv_cents(mrr_cents(call, i), margin(call, i), call->context, call->arg) / CENTS;
}

static double payback(const struct metric_call *call, size_t i)
{
    double of_month = mrr_cents(call, i) * margin(call, i) / 100;

    return of_month > 0 ? call->book->accounts[i].acquisition_cents / of_month : NAN;
}

/* Is the invoice known, and was it paid by the end of the feed? */
static bool is_paid(const struct metric_call *call, const struct book_invoice *v)
{
    return v->paid != DAY_NONE && v->paid <= call->context->through[FEED_INVOICES];
}

static double days_past_due(const struct metric_call *call, size_t i)
{
    int32_t through = call->context->through[FEED_INVOICES];
    double most = NAN;

    BOOK_EACH (&call->book->invoices, i, v) {
        if (v->seen > call->context->day)
            continue;
        double late = is_paid(call, v) || v->due > through ? 0 : through - v->due;
        most = isnan(most) || late > most ? late : most;
    }
    return most;
}

static double paid_on_time(const struct metric_call *call, size_t i)
{
    int32_t through = call->context->through[FEED_INVOICES];
    double due = 0, on_time = 0;

    BOOK_EACH (&call->book->invoices, i, v) {
        if (v->seen > call->context->day || v->due > through || v->due <= through - YEAR_DAYS)
            continue;
        due++;
        on_time += is_paid(call, v) && v->paid <= v->due;
    }
    return due > 0 ? 100 * on_time / due : NAN;
}

static double days_to_renewal(const struct metric_call *call, size_t i)
{
    int32_t day = call->context->day, renewal = renewal_after(call->book, i, day);

    return renewal == DAY_NONE ? NAN : renewal - day;
}

static double tenure(const struct metric_call *call, size_t i)
{
    int32_t day = call->context->day, since = customer_since(call->book, i, day);

    return since == DAY_NONE ? NAN : (day - since) / DAYS_PER_MONTH;
}

#define MONETARY .group = "monetary"
#define BILLED   METRIC_FACTS("subscription")
#define WORTH    METRIC_FACTS("subscription", "account", "churn")

#define LTV_FORMULA                                                                                      \
    "Σ over the coming months of MRR × gross margin × chance of still being a customer × discount. " \
    "The chance is that of the whole portfolio: its monthly loss over the last twelve months; it "       \
    "will be the account's own once there is a forecast. Missing below 120 account-months of "           \
    "experience."

const struct metric metrics_monetary[] = {
    {.id = "mrr",
     .label = "MRR",
     .unit = "currency",
     .direction = "more",
     .window = "",
     MONETARY,
     .value = mrr,
     BILLED,
     .formula =
         "Monthly recurring revenue: Σ amount ÷ months of its interval over the subscriptions "
         "live that day. 0 after the last one ended; missing before the first, and if one is "
         "in another currency than the organisation's.",
     .source = "MRR"},
    {.id = "arr",
     .label = "ARR",
     .unit = "currency",
     .direction = "more",
     .window = "",
     MONETARY,
     .value = arr,
     BILLED,
     .formula = "Annual recurring revenue: 12 × MRR.",
     .source = "ARR"},
    {.id = "arr_growth_12m_pct",
     .label = "ARR growth",
     .unit = "%",
     .direction = "more",
     .window = "12 m",
     MONETARY,
     .value = arr_growth,
     BILLED,
     .formula = "ARR against that of 365 days before, as a change. Missing if there was none.",
     .source = "Relative change over a year"},
    {.id = "gross_margin_pct",
     .label = "Gross margin",
     .unit = "%",
     .direction = "more",
     .window = "",
     MONETARY,
     .value = margin,
     METRIC_FACTS("account"),
     .formula = "The account's own gross margin, or the organisation's default from the settings.",
     .source = "Gross margin on recurring revenue"},
    {.id = "ltv_3y",
     .label = "Lifetime value, 3 years",
     .unit = "currency",
     .direction = "more",
     .window = "",
     MONETARY,
     .value = ltv,
     .arg = 3 * YEAR_MONTHS,
     WORTH,
     .needs_churn_rate = true,
     .formula = LTV_FORMULA,
     .source = "Customer lifetime value, discounted, limited horizon"},
    {.id = "ltv_5y",
     .label = "Lifetime value, 5 years",
     .unit = "currency",
     .direction = "more",
     .window = "",
     MONETARY,
     .value = ltv,
     .arg = 5 * YEAR_MONTHS,
     WORTH,
     .needs_churn_rate = true,
     .formula = LTV_FORMULA,
     .source = "Customer lifetime value, discounted, limited horizon"},
    {.id = "cac_payback_months",
     .label = "Payback of acquisition cost",
     .unit = "months",
     .direction = "less",
     .window = "",
     MONETARY,
     .value = payback,
     METRIC_FACTS("account", "subscription"),
     .formula = "Acquisition cost ÷ (MRR × gross margin). Missing without a known cost.",
     .source = "CAC payback"},
    {.id = "days_past_due",
     .label = "Days past due",
     .unit = "days",
     .direction = "less",
     .window = "",
     MONETARY,
     .feed = FEED_INVOICES,
     .value = days_past_due,
     METRIC_FACTS("invoice"),
     .formula = "Days since the due day of the oldest invoice not yet paid; 0 if none is overdue. "
                "Missing if no invoice is known.",
     .source = "Days past due, as in credit control"},
    {.id = "paid_on_time_12m_pct",
     .label = "Invoices paid on time",
     .unit = "%",
     .direction = "more",
     .window = "12 m",
     MONETARY,
     .feed = FEED_INVOICES,
     .value = paid_on_time,
     METRIC_FACTS("invoice"),
     .formula = "Share of the invoices due in the last 365 days that were paid on or before their "
                "due day.",
     .source = "Payment punctuality"},
    {.id = "days_to_renewal",
     .label = "Days to renewal",
     .unit = "days",
     .direction = "neither",
     .window = "",
     MONETARY,
     .value = days_to_renewal,
     BILLED,
     .formula = "Days until the first term of a live subscription ends, counted from its start in "
                "steps of its term (or billing interval). An end that lies in the future is not "
                "looked at: on that day nobody knew it.",
     .source = "Next renewal date"},
    {.id = "tenure_months",
     .label = "Tenure",
     .unit = "months",
     .direction = "neither",
     .window = "",
     MONETARY,
     .value = tenure,
     METRIC_FACTS("account", "subscription"),
     .formula = "Months since the account's start day or its first subscription, whichever was "
                "earlier.",
     .source = "Plain age"},
    {0},
};
