#include "facts/kind/forgotten.h"

#include "forgotten_sql.h"
#include "jobs/job.h"

/* Intake stands above the facts, so its job is known here by name only. */
static const struct job_kind forget_by_name = {.name = "event_forget", .max_attempts = 5};

int facts_forget_later(const struct act *act, const char *account, const char *user,
                       struct err *err)
{
    int64_t id, job;
    int rc = db_next_id(act->conn, "event_forget", &id, err);

    if (rc == 0)
        rc = db_exec(act->conn, sql_forgotten_insert,
                     DB_ARGS(DB_I64("id", id), DB_STR("account", account), DB_STR("user_key", user),
                             DB_I64("asked", act->now_ms)),
                     err);
    if (rc < 0)
        return rc;
    return job_add(act->conn,
                   &(struct job_request){.kind = &forget_by_name,
                                         .unique = "event_forget",
                                         .requested_by = act->by->name},
                   act->now_ms, &job, err);
}
