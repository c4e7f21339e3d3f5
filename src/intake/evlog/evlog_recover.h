/* evlog_recover.h: finding the end of a log, after whatever happened to the program before.
 *
 * Internal to the log. */
#pragma once
#include "intake/evlog/evlog.h"

/* Where writing goes on: a segment that has no end yet, or one to be made (bytes 0). */
struct evlog_tail {
    uint64_t segment, bytes; /* bytes of its file that are good */
    uint64_t last_at;        /* where the last good frame begins */
    uint64_t offset;         /* the logical end */
    int64_t last_ms;         /* the greatest time received in it, if offset is not 0 */
};

/* A frame was added; before its span is added to the offset. */
static inline void evlog_tail_note(struct evlog_tail *t, int64_t last_ms)
{
    t->last_ms = t->offset && t->last_ms > last_ms ? t->last_ms : last_ms;
}

/* Reads the last segment, and of the others whether they have their end. What is behind the last
 * sound frame of the last segment is cut off there: no more than a group that was being written
 * when the program died, which nobody was told is stored. If a sound frame follows on what is not
 * sound, that is no such tail but damage: ERR_IO, and nothing is changed. */
int evlog_recover(const char *dir, struct evlog_tail *ret, struct err *err);
