/* movement.h: what one account paid on a day, and how that moved between two days.
 *
 * The ARR of an account on a day is that of the subscriptions live then, if it is a customer; whole
 * cents, so that sums of movements are exact. It is 0 before the first subscription and after the
 * last. In a currency that is not the organisation's it cannot be told.
 *
 * Threads: pure. Units: cents a year; I64_NONE cannot be told. `known` is the day whose knowledge
 * counts, at or after the days asked for. */
#pragma once
#include "scoring/metric/lifecycle.h"

struct stand {
    enum account_state state;
    int64_t arr_cents;
};
struct stand stand_on(const struct factbook *book, size_t i, int32_t day, int32_t known);
/* Had it ever paid before the day, or on it? */
bool has_paid_by(const struct factbook *book, size_t i, int32_t day, int32_t known);

enum movement_kind {
    MOVED_NOT,
    MOVED_NEW,          /* pays for the first time */
    MOVED_REACTIVATION, /* pays again */
    MOVED_EXPANSION,
    MOVED_CONTRACTION,
    MOVED_CHURN,  /* pays nothing any more */
    MOVED_UNKNOWN /* can be told on one of the days only */
};
extern const char *const movement_names[]; /* by kind: "" new reactivation … unknown NULL */

struct movement {
    enum movement_kind kind;
    int64_t change_cents; /* signed; what cannot be told counts as 0 */
};
struct movement movement_between(const struct stand *before, const struct stand *after,
                                 bool has_paid_before);

/* What became of those who were there at the start. */
struct kept_revenue {
    int64_t start_cents, expansion_cents, contraction_cents, churn_cents;
    int64_t customers, lost;
};
void kept_revenue_add(struct kept_revenue *sum, const struct stand *before,
                      const struct stand *after);
/* (start − contraction − churn) ÷ start and (start + expansion − contraction − churn) ÷ start, over
 * the accounts whose ARR can be told on both days, in per cent; NaN without any at the start. */
double gross_retention_pct(const struct kept_revenue *sum);
double net_retention_pct(const struct kept_revenue *sum);
