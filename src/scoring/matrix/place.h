/* place.h: places accounts by two scores, and says what is worth an effort.
 *
 * Pure: arrays in, arrays out; NaN is missing. Which cells there are and what they ask for is said
 * by a definition (matrix_def.h), which also makes the axes.
 *
 * Threads: any. Units: money in cents, margins in per cent, scores as their cards have them. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MATRIX_BANDS_MAX 3
#define MATRIX_CELLS_MAX 9 /* bands of one axis by those of the other */

/* Places that are no cell. */
enum {
    PLACE_NO_X = -1, /* only the score of the x axis is missing */
    PLACE_NO_Y = -2,
    PLACE_NEITHER = -3,
    PLACE_OUTSIDE = -4, /* not a customer on that day, or not one that the matrix is about */
};

struct matrix_axis {
    const char *card, *label; /* "health", "Customer health" */
    size_t n_bands;
    double edges[MATRIX_BANDS_MAX + 1];
    const char *band_ids[MATRIX_BANDS_MAX], *band_labels[MATRIX_BANDS_MAX];
};

/* ret_place[i]: the cell, counted by y from low to high and within it by x, or one of the above.
 * `is_inside` (who stands in the matrix at all) may be NULL: everybody does. */
void matrix_place(const struct matrix_axis *y_axis, const struct matrix_axis *x_axis, size_t n,
                  const double *y, const double *x, const bool *is_inside, int8_t *ret_place);

struct matrix_count {
    int64_t count, arr_cents;
};
struct matrix_counts {
    struct matrix_count cells[MATRIX_CELLS_MAX];
    struct matrix_count no_x, no_y, neither;
    struct matrix_count total; /* cells and the three, but not what is outside */
};
/* arr_cents may hold NaN, which counts as an account without ARR. */
void matrix_count(size_t n, const int8_t *place, const double *arr_cents,
                  struct matrix_counts *ret);

/* Economics: is the account in a cell that depends worth investing in? */
struct economics {
    double ltv_cents;        /* the threshold; NaN: none can be said, so nothing is worth it */
    double gross_margin_pct; /* the threshold */
    bool is_median;          /* ltv_cents is the portfolio's median */
};
enum verdict { VERDICT_INVEST, VERDICT_LOW_TOUCH, VERDICT_NOT_KNOWN };
enum verdict economics_verdict(const struct economics *e, double ltv_cents,
                               double gross_margin_pct);
