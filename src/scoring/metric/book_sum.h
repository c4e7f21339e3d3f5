/* book_sum.h: numbers in events, added up by day, in a factbook: of all sums that are kept
 * (facts/usage/usage_sums.h). Loaded only when a metric asks for one.
 *
 * Threads, ownership, errors: as factbook.h. */
#pragma once
#include "facts/usage/usage_sum_block.h"
#include "facts/usage/usage_sums.h"
#include "scoring/metric/factbook.h"

struct book_amount {
    usage_amount sum;
    int64_t count; /* of how many numbers */
    int32_t day;
};
struct book_sums {
    struct arena *arena;
    struct usage_sum *items; /* n of them */
    uint32_t *event;         /* index into factbook.events; UINT32_MAX: none has that name */
    size_t n;
    /* Those of account i and sum k: items[first[i * n + k]] … items[first[i * n + k + 1] − 1], by
     * day. */
    struct book_amount *amounts;
    size_t n_amounts, cap_amounts;
    size_t *first;
};

/* For windows that end within options->first_day … last_day; accounts and events are loaded before.
 */
int book_sums_load(struct conn *c, struct factbook *book, const struct factbook_options *options,
                   struct err *err);
void book_sums_free(struct book_sums *s); /* NULL is allowed */

/* What came together on the days from < day ≤ to. */
struct book_total {
    usage_amount sum;
    double count;
};
void book_sums_add(const struct book_sums *s, size_t i, size_t k, int32_t from, int32_t to,
                   struct book_total *total);
