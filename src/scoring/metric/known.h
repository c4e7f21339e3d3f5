/* known.h: how far facts go. Of a company whose files stopped coming nobody leaves, buys or
 * complains any more; what was told as of a day long after would be too good to be true.
 *
 * Threads: as the connection. Units: days. */
#pragma once
#include "db/db.h"

/* Where nothing at all was sold, ended, used, asked or billed in a quarter, files stopped coming.
 */
#define KNOWN_STALE_DAYS 92

/* The last day up to `today` of which there are facts: of contracts, departures, or any feed
 * (struct context, through); DAY_NONE without any. */
int known_until(struct conn *c, int32_t today, int32_t *ret, struct err *err);
/* Today; or the last day of which there are facts, if that is longer ago than KNOWN_STALE_DAYS. */
int known_day(struct conn *c, int32_t today, int32_t *ret, struct err *err);
