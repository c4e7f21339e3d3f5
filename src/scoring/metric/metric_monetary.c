/* What the customer is worth to the vendor in money. */
#include "base/day.h"
#include "scoring/metric/grounds.h"
#include "scoring/metric/life.h"
#include "scoring/metric/lifecycle.h"
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
    double months = ltv_months(call->context, &call->places[i], call->arg);

    return ltv_cents(mrr_cents(call, i), margin(call, i), months) / CENTS;
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

/* The subscriptions live on a day; if there are none, those that were, which make it zero. */
static void mark_mrr(const struct metric_call *call, size_t i, int32_t day, struct grounds *g)
{
    const struct factbook *b = call->book;
    int32_t known = call->context->day;
    bool is_any = false;

    BOOK_EACH (&b->subscriptions, i, s)
        is_any |= subscription_is_live(s, day, known);
    BOOK_EACH (&b->subscriptions, i, s)
        if (is_any ? subscription_is_live(s, day, known) : s->seen <= known && s->start <= day)
            GROUND_USE(g, GROUND_SUBSCRIPTION, &b->subscriptions, i, s);
}

static void ground_mrr(const struct metric_call *call, size_t i, struct grounds *g)
{
    mark_mrr(call, i, call->context->day, g);
}

static void ground_arr_growth(const struct metric_call *call, size_t i, struct grounds *g)
{
    g->to = call->context->day;
    g->from = g->to - YEAR_DAYS;
    mark_mrr(call, i, g->from, g);
    mark_mrr(call, i, g->to, g);
    grounds_term(g, "ARR", arr(call, i), "currency");
    grounds_term(g, "ARR a year before",
                 YEAR_MONTHS * mrr_cents_on(call->book, i, g->from, g->to) / CENTS, "currency");
}

static void ground_margin(const struct metric_call *call, size_t i, struct grounds *g)
{
    bool is_own = !isnan(call->book->accounts[i].gross_margin_pct);

    grounds_term(
        g, is_own ? "Gross margin of the account" : "Gross margin by default, from the settings",
        margin(call, i), "%");
}

/* What since when it is a customer rests on, and so the number of its renewal. */
static void mark_life(const struct metric_call *call, size_t i, struct grounds *g)
{
    const struct factbook *b = call->book;
    int32_t day = call->context->day, start = life_start(b, i, day);

    BOOK_EACH (&b->subscriptions, i, s)
        if (s->seen <= day && s->start == start)
            GROUND_USE(g, GROUND_SUBSCRIPTION, &b->subscriptions, i, s);
}

static void curve_terms(const struct stay_class *c, const struct stay_place *p, struct grounds *g)
{
    grounds_term(g, "Length of its contract", p->term_months, "months");
    grounds_term(g, "Number of its next renewal", (double)p->next, "count");
    grounds_term(g, "Until then, begun months included", p->months_left, "months");
    grounds_term(g,
                 c->is_of_all
                     ? "Stay at such a renewal, of all customers: too few have such a "
                       "contract to say it of them alone"
                     : "Stay at such a renewal, of customers with contracts of that length",
                 100 * stay_at(c, p->next), "%");
    grounds_term(g, "Renewals from which that is known", c->at_risk, "count");
}

static void ground_ltv(const struct metric_call *call, size_t i, struct grounds *g)
{
    const struct stay_place *p = &call->places[i];
    const struct stay_class *c = ltv_curve(call->context, p);

    ground_mrr(call, i, g);
    mark_life(call, i, g);
    grounds_term(g, "MRR", mrr(call, i), "currency");
    ground_margin(call, i, g);
    if (c)
        curve_terms(c, p, g);
    else
        grounds_term(g,
                     "Customers lost in a month, over the whole portfolio: too few came to a "
                     "renewal to go by the contract",
                     100 * call->context->monthly_churn, "%");
    grounds_term(g, "Discount in a year, from the settings", call->context->discount_pct, "%");
    grounds_term(g, "Months of gross margin that come to", ltv_months(call->context, p, call->arg),
                 "months");
}

static void ground_payback(const struct metric_call *call, size_t i, struct grounds *g)
{
    ground_mrr(call, i, g);
    grounds_term(g, "Acquisition cost of the account",
                 call->book->accounts[i].acquisition_cents / CENTS, "currency");
    grounds_term(g, "MRR", mrr(call, i), "currency");
    ground_margin(call, i, g);
}

