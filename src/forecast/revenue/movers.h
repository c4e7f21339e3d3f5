/* movers.h: whose ARR moved: the accounts behind each figure of the bridge.
 *
 * An account moves once a month at most, as in bridge.h; who moved in several months in the same
 * way is one row with the sum. So the rows of a kind add up to the bridge's figure to the cent, in
 * each month and over all of them.
 *
 * Threads:   as the connection. Ownership: everything in the source's arena.
 * Units:     money in cents a year; I64_NONE is missing.
 * Errors:    ERR_INVALID on "from", "to", "filter", "kind", "in_month". */
#pragma once
#include "forecast/revenue/lives.h"
#include "forecast/revenue/movement.h"

#define MOVERS_PAGE     100
#define MOVERS_PAGE_MAX 1000

struct movers_query {
    int32_t from, to; /* as the bridge's: what is known on `to` counts */
    const char *filter, *kind;
    int32_t in_month; /* only movements of the month of this day */
    int64_t offset, limit;
};
struct mover {
    const char *key, *name, *owner;
    const char *kind;     /* movement_names */
    int64_t change_cents; /* signed, over all its months of this kind */
    /* ARR at the start of the first of those months and at the end of the last; missing: it cannot
     * be told. Between them the account may have moved in other ways, too. */
    int64_t before_cents, after_cents;
    int32_t first_month, last_month; /* their first days */
    int64_t months;                  /* in how many */
};
struct movers {
    int32_t from, to; /* of the movements: those of the month, if one is asked for */
    const char *currency, *kind;
    int64_t total, offset;
    int64_t change_cents; /* of all rows, those on other pages too */
    struct mover *rows;   /* the largest change first, up or down */
    size_t n_rows;
    const char **undated;
    size_t n_undated;
};
extern const struct field movers_query_fields[], movers_csv_query_fields[], mover_fields[],
    movers_fields[];

int movers_read(const struct portfolio_source *source, const struct movers_query *query,
                struct movers *ret, struct err *err);
