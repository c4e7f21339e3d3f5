/* day_walk.h: scored days one after the other, with only those of the kept columns that somebody
 * asks for: to count over years of days without building a snapshot of each.
 *
 *     struct day_walk walk = {c, today, days, n, DAY_WALK_PLACES};
 *     rc = day_walk_open(&walk, arena, err);
 *     for (size_t k = 0; k < n; k++) {
 *         rc = day_walk_get(&walk, k, of_day, &s, err);
 *         if (rc == 0) rc = snapshot_get(…, days[k].day, …);     it must be asked for as a whole
 *     }
 *
 * Accounts whose facts changed since a day was scored are scored again, for all days at once.
 *
 * Threads: as the connection. Ownership: in the arenas; `today` must outlive the walk. */
#pragma once
#include "scoring/snapshot/snapshot.h"

/* Columns, as bits. */
#define DAY_WALK(column) (1u << (column))
/* What it takes to place accounts: who they are, both scores, and money. Which card made a score is
 * read where a kind has several. */
#define DAY_WALK_PLACES \
    (DAY_WALK(KEPT_STATE) | DAY_WALK(KEPT_HEALTH) | DAY_WALK(KEPT_MATURITY) | DAY_WALK(KEPT_ARR))

struct day_walk {
    /* Set by the caller. */
    struct conn *conn;
    const struct snapshot *today; /* the newest there is: its accounts and cards are those of all */
    const struct score_day *days;
    size_t n;
    unsigned columns;
    /* Made by day_walk_open. */
    bool *is_quick;   /* [day] */
    size_t n_changed; /* accounts that are scored again */
    size_t *rows;     /* of them, in today's table */
    double *numbers;  /* [(changed × n + day) × KEPT_COLUMNS + column] */
};
int day_walk_open(struct day_walk *w, struct arena *arena, struct err *err);
/* Returns 1, with the day's snapshot, which has nothing but the columns, is_present and
 * is_customer; 0 if the day cannot be had so: other cards scored it, a feed has moved, too much has
 * changed, or parents speak for their families. */
int day_walk_get(const struct day_walk *w, size_t k, struct arena *arena, struct snapshot *ret,
                 struct err *err);
