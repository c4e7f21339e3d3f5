/* aside.h: the store of events that could not be counted: the newest of them, with the reason, to
 * be looked at, thrown away, or sent again once a rule or a new account makes them whole.
 *
 * Threads:   as the connection; changes need a write transaction.
 * Ownership: rows live in the arena. */
#pragma once
#include "db/db.h"
#include "intake/apply/fold_aside.h"

/* Inserts an item, or tells the new reason of the row that it is in already. */
int aside_store(struct conn *c, const struct aside_item *item, struct err *err);
int aside_remove(struct conn *c, int64_t id, struct err *err);
/* Keeps the newest rows only, by number (the setting event_aside_rows) and size; adds to *lost how
 * many went. */
int aside_prune(struct conn *c, int64_t *lost, struct err *err);

/* How many went, ever. */
int aside_lost(struct conn *c, int64_t *ret, struct err *err);

#define ASIDE_ROWS_DEFAULT 20000
int aside_rows_max(struct conn *c, int64_t *ret, struct err *err);

struct aside_row {
    int64_t id;
    const char *source; /* its key; NULL: it was deleted */
    const char *reason, *message;
    const char *type, *name, *user, *account;
    int64_t received, at;
    const char *event; /* JSON text; cut off where it was too long */
    int64_t source_id;
};
extern const struct field aside_row_fields[];

/* Missing members do not filter. */
struct aside_filter {
    const char *reason, *source, *name, *user, *account;
    int64_t before_id; /* the last id of the page before; 0: the first page */
    int64_t limit;     /* > 0 */
};
/* Newest first. */
int aside_list(struct conn *c, const struct aside_filter *filter, struct arena *arena,
               struct aside_row **ret, size_t *ret_n, struct err *err);
/* The same, but ids alone. */
int aside_ids(struct conn *c, const struct aside_filter *filter, struct arena *arena,
              struct aside_row **ret, size_t *ret_n, struct err *err);
int aside_get(struct conn *c, int64_t id, struct arena *arena, struct aside_row *ret,
              struct err *err);
/* How many there are of each reason, whatever reason the filter names. */
struct aside_sum {
    const char *reason;
    int64_t count;
};
extern const struct field aside_sum_fields[];
int aside_sums(struct conn *c, const struct aside_filter *filter, struct arena *arena,
               struct aside_sum **ret, size_t *ret_n, struct err *err);
/* Deletes what the filter says (its page is passed over); *ret: how many. */
int aside_clear(struct conn *c, const struct aside_filter *filter, int64_t *ret, struct err *err);
/* The next rows, oldest first and behind `after`, that can be counted now: their account has come,
 * or their user's. */
int aside_ready(struct conn *c, int64_t after, int64_t limit, struct arena *arena,
                struct aside_row **ret, size_t *ret_n, struct err *err);
