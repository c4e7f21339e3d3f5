#include "scoring/metric/metric_own.h"

#include "base/str.h"
#include "scoring/metric/book_sum.h"

#include <math.h>
#include <stdlib.h>

/* What came together in a window. */
struct tally {
    double n, base;
    double sum, n_values; /* of the field, and of how many of the n that have one */
    int32_t last;
    bool is_foreign;
};

struct own_days own_window(const struct own_plan *p, int32_t through, int windows_before)
{
    struct own_days d = {.from = DAY_NONE, .to = through};

    if (p->window_days) {
        d.to = through - windows_before * p->window_days;
        d.from = d.to - p->window_days;
    }
    return d;
}

bool own_is_within(const struct own_facts *facts, const struct own_fact *f,
                   const struct own_days *d, int32_t day)
{
    bool has_date = f->day != DAY_NONE || (facts->plan->window_days == 0 && !facts->plan->day);

    return f->seen <= day && has_date && f->day <= d->to &&
           (f->day > d->from || d->from == DAY_NONE);
}

static struct tally tally_facts(const struct metric_call *call, const struct own_facts *facts,
                                size_t i, const struct own_days *days)
{
    int32_t day = call->context->day;
    struct tally t = {.last = DAY_NONE};
    bool is_in, is_base;

    BOOK_EACH (&facts->list, i, f) {
        if (!own_is_within(facts, f, days, day))
            continue;
        own_fact_state(facts, f, day, &is_in, &is_base);
        t.base += is_base;
        if (!is_in || !is_base)
            continue;
        t.n++;
        t.last = f->day > t.last ? f->day : t.last;
        if (isnan(f->value) || f->value_from > day)
            continue;
        t.sum += f->value;
        t.n_values++;
        t.is_foreign |= f->is_foreign;
    }
    return t;
}

