/* revenue.h: what a customer's subscriptions come to on a day.
 *
 * Threads: pure. Units: cents; NaN if missing. `known` is the day whose knowledge counts, at or
 * after `day`. */
#pragma once
#include "scoring/metric/context.h"
#include "scoring/metric/factbook.h"

/* Monthly recurring revenue: Σ amount ÷ months of its interval over the subscriptions live that
 * day. 0 when there were some but none is live; missing before the first, and if one is in another
 * currency. ARR is 12 times that. */
double mrr_cents_on(const struct factbook *book, size_t i, int32_t day, int32_t known);
/* Seats of the subscriptions live that day; missing if none says. */
double seats_on(const struct factbook *book, size_t i, int32_t day, int32_t known);
/* The same, or else the account's own number of seats. */
double seats_now(const struct factbook *book, size_t i, int32_t day);
/* The account's start day, or its first subscription if that was earlier; DAY_NONE if neither has
 * come by the day. */
int32_t customer_since(const struct factbook *book, size_t i, int32_t day);
/* The first day after `day` on which a term of the subscription ends, counted from its start. */
int32_t subscription_term_end(const struct book_subscription *s, int32_t day);
/* The next day on which a live subscription comes to the end of a term, counted from its start (an
 * end in the future is not known yet); DAY_NONE without a live one. */
int32_t renewal_after(const struct factbook *book, size_t i, int32_t day);

/* The account's gross margin, or the organisation's default, as a share. */
double gross_margin_pct_of(const struct book_account *a, const struct context *context);
/* How many months of gross margin are still to be had of a customer within so many months: Σ of the
 * chance that it is there × discount, by the curve of its contract (retention/worth.h). Where too
 * few came to a renewal for one: Σ over months t = 1 … n of (1 − monthly churn)^t ÷ (1 +
 * discount)^(t ÷ 12), the same for everybody. NaN if neither is known. */
double ltv_months(const struct context *context, const struct stay_place *place, int months);
/* Which of the two: the curve, or NULL. */
const struct stay_class *ltv_curve(const struct context *context, const struct stay_place *place);
/* What it pays now is taken to stay as it is; who pays nothing is worth nothing. */
double ltv_cents(double mrr_cents, double margin_pct, double months);
