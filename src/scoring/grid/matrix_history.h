/* matrix_history.h: how many stand in each cell, day after day: what the replay walks through.
 *
 * Threads: as the connection. Ownership: everything in the source's arena, and no snapshot is held
 * longer than its day. Units: money in cents. */
#pragma once
#include "scoring/grid/matrix_ask.h"

struct matrix_history_ask {
    struct matrix_ask ask;
    int32_t from, to; /* missing: from the first scored day, to today */
};
struct matrix_history_day {
    int32_t day;
    double *counts, *arr_cents; /* of the cells, as matrix_history.cells */
    size_t n_counts, n_arr_cents;
    int64_t unknown_count, unknown_arr_cents;
};
struct matrix_history {
    const char *matrix;
    const char **cells; /* ids, by health from low to high, in it maturity from low to high */
    size_t n_cells;
    struct matrix_history_day *days; /* the scored days and today, rising */
    size_t n_days;
};
extern const struct field matrix_history_fields[];

#define MATRIX_HISTORY_DAYS_MAX 2000 /* five years of days */
/* What is kept is read at some millions of accounts a second; a filter or matrix that asks for
 * metrics has each of them computed for each day. */
#define MATRIX_HISTORY_COMPUTED_MAX 250000

/* Errors: ERR_INVALID on "from", "to", "matrix", "filter"; also on "from" for what is too much. */
int matrix_history_read(const struct matrix_source *source, const struct matrix_history_ask *ask,
                        struct matrix_history *ret, struct err *err);
