#include "forecast/forecast.h"
#include "forecast/lab/lab_job.h"
#include "scoring/later.h"

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

HANDLER(lab_post, lab_ask, lab_answer)
{
    bool is_much = false;
    int rc = later_is_due(r, PAST_MONTHS_MAX, LAB_AT_ONCE, &is_much);

    if (rc < 0)
        return rc;
    if (is_much) {
        rc = lab_ask_check(r->db, in, r->arena, &r->err);
        out->job = ARENA_NEW(r->arena, struct job);
        return rc < 0 ? rc : later_ask(r, &lab_job, lab_ask_fields, in, out->job);
    }
    out->lab = ARENA_NEW(r->arena, struct lab);
    return lab_run(r->db, in, r->today, NULL, r->arena, out->lab, &r->err);
}

HANDLER(weights_post, weights_ask, weights_answer)
{
    bool is_much = false;
    int rc = later_is_due(r, PAST_MONTHS_MAX, LAB_AT_ONCE, &is_much);

    if (rc < 0)
        return rc;
    if (is_much) {
        const struct lab_ask rows = weights_rows(in);
        rc = lab_ask_check(r->db, &rows, r->arena, &r->err);
        out->job = ARENA_NEW(r->arena, struct job);
        return rc < 0 ? rc : later_ask(r, &weights_job, weights_ask_fields, in, out->job);
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
