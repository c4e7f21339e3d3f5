/* evlog_keep.h: what is done to closed segments: compressed again, deleted, rewritten.
 *
 * Each replaces whole files, by renaming, so that readers see the old one or the new one and a
 * crash leaves one of the two. Positions stay what they were. The segment that is being written is
 * never touched: evlog_roll closes it first.
 *
 * Threads: any, beside the writer and readers; they wait for each other, a segment at a time. In
 *          another process only while no server has the log: changes of the same log by two
 *          processes wait for each other as well.
 * Errors:  as in evlog_reader.h; a damaged segment is left as it is. */
#pragma once
#include "base/buf.h"
#include "intake/evlog/evlog.h"

/* Asked now and then; true: stop, leaving things as they were. NULL: never. */
typedef bool evlog_stop_fn(void *ctx);

struct evlog_sealed {
    uint64_t segment;
    uint64_t bytes_before, bytes_after; /* of its file */
};
/* Compresses the oldest closed segment that is not sealed yet, in large frames at a level that
 * takes time: for a background job, one call after the other until there is none. 1: done, ret says
 * what; 0: there is none (ret is untouched). Stopped: ERR_BUSY. */
int evlog_seal(const char *dir, evlog_stop_fn *stop, void *ctx, struct evlog_sealed *ret,
               struct err *err);

/* Deletes the oldest segments as long as all in them was received before `before_ms` and lies
 * before `applied`. Returns how many, or an error. The last segment stays in any case. */
int evlog_retain(const char *dir, int64_t before_ms, struct evlog_position applied,
                 struct err *err);

enum evlog_verdict {
    EVLOG_KEEP,
    EVLOG_CHANGE, /* the text becomes what was put into the buffer: no longer than it was */
    EVLOG_DROP,
};
/* May be called twice for an entry. replacement is empty. */
typedef enum evlog_verdict evlog_filter_fn(void *ctx, const struct evlog_entry *entry,
                                           struct buf *replacement);
/* Forgets: gives every entry of the closed segments to the filter and rewrites the segments in
 * which it wants something changed; they are sealed then. Returns how many were rewritten, or an
 * error. To forget what just came too, call evlog_roll first. What the file system keeps of deleted
 * files, and backups, are not reached. */
int evlog_forget(const char *dir, evlog_filter_fn *filter, void *ctx, struct err *err);

/* What evlog_check found. */
struct evlog_totals {
    uint64_t segments, sealed, entries, plain_bytes, file_bytes;
    uint64_t
        tail_bytes; /* behind the last whole group: being written, or cut off at the next open */
};
/* Reads all of the log, unpacks all of it, and tells each damage in a sentence. Returns how many
 * there were, or an error. */
int evlog_check(const char *dir, void (*found)(void *ctx, const char *text), void *ctx,
                struct evlog_totals *ret, struct err *err);
/* Makes a damaged log usable again, without what is lost: rewrites damaged segments with what can
 * be read of them, and puts an empty one in the place of a missing one. A damaged file is kept
 * under the name *.damaged. Tells each loss as above. ERR_BUSY while a server has the log. Returns
 * how many segments were mended. */
int evlog_repair(const char *dir, void (*lost)(void *ctx, const char *text), void *ctx,
                 struct err *err);
