/* evlog.h: the durable log of what came in: texts are appended, and are on disk when it says so.
 *
 * The log is the truth about events; everything else is a function of a prefix of it. It knows
 * nothing about events: it stores the text of a request body with its source and the time it came,
 * and gives it a position. One thread, the committer, takes all that waits, compresses it into one
 * frame, writes and syncs it, and then tells `committed`; meanwhile the next group gathers.
 * docs/events.md describes the files.
 *
 *     static void committed(void *ctx, struct evlog_entry *list, struct evlog_position end, int rc,
 *                           const struct err *err)
 *     {
 *         answer everybody on the list; rc == 0: hand the list on, and evlog_release() later
 *     }
 *     rc = evlog_open(&(struct evlog_options){.dir = dir, .committed = committed, .ctx = x}, &log,
 *                     &err);
 *     rc = evlog_append(log, &call->entry, &err);
 *
 * Threads:   evlog_append, evlog_release and evlog_look: any. `committed` is called from the
 *            committer, one list at a time, in log order; it must not wait and must not append.
 *            Open and close: the thread that owns the log.
 * Ownership: an entry and its text belong to who appended them and must stay as they are until
 *            `committed` has them; then they are whose code that is. Embed the struct in what is
 *            to be found again.
 * Units:     bytes; UTC milliseconds. Positions count bytes of text, not of files: they stay good
 *            when a segment is compressed again or something in it is forgotten.
 * Errors:    ERR_BUSY: over the bound in flight, try again soon. ERR_IO: the disk refuses, is full
 *            say; nothing is lost and the log tries again by itself. ERR_TOO_LARGE: the text. */
#pragma once
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Where in the log: a segment (from 1 on) and a logical offset in it. All zero: before the first.
 * That of a list ends behind its last entry, so it is the place to go on from. */
struct evlog_position {
    uint64_t segment, offset;
};
#define EVLOG_END ((struct evlog_position){UINT64_MAX, UINT64_MAX})

/* < 0, 0 or > 0: a is before b, the same, or behind it. */
static inline int evlog_position_order(struct evlog_position a, struct evlog_position b)
{
    if (a.segment != b.segment)
        return a.segment < b.segment ? -1 : 1;
    return a.offset < b.offset ? -1 : a.offset > b.offset;
}

struct evlog_entry {
    struct evlog_entry *next; /* the log's, then that of who has the list */
    const char *text;         /* as it came, decompressed; 1 to EVLOG_TEXT_MAX bytes */
    size_t bytes;
    size_t memory; /* what it counts in flight, with all that hangs on it; at least bytes */
    int64_t source_id, received_ms;
    uint32_t kind;                  /* kept for the appender: which call it was, say */
    struct evlog_position position; /* of this entry; set when it is written, unique for ever */
};

#define EVLOG_TEXT_MAX ((size_t)16 << 20)
#define EVLOG_FOLDER   "events/log" /* in the data directory */

/* list: at least one entry. rc 0: it is on disk and ends at `end`. rc < 0: nothing of it was
 * stored, err says why, and it no longer counts as in flight. */
typedef void evlog_committed_fn(void *ctx, struct evlog_entry *list, struct evlog_position end,
                                int rc, const struct err *err);

struct evlog_options {
    const char *dir; /* made if it is not there; one process at a time */
    /* What the database has counted. Positions go on behind it even when the folder is empty or
     * from an older backup, so that nothing new is taken for something old. */
    struct evlog_position after;
    size_t segment_bytes;   /* a new file after so many; 0: 128 MiB */
    size_t group_bytes;     /* the most text in one group, if it is over one entry; 0: 4 MiB */
    size_t in_flight_bytes; /* 0: 64 MiB */
    int level;              /* of zstd, for what is new; 0: 1 */
    const struct evlog_disk *disk; /* for tests that let it fail (evlog_writer.h); or NULL */
    int64_t pace_us;  /* under load, from one group's beginning to the next one's; 0: 2 ms */
    int64_t retry_us; /* after a failure of the disk, before it is tried again; 0: a second */
    evlog_committed_fn *committed; /* not NULL */
    void *ctx;
};

struct evlog;
/* Is there a log in the folder? */
bool evlog_is_there(const char *dir);
/* Opens the log, or makes an empty one; cuts off a tail that was being written when the program
 * died, and starts the committer. ERR_BUSY: another process has it. ERR_IO: it cannot be read, or
 * is damaged before its end: the text says where, and what to do. */
int evlog_open(const struct evlog_options *options, struct evlog **ret, struct err *err);
/* Commits what waits, then ends. Nothing may be appended any more. NULL is allowed. */
void evlog_close(struct evlog *log);

/* Takes the entry on: `committed` is called with it exactly once. On an error it is not, and the
 * entry is as before. Never waits. */
int evlog_append(struct evlog *log, struct evlog_entry *entry, struct err *err);
/* So many bytes (`memory` of entries that were committed) are done with. */
void evlog_release(struct evlog *log, size_t bytes);

struct evlog_view {
    struct evlog_position end;        /* of what is on disk */
    size_t in_flight, waiting;        /* bytes in all; of them, not yet on disk */
    uint64_t groups, entries;         /* committed since it was opened */
    uint64_t plain_bytes, file_bytes; /* of those: as text, and in files */
    uint64_t refused;                 /* entries that the disk refused */
    int64_t sync_us;                  /* how long the last group took to be on disk */
    bool is_failing;                  /* the last try to write failed */
};
void evlog_look(struct evlog *log, struct evlog_view *ret);

/* Closes the segment that is being written, so that all there is so far can be sealed and changed
 * (evlog_keep.h). Waits for the group on its way. */
int evlog_roll(struct evlog *log, struct err *err);
