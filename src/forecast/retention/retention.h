/* retention.h: how long customers stay: the share still there after so many months, as observed and
 * as projected, for all or for groups held against each other.
 *
 * Observed is the product-limit estimate (stats/kaplan_meier.h) over lifetimes (lifetimes.h), with
 * intervals that keep to 0 … 100 %; projected is the shifted beta-geometric model of contract
 * periods (term_fit.h). Both are over months since the start, so that they fit in one picture.
 *
 * Threads:   as the connection. Ownership: everything in the source's arena.
 * Units:     months and per cent; NaN is missing.
 * Errors:    ERR_INVALID on "to", "filter", "by", "segments", "cohort", "watched_from". */
#pragma once
#include "forecast/retention/life_group.h"
#include "forecast/revenue/wording.h"

struct retention_query {
    int32_t to; /* as of this day */
    const char *filter;
    /* One of the three, or none. */
    const char *by;
    const char **segments;
    size_t n_segments;
    const char *cohort;
    int32_t watched_from;
    int64_t period_months, horizon_months;
};

struct retention_point {
    double months;
    double share_pct, low_pct, high_pct;
    int64_t at_risk, left; /* just before; since the point before */
};
struct retention_renewal {
    int64_t number; /* the first is 1 */
    int64_t at_risk, lost;
    double kept_pct, low_pct, high_pct; /* observed, by Wilson */
    double fitted_pct;
};
struct retention_fit {
    int64_t period_months;
    const char *problem; /* why there is none; NULL: there is one */
    const char *edge;    /* fit_edges */
    double alpha, beta, log_likelihood;
    /* Payments to be expected of a new customer, the first included. */
    double lifetime_periods, discounted_periods;
    bool is_lifetime_infinite;
    struct retention_renewal *renewals;
    size_t n_renewals;
    struct retention_point *projection; /* at the end of each period */
    size_t n_projection;
};
struct retention_group {
    const char *value, *label, *filter;
    bool is_missing, is_rest, is_small;
    int64_t customers, left; /* lifetimes, and those that ended */
    int64_t late;            /* watched from later than their start */
    double median_months, median_low_months, median_high_months;
    double mean_months, mean_low_months, mean_high_months; /* up to mean_until_months */
    /* The ages between which the curve is known. Where all were watched only from later on it is of
     * those still there at seen_from_months, and says nothing of a median or mean. */
    double seen_from_months, seen_months;
    double thin_until_months; /* below this age fewer than THIN were watched */
    double thin_from_months;  /* and from this one on; NaN: nowhere */
    struct retention_point *points;
    size_t n_points;
    struct retention_fit *fit;
};
struct retention_test {
    double chi_square, p;
    int64_t df;
    const char *problem; /* why the groups are not compared; NULL: they are */
};
struct retention {
    int32_t to;
    const char *label; /* of what the groups differ by; NULL: one group */
    int32_t watched_from;
    int64_t customers, left, late, unseen, undated_leavers;
    int64_t period_months;
    double mean_until_months;
    double discount_pct;
    struct retention_group *groups;
    size_t n_groups;
    struct retention_test *test;
    const char **undated;
    size_t n_undated;
    struct definition *definitions;
    size_t n_definitions;
};
extern const struct field retention_query_fields[], retention_fields[], retention_group_fields[];
extern const char *const fit_edges[]; /* by enum sbg_edge: inside alike split NULL */

#define RETENTION_SMALL      20 /* fewer say little */
#define RETENTION_THIN       5
#define RETENTION_POINTS_MAX 400 /* a curve of more steps is told at whole months */
#define RETENTION_HORIZON    60
#define RETENTION_MONTHS_MAX 600

int retention_read(const struct portfolio_source *source, const struct retention_query *query,
                   struct retention *ret, struct err *err);
void retention_define(struct retention *r);

/* All curves below each other, as a file has them. */
struct retention_row {
    const char *group;
    const char *kind; /* observed projected */
    double months, share_pct, low_pct, high_pct;
    int64_t at_risk, left;
};
extern const struct field retention_row_fields[];
struct retention_row *retention_rows(const struct retention *r, struct arena *arena, size_t *ret_n);
