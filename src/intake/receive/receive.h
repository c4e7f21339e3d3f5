/* receive.h: the network side of events: requests of the Segment protocol in, their batches into
 * the log, and an answer when they are on disk. docs/events.md says what clients see.
 *
 *     key → unpack → event_read → evlog_append   on the network's threads, and never waiting;
 *     receive_committed                          the log's committer: answers, hands on to the
 * applier
 *
 * Threads:   receive_direct's take() on the network's; receive_committed on the committer's; the
 *            rest by who owns it.
 * Ownership: the log and the applier are the caller's; they are given before the first request. */
#pragma once
#include "http/direct.h"
#include "http/metrics.h"
#include "intake/event/event.h"
#include "intake/evlog/evlog.h"

struct apply;
struct source_keys;
struct receive;

struct receive *receive_new(struct source_keys *keys, const struct event_rules *rules);
/* What it appends to, and where what is on disk goes. */
void receive_connect(struct receive *r, struct evlog *log, struct apply *apply);
/* After the server has ended: waits until the applier has all that the log was given. Clients are
 * answered a moment before. */
void receive_drain(struct receive *r);
void receive_free(struct receive *r); /* NULL is allowed */

/* For server_options. */
const struct direct *receive_direct(const struct receive *r);
/* The committed of evlog_options; ctx is the struct receive. */
void receive_committed(void *ctx, struct evlog_entry *list, struct evlog_position end, int rc,
                       const struct err *err);
/* What it counts, for GET /metrics. */
void receive_measure(struct receive *r, struct metrics *m);
