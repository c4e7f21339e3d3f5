#include "jobs/queue.h"

#include "queue_sql.h"

int queue_reclaim(struct conn *c, const char *dead_owner, int64_t now_ms, struct err *err)
{
    int n = db_exec(c, sql_queue_reclaim,
                    DB_ARGS(DB_I64("now", now_ms), DB_STR("dead_owner", dead_owner)), err);
    return n < 0 ? n : 0;
}

int queue_take(struct conn *c, const char *owner, int64_t now_ms, struct arena *arena,
               struct job *ret, struct err *err)
{
    int64_t id = 0;
    int rc = db_i64(c, sql_queue_due, DB_ARGS(DB_I64("now", now_ms)), &id, err);

    if (rc < 0)
        return rc;
    if (!id)
        return ERR_NOT_FOUND;
    rc = db_exec(c, sql_queue_lease,
                 DB_ARGS(DB_I64("id", id), DB_STR("owner", owner), DB_I64("now", now_ms),
                         DB_I64("until", now_ms + LEASE_MS)),
                 err);
    return rc < 0 ? rc : job_get(c, id, arena, ret, err);
}

int queue_renew(struct conn *c, const struct lease *lease, int64_t now_ms, bool *ret_is_cancelled,
                struct err *err)
{
    int64_t asked = I64_NONE;
    int rc = db_i64(c, sql_queue_renew,
                    DB_ARGS(DB_I64("id", lease->id), DB_STR("owner", lease->owner),
                            DB_I64("until", now_ms + LEASE_MS),
                            DB_I64("progress_pct", lease->progress_pct),
                            DB_STR("message", lease->message)),
                    &asked, err);

    if (rc < 0)
        return rc;
    if (asked == I64_NONE)
        return err_set(err, ERR_NOT_FOUND, NULL, "the lease of job %lld was lost",
                       (long long)lease->id);
    *ret_is_cancelled = asked != 0;
    return 0;
}

static bool is_worth_another_try(int rc)
{
    return rc == ERR_BUSY || rc == ERR_IO || rc == ERR_INTERNAL;
}

static int64_t retry_wait_ms(int64_t attempts)
{
    int64_t wait = RETRY_MS;

    for (int64_t i = 1; i < attempts && wait < RETRY_MOST_MS; i++)
        wait *= 2;
    return wait < RETRY_MOST_MS ? wait : RETRY_MOST_MS;
}

struct job_outcome job_outcome_of(const struct job *job, int rc, const char *error, int64_t now_ms)
{
    if (rc >= 0)
        return (struct job_outcome){.state = "done", .run_at = job->run_at};
    if (is_worth_another_try(rc) && job->attempts < job->max_attempts)
        return (struct job_outcome){
            .state = "queued", .error = error, .run_at = now_ms + retry_wait_ms(job->attempts)};
    return (struct job_outcome){.state = "failed", .error = error, .run_at = job->run_at};
}

int queue_finish(struct conn *c, const struct lease *lease, const struct job_outcome *outcome,
                 int64_t now_ms, struct err *err)
{
    int n = db_exec(c, sql_queue_finish,
                    DB_ARGS(DB_I64("id", lease->id), DB_STR("owner", lease->owner),
                            DB_STR("state", outcome->state),
                            DB_I64("progress_pct", lease->progress_pct),
                            DB_STR("message", lease->message), DB_STR("error", outcome->error),
                            DB_STR("result", outcome->result), DB_I64("run_at", outcome->run_at),
                            DB_I64("uncounted", outcome->is_uncounted), DB_I64("now", now_ms)),
                    err);

    if (n < 0)
        return n;
    n = db_exec(c, sql_queue_forget, DB_ARGS(DB_I64("before", now_ms - JOB_KEPT_MS)), err);
    return n < 0 ? n : 0;
}

int queue_next_due(struct conn *c, int64_t *ret_ms, struct err *err)
{
    *ret_ms = I64_NONE;
    return db_i64(c, sql_queue_next_due, DB_ARGS(), ret_ms, err);
}
