/* matrix.h: places accounts by health and maturity, and says what is worth an effort.
 *
 * Pure: arrays in, arrays out; NaN is missing. The 3×3 matrix cuts both axes where the cards' own
 * bands meet; the 2×2 matrix cuts each in the middle of its range (health at 50, maturity at 3).
 *
 * Threads: any. Units: health 0–100, maturity 1–5, money in cents, margins in per cent. */
#pragma once
#include "scoring/matrix/preset.h"

#include <stdint.h>

/* Places that are no cell. */
enum {
    PLACE_NO_MATURITY = -1,
    PLACE_NO_HEALTH = -2,
    PLACE_NEITHER = -3,
    PLACE_OUTSIDE = -4, /* not a customer on that day */
};

struct matrix_axis {
    const char *card, *label; /* "health", "Customer health" */
    size_t n_bands;
    double edges[MATRIX_BANDS_MAX + 1];
    const char *band_ids[MATRIX_BANDS_MAX], *band_labels[MATRIX_BANDS_MAX];
};

/* The axis of a card cut into two halves: low and high. */
void matrix_axis_halve(struct matrix_axis *axis);

/* ret_place[i]: the cell, as in the preset's order, or one of the above. `is_customer` may be NULL:
 * all are. */
void matrix_place(const struct matrix_axis *health_axis, const struct matrix_axis *maturity_axis,
                  size_t n, const double *health, const double *maturity, const bool *is_customer,
                  int8_t *ret_place);

struct matrix_count {
    int64_t count, arr_cents;
};
struct matrix_counts {
    struct matrix_count cells[MATRIX_CELLS_MAX];
    struct matrix_count no_maturity, no_health, neither;
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
