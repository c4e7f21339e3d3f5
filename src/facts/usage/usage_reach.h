/* usage_reach.h: how much each event is used in all, and by how many accounts, kept up to date by
 * what changes. Inside facts/usage only.
 *
 * What an account uses is read once, before the first change of it that needs to know.
 * Threads: as the connection, in a write transaction. */
#pragma once
#include "facts/usage/usage_block.h"
#include "facts/usage/usage_store.h"

struct usage_reach;
struct usage_reach *usage_reach_new(struct conn *c);
void usage_reach_free(struct usage_reach *r); /* NULL is allowed */

/* An account-month becomes another; called before it is written. */
int usage_reach_change(struct usage_reach *r, int64_t account_id, const struct usage_cells *before,
                       const struct usage_cells *after, struct err *err);
/* After the last of them: into the rows of the events. Counts all anew if some were never counted.
 */
int usage_reach_flush(struct usage_reach *r, struct err *err);

AUTO_STRUCT_DEFINE(usage_reach, usage_reach_free)
