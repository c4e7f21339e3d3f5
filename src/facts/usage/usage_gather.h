/* usage_gather.h: gathers counts that come in any order into account-months, in little memory.
 *
 * Counts wait in an array of fixed size; when it is full they are sorted and packed (two bytes a
 * cell as a rule) beside what was packed before. So a million rows take some ten megabytes.
 * Inside facts/usage only; knows no database.
 *
 * Units: as usage.h. */
#pragma once
#include "facts/usage/usage.h"

struct usage_gather;
struct usage_gather *usage_gather_new(void);
void usage_gather_free(struct usage_gather *g); /* NULL is allowed */

/* Counts of the same cell add up. The product user is active on days with a count. */
void usage_gather_add(struct usage_gather *g, const struct usage_count *count);

/* One account-month as gathered: cells by event and day, a count of 0 included. */
struct usage_gathered {
    int64_t account_id;
    int32_t month;
    const struct usage_cells *cells;
    const struct usage_actives *users;
};
typedef int (*usage_gathered_fn)(void *ctx, const struct usage_gathered *g, struct err *err);
/* Calls fn for each account-month, by month, then account id, and is empty afterwards. Stops when
 * fn returns < 0, and returns that. */
int usage_gather_each(struct usage_gather *g, usage_gathered_fn fn, void *ctx, struct err *err);

AUTO_STRUCT_DEFINE(usage_gather, usage_gather_free)
