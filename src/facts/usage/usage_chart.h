/* usage_chart.h: one account's usage as rows of numbers, by day or week.
 *
 * Ownership: everything lives in the arena. */
#pragma once
#include "db/db.h"
#include "json/field.h"

#define USAGE_CHART_EVENTS 100 /* those used most */
#define USAGE_CHART_DAYS   1100

struct usage_series {
    const char *name, *label;
    bool is_advanced;
    double *counts; /* by point */
    size_t n_counts;
};
extern const struct field usage_series_fields[];

struct usage_chart {
    const char **days; /* the first day of each point */
    size_t n_days;
    struct usage_series *events; /* the most used first */
    size_t n_events;
    double *active_users; /* by point; NaN when users are not known of its time */
    size_t n_active_users;
    int32_t last_used; /* the last day of use up to the span's end; DAY_NONE: none */
};
extern const struct field usage_chart_fields[];

struct usage_span {
    int64_t account_id;
    int32_t from, to; /* inclusive */
    bool is_weekly;   /* points are weeks from Monday; the first and last may be cut */
};
int usage_chart(struct conn *c, const struct usage_span *span, struct arena *arena,
                struct usage_chart *ret, struct err *err);
