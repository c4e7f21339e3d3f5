/* prospects.h: the prospects of a day, whether each is worth selling to now, and why.
 *
 * The verdict is that of snapshot/verdict.h. What a prospect answered is taken apart by the card
 * that scores it: the points of its parts add up to its qualification.
 *
 * Threads:   as the connection. Ownership: everything in the source's arena.
 * Units:     qualification in the card's range, maturity 1–5; I64_NONE, NaN and NULL are missing.
 * Errors:    as portfolio.h. */
#pragma once
#include "scoring/portfolio/portfolio.h"

/* As the API takes it; fields_init makes one that asks for all. */
struct prospect_query {
    int32_t day;
    const char *filter, *q, *sort;
    const char *verdict; /* only these; NULL: all */
    int64_t offset, limit;
};
extern const struct field prospect_query_fields[];

/* A measure of the qualification card. */
struct prospect_part {
    const char *id, *label;
    const char *group; /* its id in the card */
    const char *field; /* the custom field of the account that it is set in; NULL: it is a metric */
    const char *unit;
    double weight_pct; /* of the card, as the card says */
    double value;      /* as it was set */
    double score, points;
};
struct prospect_row {
    const char *key, *name, *owner;
    const char *stage, *size_band, *location, *industry, *use_case;
    const char *verdict, *why, *next;
    double qualification;
    const char *band;
    double coverage_pct;
    const char *card; /* "qualification 1" */
    double maturity;
    const char *maturity_band;
    double maturity_coverage_pct;
    int64_t maturity_freshness_days;
    double min_maturity; /* the card's; missing: it asks for none */
    struct prospect_part *parts;
    size_t n_parts;
};
struct verdict_total {
    const char *verdict;
    int64_t count;
};
struct prospects {
    int32_t day;
    int64_t total, offset; /* of those with the verdict that is asked for */
    struct prospect_row *rows;
    size_t n_rows;
    struct verdict_total *totals; /* every verdict, whichever is asked for */
    size_t n_totals;
};
extern const struct field prospects_fields[], prospect_row_fields[];

int prospects_read(const struct portfolio_source *source, const struct prospect_query *query,
                   struct prospects *ret, struct err *err);
