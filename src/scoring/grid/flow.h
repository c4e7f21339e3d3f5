/* flow.h: who moved from where to where in a matrix between two days.
 *
 * Every account that stood in the matrix on one of the days is counted once: the flows out of a
 * place add up to the matrix of the first day, those into a place to that of the last.
 *
 * Ownership: everything in the arena. Units: money in cents, of the day. */
#pragma once
#include "scoring/grid/matrix_ask.h"

struct flow_ask {
    struct matrix_ask ask;
    int32_t from, to;
};
struct flow_place {
    const char *id, *label; /* a cell; "unknown"; "new" or "left"; "outside" */
    int64_t count, arr_cents;
};
struct flow_link {
    const char *from, *to;
    int64_t count, arr_from_cents, arr_to_cents;
};
struct matrix_flow {
    int32_t from, to;
    const char *matrix, *name;
    struct flow_place *before; /* on the first day, as cells of a matrix: from the top */
    size_t n_before;
    struct flow_place *after;
    size_t n_after;
    struct flow_link *links; /* those that occur, the largest first */
    size_t n_links;
    int64_t stayed, moved; /* between cells */
    int64_t count_before, arr_before_cents, count_after, arr_after_cents;
};
extern const struct field matrix_flow_fields[], flow_link_fields[];
/* ERR_INVALID on "from" or "to" if they are not in order, or in the future; and those of
 * matrix_ask_place. */
int matrix_flow_read(const struct matrix_source *source, const struct flow_ask *ask,
                     struct matrix_flow *ret, struct err *err);

/* The accounts of one flow, or of several. */
struct flow_accounts_ask {
    struct flow_ask flow;
    const char *was, *is; /* ids of places; NULL: any */
    int64_t offset, limit;
};
struct flow_account {
    const char *key, *name, *owner;
    const char *was, *is; /* labels */
    double y_from, y_to, x_from, x_to;
    int64_t arr_from_cents, arr_to_cents;
};
struct flow_accounts {
    int64_t total;
    struct flow_account *items; /* the largest by ARR of either day first */
    size_t n_items;
};
extern const struct field flow_accounts_fields[], flow_account_fields[];
/* ERR_INVALID on "was" or "is" for a place that there is not. */
int matrix_flow_accounts(const struct matrix_source *source, const struct flow_accounts_ask *ask,
                         struct flow_accounts *ret, struct err *err);
