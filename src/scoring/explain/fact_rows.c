/* The rows behind a number, as they were known: what came later is taken out of them. */
#include "facts/kind/kind_store.h"
#include "scoring/explain/metric_facts.h"

#include <stdlib.h>

struct ref {
    int64_t id;
    int32_t day;
};

/* One kind: where its rows go in struct metric_facts, and what hides what came after a day. */
struct listing {
    enum ground_kind ground;
    const struct kind *kind;
    size_t rows, n; /* offsets */
    enum feed feed; /* the end of which is the last day that counts */
    void (*hide)(void *row, int32_t day);
};

static void hide_day(int32_t *at, int32_t day)
{
    *at = *at > day ? DAY_NONE : *at;
}

static void hide_time(int64_t *at, int32_t day)
{
    *at = *at >= time_of_day_start(day + 1) ? TIME_NONE : *at;
}

static void hide_subscription(void *row, int32_t day)
{
    hide_day(&((struct subscription *)row)->ended, day);
}

static void hide_invoice(void *row, int32_t day)
{
    hide_day(&((struct invoice *)row)->paid, day);
}

/* The rating comes with the solution; how often a ticket came back has no day, so it is told only
 * of one that had come to its end. */
static void hide_ticket(void *row, int32_t day)
{
    struct ticket *t = row;
    int64_t closed = t->closed;

    hide_time(&t->first_response, day);
    hide_time(&t->understood, day);
    hide_time(&t->solved, day);
    hide_time(&t->closed, day);
    hide_time(&t->escalated, day);
    if (t->solved == TIME_NONE && t->closed == TIME_NONE)
        t->satisfaction = I64_NONE;
    if (t->closed == TIME_NONE || closed != t->closed)
        t->reopened_count = I64_NONE;
}

static void hide_contact(void *row, int32_t day)
{
    hide_day(&((struct contact *)row)->left_day, day);
}

static void hide_goal(void *row, int32_t day)
{
    hide_day(&((struct goal *)row)->met, day);
}

static void hide_touch(void *row, int32_t day)
{
    struct campaign_touch *t = row;

    hide_time(&t->opened, day);
    hide_time(&t->clicked, day);
    hide_time(&t->unsubscribed, day);
}

/* Until it is closed nobody knows whether it is won. */
static void hide_opportunity(void *row, int32_t day)
{
    struct opportunity *o = row;

    if (o->closed == DAY_NONE || o->closed <= day)
        return;
    o->closed = DAY_NONE;
    o->is_won = false;
    o->stage = NULL;
}

static void hide_response(void *row, int32_t day)
{
    struct response *r = row;

    hide_time(&r->reminded, day);
    hide_time(&r->answered, day);
    if (r->answered != TIME_NONE)
        return;
    r->score = NAN;
    r->answers = NULL;
    r->comment = r->language = NULL;
}

static void hide_nothing(void *row __attribute__((unused)), int32_t day __attribute__((unused)))
{
}

