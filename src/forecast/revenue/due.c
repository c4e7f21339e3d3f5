#include "forecast/revenue/due.h"

#include "base/day.h"
#include "json/field.h"

#include <math.h>
#include <stdlib.h>

#define YEAR_MONTHS 12

void due_list_done(struct due_list *list)
{
    vec_done(&list->dues);
    vec_done(&list->parts);
}

/* The number of the first term that ends after the day. */
static int first_term_after(const struct book_subscription *s, int32_t day)
{
    int terms = day < s->start ? 0 : (day_month(day) - day_month(s->start)) / s->term_months;

    terms -= terms > 0; /* in the month of an anniversary its day may be to come */
    do
        terms++;
    while (day_add_months(s->start, terms * s->term_months) <= day);
    return terms;
}

static void find_parts(const struct book_subscription *s, int32_t from, int32_t to, int32_t known,
                       struct due_list *list)
{
    if (s->seen > known)
        return;
    bool has_ended = s->ended != DAY_NONE && s->ended <= known;
    for (int n = first_term_after(s, from);; n++) {
        int32_t day = day_add_months(s->start, n * s->term_months);
        if (day > to || (has_ended && day > s->ended))
            return;
        vec_push(&list->parts, (struct due_part){day, s->term_months, YEAR_MONTHS * s->mrr_cents,
                                                 !has_ended || day != s->ended});
    }
}

static int by_day(const void *a, const void *b)
{
    const struct due_part *x = a, *y = b;

    return (x->day > y->day) - (x->day < y->day);
}

/* The parts of one day as one renewal; nothing is due of who is no customer the day before. */
static void join_parts(const struct factbook *book, size_t i, int32_t known,
                       const struct due_part *parts, size_t n, struct due_list *list)
{
    struct due d = {.day = parts[0].day};
    struct stand before = stand_on(book, i, d.day - 1, known);
    struct stand after = stand_on(book, i, d.day, known);
    double arr = 0;
    bool goes_on = false;

    if (!state_is_customer(before.state))
        return;
    for (size_t k = 0; k < n; k++) {
        d.term_months = parts[k].term_months > d.term_months ? parts[k].term_months : d.term_months;
        arr += parts[k].arr_cents;
        goes_on |= parts[k].goes_on;
    }
    goes_on &= state_is_customer(after.state);
    d.due_cents = isnan(arr) ? I64_NONE : llround(arr);
    if (isnan(arr) || before.arr_cents == I64_NONE || after.arr_cents == I64_NONE) {
        d.due_cents = d.renewed_cents = I64_NONE;
        d.is_won = goes_on;
    } else {
        int64_t less = before.arr_cents - after.arr_cents;
        less = less < 0 ? 0 : less > d.due_cents ? d.due_cents : less;
        d.renewed_cents = d.due_cents - less;
        d.is_won = d.due_cents > 0 ? d.renewed_cents > 0 : goes_on;
    }
    vec_push(&list->dues, d);
}

void dues_find(const struct factbook *book, size_t i, int32_t from, int32_t to, int32_t known,
               int32_t min_term_months, struct due_list *ret)
{
    ret->dues.n = ret->parts.n = 0;
    BOOK_EACH (&book->subscriptions, i, s)
        if (s->term_months >= min_term_months)
            find_parts(s, from, to, known, ret);
    if (ret->parts.n > 1)
        qsort(ret->parts.items, ret->parts.n, sizeof(*ret->parts.items), by_day);
    for (size_t k = 0, end; k < ret->parts.n; k = end) {
        for (end = k + 1;
             end < ret->parts.n && ret->parts.items[end].day == ret->parts.items[k].day;)
            end++;
        join_parts(book, i, known, &ret->parts.items[k], end - k, ret);
    }
}

void renewed_add(struct renewed *sum, const struct due *d)
{
    sum->due++;
    sum->won += d->is_won;
    if (d->due_cents == I64_NONE)
        return;
    sum->due_cents += d->due_cents;
    sum->renewed_cents += d->renewed_cents;
}
