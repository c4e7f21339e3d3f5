#include "scoring/metric/people.h"

#include <math.h>

#define EXECUTIVE (ROLE_BIT_DECIDES | ROLE_BIT_SPONSOR)

struct marks marks_new(size_t n)
{
    return (struct marks){mem_zalloc(n + 1)};
}

bool marks_set(struct marks *m, size_t k)
{
    bool is_new = !m->is_set[k];

    m->is_set[k] = true;
    return is_new;
}

void marks_done(struct marks *m)
{
    mem_free(m->is_set);
}

/* Did the interaction happen by `through`, and is it known on the day asked for? */
static bool has_happened(const struct metric_call *call, const struct book_interaction *x)
{
    return x->seen <= call->context->day && x->day <= call->context->through[FEED_INTERACTIONS];
}

static bool is_in_window(const struct metric_call *call, const struct book_interaction *x)
{
    return has_happened(call, x) &&
           x->day > call->context->through[FEED_INTERACTIONS] - PEOPLE_WINDOW_DAYS;
}

static bool is_talked_to(const struct metric_call *call, size_t i)
{
    BOOK_EACH (&call->book->interactions, i, x)
        if (has_happened(call, x))
            return true;
    return false;
}

/* A contact counts from the day it is known, whoever named it before. */
static bool is_known(const struct metric_call *call, size_t person)
{
    return call->book->contacts.items[person].seen <= call->context->day;
}

static bool is_counted(const struct metric_call *call, size_t person, bool is_by_group)
{
    return is_known(call, person) &&
           (!is_by_group || call->book->contacts.items[person].stakeholder_group >= 0);
}

double people_engaged(const struct metric_call *call, size_t i, bool is_by_group)
{
    const struct factbook *b = call->book;
    size_t first = b->contacts.first[i], n_contacts = b->contacts.first[i + 1] - first;
    double n = 0;

    if (!is_talked_to(call, i))
        return NAN;
    struct marks marks = marks_new(is_by_group ? b->n_groups : n_contacts);
    BOOK_EACH (&b->interactions, i, x) {
        for (size_t p = 0; p < x->n_people && x->is_two_way && is_in_window(call, x); p++) {
            size_t person = b->people.items[x->first_person + p];
            if (!is_counted(call, person, is_by_group))
                continue;
            n += is_by_group
                     ? marks_set(&marks, (size_t)b->contacts.items[person].stakeholder_group)
                     : marks_set(&marks, person - first);
        }
    }
    marks_done(&marks);
    return n;
}

static bool is_executive_person(const struct metric_call *call, size_t person)
{
    return is_known(call, person) && (call->book->contacts.items[person].roles & EXECUTIVE);
}

static bool has_executive(const struct metric_call *call, const struct book_interaction *x)
{
    for (size_t p = 0; p < x->n_people; p++)
        if (is_executive_person(call, call->book->people.items[x->first_person + p]))
            return true;
    return false;
}

double people_days_since(const struct metric_call *call, size_t i, bool is_executive)
{
    int32_t last = DAY_NONE;

    BOOK_EACH (&call->book->interactions, i, x)
        if (x->is_two_way && x->day > last && has_happened(call, x) &&
            (!is_executive || has_executive(call, x)))
            last = x->day;
    return last == DAY_NONE ? NAN : call->context->through[FEED_INTERACTIONS] - last;
}

double people_sentiment(const struct metric_call *call, size_t i)
{
    double sum = 0, n = 0;

    BOOK_EACH (&call->book->interactions, i, x) {
        if (isnan(x->sentiment) || !is_in_window(call, x))
            continue;
        sum += x->sentiment;
        n++;
    }
    return n > 0 ? sum / n : NAN;
}

/* Marks the people of an interaction that are counted, and says whether there are any. */
static bool mark_people(const struct metric_call *call, size_t i, const struct book_interaction *x,
                        bool is_by_group, struct grounds *g)
{
    const struct factbook *b = call->book;
    bool is_any = false;

    for (size_t p = 0; p < x->n_people; p++) {
        size_t person = b->people.items[x->first_person + p];
        if (!is_counted(call, person, is_by_group))
            continue;
        g->is_used[GROUND_CONTACT][person - b->contacts.first[i]] = true;
        is_any = true;
    }
    return is_any;
}

/* The last one there was, which shows that interactions are noted at all. */
static void mark_last(const struct metric_call *call, size_t i, struct grounds *g)
{
    const struct book_interaction *last = NULL;

    BOOK_EACH (&call->book->interactions, i, x)
        if (has_happened(call, x) && (!last || x->day > last->day))
            last = x;
    if (last)
        GROUND_USE(g, GROUND_INTERACTION, &call->book->interactions, i, last);
}

void people_ground_engaged(const struct metric_call *call, size_t i, bool is_by_group,
                           struct grounds *g)
{
    const struct factbook *b = call->book;
    bool is_any = false;

    grounds_window(g, call->context->through[FEED_INTERACTIONS], PEOPLE_WINDOW_DAYS);
    BOOK_EACH (&b->interactions, i, x) {
        if (!x->is_two_way || !is_in_window(call, x) || !mark_people(call, i, x, is_by_group, g))
            continue;
        GROUND_USE(g, GROUND_INTERACTION, &b->interactions, i, x);
        is_any = true;
    }
    if (!is_any)
        mark_last(call, i, g);
}

void people_ground_days_since(const struct metric_call *call, size_t i, bool is_executive,
                              struct grounds *g)
{
    const struct factbook *b = call->book;
    double days = people_days_since(call, i, is_executive);

    if (isnan(days))
        return;
    g->to = call->context->through[FEED_INTERACTIONS];
    g->from = g->to - (int32_t)days;
    BOOK_EACH (&b->interactions, i, x) {
        if (!x->is_two_way || x->day != g->from || !has_happened(call, x) ||
            (is_executive && !has_executive(call, x)))
            continue;
        GROUND_USE(g, GROUND_INTERACTION, &b->interactions, i, x);
        for (size_t p = 0; is_executive && p < x->n_people; p++) {
            size_t person = b->people.items[x->first_person + p];
            if (is_executive_person(call, person))
                g->is_used[GROUND_CONTACT][person - b->contacts.first[i]] = true;
        }
    }
}

void people_ground_sentiment(const struct metric_call *call, size_t i, struct grounds *g)
{
    double n = 0;

    grounds_window(g, call->context->through[FEED_INTERACTIONS], PEOPLE_WINDOW_DAYS);
    BOOK_EACH (&call->book->interactions, i, x) {
        if (isnan(x->sentiment) || !is_in_window(call, x))
            continue;
        GROUND_USE(g, GROUND_INTERACTION, &call->book->interactions, i, x);
        n++;
    }
    grounds_term(g, "Interactions with a sentiment", n, "count");
}
