/* lifetime.h: what a serving process is made of, started in order and ended in the reverse order:
 * data directory, access, snapshots, jobs, what takes events in, HTTP server.
 *
 * Threads: the main thread's. Signals SIGINT and SIGTERM are blocked in all threads once it is
 * started; lifetime_wait takes them. */
#pragma once
#include "access/first_run.h"
#include "app/workspace.h"
#include "http/server.h"
#include "http/service.h"
#include "intake/receive/event_intake.h"
#include "jobs/runner.h"

struct lifetime {
    struct workspace workspace;
    struct service service;
    struct event_intake *events;
    struct server *server;
    char uploads[WORKSPACE_PATH_BYTES], lock[WORKSPACE_PATH_BYTES];
    bool is_first_run;
    char password[ONE_TIME_TEXT]; /* of the first admin, on the first run */
};

/* `server` says how to listen; what the lifetime owns (database, endpoints, authentication …) is
 * filled in. On failure everything that was started is ended. */
int lifetime_start(struct lifetime *l, const char *data, struct server_options *server,
                   struct err *err);
/* Sleeps until somebody asks the process to end. */
void lifetime_wait(void);
/* Finishes running requests, puts a running job back, checkpoints. Returns 0, or ERR_BUSY when
 * requests did not finish in time; the process must then exit without more ado. */
int lifetime_stop(struct lifetime *l, struct err *err);
