/* separation.h: which attribute tells apart the customers who left from those who stayed.
 *
 * For each attribute the customers of the first day are dealt out by the value it had then, and
 * held against who was lost by the last day: the G-test, its p-value adjusted for the number of
 * attributes tried (Holm), and the information gained, in bits. Values that fewer than
 * SEPARATION_RARE have are one class; a missing value is a class of its own. Formulas:
 * docs/segments.md.
 *
 * Threads:   as the connection. Ownership: everything in the source's arena.
 * Errors:    ERR_INVALID on "fields", "filter", "from", "to". */
#pragma once
#include "scoring/segment/segment_report.h"

#define SEPARATION_RARE       5
#define SEPARATION_FEW        5 /* with fewer lost or kept than this, it is too early to tell */
#define SEPARATION_FIELDS_MAX 60

struct separation_query {
    int32_t from, to;
    const char **fields;
    size_t n_fields;
    const char *filter;
};
extern const struct field separation_query_fields[];

struct separation_class {
    const char *label, *filter;
    int64_t accounts, lost;
    double churn_pct, churn_low_pct, churn_high_pct;
};
struct separation_row {
    const char *field, *label;
    bool is_undated; /* its values are those of now, which the outcome may have changed */
    int64_t classes, missing;
    double g, df, p, p_adjusted, gain_bits, gain_pct;
    int64_t few; /* cells of which fewer than 5 are expected */
    struct separation_class *worst, *best;
};
struct separation {
    int32_t from, to;
    int64_t accounts, lost;
    double entropy_bits;
    int64_t tried;
    bool is_too_early;
    struct separation_row *rows; /* the most telling first */
    size_t n_rows;
};
extern const struct field separation_fields[], separation_row_fields[];
int separation_read(const struct portfolio_source *source, const struct separation_query *query,
                    struct separation *ret, struct err *err);
