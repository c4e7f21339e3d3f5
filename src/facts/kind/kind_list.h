/* kind_list.h: pages of facts: filtered, searched, sorted by any short field.
 *
 * Pages follow each other by keyset: the cursor holds the sort value and id of the last row, so
 * that a page costs the same wherever it is, and rows that come or go in between make no other row
 * appear twice or not at all. Missing values come last in both directions; equal ones are ordered
 * by id.
 *
 * Threads:   as the connection.
 * Ownership: pages live in the arena.
 * Errors:    ERR_INVALID on filter, sort or after. */
#pragma once
#include "facts/kind/kind.h"
#include "http/page.h"

struct kind_query {
    int64_t limit;      /* rows of a page; I64_NONE: the usual number */
    const char *after;  /* the cursor of the page before; NULL: the first page */
    const char *sort;   /* "-opened": a field, descending with -; NULL: the kind's own order */
    const char *q;      /* text to look for in the kind's searched fields */
    const char *filter; /* json/filter.h, over the fields and custom.NAME */
};
extern const struct field kind_query_fields[];

struct kind_page {
    void *items; /* structs of the kind's shape */
    size_t n_items;
    const char *next; /* cursor of the next page; NULL: this is the last */
    int64_t total;    /* rows in all; counted for the first page only, else I64_NONE */
};

int kind_list(struct conn *c, const struct kind *kind, const struct kind_query *query,
              struct arena *arena, struct kind_page *ret, struct err *err);
