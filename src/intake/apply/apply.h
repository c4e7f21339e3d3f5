/* apply.h: the applier: one thread that folds the events of the log into facts, in the order of the
 * log, and writes the sums every few seconds together with the position it has come to. So each
 * event counts exactly once, however often the process is killed.
 *
 *     rc = apply_start(&(struct apply_options){.db = db, .log = log, …}, &apply, &err);
 *     in `committed`, after everybody was answered:  apply_take(apply, list, end);
 *     rc = apply_stop(apply, &err);           after the network has ended, before evlog_close
 *
 * It starts by reading what the log has beyond the last position, in its own thread, so that the
 * server answers at once; what arrives meanwhile waits. When it is behind, what waits is not
 * released and the log refuses more (ERR_BUSY).
 *
 * Threads:   apply_take: the committer's. Start and stop: the thread that owns it. The others: any.
 * Ownership: apply_take takes the list over.
 * Errors:    what the database refuses for a while is tried again; a damaged log stops it, with an
 *            error in the log of the program, and events are then refused by the log's bound. */
#pragma once
#include "base/err.h"
#include "intake/evlog/evlog.h"

#include <stdbool.h>
#include <stdint.h>

struct db;
struct event_batch;
struct apply;

#define EVENTS_IDS_FOLDER "events/ids" /* in the data directory: the message ids that were seen */

/* One request body on its way: appended to the log by its entry, then folded. Made by the receiver
 * with mem_alloc; freed with its batch by the applier. entry comes first, so that an entry of the
 * log's list is the struct that holds it. */
struct apply_batch {
    struct evlog_entry
        entry; /* kind: enum event_endpoint, so that a replay reads it the same way */
    struct event_batch *batch; /* as event_read left it; its text is the entry's */
};

struct apply_options {
    struct db *db;
    struct evlog *log;     /* NULL: nothing to give back to (tests) */
    const char *log_dir;   /* where its files are, for the replay */
    const char *ids_dir;   /* where the seen message ids are kept, made if it is not there */
    int64_t checkpoint_ms; /* at least this long between two checkpoints; 0: 3 seconds */
    int64_t ready_ms;      /* so often it looks whether an account came for what waits, besides when
                              events tell of one; 0: 5 seconds */
    int64_t window_ms;     /* how long message ids are known; 0: 7 days */
    size_t ids_max;        /* how many at most; 0: the default of id_window.h */
};

/* What the database has counted: for evlog_options.after. */
int apply_position(struct db *db, struct evlog_position *ret, struct err *err);
int apply_start(const struct apply_options *options, struct apply **ret, struct err *err);
/* Batches that are on disk, in log order, up to `end`. */
void apply_take(struct apply *a, struct evlog_entry *list, struct evlog_position end);
/* Folds what it has, writes it and ends. NULL is allowed. */
int apply_stop(struct apply *a, struct err *err);

struct apply_view {
    struct evlog_position position; /* written */
    int64_t lag_ms;                 /* age of the oldest batch that waits to be folded; 0: none */
    int64_t checkpoint_us;          /* how long the last checkpoint held the writer */
    int64_t checkpoints;
    int64_t ids_reach_ms; /* message ids that came since then are all known */
    bool is_replaying;
    bool is_stuck; /* the last checkpoint failed and is tried again */
};
void apply_look(struct apply *a, struct apply_view *ret);

struct event_live; /* event_live.h: what just arrived */
struct event_live *apply_live(struct apply *a);
