#include "jobs/job.h"

#include "base/str.h"
#include "job_sql.h"

const char *const job_states[] = {"queued", "running", "done", "failed", "cancelled", NULL};

const struct field job_fields[] = {
    FIELD_I64(struct job, id, .required = true),
    FIELD_STR(struct job, kind, .required = true),
    FIELD_JSON(struct job, args, .required = true, .help = "What it was asked to do"),
    FIELD_ENUM(struct job, state, job_states, .required = true),
    FIELD_I64(struct job, progress_pct, .required = true, .min = 0, .max = 100, .unit = "%"),
    FIELD_STR(struct job, message, .max = JOB_MESSAGE_BYTES, .help = "What it is doing"),
    FIELD_TIME(struct job, run_at, .required = true, .help = "Not before"),
    FIELD_I64(struct job, attempts, .required = true),
    FIELD_I64(struct job, max_attempts, .required = true),
    FIELD_TIME(struct job, created, .required = true),
    FIELD_TIME(struct job, started, .help = "The last attempt"),
    FIELD_TIME(struct job, finished),
    FIELD_STR(struct job, requested_by),
    FIELD_STR(struct job, error, .help = "Why the last attempt failed"),
    FIELD_JSON(struct job, result),
    FIELD_END,
};

int job_add(struct conn *c, const struct job_request *request, int64_t now_ms, int64_t *ret_id,
            struct err *err)
{
    int64_t id = 0;
    int rc = 0;

    if (request->unique)
        rc = db_i64(c, sql_job_queued_unique, DB_ARGS(DB_STR("unique_word", request->unique)), &id,
                    err);
    if (rc == 0 && !id) {
        rc = db_next_id(c, "job", &id, err);
        if (rc < 0)
            return rc;
        rc = db_exec(c, sql_job_insert,
                     DB_ARGS(DB_I64("id", id), DB_STR("kind", request->kind->name),
                             DB_STR("args", request->args ? request->args : "{}"),
                             DB_STR("unique_word", request->unique),
                             DB_STR("requested_by", request->requested_by),
                             DB_I64("run_at", request->run_at ? request->run_at : now_ms),
                             DB_I64("max_attempts", request->kind->max_attempts),
                             DB_I64("now", now_ms)),
                     err);
    }
    if (rc < 0)
        return rc;
    *ret_id = id;
    return 0;
}

int job_get(struct conn *c, int64_t id, struct arena *arena, struct job *ret, struct err *err)
{
    int rc = db_one(c, sql_job_get, DB_ARGS(DB_I64("id", id)), job_fields, ret, arena, err);

    return rc == ERR_NOT_FOUND ? err_set(err, rc, "id", "there is no job %lld", (long long)id) : rc;
}

int job_list(struct conn *c, const struct job_filter *filter, struct arena *arena, struct job **ret,
             size_t *ret_n, struct err *err)
{
    return db_all(c, sql_job_list,
                  DB_ARGS(DB_STR("kind", filter->kind), DB_STR("state", filter->state),
                          DB_I64("before_id", filter->after_id ? filter->after_id : INT64_MAX),
                          DB_I64("limit", filter->limit)),
                  DB_ROWS(job_fields, ret, ret_n), arena, err);
}

int job_cancel(struct conn *c, int64_t id, int64_t now_ms, struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct job job;
    int rc = job_get(c, id, arena, &job, err);

    if (rc < 0)
        return rc;
    if (str_eq(job.state, "queued"))
        rc = db_exec(c, sql_job_cancel_queued, DB_ARGS(DB_I64("id", id), DB_I64("now", now_ms)),
                     err);
    else if (str_eq(job.state, "running"))
        rc = db_exec(c, sql_job_cancel_running, DB_ARGS(DB_I64("id", id)), err);
    else if (!str_eq(job.state, "cancelled"))
        rc = err_set(err, ERR_CONFLICT, "id", "job %lld is %s; there is nothing to cancel",
                     (long long)id, job.state);
    return rc < 0 ? rc : 0;
}

int job_retry(struct conn *c, int64_t id, int64_t now_ms, struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct job job;
    int rc = job_get(c, id, arena, &job, err);

    if (rc < 0)
        return rc;
    if (!str_eq(job.state, "failed") && !str_eq(job.state, "cancelled"))
        return err_set(err, ERR_CONFLICT, "id",
                       "job %lld is %s; only a failed or cancelled one can be tried again",
                       (long long)id, job.state);
    rc = db_exec(c, sql_job_retry, DB_ARGS(DB_I64("id", id), DB_I64("now", now_ms)), err);
    return rc < 0 ? rc : 0;
}