static int compare_doubles(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double count_distinct(double *values, size_t n)
{
    double distinct = 0;

    if (n)
        qsort(values, n, sizeof(*values), compare_doubles);
    for (size_t k = 0; k < n; k++)
        distinct += k == 0 || values[k] != values[k - 1];
    return distinct;
}

static double distinct_values(const struct metric_call *call, const struct own_facts *facts,
                              size_t i, const struct own_days *days)
{
    size_t most = facts->list.first[i + 1] - facts->list.first[i], n = 0;
    double *values = mem_alloc(mem_product(most + 1, sizeof(double)));
    int32_t day = call->context->day;
    bool is_in, is_base;

    BOOK_EACH (&facts->list, i, f) {
        if (!own_is_within(facts, f, days, day) || isnan(f->value) || f->value_from > day)
            continue;
        own_fact_state(facts, f, day, &is_in, &is_base);
        if (is_in)
            values[n++] = f->value;
    }
    double distinct = count_distinct(values, n);
    mem_free(values);
    return distinct;
}

static struct tally tally_usage(const struct metric_call *call, const struct own_facts *facts,
                                size_t i, const struct own_days *days)
{
    const struct book_cell *cell = book_cell_from(call->book, i, days->from + 1);
    const struct book_cell *end = book_cell_from(call->book, i, days->to + 1);
    struct tally t = {.last = DAY_NONE};

    for (; cell < end; cell++) {
        if (cell->event == UINT32_MAX)
            continue;
        bool is_base = facts->is_event_base[cell->event];
        bool is_in = is_base && facts->is_event_in[cell->event];
        t.base += is_base ? cell->count : 0;
        t.n += is_in ? cell->count : 0;
        t.last = is_in ? cell->day : t.last;
    }
    return t;
}

static struct tally tally_sums(const struct metric_call *call, const struct own_facts *facts,
                               size_t i, const struct own_days *days)
{
    const struct book_sums *sums = call->book->sums;
    struct tally t = tally_usage(call, facts, i, days);
    struct book_total total = {0};

    for (size_t k = 0; k < sums->n; k++)
        if (facts->is_sum_in[k])
            book_sums_add(sums, i, k, days->from, days->to, &total);
    t.sum = usage_amount_value(total.sum);
    t.n_values = total.count;
    /* Before it was added up, nobody knows; and of events without such a number there is no sum. */
    if (days->from + 1 < facts->sums_since || (t.n > 0 && t.n_values == 0))
        t.sum = NAN;
    return t;
}

/* Different product users; who they are is kept by month, on which days by bits. */
static double distinct_users(const struct metric_call *call, size_t i, const struct own_days *days)
{
    const struct factbook *b = call->book;
    size_t most = b->users.first[i + 1] - b->users.first[i], n = 0;
    double *values = mem_alloc(mem_product(most + 1, sizeof(double)));

    BOOK_EACH (&b->users, i, u)
        if (u->days & book_days_mask(u->month, days->from + 1, days->to))
            values[n++] = (double)u->user;
    double distinct = count_distinct(values, n);
    mem_free(values);
    return distinct;
}

static double distinct_usage(const struct metric_call *call, const struct own_facts *facts,
                             size_t i, const struct own_days *days)
{
    const struct book_cell *cell = book_cell_from(call->book, i, days->from + 1);
    const struct book_cell *end = book_cell_from(call->book, i, days->to + 1);
    bool is_by_day = str_eq(facts->plan->def.field, "day");
    size_t n = 0;

    if (str_eq(facts->plan->def.field, "user"))
        return distinct_users(call, i, days);
    double *values = mem_alloc(mem_product((size_t)(end - cell) + 1, sizeof(double)));
    for (; cell < end; cell++)
        if (cell->event != UINT32_MAX && facts->is_event_in[cell->event])
            values[n++] = is_by_day ? (double)cell->day : (double)cell->event;
    double distinct = count_distinct(values, n);
    mem_free(values);
    return distinct;
}

bool own_is_known(const struct metric_call *call, const struct own_facts *facts, size_t i)
{
    const struct own_plan *p = facts->plan;

    if (call->context->through[p->feed] == DAY_NONE)
        return false;
    if (p->is_usage)
        return call->usage[i].last_use != DAY_NONE;
    return p->feed != FEED_NONE || facts->known_from[i] <= call->context->day;
}

static struct tally tally_of(const struct metric_call *call, const struct own_facts *facts,
                             size_t i, const struct own_days *days)
{
    if (facts->plan->property)
        return tally_sums(call, facts, i, days);
    return facts->plan->is_usage ? tally_usage(call, facts, i, days)
                                 : tally_facts(call, facts, i, days);
}

static double summed(const struct own_plan *p, const struct tally *t)
{
    if (t->is_foreign)
        return NAN;
    return p->value || p->property ? t->sum : t->n;
}

double metric_own(const struct metric_call *call, size_t i)
{
    const struct own_facts *facts = &call->book->own[call->arg];
    const struct own_plan *p = facts->plan;
    int32_t through = call->context->through[p->feed];

    if (!own_is_known(call, facts, i))
        return NAN;
    const struct own_days days = own_window(p, through, 0), before = own_window(p, through, 1);
    if (p->function == OWN_DISTINCT)
        return p->is_usage ? distinct_usage(call, facts, i, &days)
                           : distinct_values(call, facts, i, &days);
    const struct tally t = tally_of(call, facts, i, &days);
    switch (p->function) {
    case OWN_SUM: return summed(p, &t);
    case OWN_MEAN: return t.n_values > 0 ? summed(p, &t) / t.n_values : NAN;
    case OWN_RATIO: return t.base > 0 ? 100 * t.n / t.base : NAN;
    case OWN_DAYS_SINCE: return t.last == DAY_NONE ? NAN : through - t.last;
    case OWN_TREND: {
        const struct tally b = tally_of(call, facts, i, &before);
        double was = summed(p, &b);
        return was > 0 ? 100 * (summed(p, &t) / was - 1) : NAN;
    }
    default: return t.n;
    }
}
