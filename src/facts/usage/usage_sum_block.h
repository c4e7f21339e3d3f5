/* usage_sum_block.h: how the sums of one number of one account in one month are packed into a blob
 * (the column cells of usage_sum_month).
 *
 * A sequence of varints (base/varint.h), for each day with a number, by day:
 *   step:  day of the month - day before; the first is counted from 0
 *   count: of how many numbers it is the sum, 1 … USAGE_COUNT_MAX
 *   sum:   millionths, zigzag, 128 bits as two varints: the lower 64 bits, which are as a rule all,
 *          with one bit before them that says whether the upper ones follow. So a day is some eight
 *          bytes.
 *
 * Ownership: lists belong to the caller (vec_done).
 * Errors:    a block that does not decode exactly is ERR_INTERNAL; the list holds what came before
 *            the fault. */
#pragma once
#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"
#include "facts/usage/usage_amount.h"

#include <stdint.h>

struct usage_sum_cell {
    usage_amount sum;
    int64_t count; /* of how many numbers */
    int32_t day;   /* of the month, 1 … 31 */
};
struct usage_sum_cells {
    struct usage_sum_cell *items;
    size_t n, cap;
};

/* Appends the packed form. The cells stand by day, each once, in range; assert()ed. */
void usage_sums_encode(const struct usage_sum_cell *cells, size_t n, struct buf *out);
/* Replaces what is in *out. */
int usage_sums_decode(const void *block, size_t bytes, struct usage_sum_cells *out,
                      struct err *err);
/* Another sum of the same day. */
void usage_sum_cell_add(struct usage_sum_cell *to, const struct usage_sum_cell *more);
/* Both added up, by day; replaces what is in *out. */
void usage_sums_merge(const struct usage_sum_cells *a, const struct usage_sum_cells *b,
                      struct usage_sum_cells *out);
