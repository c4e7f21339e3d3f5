/* flow_pair.h: the matrix on two days side by side, for the flow and the fate. Only for
 * src/scoring/grid. */
#pragma once
#include "scoring/grid/flow.h"

/* Sides are the cells by their place, and then: */
enum { FLOW_UNKNOWN = MATRIX_CELLS_MAX, FLOW_GONE, FLOW_OUTSIDE, FLOW_SIDES };

struct flow_pair {
    struct placing a, b; /* the first day and the last */
    int8_t *was, *is;    /* [row of b]: sides */
    int64_t *row_a;      /* [row of b]: −1: it is not there */
};
int flow_pair_make(const struct matrix_source *source, const struct flow_ask *ask,
                   struct flow_pair *ret, struct err *err);
/* In a cell, or not yet known: part of the matrix. */
bool flow_is_inside(int side);
/* The side that is shown in k-th place: from the top left. */
int flow_side_at(const struct placing *p, size_t k);
/* ARR in cents; 0 if it is not known. */
int64_t flow_arr(const struct placing *p, int64_t row);
