#include "facts/usage/usage_sums.h"

#include "base/str.h"
#include "jobs/job.h"
#include "usage_sums_sql.h"

/* Intake stands above the facts, so its job is known here by name only. */
static const struct job_kind count_by_name = {.name = "usage_sums", .max_attempts = 5};

static const struct field usage_sum_fields[] = {
    FIELD_I64(struct usage_sum, id),         FIELD_STR(struct usage_sum, event),
    FIELD_STR(struct usage_sum, property),   FIELD_I64(struct usage_sum, segment),
    FIELD_I64(struct usage_sum, log_offset), FIELD_DAY(struct usage_sum, since),
    FIELD_BOOL(struct usage_sum, is_whole),  FIELD_END,
};

int usage_sums_all(struct conn *c, struct arena *arena, struct usage_sum **ret, size_t *ret_n,
                   struct err *err)
{
    return db_all(c, sql_usage_sums_all, DB_ARGS(), DB_ROWS(usage_sum_fields, ret, ret_n), arena,
                  err);
}

static bool is_same(const struct usage_sum_wish *a, const struct usage_sum_wish *b)
{
    return str_eq(a->event, b->event) && str_eq(a->property, b->property);
}

static bool has(const struct usage_sum_wish *wishes, size_t n, const struct usage_sum_wish *one)
{
    for (size_t k = 0; k < n; k++)
        if (is_same(&wishes[k], one))
            return true;
    return false;
}

static int insert(const struct act *act, const struct usage_sum_wish *wish, struct err *err)
{
    int64_t id;
    int rc = db_next_id(act->conn, "usage_sum", &id, err);

    if (rc == 0)
        rc = db_exec(act->conn, sql_usage_sums_insert,
                     DB_ARGS(DB_I64("id", id), DB_STR("event", wish->event),
                             DB_STR("property", wish->property)),
                     err);
    return rc < 0 ? rc : 0;
}

static int ask_job(const struct act *act, struct err *err)
{
    int64_t job;

    return job_add(act->conn,
                   &(struct job_request){.kind = &count_by_name,
                                         .unique = "usage_sums",
                                         .requested_by = act->by->name},
                   act->now_ms, &job, err);
}

int usage_sums_ask(const struct act *act, const struct usage_sum_wish *wishes, size_t n,
                   struct err *err)
{
    struct usage_sum *sums;
    size_t n_sums, kept = 0, added = 0;
    int rc = usage_sums_all(act->conn, act->arena, &sums, &n_sums, err);

    if (rc < 0)
        return rc;
    struct usage_sum_wish *there = ARENA_ARRAY(act->arena, n_sums + 1, struct usage_sum_wish);
    for (size_t k = 0; rc >= 0 && k < n_sums; k++) {
        there[k] = (struct usage_sum_wish){sums[k].event, sums[k].property};
        if (has(wishes, n, &there[k]))
            kept++;
        else
            rc = db_exec(act->conn, sql_usage_sums_delete, DB_ARGS(DB_I64("id", sums[k].id)), err);
    }
    for (size_t k = 0; rc >= 0 && k < n; k++) {
        if (has(wishes, k, &wishes[k]) || has(there, n_sums, &wishes[k]))
            continue;
        added++;
        rc = insert(act, &wishes[k], err);
    }
    if (rc >= 0 && kept + added > USAGE_SUMS_MAX)
        return err_set(err, ERR_TOO_LARGE, "filter",
                       "names more events than can be added up: all metrics together may ask for "
                       "%d sums; name fewer, or delete a metric",
                       USAGE_SUMS_MAX);
    if (rc >= 0 && added)
        rc = ask_job(act, err);
    return rc < 0 ? rc : 0;
}

int usage_sum_begin(struct conn *c, const struct usage_sum *sum, struct err *err)
{
    int rc = db_exec(c, sql_usage_sums_empty, DB_ARGS(DB_I64("id", sum->id)), err);

    if (rc >= 0)
        rc = db_exec(c, sql_usage_sums_begin,
                     DB_ARGS(DB_I64("id", sum->id), DB_I64("segment", sum->segment),
                             DB_I64("log_offset", sum->log_offset), DB_DAY("since", sum->since)),
                     err);
    return rc < 0 ? rc : 0;
}

int usage_sum_complete(struct conn *c, const struct usage_sum *sum, struct err *err)
{
    int rc = db_exec(c, sql_usage_sums_complete,
                     DB_ARGS(DB_I64("id", sum->id), DB_DAY("since", sum->since)), err);

    return rc < 0 ? rc : 0;
}

int usage_sums_forget_event(struct conn *c, int64_t event_id, struct err *err)
{
    int rc = db_exec(c, sql_usage_sums_forget_event, DB_ARGS(DB_I64("event_id", event_id)), err);

    return rc < 0 ? rc : 0;
}
