/* membership.h: who was in a segment when: over the scored days, and between two of them.
 *
 * Scores, bands, cells, metrics and lifecycle are those of each day. Fields of the account itself
 * have no history: they count for every day as they are now, and `undated` names them.
 *
 * Threads:   as the connection. Ownership: everything in the source's arena.
 * Units:     money in cents. Errors: ERR_NOT_FOUND on "key", ERR_INVALID on "from", "to". */
#pragma once
#include "scoring/segment/segment_view.h"

/* A picture needs no more; more days are thinned evenly, with first and last kept. */
#define MEMBERSHIP_POINTS_MAX 160
/* Metrics of past days are not kept: of segments that need them, so many accounts × days at most
 * are computed for one picture. */
#define MEMBERSHIP_COMPUTED_MAX 20000
#define MOVES_MAX               500 /* listed each way */

struct membership_query {
    const char *key;
    int32_t from, to;
};
struct membership_point {
    int32_t day;
    int64_t accounts, arr_cents;
    double share_pct; /* of the customers of the day */
};
struct membership {
    int32_t from, to;
    struct membership_point *points;
    size_t n_points;
    int64_t scored_days; /* there are in the range; more than points if they were thinned */
    const char **undated;
    size_t n_undated;
};
extern const struct field membership_query_fields[], membership_fields[];
/* from: a year before `to` if missing; to: today. */
int membership_read(const struct portfolio_source *source, const struct membership_query *query,
                    struct membership *ret, struct err *err);

struct membership_move {
    const char *key, *name;
    const char *was, *is; /* lifecycle on the two days; NULL: not there yet */
    int64_t arr_cents;    /* on the later day; for those who left the customers, the earlier one */
};
struct membership_moves {
    int32_t from, to;
    int64_t accounts_from, accounts_to, arr_from_cents, arr_to_cents, stayed;
    struct membership_move *entered, *left; /* the largest by ARR */
    size_t n_entered, n_left;
    int64_t entered_total, left_total;
    const char **undated;
    size_t n_undated;
};
extern const struct field membership_moves_fields[];
/* Fills in what is missing of a period, and checks it. */
int membership_period(const struct portfolio_source *source, int32_t *from, int32_t *to,
                      struct err *err);
int membership_moves_read(const struct portfolio_source *source,
                          const struct membership_query *query, struct membership_moves *ret,
                          struct err *err);
