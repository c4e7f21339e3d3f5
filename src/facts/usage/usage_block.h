/* usage_block.h: how the usage of one account in one month is packed into two blobs (the columns
 * cells and users of usage_month).
 *
 * Both are sequences of unsigned varints: seven bits a byte, lowest first, the eighth set on all
 * bytes but the last (LEB128).
 *   cells: for each (event, day) with a count, by event, then day: step, count.
 *          step = (event id - event id before) × 32 + day of the month (1 … 31); the first event is
 *          counted from 0. So a cell is two bytes as a rule. Counts are 0 … USAGE_COUNT_MAX; 0 says
 *          that there was none, and is never stored.
 *   users: for each product user seen, by user: user id - user id before; mask of the days of the
 *          month on which the user was active (bit 0 is the first).
 *
 * Ownership: lists belong to the caller (vec_done).
 * Errors:    a block that does not decode exactly is ERR_INTERNAL; the list holds what came before
 *            the fault. */
#pragma once
#include "base/buf.h"
#include "base/err.h"
#include "base/vec.h"

#include <stdbool.h>
#include <stdint.h>

#define USAGE_ID_MAX    ((int64_t)1 << 48)
#define USAGE_COUNT_MAX ((int64_t)1 << 53)

struct usage_cell {
    int64_t event_id;
    int64_t count;
    int32_t day; /* of the month, 1 … 31 */
};
struct usage_active {
    int64_t user_id;
    uint32_t days; /* bit 0: the first of the month */
};
struct usage_cells {
    struct usage_cell *items;
    size_t n, cap;
};
struct usage_actives {
    struct usage_active *items;
    size_t n, cap;
};

/* The sum, or USAGE_COUNT_MAX if that is less. */
static inline int64_t usage_count_add(int64_t a, int64_t b)
{
    return a > USAGE_COUNT_MAX - b ? USAGE_COUNT_MAX : a + b;
}

/* Which of two cells comes first: < 0 the first, > 0 the second, 0 they are the same cell. */
int usage_cell_order(const struct usage_cell *a, const struct usage_cell *b);

/* Appends the packed form. The cells stand in order, each (event, day) once, ids and counts in
 * range; assert()ed. */
void usage_cells_encode(const struct usage_cell *cells, size_t n, struct buf *out);
void usage_actives_encode(const struct usage_active *users, size_t n, struct buf *out);
/* Replaces what is in *out. */
int usage_cells_decode(const void *block, size_t bytes, struct usage_cells *out, struct err *err);
int usage_actives_decode(const void *block, size_t bytes, struct usage_actives *out,
                         struct err *err);

enum usage_mode {
    USAGE_REPLACE, /* a new count takes the old one's place; where it is 0 there is no cell left */
    USAGE_ADD,     /* counts add up (to at most USAGE_COUNT_MAX); 0 stays */
};
/* What comes of old and new, both in order; replaces what is in *out. */
void usage_cells_merge(const struct usage_cells *old, const struct usage_cells *new,
                       enum usage_mode mode, struct usage_cells *out);
/* Active days are only ever added. */
void usage_actives_merge(const struct usage_actives *old, const struct usage_actives *new,
                         struct usage_actives *out);
