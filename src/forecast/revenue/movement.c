#include "forecast/revenue/movement.h"

#include "json/field.h"
#include "scoring/metric/revenue.h"

#include <math.h>

#define YEAR_MONTHS 12
#define PER_CENT    100

const char *const movement_names[] = {
    "", "new", "reactivation", "expansion", "contraction", "churn", "unknown", NULL};

static int64_t arr_on(const struct factbook *book, size_t i, int32_t day, int32_t known)
{
    double mrr = mrr_cents_on(book, i, day, known);

    if (!isnan(mrr))
        return llround(YEAR_MONTHS * mrr);
    /* Before the first subscription, unless one in another currency is why. */
    BOOK_EACH (&book->subscriptions, i, s)
        if (subscription_is_live(s, day, known))
            return I64_NONE;
    return 0;
}

struct stand stand_on(const struct factbook *book, size_t i, int32_t day, int32_t known)
{
    enum account_state state = lifecycle_on(book, i, day, known);

    return (struct stand){state, state_is_customer(state) ? arr_on(book, i, day, known) : 0};
}

bool has_paid_by(const struct factbook *book, size_t i, int32_t day, int32_t known)
{
    BOOK_EACH (&book->subscriptions, i, s)
        if (s->seen <= known && s->start <= day && (s->ended == DAY_NONE || s->ended > s->start) &&
            (isnan(s->mrr_cents) || s->mrr_cents > 0))
            return true;
    return false;
}

struct movement movement_between(const struct stand *before, const struct stand *after,
                                 bool has_paid_before)
{
    int64_t was = before->arr_cents, is = after->arr_cents;
    bool is_untold = was == I64_NONE || is == I64_NONE;

    if (was == I64_NONE)
        was = 0;
    if (is == I64_NONE)
        is = 0;
    if (is == was)
        return (struct movement){MOVED_NOT, 0};
    if (is_untold)
        return (struct movement){MOVED_UNKNOWN, is - was};
    if (was == 0)
        return (struct movement){has_paid_before ? MOVED_REACTIVATION : MOVED_NEW, is};
    if (is == 0)
        return (struct movement){MOVED_CHURN, -was};
    return (struct movement){is > was ? MOVED_EXPANSION : MOVED_CONTRACTION, is - was};
}

void kept_revenue_add(struct kept_revenue *sum, const struct stand *before,
                      const struct stand *after)
{
    if (!state_is_customer(before->state))
        return;
    sum->customers++;
    sum->lost += !state_is_customer(after->state);
    /* Who paid nothing and now does is new money, as in movement_between. */
    if (before->arr_cents == I64_NONE || after->arr_cents == I64_NONE || before->arr_cents == 0)
        return;
    int64_t change = after->arr_cents - before->arr_cents;
    sum->start_cents += before->arr_cents;
    if (change > 0)
        sum->expansion_cents += change;
    else if (after->arr_cents > 0)
        sum->contraction_cents -= change;
    else
        sum->churn_cents -= change;
}

static double share_pct(int64_t part, int64_t whole)
{
    return whole > 0 ? PER_CENT * (double)part / (double)whole : NAN;
}

double gross_retention_pct(const struct kept_revenue *s)
{
    return share_pct(s->start_cents - s->contraction_cents - s->churn_cents, s->start_cents);
}

double net_retention_pct(const struct kept_revenue *s)
{
    return share_pct(s->start_cents + s->expansion_cents - s->contraction_cents - s->churn_cents,
                     s->start_cents);
}
