#include "app/jobs_api.h"

#include "access/audit.h"
#include "http/page.h"
#include "http/service.h"
#include "jobs/job.h"

struct job_query {
    const char *kind, *state;
    int64_t limit;
    const char *after;
};
static const struct field job_query_fields[] = {
    FIELD_STR(struct job_query, kind),
    FIELD_ENUM(struct job_query, state, job_states),
    PAGE_FIELDS(struct job_query),
    FIELD_END,
};
struct job_page {
    struct job *items;
    size_t n_items;
    const char *next;
};
static const struct field job_page_fields[] = {
    FIELD_LIST(struct job_page, items, job, .required = true),
    FIELD_STR(struct job_page, next, .max = 2048, .help = "To be given as `after`"),
    FIELD_END,
};

HANDLER(jobs_get, job_query, job_page)
{
    size_t limit = (size_t)page_limit(in->limit);
    struct job_filter filter = {
        .kind = in->kind,
        .state = in->state,
        .limit = (int64_t)limit + 1,
    };
    int rc = page_read_id(in->after, r->arena, &filter.after_id, &r->err);

    if (rc == 0)
        rc = job_list(r->conn, &filter, r->arena, &out->items, &out->n_items, &r->err);
    if (rc < 0)
        return rc;
    if (out->n_items > limit) {
        out->n_items = limit; /* the one too many says that there is a next page */
        out->next = page_next_id(r, out->items[limit - 1].id);
    }
    jobs_overlay(r->service->jobs, out->items, out->n_items, r->arena);
    return 0;
}

struct job_ref {
    int64_t id;
};
static const struct field job_ref_fields[] = {
    FIELD_I64(struct job_ref, id, .required = true),
    FIELD_END,
};

HANDLER(job_get_one, job_ref, job)
{
    int rc = job_get(r->conn, in->id, r->arena, out, &r->err);

    if (rc == 0)
        jobs_overlay(r->service->jobs, out, 1, r->arena);
    return rc;
}

/* Changes a job's state with its audit entry, wakes the runner and reads the job again. */
static int changed(struct req *r, struct conn *c, const char *action, int64_t id, struct job *out)
{
    struct act act = req_act(r);
    act.conn = c;
    struct audit_change entry = {
        .action = action,
        .kind = "job",
        .key = arena_printf(r->arena, "%lld", (long long)id),
    };
    int rc = audit_log(&act, &entry, &r->err);

    if (rc == 0)
        rc = job_get(c, id, r->arena, out, &r->err);
    if (rc == 0)
        jobs_overlay(r->service->jobs, out, 1, r->arena);
    jobs_wake(r->service->jobs);
    return rc;
}

/* The transaction comes after the job was told: it may be the one that keeps the writer busy. */
HANDLER(job_cancel_post, job_ref, job)
{
    struct conn *c;

    jobs_cancel_running(r->service->jobs, in->id);
    int rc = db_write_begin(r->db, &c, &r->err);
    if (rc < 0)
        return rc;
    rc = job_cancel(c, in->id, r->now_ms, &r->err);
    if (rc == 0)
        rc = changed(r, c, "cancel", in->id, out);
    return db_write_end(c, rc, &r->err);
}

HANDLER(job_retry_post, job_ref, job)
{
    int rc = job_retry(r->conn, in->id, r->now_ms, &r->err);

    return rc < 0 ? rc : changed(r, r->conn, "retry", in->id, out);
}

/* clang-format off */
const struct endpoint jobs_endpoints[] = {
    {"GET", "/api/v1/jobs", "Background jobs, newest first", .tag = "system", .role = ROLE_VIEWER,
     .in = SHAPE(job_query), .out = SHAPE(job_page), .fn = jobs_get_call},
    {"GET", "/api/v1/jobs/{id}", "One job", .tag = "system", .role = ROLE_VIEWER, .in = SHAPE(job_ref),
     .out = SHAPE(job), .fn = job_get_one_call},
    {"POST", "/api/v1/jobs/{id}/cancel", "Cancel a job", .tag = "system", .role = ROLE_MANAGER,
     .in = SHAPE(job_ref), .out = SHAPE(job), .fn = job_cancel_post_call, .status = 200,
     .tx = TX_NONE,
     .help = "A running job stops as soon as it looks; until then it stays running."},
    {"POST", "/api/v1/jobs/{id}/retry", "Try a failed or cancelled job again", .tag = "system",
     .role = ROLE_MANAGER, .in = SHAPE(job_ref), .out = SHAPE(job), .fn = job_retry_post_call,
     .status = 200},
    ENDPOINT_END,
};
/* clang-format on */
