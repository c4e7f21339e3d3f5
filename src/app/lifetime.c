#include "app/lifetime.h"

#include "access/access.h"
#include "access/guesses.h"
#include "app/access_api.h"
#include "app/background.h"
#include "app/endpoints.h"
#include "base/day.h"
#include "base/log.h"
#include "intake/source/source_keys.h"
#include "scoring/ledger/ledger.h"
#include "scoring/snapshot/snapshot.h"

#include <signal.h>
#include <stdio.h>

#define GRACE_MS 10000

/* Threads inherit the mask, so it is set before the first of them starts. */
static void block_signals(sigset_t *ret)
{
    sigemptyset(ret);
    sigaddset(ret, SIGINT);
    sigaddset(ret, SIGTERM);
    pthread_sigmask(SIG_BLOCK, ret, NULL);
}

static int start_jobs(struct lifetime *l, struct err *err)
{
    const struct jobs_options options = {.db = l->workspace.db,
                                         .service = &l->service,
                                         .kinds = background_kinds,
                                         .schedules = background_schedules,
                                         .lock_path = l->lock};

    snprintf(l->lock, sizeof(l->lock), "%s/jobs.lock", l->workspace.dir);
    return jobs_start(&options, &l->service.jobs, err);
}

static int start_events(struct lifetime *l, struct err *err)
{
    char dir[WORKSPACE_PATH_BYTES];
    const struct event_intake_options options = {
        .db = l->workspace.db, .keys = l->service.sources, .dir = dir};

    snprintf(dir, sizeof(dir), "%s/events", l->workspace.dir);
    int rc = event_intake_start(&options, &l->events, err);
    if (rc == 0)
        l->service.apply = event_intake_apply(l->events);
    return rc;
}

static int start_server(struct lifetime *l, struct server_options *o, struct err *err)
{
    snprintf(l->uploads, sizeof(l->uploads), "%s/uploads", l->workspace.dir);
    o->upload_dir = l->uploads;
    o->endpoints = endpoints_all();
    o->db = l->workspace.db;
    o->service = &l->service;
    o->authenticate = authenticate;
    o->direct = event_intake_direct(l->events);
    o->version = RIPEN_VERSION;
    int rc = server_start(o, &l->server, err);
    if (rc == 0)
        event_intake_measure(l->events, server_metrics(l->server));
    return rc;
}

static void end(struct lifetime *l)
{
    struct err err = {0};

    if (event_intake_stop(l->events, &err) < 0)
        log_warn("app", "events wait in the log for the next start", LOG_STR("text", err.text));
    jobs_stop(l->service.jobs);
    ledgers_free(l->service.ledgers);
    snapshots_free(l->service.snapshots);
    source_keys_free(l->service.sources);
    access_free(l->service.access);
    guesses_free(l->service.guesses);
    workspace_close(&l->workspace);
}

int lifetime_start(struct lifetime *l, const char *data, struct server_options *server,
                   struct err *err)
{
    sigset_t signals;

    *l = (struct lifetime){0};
    block_signals(&signals);
    int rc = workspace_open(data, WORKSPACE_CREATE, &l->workspace, err);
    if (rc < 0)
        return rc;
    rc = first_run(l->workspace.db, clock_now_ms(), l->password, &l->is_first_run, err);
    if (rc == 0) {
        l->service = (struct service){.db = l->workspace.db,
                                      .access = access_new(l->workspace.db),
                                      .guesses = guesses_new(),
                                      .snapshots = snapshots_new(),
                                      .ledgers = ledgers_new(),
                                      .data_dir = l->workspace.dir,
                                      .version = RIPEN_VERSION};
        rc = source_keys_new(l->workspace.db, &l->service.sources, err);
    }
    if (rc == 0)
        rc = start_jobs(l, err);
    if (rc == 0)
        rc = start_events(l, err);
    if (rc == 0)
        rc = start_server(l, server, err);
    if (rc < 0)
        end(l);
    return rc;
}

void lifetime_wait(void)
{
    sigset_t signals;
    int taken;

    block_signals(&signals);
    sigwait(&signals, &taken);
}

int lifetime_stop(struct lifetime *l, struct err *err)
{
    int rc = server_stop(l->server, GRACE_MS, err);

    if (rc == 0)
        end(l);
    return rc;
}
