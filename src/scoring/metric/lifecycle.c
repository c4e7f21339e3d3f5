#include "scoring/metric/lifecycle.h"

const char *const account_state_names[] = {"absent", "prospect", "onboarding",
                                           "active", "churned",  NULL};

/* The latest of each by a day; DAY_NONE, which is before every day, if there is none. */
struct traces {
    int32_t subscribed, left, back;
    bool is_live;
};

static int32_t later(int32_t a, int32_t b)
{
    return a > b ? a : b;
}

static struct traces traces_of(const struct factbook *book, size_t i, int32_t day,
                               int32_t known_day)
{
    struct traces t = {DAY_NONE, DAY_NONE, DAY_NONE, false};

    BOOK_EACH (&book->subscriptions, i, s) {
        if (s->seen > known_day || s->start > day)
            continue;
        t.subscribed = later(t.subscribed, s->start);
        t.is_live |= subscription_is_live(s, day, known_day);
    }
    BOOK_EACH (&book->churns, i, c) {
        if (c->seen > known_day || c->day > day)
            continue;
        if (c->is_reactivation)
            t.back = later(t.back, c->day);
        else
            t.left = later(t.left, c->day);
    }
    return t;
}

static enum account_state without_subscription(const struct book_account *a, const struct traces *t,
                                               int32_t day)
{
    int32_t start = a->start == DAY_NONE ? a->created : a->start;

    if (a->lifecycle == BOOK_PROSPECT)
        return STATE_PROSPECT;
    if (start > day)
        return STATE_ABSENT;
    if (t->left != DAY_NONE && t->left >= t->back)
        return STATE_LEFT;
    if (a->lifecycle == BOOK_CHURNED && a->churned == DAY_NONE && t->back == DAY_NONE)
        return STATE_LEFT;
    return STATE_ACTIVE;
}

enum account_state lifecycle_on(const struct factbook *book, size_t i, int32_t day,
                                int32_t known_day)
{
    const struct book_account *a = &book->accounts[i];
    struct traces t = traces_of(book, i, day, known_day);
    enum account_state state = STATE_ACTIVE;

    if (a->churned != DAY_NONE && a->churned <= day && a->churned >= later(t.subscribed, t.back))
        return STATE_LEFT;
    if (t.subscribed == DAY_NONE)
        state = without_subscription(a, &t, day);
    else if (!t.is_live)
        state = STATE_LEFT;
    return state == STATE_ACTIVE && a->lifecycle == BOOK_ONBOARDING ? STATE_ONBOARDING : state;
}
