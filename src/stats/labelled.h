/* labelled.h: rows to learn from: what was known of each, in columns, and whether it came true.
 *
 * Threads: pure. Errors: ERR_INVALID with field "data" or "label" and what is at fault. */
#pragma once
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

#define LABELLED_ROWS_MAX    10000000
#define LABELLED_COLUMNS_MAX 500

struct labelled {
    size_t n, p;
    const double *const *columns; /* [p] of [n] numbers, NaN (missing) or finite */
    const bool *label;            /* [n] */
    const double *weight;         /* [n] above 0, how much each row counts; NULL: 1 each */
};
/* Refuses numbers that are infinite, weights that are not above 0, and labels that are all the
 * same: there is nothing to tell apart then. */
int labelled_check(const struct labelled *d, struct err *err);
/* What row i counts, and what all rows and those with a yes count together. */
double labelled_weight(const struct labelled *d, size_t i);
double labelled_total(const struct labelled *d, double *ret_yes);