#define LISTING(ground, of, m, ...)                           \
    {                                                         \
        ground, &of##_kind, offsetof(struct metric_facts, m), \
            offsetof(struct metric_facts, n_##m), __VA_ARGS__ \
    }

static const struct listing listings[] = {
    LISTING(GROUND_SUBSCRIPTION, subscription, subscriptions, FEED_NONE, hide_subscription),
    LISTING(GROUND_CHURN, churn, churns, FEED_NONE, hide_nothing),
    LISTING(GROUND_INVOICE, invoice, invoices, FEED_INVOICES, hide_invoice),
    LISTING(GROUND_TICKET, ticket, tickets, FEED_TICKETS, hide_ticket),
    LISTING(GROUND_CONTACT, contact, contacts, FEED_NONE, hide_contact),
    LISTING(GROUND_INTERACTION, interaction, interactions, FEED_INTERACTIONS, hide_nothing),
    LISTING(GROUND_ASSESSMENT, assessment, assessments, FEED_NONE, hide_nothing),
    LISTING(GROUND_GOAL, goal, goals, FEED_NONE, hide_goal),
    LISTING(GROUND_MEASUREMENT, measurement, measurements, FEED_NONE, hide_nothing),
    LISTING(GROUND_TOUCH, campaign_touch, campaign_touches, FEED_TOUCHES, hide_touch),
    LISTING(GROUND_ADVOCACY, advocacy, advocacy, FEED_ADVOCACY, hide_nothing),
    LISTING(GROUND_OPPORTUNITY, opportunity, opportunities, FEED_OPPORTUNITIES, hide_opportunity),
    LISTING(GROUND_RESPONSE, response, responses, FEED_NONE, hide_response),
};

/* The marked ones of a list of the book, which holds one account. */
#define ADD_REFS(list)                                                               \
    do {                                                                             \
        for (size_t k = 0; k < (list)->n; k++)                                       \
            if (is_used[k])                                                          \
                ret[n++] = (struct ref){(list)->items[k].id, (list)->items[k].seen}; \
    } while (0)

static size_t refs_of(const struct factbook *b, enum ground_kind kind, const bool *is_used,
                      struct ref *ret)
{
    size_t n = 0;

    switch (kind) {
    case GROUND_SUBSCRIPTION: ADD_REFS(&b->subscriptions); break;
    case GROUND_CHURN: ADD_REFS(&b->churns); break;
    case GROUND_INVOICE: ADD_REFS(&b->invoices); break;
    case GROUND_TICKET: ADD_REFS(&b->tickets); break;
    case GROUND_CONTACT: ADD_REFS(&b->contacts); break;
    case GROUND_INTERACTION: ADD_REFS(&b->interactions); break;
    case GROUND_ASSESSMENT: ADD_REFS(&b->assessments); break;
    case GROUND_GOAL: ADD_REFS(&b->goals); break;
    case GROUND_MEASUREMENT: ADD_REFS(&b->measurements); break;
    case GROUND_TOUCH: ADD_REFS(&b->touches); break;
    case GROUND_ADVOCACY: ADD_REFS(&b->advocacy); break;
    case GROUND_OPPORTUNITY: ADD_REFS(&b->opportunities); break;
    case GROUND_RESPONSE: ADD_REFS(&b->responses); break;
    default: break;
    }
    return n;
}

static int newest_first(const void *a, const void *b)
{
    const struct ref *x = a, *y = b;

    if (x->day != y->day)
        return x->day < y->day ? 1 : -1;
    return x->id < y->id ? 1 : -1;
}

static int list_rows(const struct fact_source *source, const struct listing *l,
                     struct metric_facts *ret, struct err *err)
{
    const struct grounds *g = source->grounds;
    struct arena *arena = source->request->arena;
    size_t size = l->kind->shape.size, *n = (size_t *)((char *)ret + l->n);
    struct ref *refs = ARENA_ARRAY(arena, g->n[l->ground], struct ref);
    size_t n_refs = refs_of(source->book, l->ground, g->is_used[l->ground], refs);
    int32_t day = source->context->through[l->feed];
    int rc = 0;

    ret->n_facts += (int64_t)n_refs;
    qsort(refs, n_refs, sizeof(*refs), newest_first);
    n_refs = n_refs < METRIC_FACTS_LISTED ? n_refs : METRIC_FACTS_LISTED;
    char *rows = arena_array(arena, n_refs, size);
    for (; rc >= 0 && *n < n_refs; (*n)++) {
        void *row = rows + *n * size;
        rc = kind_get_by_id(source->request->conn, l->kind, refs[*n].id, arena, row, err);
        if (rc >= 0)
            l->hide(row, day);
    }
    *(void **)((char *)ret + l->rows) = rows;
    return rc;
}

int metric_facts_rows(const struct fact_source *source, struct metric_facts *ret, struct err *err)
{
    int rc = 0;

    for (size_t k = 0; rc >= 0 && k < ARRAY_LEN(listings); k++)
        rc = list_rows(source, &listings[k], ret, err);
    return rc;
}
