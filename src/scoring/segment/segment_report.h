/* segment_report.h: segments held against each other over a period: how many, how much, how healthy
 * and mature, and what became of those who were there at its beginning.
 *
 * Accounts, ARR, health and maturity are those of the last day, by where accounts stand on it.
 * What is lost and kept is told of those who were customers on the first day, by where they stood
 * then: nothing that became known later moves anybody. Formulas: docs/segments.md.
 *
 * Threads:   as the connection. Ownership: everything in the source's arena.
 * Units:     money in cents, shares in per cent; NaN and I64_NONE are missing.
 * Errors:    ERR_INVALID on "by", "segments", "filter", "from", "to". */
#pragma once
#include "scoring/segment/classes.h"

/* A segment of which fewer were customers on the first day is marked: its rates say little. */
#define SEGMENT_REPORT_SMALL        20
#define SEGMENT_REPORT_SEGMENTS_MAX 20

struct segment_report_query {
    int32_t from, to;
    const char *by; /* a field */
    const char **segments;
    size_t n_segments;
    const char *filter; /* of whom; NULL: all customers */
};
extern const struct field segment_report_query_fields[];

struct segment_report_group {
    const char *value, *label, *filter;
    bool is_missing, is_rest, is_small;
    int64_t accounts, arr_cents;
    int64_t health_known, maturity_known;
    double health_mean, health_low, health_high;
    double maturity_mean, maturity_low, maturity_high;
    int64_t start_accounts, start_arr_cents, lost;
    double churn_pct, churn_low_pct, churn_high_pct;
    double grr_pct, nrr_pct, arr_growth_pct;
    int64_t money_unknown; /* of start_accounts, left out of GRR and NRR */
};
struct segment_report {
    int32_t from, to;
    const char *by, *label;
    bool is_undated; /* by: its values are those of now */
    int64_t small_below;
    struct segment_report_group *groups;
    size_t n_groups;
    struct segment_report_group *all;
    const char **undated;
    size_t n_undated;
};
extern const struct field segment_report_fields[], segment_report_group_fields[];
int segment_report_read(const struct portfolio_source *source,
                        const struct segment_report_query *query, struct segment_report *ret,
                        struct err *err);

/* The customers of both days of a period that a filter chooses, with the fields they can be dealt
 * out by. Only for src/scoring/segment. */
struct segment_report_base {
    struct segments *segments;
    struct segment_members_of first, last;
    bool *is_lost; /* [row of first]: a customer then, and none on the last day */
    const char **undated;
    size_t n_undated;
};
struct segment_report_ask {
    int32_t from, to;
    const char *filter;
    const struct select_field **fields; /* that will be dealt out by */
    size_t n_fields;
    bool needs_metrics; /* for other reasons than the fields */
};
int segment_report_base_read(const struct portfolio_source *source, struct segments *segments,
                             const struct segment_report_ask *ask, struct segment_report_base *ret,
                             struct err *err);
