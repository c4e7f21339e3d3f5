#include "scoring/metric/grounds.h"

#include "scoring/metric/lifecycle.h"
#include "scoring/metric/revenue.h"

#include <assert.h>
#include <math.h>

void grounds_term(struct grounds *g, const char *label, double value, const char *unit)
{
    assert(g->n_terms < GROUND_TERMS_MAX);
    g->terms[g->n_terms++] = (struct ground_term){label, unit, value};
}

void grounds_window(struct grounds *g, int32_t to, int32_t days)
{
    g->to = to;
    g->from = to == DAY_NONE ? DAY_NONE : to - days + 1;
}

void grounds_live(const struct metric_call *call, size_t i, int32_t day, struct grounds *g)
{
    BOOK_EACH (&call->book->subscriptions, i, s)
        if (subscription_is_live(s, day, call->context->day))
            GROUND_USE(g, GROUND_SUBSCRIPTION, &call->book->subscriptions, i, s);
}

void grounds_seats(const struct metric_call *call, size_t i, struct grounds *g)
{
    const struct factbook *b = call->book;
    int32_t day = call->context->day;

    BOOK_EACH (&b->subscriptions, i, s)
        if (subscription_is_live(s, day, day) && !isnan(s->seats))
            GROUND_USE(g, GROUND_SUBSCRIPTION, &b->subscriptions, i, s);
    grounds_term(g, isnan(seats_on(b, i, day, day)) ? "Seats of the account" : "Seats subscribed",
                 seats_now(b, i, day), "count");
}

void grounds_since(const struct metric_call *call, size_t i, struct grounds *g)
{
    const struct factbook *b = call->book;
    int32_t day = call->context->day, since = customer_since(b, i, day);

    BOOK_EACH (&b->subscriptions, i, s)
        if (s->seen <= day && s->start == since && since != b->accounts[i].start)
            GROUND_USE(g, GROUND_SUBSCRIPTION, &b->subscriptions, i, s);
}

/* Room for one mark for each of the account's facts. */
static void make_room(const struct factbook *b, size_t i, struct arena *arena, struct grounds *g)
{
    const size_t *const firsts[GROUND_KINDS] = {
        [GROUND_SUBSCRIPTION] = b->subscriptions.first,
        [GROUND_CHURN] = b->churns.first,
        [GROUND_INVOICE] = b->invoices.first,
        [GROUND_TICKET] = b->tickets.first,
        [GROUND_CONTACT] = b->contacts.first,
        [GROUND_INTERACTION] = b->interactions.first,
        [GROUND_ASSESSMENT] = b->assessments.first,
        [GROUND_GOAL] = b->goals.first,
        [GROUND_MEASUREMENT] = b->measurements.first,
        [GROUND_TOUCH] = b->touches.first,
        [GROUND_ADVOCACY] = b->advocacy.first,
        [GROUND_OPPORTUNITY] = b->opportunities.first,
        [GROUND_RESPONSE] = b->responses.first,
        [GROUND_CELL] = b->cells.first,
        [GROUND_USER] = b->users.first,
    };

    for (int kind = 0; kind < GROUND_KINDS; kind++) {
        g->n[kind] = firsts[kind][i + 1] - firsts[kind][i];
        g->is_used[kind] = ARENA_ARRAY(arena, g->n[kind], bool);
    }
}

void metric_grounds(const struct metric *m, const struct factbook *book,
                    const struct context *context, size_t i, struct arena *arena,
                    struct grounds *ret)
{
    struct metric_call call = metric_call_of(book, context, arena);

    call.arg = m->arg;
    *ret = (struct grounds){.from = DAY_NONE, .to = DAY_NONE};
    make_room(book, i, arena, ret);
    m->grounds(&call, i, ret);
}
