#include "scoring/metric/revenue.h"

#include "base/day.h"
#include "scoring/metric/lifecycle.h"
#include "scoring/retention/worth.h"

#include <math.h>

double mrr_cents_on(const struct factbook *book, size_t i, int32_t day, int32_t known)
{
    double mrr = 0;
    bool is_any = false;

    BOOK_EACH (&book->subscriptions, i, s) {
        is_any |= s->seen <= known && s->start <= day;
        if (subscription_is_live(s, day, known))
            mrr += s->mrr_cents;
    }
    return is_any ? mrr : NAN;
}

double seats_on(const struct factbook *book, size_t i, int32_t day, int32_t known)
{
    double seats = NAN;

    BOOK_EACH (&book->subscriptions, i, s)
        if (subscription_is_live(s, day, known) && !isnan(s->seats))
            seats = isnan(seats) ? s->seats : seats + s->seats;
    return seats;
}

double seats_now(const struct factbook *book, size_t i, int32_t day)
{
    double seats = seats_on(book, i, day, day);

    return isnan(seats) ? book->accounts[i].seats : seats;
}

int32_t customer_since(const struct factbook *book, size_t i, int32_t day)
{
    int32_t start = book->accounts[i].start;

    BOOK_EACH (&book->subscriptions, i, s)
        if (s->seen <= day && (start == DAY_NONE || s->start < start))
            start = s->start;
    return start > day ? DAY_NONE : start;
}

int32_t subscription_term_end(const struct book_subscription *s, int32_t day)
{
    int terms = (day_month(day) - day_month(s->start)) / s->term_months;
    int32_t end;

    /* In the month of an anniversary its day may still be to come. */
    terms -= terms > 0;
    do
        end = day_add_months(s->start, ++terms * s->term_months);
    while (end <= day);
    return end;
}

int32_t renewal_after(const struct factbook *book, size_t i, int32_t day)
{
    int32_t first = DAY_NONE;

    BOOK_EACH (&book->subscriptions, i, s) {
        if (!subscription_is_live(s, day, day))
            continue;
        int32_t end = subscription_term_end(s, day);
        first = first == DAY_NONE || end < first ? end : first;
    }
    return first;
}

double gross_margin_pct_of(const struct book_account *a, const struct context *context)
{
    return isnan(a->gross_margin_pct) ? context->default_gross_margin_pct : a->gross_margin_pct;
}

/* At the portfolio's own rate. */
static double months_by_churn(const struct context *context, int months)
{
    double of_month = (1 - context->monthly_churn) / pow(1 + context->discount_pct / 100, 1.0 / 12);
    double worth = 1, sum = 0;

    for (int t = 1; t <= months; t++) {
        worth *= of_month;
        sum += worth;
    }
    return sum;
}

const struct stay_class *ltv_curve(const struct context *context, const struct stay_place *place)
{
    const struct stay_class *c =
        context->stay ? stay_class_of(context->stay, place->term_months) : NULL;

    return stay_is_known(c) ? c : NULL;
}

double ltv_months(const struct context *context, const struct stay_place *place, int months)
{
    const struct stay_class *c = ltv_curve(context, place);

    return c ? worth_until(c, place, context->discount_pct, months)
             : months_by_churn(context, months);
}

double ltv_cents(double mrr_cents, double margin_pct, double months)
{
    return mrr_cents == 0 ? 0 : mrr_cents * margin_pct / 100 * months;
}
