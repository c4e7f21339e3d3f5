/* matrix_view.h: the matrix of one day as people see it: cells with their accounts counted, who
 * cannot be placed yet and why, and each account as a point. The API and the command line show the
 * same.
 *
 * Threads: pure. Ownership: everything in the arena. Units: money in cents, shares in per cent. */
#pragma once
#include "scoring/grid/matrix_ask.h"

struct matrix_view_band {
    const char *id, *label;
    double from, to; /* to is excluded, but for the last band */
};
struct matrix_view_axis {
    const char *card, *label;
    struct matrix_view_band *bands; /* from low to high */
    size_t n_bands;
};
struct matrix_view_cell {
    const char *id, *x, *y; /* the bands */
    const char *label, *action, *why;
    bool is_economic;
    int64_t count, arr_cents;
    double share_pct, arr_share_pct;       /* of all customers; NaN if there are none */
    int64_t invest_count, low_touch_count; /* economic cells only */
};
struct matrix_view_reason {
    const char *id; /* the card whose score is missing: "maturity", "health"; or "both" */
    const char *label, *next_step;
    int64_t count, arr_cents;
};
/* Accounts of which only the score of the x axis is missing, by their band of the other. */
struct matrix_view_row {
    const char *y;
    int64_t count, arr_cents;
};
struct matrix_view_unknown {
    int64_t count, arr_cents;
    struct matrix_view_row *by_y; /* as the bands of y */
    size_t n_by_y;
    struct matrix_view_reason *reasons; /* only those that occur */
    size_t n_reasons;
};
struct matrix_view_point {
    const char *key, *name;
    double y, x; /* x may be missing */
    double health_coverage_pct, maturity_coverage_pct;
    int64_t health_freshness_days, maturity_freshness_days;
    const char *health_card, *maturity_card; /* snapshot_card_told */
    int64_t arr_cents;
    const char *cell; /* "unknown" where x is missing */
};
struct matrix_view {
    int32_t day;
    const char *matrix; /* key */
    const char *name, *help;
    const char *hierarchy; /* how parents stand: see settings */
    int64_t parents;       /* who stand where their families do */
    struct matrix_view_axis *x, *y;
    struct matrix_view_cell *cells; /* y from high to low, in it x from low to high */
    size_t n_cells;
    struct matrix_view_unknown *unknown;
    int64_t customers, arr_cents;  /* in cells and unknown together */
    int64_t left_count, prospects; /* accounts beside the matrix */
    int64_t ltv_threshold_cents;   /* of the economics rule; missing: none can be said */
    double gross_margin_threshold_pct;
    bool is_ltv_median;               /* the threshold is the portfolio's median */
    struct matrix_view_point *points; /* the largest by ARR, at most MATRIX_POINTS_MAX */
    size_t n_points;
    int64_t points_total;
};
/* Beyond this many, bubbles cannot be told apart. */
#define MATRIX_POINTS_MAX 2000

extern const struct field matrix_view_fields[], matrix_view_cell_fields[],
    matrix_view_reason_fields[];

/* Of those who are chosen; shares are of them, too. */
void matrix_view_make(const struct placing *p, struct arena *arena, struct matrix_view *ret);
