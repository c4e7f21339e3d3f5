/* queue.h: what the runner does to the rows of jobs: take one, keep it, give it back.
 *
 * A running job is held by a lease: its row names the owner and until when. An owner that lives
 * renews it; when the owner has died the lease runs out, and whoever looks next takes the job
 * again.
 *
 * Threads:   as the connection, which must be in a write transaction.
 * Units:     UTC milliseconds; the caller says what time it is.
 * Ownership: rows are made in the arena. */
#pragma once
#include "jobs/job.h"

#define LEASE_MS      60000
#define JOB_KEPT_MS   (90 * DAY_MS) /* how long finished jobs stay listed */
#define RETRY_MS      10000LL       /* before the second attempt, doubled for each further one */
#define RETRY_MOST_MS 3600000LL

/* Frees the jobs whose lease has run out or whose owner is known to be dead (NULL: none is). They
 * are queued again, or have failed when that was the last attempt: a job that kills its process
 * must not do so for ever. */
int queue_reclaim(struct conn *c, const char *dead_owner, int64_t now_ms, struct err *err);
/* Leases the job that has waited longest; ERR_NOT_FOUND, with no text, when none is due. */
int queue_take(struct conn *c, const char *owner, int64_t now_ms, struct arena *arena,
               struct job *ret, struct err *err);

struct lease {
    int64_t id; /* the job */
    const char *owner;
    int progress_pct;
    const char *message;
};
/* Extends the lease and writes how far the job is. *ret_is_cancelled: somebody asked it to stop.
 * ERR_NOT_FOUND if the lease was lost. */
int queue_renew(struct conn *c, const struct lease *lease, int64_t now_ms, bool *ret_is_cancelled,
                struct err *err);

struct job_outcome {
    const char *state;  /* "done" "failed" "cancelled", or "queued": another attempt */
    const char *error;  /* or NULL */
    const char *result; /* a JSON object as text, or NULL */
    int64_t run_at;     /* of another attempt */
    bool is_uncounted;  /* this attempt does not count: it was the server that stopped */
};
/* What becomes of a job whose function returned rc; error as the function gave it. */
struct job_outcome job_outcome_of(const struct job *job, int rc, const char *error, int64_t now_ms);
/* Ends the lease. Nothing is changed when it was lost: the job is somebody else's. */
int queue_finish(struct conn *c, const struct lease *lease, const struct job_outcome *outcome,
                 int64_t now_ms, struct err *err);

/* When there is next something to do: a job to run, a lease that may run out, a schedule. I64_NONE:
 * never. */
int queue_next_due(struct conn *c, int64_t *ret_ms, struct err *err);
