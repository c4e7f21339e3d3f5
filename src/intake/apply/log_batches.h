/* log_batches.h: events read again: from the log, batch by batch as they came, and one by one from
 * where they were set aside.
 *
 * Threads:   as the reader, which belongs to one thread.
 * Ownership: a batch is good until the callback returns.
 * Errors:    ERR_IO: the log is damaged, as evlog_reader.h tells, or ends before `until`. */
#pragma once
#include "intake/event/event.h"
#include "intake/evlog/evlog_reader.h"

struct log_batches {
    const char *dir;
    struct evlog_position from, until;
    struct event_reader *reader;
    const struct event_rules *rules; /* is_replay is set */
    /* Returns < 0 to stop, which is then what log_batches_read returns. at: the position to go on
     * from when this batch is done with. */
    int (*fn)(void *ctx, const struct event_batch *b, struct evlog_position at, struct err *err);
    void *ctx;
};
/* Calls fn for each batch. One that cannot be read any more is passed over, and told in the
 * program's log. */
int log_batches_read(const struct log_batches *l, struct err *err);

/* A stored body as the batch that it was. NULL: it cannot be read, which is told. */
struct event_batch *log_batch_of(const struct evlog_entry *entry, struct event_reader *reader,
                                 const struct event_rules *rules);

/* An event that was set aside, as a batch of one. What the whole batch told (its clock, its
 * context) was worked in when it came, and is given here. */
struct aside_event {
    const char *type, *text;
    const char *account; /* NULL: it was not known */
    int64_t source_id, received_ms, time_ms;
};
/* NULL: it cannot be read as one event. */
struct event_batch *aside_event_read(const struct aside_event *a, struct event_reader *reader,
                                     const struct event_rules *rules);
