/* checkpoint.h: writes what a fold holds in one transaction, together with the position of the log
 * up to which it was folded. Either all of it is there afterwards or nothing.
 *
 * Threads: the applier's.
 * Errors:  ERR_BUSY when somebody else writes for too long; the fold is then as it was, and the
 * same call may come again. */
#pragma once
#include "db/db.h"
#include "intake/apply/fold.h"
#include "intake/evlog/evlog.h"

struct checkpoint_outcome {
    int64_t held_us;      /* how long it kept other writers waiting */
    int64_t refused;      /* identify and group calls that a rule of the facts refused */
    bool has_placed;      /* users or accounts became known: what waits for them may count now */
    bool has_lost_ground; /* accounts that the fold knew were deleted: it was told to forget */
};
/* On success the fold is empty. */
int checkpoint_write(struct db *db, struct fold *f, struct evlog_position position,
                     struct checkpoint_outcome *ret, struct err *err);

/* The position of the last checkpoint; all zero before the first. */
int checkpoint_position(struct conn *c, struct evlog_position *ret, struct err *err);
