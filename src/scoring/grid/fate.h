/* fate.h: does a place in the matrix foretell anything? What became, by a later day, of the
 * accounts that stood in each cell.
 *
 *     churned    is no customer on the later day (logo churn)
 *     grew       still one, with more ARR (expansion); shrank: with less (contraction)
 *     unchanged  still one, with the same ARR, or ARR is not known on both days
 *
 * These four are all accounts of the cell. Renewed: of those with a term that ended between the
 * days, who is still a customer. Places are those of the first day by the facts known then, under
 * the cards in force now.
 *
 * Ownership: everything in the arena. Units: money in cents; shares in per cent, with the Wilson
 * interval of 95 % (stats/interval.h). */
#pragma once
#include "scoring/grid/flow.h"

struct fate_share {
    int64_t count;
    double pct, low_pct, high_pct; /* missing if there is nobody to be a share of */
};
struct fate_cell {
    const char *id, *label;
    int64_t accounts, arr_cents; /* on the first day */
    int64_t due;                 /* how many had a term that ended since */
    struct fate_share *renewed;  /* of those due */
    struct fate_share *grew, *shrank, *unchanged, *churned;
    double arr_kept_pct; /* ARR of these accounts on the later day by that of the first: NRR */
};
/* Do the shares of an outcome differ between the cells by more than chance? */
struct fate_test {
    const char *outcome; /* "churned", "grew" */
    const char *verdict; /* "yes", "no", "too_few" */
    const char *words;   /* the same in a sentence */
    double g, df;        /* of the G-test (stats/contingency.h) */
    double p;            /* adjusted for the number of outcomes tried (Holm) */
};
struct matrix_fate {
    int32_t from, to;
    const char *matrix, *name;
    struct fate_cell *cells; /* from the top left; last those who were not yet known */
    size_t n_cells;
    struct fate_cell *all;
    struct fate_test *tests;
    size_t n_tests;
};
extern const struct field matrix_fate_fields[], fate_cell_fields[];
/* Errors as matrix_flow_read. */
int matrix_fate_read(const struct matrix_source *source, const struct flow_ask *ask,
                     struct matrix_fate *ret, struct err *err);
