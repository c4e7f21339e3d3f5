/* job.h: work that runs in the background and survives a crash: what kinds there are, how to ask
 * for one, and what a running one may do.
 *
 *     static int score_run(struct job_run *run)
 *     {
 *         … job_progress(run, 40, "day %s", day); if (job_is_cancelled(run)) …
 *     }
 *     const struct job_kind score_job = {"score", score_run, .max_attempts = 3};
 *
 *     rc = job_add(c, &(struct job_request){&score_job, .unique = "score"}, now_ms, &id, err);
 *     jobs_wake(service->jobs);
 *
 * Threads:   functions with a connection are as the connection; changes need a write transaction.
 *            job_progress and job_is_cancelled: the job's function and the threads it starts.
 * Ownership: rows are made in the arena. What a job makes goes into run->arena.
 * Units:     UTC milliseconds; progress in per cent, 0 to 100. */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "json/field.h"

struct service; /* what the whole process shares: http/service.h; jobs only hands it on */
struct jobs;    /* the runner: jobs/runner.h */
struct job_live;

#define JOB_MESSAGE_BYTES 200

/* A job in the middle of running. It opens its own transactions on db and must never hold the
 * writer for longer than a moment if it can do its work in pieces. */
struct job_run {
    int64_t id;
    const json_t *args; /* the object it was asked with; never NULL */
    struct service *service;
    struct db *db;
    struct arena *arena;
    json_t *result; /* the function may set it to an object, which the runner then owns */
    struct err err; /* to be filled when the function returns < 0 */
    struct job_live *live;
};

/* Returns 0 or a negative code. ERR_BUSY, ERR_IO and ERR_INTERNAL are tried again, later and later,
 * until max_attempts; the others would fail the same way again, so they end it. It may be called
 * again after it was killed half-way: what it did must be harmless to do twice. */
struct job_kind {
    const char *name;
    int (*fn)(struct job_run *run);
    int max_attempts;
};

/* Tells how far it is; costs no database access, so it may be called often. */
void job_progress(struct job_run *run, int pct, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* Should it stop? True once somebody cancelled it, the server stops, or the lease was lost. It then
 * returns soon, with any negative code; what it has committed stays. */
bool job_is_cancelled(struct job_run *run);

struct job {
    int64_t id;
    const char *kind;
    json_t *args;
    const char *state;
    int64_t progress_pct;
    const char *message;
    int64_t run_at; /* not before */
    int64_t attempts, max_attempts;
    int64_t created, started, finished;
    const char *requested_by;
    const char *error; /* why the last attempt failed */
    json_t *result;
};
extern const struct field job_fields[];
extern const char *const job_states[]; /* queued running done failed cancelled */

struct job_request {
    const struct job_kind *kind;
    const char *args;   /* a JSON object as text; NULL: {} */
    const char *unique; /* while a job with the same word is queued, that one is meant; or NULL */
    const char *requested_by;
    int64_t run_at; /* 0: as soon as possible */
};
int job_add(struct conn *c, const struct job_request *request, int64_t now_ms, int64_t *ret_id,
            struct err *err);
int job_get(struct conn *c, int64_t id, struct arena *arena, struct job *ret, struct err *err);

/* Missing members do not filter. */
struct job_filter {
    const char *kind, *state;
    int64_t after_id; /* the last id of the page before; 0: the first page */
    int64_t limit;    /* > 0 */
};
/* Newest first. */
int job_list(struct conn *c, const struct job_filter *filter, struct arena *arena, struct job **ret,
             size_t *ret_n, struct err *err);

/* A queued job is cancelled at once, a running one as soon as it looks. Cancelling it again does
 * nothing; ERR_CONFLICT if it ended otherwise. */
int job_cancel(struct conn *c, int64_t id, int64_t now_ms, struct err *err);
/* A failed or cancelled job is queued again, with all its attempts; ERR_CONFLICT otherwise. */
int job_retry(struct conn *c, int64_t id, int64_t now_ms, struct err *err);

/* There may be something to do: jobs were added, cancelled or retried. Works inside the transaction
 * that did so, because the runner looks through a write transaction, which waits for that one to
 * end. NULL is allowed (a process without a runner). */
void jobs_wake(struct jobs *jobs);
/* Tells a job that runs in this process to stop, without the database, which that very job may keep
 * busy. To be followed by job_cancel, which is for all others. NULL is allowed. */
void jobs_cancel_running(struct jobs *jobs, int64_t id);
/* Puts what a running job told of itself since it was last written into its row. NULL is allowed.
 */
void jobs_overlay(struct jobs *jobs, struct job *rows, size_t n, struct arena *arena);
