/* select.h: which accounts a list, a total or the matrix is about, and in which order.
 *
 *     struct select_in ask = {.filter = in->filter, .cells = placing_cells(…)};
 *     struct selection what;
 *     rc = select_parse(c, &ask, arena, &what, err);
 *     rc = snapshot_get(…, what.needs_metrics ? SNAPSHOT_METRICS : SNAPSHOT_KEPT, …, &s, err);
 *     const struct select_table table = placing_table(&placing);
 *     select_rows(&what, &table, arena, &rows, &n);
 *
 * Ownership: everything in the arena. Errors: ERR_INVALID on "filter", "sort" or "columns", with
 * the place and the nearest name. */
#pragma once
#include "scoring/select/select_field.h"

#define SELECT_COLUMNS_MAX 80

/* As the API takes it; every text may be NULL. */
struct select_in {
    const char *filter;         /* the filter language (json/filter.h) */
    const char *q;              /* a part of key, name or owner, in any case */
    const char *sort;           /* a field, "-" before it for falling; missing values come last */
    struct select_cells cells;  /* of the matrix that "cell" goes by */
    const char *const *columns; /* fields */
    size_t n_columns;
};
struct selection {
    struct select_fields fields;
    const struct filter *filter;
    bool is_of_all; /* not only of customers */
    const char *q;
    const struct select_field *sort;
    bool is_descending;
    const struct select_field *columns[SELECT_COLUMNS_MAX];
    size_t n_columns;
    bool needs_metrics; /* it names metrics that are not kept */
};
int select_parse(struct conn *c, const struct select_in *in, struct arena *arena,
                 struct selection *ret, struct err *err);
/* The rows that are meant, in order; equal ones by key. They are customers (onboarding, active);
 * prospects and those who left are among them if the filter names lifecycle, cell, churned,
 * verdict or qualification, so that it decides itself. */
void select_rows(const struct selection *what, const struct select_table *t, struct arena *arena,
                 uint32_t **ret_rows, size_t *ret_n);
/* Does a filter compare with this segment; does it name this field? */
bool select_names_segment(const struct filter *f, const char *key);
bool select_names_field(const struct filter *f, const char *name);
/* Evaluates a filter (NULL: everything) over all rows. */
bool *select_filter(const struct filter *filter, const struct select_table *t, struct arena *arena);
/* One comparison over a column of texts: ret[i] for each of n. */
void select_texts(const struct filter *f, const char *const *texts, size_t n, bool *ret);
