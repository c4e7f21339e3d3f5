/* rebuild.h: usage counted anew from the log of events, to put what is stored right, or to compare
 * with it.
 *
 * The log is read from its beginning up to where the applier has come, with the rules as they are
 * now, and its sums take the place of what is stored for the same account, event and day. What only
 * imports told stays, and so does the use of accounts and events that were deleted. Where a rule
 * moves use to another event or account, the place that it had without the rule is emptied. Active
 * days are only added. Numbers in events that metrics ask for (usage_sums.h) are known from the log
 * alone: what it tells takes the place of all of them. What waits in the set-aside store and can be
 * counted by now is taken out of it; in a comparison it is left out. Days before the log's reach
 * (its oldest segments may be deleted) stay as they are.
 *
 * Threads:   any without a transaction. Rebuilding: the applier must not run on this database.
 * Units:     days as in base/day.h; progress in per cent. */
#pragma once
#include "access/audit.h"
#include "facts/usage/usage.h"
#include "intake/evlog/evlog.h"

struct rebuild_options {
    struct db *db;
    const char *log_dir;
    int32_t from;       /* days before it stay as they are; DAY_NONE: all that the log tells */
    bool is_comparison; /* nothing is written, and the applier may run */
    const struct who *by;
    void (*progress)(void *ctx, int pct);
    void *ctx;
};
struct rebuild_result {
    int64_t batches, events, duplicates;
    int64_t aside;              /* still not to be told whose they are */
    int64_t gone;               /* of accounts or events that were deleted */
    int32_t from;               /* the first day that was rebuilt; DAY_NONE: no limit */
    struct usage_outcome cells; /* new: were missing; changed: had another count */
    struct usage_outcome sums;  /* of numbers in events, by sum, account and day */
};
int rebuild_usage(const struct rebuild_options *options, struct rebuild_result *ret,
                  struct err *err);
