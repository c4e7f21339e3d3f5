#include "forecast/forecast.h"
#include "forecast/lab/lab_job.h"
#include "http/service.h"

/* What is judged while the request waits, accounts × months: a second or two. */
#define LAB_AT_ONCE 6000

struct lab_answer {
    struct lab *lab;
    struct job *job;
};
static const struct field lab_answer_fields[] = {
    FIELD_OBJ(struct lab_answer, lab, lab, .help = "Null: wait for the job"),
    FIELD_OBJ(struct lab_answer, job, job, .help = "Where there is much; its result is the lab"),
    FIELD_END,
};
struct weights_answer {
    struct weights *weights;
    struct job *job;
};
static const struct field weights_answer_fields[] = {
    FIELD_OBJ(struct weights_answer, weights, weights, .help = "Null: wait for the job"),
    FIELD_OBJ(struct weights_answer, job, job,
              .help = "Where there is much; its result is the weights"),
    FIELD_END,
};

/* Is there so much that it takes a job? */
static int weigh(struct req *r, bool *ret)
{
    int64_t n = 0;
    struct conn *c;
    int rc = db_read_begin(r->db, &c, &r->err);

    if (rc < 0)
        return rc;
    rc = cards_count_accounts(c, &n, &r->err);
    db_read_end(c);
    *ret = n * PAST_MONTHS_MAX > LAB_AT_ONCE;
    return rc;
}

static int later(struct req *r, const struct job_kind *kind, const struct field *fields,
                 const void *in, struct job *ret)
{
    AUTO_BUF args = {0};
    struct conn *c;
    int64_t id;

    fields_write(fields, in, &args);
    const struct job_request request = {
        .kind = kind,
        .requested_by = r->who.name,
        .args = buf_text(&args),
        .unique = arena_printf(r->arena, "%s %s", kind->name, buf_text(&args))};
    int rc = db_write_begin(r->db, &c, &r->err);
    if (rc < 0)
        return rc;
    rc = job_add(c, &request, r->now_ms, &id, &r->err);
    if (rc >= 0)
        rc = job_get(c, id, r->arena, ret, &r->err);
    if (rc >= 0)
        jobs_wake(r->service->jobs);
    return db_write_end(c, rc, &r->err);
}

HANDLER(lab_post, lab_ask, lab_answer)
{
    bool is_much = false;
    int rc = weigh(r, &is_much);

    if (rc < 0)
        return rc;
    if (is_much) {
        out->job = ARENA_NEW(r->arena, struct job);
        return later(r, &lab_job, lab_ask_fields, in, out->job);
    }
    out->lab = ARENA_NEW(r->arena, struct lab);
    return lab_run(r->db, in, r->today, NULL, r->arena, out->lab, &r->err);
}

HANDLER(weights_post, weights_ask, weights_answer)
{
    bool is_much = false;
    int rc = weigh(r, &is_much);

    if (rc < 0)
        return rc;
    if (is_much) {
        out->job = ARENA_NEW(r->arena, struct job);
        return later(r, &weights_job, weights_ask_fields, in, out->job);
    }
    out->weights = ARENA_NEW(r->arena, struct weights);
    return weights_run(r->db, in, r->today, NULL, r->arena, out->weights, &r->err);
}

const struct endpoint lab_endpoints[] = {
    {"POST", "/api/v1/lab", "Is a score useful? Any cards, held against who left", .tag = "scores",
     .role = ROLE_VIEWER, .in = SHAPE(lab_ask), .out = SHAPE(lab_answer), .fn = lab_post_call,
     .tx = TX_NONE, .status = 200,
     .help = "Nothing is changed. Of many accounts, a job whose result is the answer."},
    {"POST", "/api/v1/lab/weights", "Which weights would have told best who leaves",
     .tag = "scores", .role = ROLE_VIEWER, .in = SHAPE(weights_ask), .out = SHAPE(weights_answer),
     .fn = weights_post_call, .tx = TX_NONE, .status = 200,
     .help = "Nothing is changed: `card` is the card with the suggested weights, which POST "
             "/api/v1/cards makes a draft of."},
    ENDPOINT_END,
};
