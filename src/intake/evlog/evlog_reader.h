/* evlog_reader.h: reading the log from a position on, entry by entry, also while it is written.
 *
 *     rc = evlog_reader_open(dir, from, until, &reader, &err);
 *     while (rc == 0 && (rc = evlog_read(reader, &entry, &err)) > 0)
 *         …entry.text, entry.position…
 *     evlog_reader_free(reader);
 *
 * A text is followed by EVLOG_PADDING bytes that may be read, as simdjson wants it.
 *
 * Threads:   one reader belongs to one thread; any number of them, in any process, may read beside
 *            the writer, and beside sealing and forgetting.
 * Ownership: an entry's text is the reader's, good until the next call.
 * Memory:    one frame of text and one of file bytes, at most EVLOG_FRAME_MAX each.
 * Errors:    ERR_IO: a file cannot be read, is missing or damaged; the text names it, the place and
 *            the remedy. Nothing is ever skipped without a word. */
#pragma once
#include "intake/evlog/evlog.h"

#define EVLOG_PADDING 64

struct evlog_reader;
/* from: {0, 0} for everything, or a position the log gave: of an entry, or the end of a list. What
 * retention has deleted is not there any more: reading begins with what is. until: only entries
 * before it; EVLOG_END for all that is there, which beside a writer may be more than is committed.
 */
int evlog_reader_open(const char *dir, struct evlog_position from, struct evlog_position until,
                      struct evlog_reader **ret, struct err *err);
/* 1 and the next entry; 0 at the end (a later call may find more); or an error. */
int evlog_read(struct evlog_reader *r, struct evlog_entry *ret, struct err *err);
/* Where reading must begin so as to miss nothing that was received at received_ms or later: the
 * beginning of a segment, since they are told apart by their times without being unpacked. */
int evlog_since(const char *dir, int64_t received_ms, struct evlog_position *ret, struct err *err);
/* The position to go on from: behind the entry that was read last. */
struct evlog_position evlog_reader_position(const struct evlog_reader *r);
void evlog_reader_free(struct evlog_reader *r);
