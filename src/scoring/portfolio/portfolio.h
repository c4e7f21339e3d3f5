/* portfolio.h: the portfolio as lists show it: chosen accounts on a day, in order, page by page,
 * with totals; the values to choose by; and finding an account by a few letters. The API and the
 * command line show the same rows.
 *
 *     const struct portfolio_source source = {r->service->snapshots, r->conn, r->today, r->arena};
 *     struct portfolio_query query = {.filter = "health < 50", .sort = "-arr"};
 *     rc = portfolio_read(&source, &query, &portfolio, err);
 *
 * Threads:   as the connection.
 * Ownership: everything in the source's arena.
 * Units:     money in cents, health 0–100, maturity 1–5; I64_NONE, NaN and NULL are missing.
 * Errors:    ERR_INVALID on "filter", "sort", "columns", "day" with what is wrong. */
#pragma once
#include "base/buf.h"
#include "http/page.h"
#include "scoring/select/select.h"
#include "scoring/snapshot/placing.h"

#define PORTFOLIO_COLUMNS_MAX (SELECT_COLUMNS_MAX - 2) /* key and name come by themselves */

/* What is read from. */
struct portfolio_source {
    struct snapshots *snapshots;
    struct conn *conn;
    int32_t today;
    struct arena *arena;
    /* What if: the snapshot to show instead of the day's, which then comes with its metrics and is
     * what health_before is taken from. NULL: the day as it is. */
    int (*instead)(void *ctx, const struct snapshot *s, const struct snapshot **ret,
                   struct err *err);
    void *instead_ctx;
};

/* As the API takes it; fields_init makes one that asks for everything. */
struct portfolio_query {
    int32_t day;
    const char *filter, *q, *sort, *matrix;
    const char **columns;
    size_t n_columns;
    int64_t offset, limit;
    /* Not part of what the API takes. */
    bool needs_metrics; /* whoever asks reads metrics */
    bool is_of_all;     /* whoever asks wants prospects and those who left among them */
};
extern const struct field portfolio_query_fields[];
/* Without offset and limit. */
extern const struct field portfolio_all_fields[];

struct portfolio_row {
    const char *key, *name, *owner, *lifecycle;
    const char *stage, *size_band, *location, *industry, *use_case, *plan;
    const char *cell, *cell_label;
    double health;
    const char *health_band;
    double health_coverage_pct, health_before;
    int64_t health_freshness_days;
    double maturity;
    const char *maturity_band;
    double maturity_coverage_pct;
    int64_t maturity_freshness_days;
    const char *health_card, *maturity_card; /* "health 3": the card and its version */
    double qualification;                    /* of prospects */
    const char *verdict;
    int64_t arr_cents, renewal_days;
    double *values; /* of the columns asked for */
    size_t n_values;
};
extern const struct field portfolio_row_fields[];

struct band_total {
    const char *band; /* NULL: health is not known */
    int64_t count, arr_cents;
};
struct portfolio_totals {
    int64_t accounts, arr_cents;
    double health_mean;
    int64_t health_known;
    double maturity_mean;
    int64_t maturity_known;
    struct band_total *by_health_band; /* every band, and what is not known */
    size_t n_by_health_band;
};
struct portfolio {
    const char *hierarchy; /* of the settings */
    int32_t day;
    int32_t before; /* the day of health_before; DAY_NONE: none is scored */
    int64_t total, offset;
    struct portfolio_row *rows;
    size_t n_rows;
    const char **columns;
    size_t n_columns;
    struct portfolio_totals *totals; /* of all that are chosen, not of the page */
};
extern const struct field portfolio_fields[];

int portfolio_read(const struct portfolio_source *source, const struct portfolio_query *query,
                   struct portfolio *ret, struct err *err);

/* All that are chosen (the first query->limit, if there is one), as CSV: key, name and the columns
 * asked for (or what rows have). */
int portfolio_write_csv(const struct portfolio_source *source, const struct portfolio_query *query,
                        struct buf *out, struct err *err);

struct facet_value {
    const char *value; /* NULL: missing */
    const char *label; /* NULL: the value says it */
    int64_t count;
};
struct facet {
    const char *field, *label;
    struct facet_value *values;
    size_t n_values;
};
struct facet_list {
    struct facet *items;
    size_t n_items;
};
extern const struct field facet_list_fields[];
/* The most frequent values of a field; beyond these nobody chooses from a list. */
#define FACET_VALUES_MAX 200
/* Of the query, only day and matrix count. */
int portfolio_facets(const struct portfolio_source *source, const struct portfolio_query *query,
                     struct facet_list *ret, struct err *err);

struct search_hit {
    const char *key, *name, *owner;
    double health;
    const char *health_band;
    double health_coverage_pct;
    int64_t health_freshness_days;
    const char *health_card; /* snapshot_card_told */
    int64_t arr_cents;
};
struct search_hits {
    struct search_hit *items;
    size_t n_items;
};
extern const struct field search_hits_fields[];
#define SEARCH_HITS_MAX 20
/* Accounts of today, whoever they are: first those whose name or key begins with the text, then
 * those with a word that does, then those that hold it anywhere; among equals the largest by ARR.
 */
int portfolio_search(const struct portfolio_source *source, const char *q, struct search_hits *ret,
                     struct err *err);

/* How the values of one number lie among the customers, for a scale to be drawn over. */
struct histogram_query {
    const char *field;
    int32_t day;
    const char *filter;
    int64_t bins;
};
extern const struct field histogram_query_fields[];
#define HISTOGRAM_BINS_MAX 200
struct histogram {
    const char *field;
    int32_t day;
    int64_t known, missing;
    double min, median, max;
    double *edges, *counts;
    size_t n_edges, n_counts;
};
extern const struct field histogram_fields[];
int portfolio_histogram(const struct portfolio_source *source, const struct histogram_query *query,
                        struct histogram *ret, struct err *err);
