/* event_intake.h: everything that takes events in, started in order and ended in the reverse order:
 * the log, the applier that folds it into facts, and the receiver that answers requests.
 *
 *     rc = event_intake_start(&(struct event_intake_options){…}, &intake, &err);
 *     options.direct = event_intake_direct(intake);     rc = server_start(&options, …)
 *     event_intake_measure(intake, server_metrics(server));
 *     … server_stop(server, …);                         nobody asks any more
 *     rc = event_intake_stop(intake, &err);
 *
 * Threads: all by the one that owns it. */
#pragma once
#include "http/direct.h"
#include "http/metrics.h"
#include "intake/event/event.h"

struct apply;
struct db;
struct source_keys;
struct event_intake;

struct event_intake_options {
    struct db *db;
    struct source_keys *keys;
    const char *dir;        /* <data>/events, made if it is not there */
    size_t in_flight_bytes; /* on their way at the same time; 0: the log's default */
};
/* ERR_BUSY: another process takes events into this folder. ERR_IO: the log is damaged. */
int event_intake_start(const struct event_intake_options *options, struct event_intake **ret,
                       struct err *err);
const struct direct *event_intake_direct(const struct event_intake *i);
void event_intake_measure(struct event_intake *i, struct metrics *m);
/* For struct service. */
struct apply *event_intake_apply(const struct event_intake *i);
/* Folds and writes what came, and ends. NULL is allowed. On an error everything ended too, and what
 * was not written is read from the log at the next start. */
int event_intake_stop(struct event_intake *i, struct err *err);
