/* log_fold.h: the log of events folded anew, from its beginning up to a position, with the rules as
 * they are now: for what counts anew from it.
 *
 * No account is made, and users are known by what the log itself tells. What is set aside is tried
 * again as soon as the log tells whose it is, as the applier does within seconds.
 *
 * Threads:   any. Units: days as in base/day.h; progress in per cent.
 * Errors:    those of log_batches.h, and what the callbacks return. */
#pragma once
#include "db/db.h"
#include "facts/usage/usage_sums.h"
#include "intake/apply/fold.h"
#include "intake/evlog/evlog.h"

struct log_fold_options {
    struct db *db;
    struct conn *conn; /* a transaction to look things up in; NULL: short ones of its own */
    const struct event_rules *rules; /* is_replay is set */
    const char *log_dir;
    struct evlog_position until;
    const struct mends *mends;
    const struct usage_sum *sums; /* what is to be added up; those with a position */
    size_t n_sums;
    bool has_plain; /* a second fold, without the rules */
    /* What stands in the set-aside store: as it counts once it is sent again, its use is passed
     * over here; or it is counted, if it can be, and its row is then among the fold's sent_again.
     */
    const struct aside_marks *waiting;
    bool counts_waiting;
    /* Takes out what a fold holds; called whenever it is full, and at the end. */
    int (*take)(void *ctx, const struct fold *f, bool is_plain, struct err *err);
    /* NULL, or: told how far it is; < 0 stops. */
    int (*tell)(void *ctx, int pct, struct err *err);
    void *ctx;
};
struct log_fold_result {
    int64_t batches, events, duplicates;
    int64_t aside; /* still not to be told whose they are */
};
int log_fold(const struct log_fold_options *options, struct log_fold_result *ret, struct err *err);

/* The first day of which the log tells everything: segments before its oldest entry may be gone.
 * DAY_NONE: it has all of them. */
int log_fold_reach(const char *log_dir, int32_t *ret, struct err *err);