/* Those overdue; if there are none, all that are known. */
static void ground_past_due(const struct metric_call *call, size_t i, struct grounds *g)
{
    const struct factbook *b = call->book;
    int32_t through = call->context->through[FEED_INVOICES];
    bool is_any = days_past_due(call, i) > 0;

    g->to = through;
    BOOK_EACH (&b->invoices, i, v)
        if (v->seen <= call->context->day && (!is_any || (!is_paid(call, v) && v->due < through)))
            GROUND_USE(g, GROUND_INVOICE, &b->invoices, i, v);
}

static void ground_on_time(const struct metric_call *call, size_t i, struct grounds *g)
{
    const struct factbook *b = call->book;
    double due = 0, on_time = 0;

    grounds_window(g, call->context->through[FEED_INVOICES], YEAR_DAYS);
    BOOK_EACH (&b->invoices, i, v) {
        if (v->seen > call->context->day || v->due > g->to || v->due < g->from)
            continue;
        GROUND_USE(g, GROUND_INVOICE, &b->invoices, i, v);
        due++;
        on_time += is_paid(call, v) && v->paid <= v->due;
    }
    grounds_term(g, "Paid on time", on_time, "count");
    grounds_term(g, "Due", due, "count");
}

static void ground_renewal(const struct metric_call *call, size_t i, struct grounds *g)
{
    grounds_live(call, i, call->context->day, g);
    g->from = call->context->day;
    g->to = renewal_after(call->book, i, g->from);
}

static void ground_tenure(const struct metric_call *call, size_t i, struct grounds *g)
{
    grounds_since(call, i, g);
    g->to = call->context->day;
    g->from = customer_since(call->book, i, g->to);
}

#define MONETARY .group = "monetary"
#define BILLED   METRIC_FACTS("subscription")
#define WORTH    METRIC_FACTS("subscription", "account", "churn")

#define LTV_FORMULA                                                                                      \
    "Σ over the coming months of MRR × gross margin × chance of still being a customer × discount. " \
    "The chance is 1 until the running term of the longest live contract ends; at that renewal and "     \
    "each later one it falls by the curve of customers with contracts of the same length (shifted "      \
    "beta-geometric, fitted by what was known that day; where renewals of one age only were seen, "      \
    "their share). Where fewer than 20 of them came to a renewal the curve is that of all "              \
    "customers; where these are too few, too, everybody leaves at the portfolio's monthly loss of "      \
    "the last twelve months. Missing if that has less than 120 account-months of experience."

const struct metric metrics_monetary[] = {
    {.id = "mrr",
     .label = "MRR",
     .unit = "currency",
     .direction = "more",
     .window = "",
     MONETARY,
     .value = mrr,
     .grounds = ground_mrr,
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
     .grounds = ground_mrr,
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
     .grounds = ground_arr_growth,
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
     .grounds = ground_margin,
     METRIC_FACTS("account"),
     .is_undated = true,
     .formula = "The account's own gross margin, or the organisation's default from the settings.",
     .source = "Gross margin on recurring revenue"},
    {.id = "ltv_3y",
     .label = "Lifetime value, 3 years",
     .unit = "currency",
     .direction = "more",
     .window = "",
     MONETARY,
     .value = ltv,
     .grounds = ground_ltv,
     .arg = 3 * YEAR_MONTHS,
     WORTH,
     .needs_retention = true,
     .is_undated = true,
     .formula = LTV_FORMULA,
     .source = "Customer lifetime value, discounted, limited horizon"},
    {.id = "ltv_5y",
     .label = "Lifetime value, 5 years",
     .unit = "currency",
     .direction = "more",
     .window = "",
     MONETARY,
     .value = ltv,
     .grounds = ground_ltv,
     .arg = 5 * YEAR_MONTHS,
     WORTH,
     .needs_retention = true,
     .is_undated = true,
     .formula = LTV_FORMULA,
     .source = "Customer lifetime value, discounted, limited horizon"},
    {.id = "cac_payback_months",
     .label = "Payback of acquisition cost",
     .unit = "months",
     .direction = "less",
     .window = "",
     MONETARY,
     .value = payback,
     .grounds = ground_payback,
     METRIC_FACTS("account", "subscription"),
     .is_undated = true,
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
     .grounds = ground_past_due,
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
     .grounds = ground_on_time,
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
     .grounds = ground_renewal,
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
     .grounds = ground_tenure,
     METRIC_FACTS("account", "subscription"),
     .formula = "Months since the account's start day or its first subscription, whichever was "
                "earlier.",
     .source = "Plain age"},
    {0},
};
