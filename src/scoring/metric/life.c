#include "scoring/metric/life.h"

#include "base/day.h"
#include "scoring/metric/lifecycle.h"
#include "scoring/metric/revenue.h"

#include <math.h>

static void earlier(const struct factbook *book, size_t i, int32_t day, int32_t known,
                    int32_t *first)
{
    if (day != DAY_NONE && day <= known && (*first == DAY_NONE || day < *first) &&
        state_is_customer(lifecycle_on(book, i, day, known)))
        *first = day;
}

int32_t life_start(const struct factbook *book, size_t i, int32_t known)
{
    const struct book_account *a = &book->accounts[i];
    int32_t first = DAY_NONE;

    earlier(book, i, a->start == DAY_NONE ? a->created : a->start, known, &first);
    BOOK_EACH (&book->subscriptions, i, s)
        if (s->seen <= known)
            earlier(book, i, s->start, known, &first);
    return first;
}

static void earlier_left(const struct factbook *book, size_t i, int32_t day, int32_t known,
                         int32_t *first)
{
    if (day != DAY_NONE && day <= known && (*first == DAY_NONE || day < *first) &&
        lifecycle_on(book, i, day, known) == STATE_LEFT)
        *first = day;
}

int32_t life_end(const struct factbook *book, size_t i, int32_t start, int32_t known)
{
    int32_t first = DAY_NONE, churned = book->accounts[i].churned;

    if (churned > start)
        earlier_left(book, i, churned, known, &first);
    BOOK_EACH (&book->subscriptions, i, s)
        if (s->seen <= known && s->ended > start)
            earlier_left(book, i, s->ended, known, &first);
    BOOK_EACH (&book->churns, i, c)
        if (c->seen <= known && c->day > start)
            earlier_left(book, i, c->day, known, &first);
    return first;
}

static int32_t term_on(const struct factbook *book, size_t i, int32_t day, int32_t known)
{
    int32_t term = 0;

    BOOK_EACH (&book->subscriptions, i, s)
        if (subscription_is_live(s, day, known) && s->term_months > term)
            term = s->term_months;
    return term;
}

size_t lives_find(const struct factbook *book, const bool *is_in, int32_t known, struct life *ret,
                  size_t *ret_undated)
{
    size_t n = 0;

    *ret_undated = 0;
    for (size_t i = 0; i < book->n; i++) {
        if (is_in && !is_in[i])
            continue;
        int32_t start = life_start(book, i, known), end;
        if (start == DAY_NONE) {
            *ret_undated += lifecycle_on(book, i, known, known) == STATE_LEFT;
            continue;
        }
        end = life_end(book, i, start, known);
        ret[n++] = (struct life){(uint32_t)i, start, end,
                                 term_on(book, i, (end == DAY_NONE ? known : end) - 1, known)};
    }
    return n;
}

struct stay_place stay_place_of(const struct factbook *book, size_t i, int32_t day)
{
    struct stay_place p = {.renewal = DAY_NONE};
    int32_t start = life_start(book, i, day);

    BOOK_EACH (&book->subscriptions, i, s)
        if (subscription_is_live(s, day, day) && s->term_months > p.term_months) {
            p.term_months = s->term_months;
            p.renewal = subscription_term_end(s, day);
        }
    /* A contract that followed another is not the first renewal again: the age of the customer
     * counts. */
    if (p.term_months > 0 && start != DAY_NONE)
        p.next = (size_t)llround(months_between(start, p.renewal) / p.term_months);
    p.next = p.next < 1 ? 1 : p.next;
    if (p.term_months > 0)
        p.months_left = (int)ceil(months_between(day, p.renewal) - 1e-9);
    return p;
}

void book_stay_model(const struct factbook *book, int32_t day, struct arena *arena,
                     struct stay_model *ret)
{
    AUTO_STRUCT(arena) *work = arena_new();
    struct life *lives = ARENA_ARRAY(work, book->n, struct life);
    bool has_term[TERM_MONTHS_MAX + 1] = {false};
    struct lifetimes l;
    size_t undated, n = lives_find(book, NULL, day, lives, &undated);

    lifetimes_make(lives, n, day, DAY_NONE, work, &l);
    for (size_t k = 0; k < book->subscriptions.n; k++) {
        const struct book_subscription *s = &book->subscriptions.items[k];
        if (s->seen <= day && s->term_months <= TERM_MONTHS_MAX)
            has_term[s->term_months] = true;
    }
    stay_model_make(&l, has_term, day, arena, ret);
}
