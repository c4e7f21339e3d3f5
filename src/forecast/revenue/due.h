/* due.h: renewals that came due: on each day on which terms of an account's subscriptions ended,
 * how much was to be renewed and how much was.
 *
 * A term is counted from the start of its subscription; one without a term renews at each interval
 * of billing. What ends at the end of its term and what begins on that very day are one renewal, as
 * systems write it that make a new contract of each. So the renewed amount is told from what the
 * account pays altogether: the amount due less what it pays less from that day on. More than was
 * due is not renewed but expanded. A subscription that ends within its term is a loss, but was not
 * due.
 *
 * Threads: pure. Units: cents a year; I64_NONE: in another currency than the organisation's. */
#pragma once
#include "base/vec.h"
#include "forecast/revenue/movement.h"

struct due {
    int32_t day;
    int32_t term_months; /* the longest of those that end */
    int64_t due_cents, renewed_cents;
    bool is_won; /* some of it was renewed */
};
struct due_part {
    int32_t day, term_months;
    double arr_cents;
    bool goes_on;
};
struct due_list {
    VEC(struct due) dues;
    VEC(struct due_part) parts; /* working memory */
};
/* Those of account i with from < day ≤ to, rising, of terms of at least min_term_months; `to` is at
 * most `known`. What the list held before is gone. */
void dues_find(const struct factbook *book, size_t i, int32_t from, int32_t to, int32_t known,
               int32_t min_term_months, struct due_list *ret);
void due_list_done(struct due_list *list);

/* How many and how much of those due were renewed. */
struct renewed {
    int64_t due, won;
    int64_t due_cents, renewed_cents; /* of those whose amounts can be told */
};
void renewed_add(struct renewed *sum, const struct due *d);
