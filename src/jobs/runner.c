#include "jobs/runner.h"

#include "base/log.h"
#include "base/str.h"
#include "base/thread.h"
#include "jobs/live.h"
#include "jobs/owner.h"
#include "jobs/queue.h"

#include <stdlib.h>

#define LOOK_AT_MOST_MS 3600000 /* the system's clock may be set forward while we sleep */
#define AFTER_ERROR_MS  5000
#define KEEP_EVERY_MS   (LEASE_MS / 3)

struct jobs {
    struct jobs_options o;
    struct owner owner;
    pthread_t runner, keeper;
    pthread_mutex_t lock;
    pthread_cond_t changed; /* what is below, which the lock guards */
    unsigned wakes;
    bool is_running, is_ending, is_keeper_ending;
    struct job_live live;
};

static int64_t now_ms(const struct jobs *j)
{
    return j->o.now_ms ? j->o.now_ms() : clock_now_ms();
}

/* Waits, at most so long (I64_NONE: for ever), for `changed`; spurious returns do no harm. */
static void wait_changed(struct jobs *j, int64_t wait_ms)
{
    if (wait_ms == I64_NONE) {
        pthread_cond_wait(&j->changed, &j->lock);
        return;
    }
    struct timespec until = cond_deadline(wait_ms);
    pthread_cond_timedwait(&j->changed, &j->lock, &until);
}

static void set_running(struct jobs *j, bool is)
{
    pthread_mutex_lock(&j->lock);
    j->is_running = is;
    pthread_cond_broadcast(&j->changed);
    pthread_mutex_unlock(&j->lock);
}

/* One look at the queue, in one transaction: a job, or when to look again. */
static int look(struct jobs *j, struct arena *arena, struct job *ret_job, bool *ret_has_job,
                int64_t *ret_due_ms, struct err *err)
{
    struct conn *c;
    int64_t now;
    int rc = db_write_begin(j->o.db, &c, err);

    if (rc < 0)
        return rc;
    now = now_ms(j); /* after the wait for the writer */
    rc = queue_reclaim(c, NULL, now, err);
    if (rc == 0)
        rc = schedule_run(c, j->o.kinds, now, err);
    if (rc == 0) {
        rc = queue_take(c, j->owner.id, now, arena, ret_job, err);
        *ret_has_job = rc == 0;
        if (rc == ERR_NOT_FOUND)
            rc = queue_next_due(c, ret_due_ms, err);
    }
    return db_write_end(c, rc, err);
}

static struct job_outcome outcome_of(const struct job *job, int rc, const struct live_view *view,
                                     const char *error, int64_t now)
{
    if (rc < 0 && view->is_cancelled)
        return (struct job_outcome){.state = "cancelled", .run_at = job->run_at};
    if (rc < 0 && view->is_stopping)
        return (struct job_outcome){.state = "queued", .run_at = now, .is_uncounted = true};
    return job_outcome_of(job, rc, error, now);
}

static struct lease lease_of(const struct jobs *j, const struct live_view *view)
{
    return (struct lease){
        .id = view->id,
        .owner = j->owner.id,
        .progress_pct = view->pct,
        .message = view->message[0] ? view->message : NULL,
    };
}

/* A failure here leaves the row as running; its lease runs out and the job is run again. */
static void finish(struct jobs *j, const struct job *job, int rc, const struct job_run *run,
                   const struct live_view *view)
{
    struct lease lease = lease_of(j, view);
    char *result = run->result ? json_dumps(run->result, JSON_COMPACT) : NULL;
    int64_t now = now_ms(j);
    struct job_outcome outcome = outcome_of(job, rc, view, run->err.text, now);
    struct err err = {0};
    struct conn *c;

    outcome.result = result;
    if (rc >= 0)
        lease.progress_pct = 100;
    int end = db_write_begin(j->o.db, &c, &err);
    if (end == 0)
        end = db_write_end(c, queue_finish(c, &lease, &outcome, now, &err), &err);
    free(result);
    log_info("jobs", "job ended", LOG_I64("id", job->id), LOG_STR("kind", job->kind),
             LOG_STR("state", outcome.state), LOG_I64("attempt", job->attempts),
             LOG_STR("error", outcome.error ? outcome.error : ""));
    if (end < 0)
        log_error("jobs", "a job's end could not be written", LOG_I64("id", job->id),
                  LOG_STR("error", err.text));
}

static void run_job(struct jobs *j, struct arena *arena, const struct job *job)
{
    const struct job_kind *kind = job_kind_find(j->o.kinds, job->kind);
    struct job_run run = {
        .id = job->id,
        .args = job->args,
        .service = j->o.service,
        .db = j->o.db,
        .arena = arena,
        .live = &j->live,
    };

    live_begin(&j->live, job->id);
    set_running(j, true);
    int rc = kind ? kind->fn(&run)
                  : err_set(&run.err, ERR_NOT_FOUND, "kind", "this ripen has no jobs of kind %s",
                            job->kind);
    set_running(j, false);
    struct live_view view = live_look(&j->live);
    live_end(&j->live);
    finish(j, job, rc, &run, &view);
    json_decref(run.result);
}

/* Does what there is to do; how long to sleep then: 0: look again at once, I64_NONE: until woken.
 */
