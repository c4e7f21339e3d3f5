/* lifecycle.h: whether an account was a customer on a day.
 *
 * What customers pay for decides; records of leaving decide only where no subscription is known:
 *
 *  1. Left, if the account's own churn day has come and neither a subscription that started later
 *     nor a later reactivation says otherwise.
 *  2. If any subscription has started by then: a customer while one is live, else left. (A churn
 *     record beside a live subscription is a customer who announced or half left: it pays.)
 *  3. Without one: a prospect if it is marked so; absent before its start day (without a start day,
 *     before Ripen first heard of it); left after a churn record that no reactivation follows, or
 * if it is marked churned; otherwise a customer.
 *
 * A customer marked as onboarding is shown as that. Customers are the portfolio: they stand in the
 * matrix or in "not yet known"; those who left and prospects are counted beside it.
 *
 * Threads: pure. */
#pragma once
#include "scoring/metric/factbook.h"

enum account_state {
    STATE_ABSENT, /* not there yet */
    STATE_PROSPECT,
    STATE_ONBOARDING,
    STATE_ACTIVE,
    STATE_LEFT,
    STATES,
};
extern const char *const account_state_names[]; /* absent prospect onboarding active churned NULL */

/* The state of account i on `day`, by what is known on known_day (≥ day). */
enum account_state lifecycle_on(const struct factbook *book, size_t i, int32_t day,
                                int32_t known_day);
static inline bool state_is_customer(enum account_state state)
{
    return state == STATE_ONBOARDING || state == STATE_ACTIVE;
}
/* Is a subscription running on `day`, by what is known on known_day? An end that lies in the future
 * is not known yet. */
static inline bool subscription_is_live(const struct book_subscription *s, int32_t day,
                                        int32_t known_day)
{
    return s->seen <= known_day && s->start <= day && (s->ended == DAY_NONE || s->ended > day);
}
