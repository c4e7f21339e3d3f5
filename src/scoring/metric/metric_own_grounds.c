/* What a metric of the organisation's own rests on, marked in the lists of the book by their ids.
 */
#include "base/str.h"
#include "scoring/metric/book_sum.h"
#include "scoring/metric/grounds.h"
#include "scoring/metric/metric_own.h"

#define MARK(name, ground, list)                              \
    do {                                                      \
        if (str_eq(kind, name))                               \
            BOOK_EACH (&b->list, i, fact)                     \
                if (fact->id == id)                           \
                    GROUND_USE(g, ground, &b->list, i, fact); \
    } while (0)

static void mark(const struct factbook *b, size_t i, const char *kind, int64_t id,
                 struct grounds *g)
{
    MARK("subscription", GROUND_SUBSCRIPTION, subscriptions);
    MARK("churn", GROUND_CHURN, churns);
    MARK("invoice", GROUND_INVOICE, invoices);
    MARK("ticket", GROUND_TICKET, tickets);
    MARK("contact", GROUND_CONTACT, contacts);
    MARK("interaction", GROUND_INTERACTION, interactions);
    MARK("assessment", GROUND_ASSESSMENT, assessments);
    MARK("goal", GROUND_GOAL, goals);
    MARK("measurement", GROUND_MEASUREMENT, measurements);
    MARK("touch", GROUND_TOUCH, touches);
    MARK("advocacy", GROUND_ADVOCACY, advocacy);
    MARK("opportunity", GROUND_OPPORTUNITY, opportunities);
    MARK("response", GROUND_RESPONSE, responses);
}

/* How many numbers were added up. */
static double count_numbers(const struct metric_call *call, const struct own_facts *facts, size_t i,
                            const struct own_days *days)
{
    struct book_total total = {0};

    for (size_t k = 0; k < call->book->sums->n; k++)
        if (facts->is_sum_in[k])
            book_sums_add(call->book->sums, i, k, days->from, days->to, &total);
    return total.count;
}

/* Of a ratio also those that it is a share of. Returns how many count. */
static double mark_facts(const struct metric_call *call, const struct own_facts *facts, size_t i,
                         const struct own_days *days, struct grounds *g)
{
    const struct own_plan *p = facts->plan;
    int32_t day = call->context->day;
    bool is_in, is_base;
    double n = 0;

    BOOK_EACH (&facts->list, i, f) {
        if (!own_is_within(facts, f, days, day))
            continue;
        own_fact_state(facts, f, day, &is_in, &is_base);
        n += is_in && is_base;
        if (is_base && (is_in || p->function == OWN_RATIO))
            mark(call->book, i, p->kind->name, f->id, g);
    }
    return n;
}

static double mark_cells(const struct metric_call *call, const struct own_facts *facts, size_t i,
                         const struct own_days *days, struct grounds *g)
{
    const struct factbook *b = call->book;
    double n = 0;

    BOOK_EACH (&b->cells, i, cell) {
        if (cell->event == UINT32_MAX || cell->day <= days->from || cell->day > days->to)
            continue;
        bool is_base = facts->is_event_base[cell->event];
        bool is_in = is_base && facts->is_event_in[cell->event];
        n += is_in ? cell->count : 0;
        if (is_in || (is_base && facts->plan->function == OWN_RATIO))
            GROUND_USE(g, GROUND_CELL, &b->cells, i, cell);
    }
    return n;
}

static void mark_users(const struct metric_call *call, size_t i, const struct own_days *days,
                       struct grounds *g)
{
    const struct factbook *b = call->book;

    BOOK_EACH (&b->users, i, u)
        if (u->days & book_days_mask(u->month, days->from + 1, days->to))
            GROUND_USE(g, GROUND_USER, &b->users, i, u);
}

void metric_own_grounds(const struct metric_call *call, size_t i, struct grounds *g)
{
    const struct own_facts *facts = &call->book->own[call->arg];
    const struct own_plan *p = facts->plan;
    int32_t through = call->context->through[p->feed];
    int windows = p->function == OWN_TREND ? 2 : 1;

    if (!own_is_known(call, facts, i))
        return;
    struct own_days days = own_window(p, through, 0);
    if (p->window_days) {
        days.from = days.to - windows * p->window_days;
        grounds_window(g, through, windows * p->window_days);
    }
    bool is_of_users = p->is_usage && p->function == OWN_DISTINCT && str_eq(p->def.field, "user");
    if (is_of_users)
        mark_users(call, i, &days, g);
    else
        grounds_term(g, p->is_usage ? "Events that count" : "Facts that count",
                     p->is_usage ? mark_cells(call, facts, i, &days, g)
                                 : mark_facts(call, facts, i, &days, g),
                     "count");
    if (p->property)
        grounds_term(g, "Numbers among them", count_numbers(call, facts, i, &days), "count");
}