static int64_t work(struct jobs *j)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct err err = {0};
    struct job job;
    bool has_job = false;
    int64_t due = I64_NONE;

    if (look(j, arena, &job, &has_job, &due, &err) < 0) {
        log_error("jobs", "the queue cannot be read", LOG_STR("error", err.text));
        return AFTER_ERROR_MS;
    }
    if (has_job) {
        run_job(j, arena, &job);
        return 0;
    }
    if (due == I64_NONE)
        return I64_NONE;
    int64_t wait = due - now_ms(j);
    return wait < 1 ? 1 : wait < LOOK_AT_MOST_MS ? wait : LOOK_AT_MOST_MS;
}

static void *runner_main(void *arg)
{
    struct jobs *j = arg;

    pthread_mutex_lock(&j->lock);
    while (!j->is_ending) {
        unsigned seen = j->wakes;
        pthread_mutex_unlock(&j->lock);
        int64_t wait = work(j);
        pthread_mutex_lock(&j->lock);
        /* A wake while it worked may be about something that this look did not see yet. */
        if (wait && seen == j->wakes && !j->is_ending)
            wait_changed(j, wait);
    }
    pthread_mutex_unlock(&j->lock);
    return NULL;
}

static void keep(struct jobs *j)
{
    struct live_view view = live_look(&j->live);
    struct lease lease = lease_of(j, &view);
    bool is_cancelled = false;
    struct conn *c;

    if (!view.id || db_write_begin(j->o.db, &c, NULL) < 0)
        return; /* the next time will do */
    int rc = queue_renew(c, &lease, now_ms(j), &is_cancelled, NULL);
    rc = db_write_end(c, rc, NULL);
    if (rc == ERR_NOT_FOUND)
        live_lose(&j->live, view.id);
    else if (rc == 0 && is_cancelled)
        live_cancel(&j->live, view.id);
}

/* Renews the lease every now and then while a job runs, and at once when woken: somebody may have
 * cancelled it. */
static void *keeper_main(void *arg)
{
    struct jobs *j = arg;
    unsigned seen = 0;

    pthread_mutex_lock(&j->lock);
    while (!j->is_keeper_ending) {
        if (!j->is_running) {
            seen = j->wakes;
            wait_changed(j, I64_NONE);
            continue;
        }
        if (seen == j->wakes)
            wait_changed(j, KEEP_EVERY_MS);
        if (!j->is_running)
            continue;
        seen = j->wakes;
        pthread_mutex_unlock(&j->lock);
        keep(j);
        pthread_mutex_lock(&j->lock);
    }
    pthread_mutex_unlock(&j->lock);
    return NULL;
}

static int prepare(const struct jobs *j, struct err *err)
{
    const char *dead = j->owner.dead_id[0] ? j->owner.dead_id : NULL;
    struct conn *c;
    int rc = db_write_begin(j->o.db, &c, err);

    if (rc < 0)
        return rc;
    rc = queue_reclaim(c, dead, now_ms(j), err);
    if (rc == 0)
        rc = schedule_set(c, j->o.schedules, now_ms(j), err);
    return db_write_end(c, rc, err);
}

int jobs_start(const struct jobs_options *options, struct jobs **ret, struct err *err)
{
    struct jobs *j = mem_zalloc(sizeof(*j));
    int rc;

    j->o = *options;
    rc = owner_take(j->o.lock_path, &j->owner, err);
    if (rc < 0) {
        mem_free(j);
        return rc;
    }
    rc = prepare(j, err);
    if (rc < 0) {
        owner_release(&j->owner);
        mem_free(j);
        return rc;
    }
    pthread_mutex_init(&j->lock, NULL);
    cond_init(&j->changed);
    live_init(&j->live);
    thread_start(&j->runner, "jobs", runner_main, j);
    thread_start(&j->keeper, "job leases", keeper_main, j);
    *ret = j;
    return 0;
}

void jobs_stop(struct jobs *j)
{
    if (!j)
        return;
    live_stop(&j->live);
    pthread_mutex_lock(&j->lock);
    j->is_ending = true;
    pthread_cond_broadcast(&j->changed);
    pthread_mutex_unlock(&j->lock);
    pthread_join(j->runner, NULL);

    pthread_mutex_lock(&j->lock);
    j->is_keeper_ending = true;
    pthread_cond_broadcast(&j->changed);
    pthread_mutex_unlock(&j->lock);
    pthread_join(j->keeper, NULL);

    owner_release(&j->owner);
    live_done(&j->live);
    pthread_cond_destroy(&j->changed);
    pthread_mutex_destroy(&j->lock);
    mem_free(j);
}

void jobs_wake(struct jobs *j)
{
    if (!j)
        return;
    pthread_mutex_lock(&j->lock);
    j->wakes++;
    pthread_cond_broadcast(&j->changed);
    pthread_mutex_unlock(&j->lock);
}

void jobs_cancel_running(struct jobs *j, int64_t id)
{
    if (j)
        live_cancel(&j->live, id);
}

void jobs_overlay(struct jobs *j, struct job *rows, size_t n, struct arena *arena)
{
    if (!j)
        return;
    struct live_view view = live_look(&j->live);
    for (size_t i = 0; view.id && i < n; i++) {
        if (rows[i].id != view.id || !str_eq(rows[i].state, "running"))
            continue;
        rows[i].progress_pct = view.pct;
        rows[i].message = view.message[0] ? arena_strdup(arena, view.message) : NULL;
    }
}
