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
            int32_t group = b->contacts.items[person].stakeholder_group;
            if (!is_by_group)
                n += marks_set(&marks, person - first);
            else if (group >= 0)
                n += marks_set(&marks, (size_t)group);
        }
    }
    marks_done(&marks);
    return n;
}

static bool has_executive(const struct factbook *b, const struct book_interaction *x)
{
    for (size_t p = 0; p < x->n_people; p++)
        if (b->contacts.items[b->people.items[x->first_person + p]].roles & EXECUTIVE)
            return true;
    return false;
}

double people_days_since(const struct metric_call *call, size_t i, bool is_executive)
{
    int32_t last = DAY_NONE;

    BOOK_EACH (&call->book->interactions, i, x)
        if (x->is_two_way && x->day > last && has_happened(call, x) &&
            (!is_executive || has_executive(call->book, x)))
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
