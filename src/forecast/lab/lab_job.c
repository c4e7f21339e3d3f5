#include "forecast/lab/lab_job.h"

#include "base/day.h"
#include "json/parse.h"

static bool show(void *ctx, int pct)
{
    struct job_run *run = ctx;

    job_progress(run, pct, "%s", pct < 50 ? "reading the past as it was known" : "judging");
    return !job_is_cancelled(run);
}

static int keep_result(struct job_run *run, const struct field *fields, const void *result)
{
    AUTO_BUF text = {0};

    fields_write(fields, result, &text);
    return json_parse(buf_text(&text), text.len, &run->result, &run->err);
}

static int run_lab(struct job_run *run)
{
    const struct history_progress progress = {show, run};
    struct lab_ask ask;
    struct lab lab;

    fields_init(lab_ask_fields, &ask);
    int rc = fields_read(lab_ask_fields, run->args, FIELDS_WHOLE, run->arena, &ask, &run->err);
    if (rc >= 0)
        rc = lab_run(run->db, &ask, clock_today(), &progress, run->arena, &lab, &run->err);
    return rc < 0 ? rc : keep_result(run, lab_fields, &lab);
}

static int run_weights(struct job_run *run)
{
    const struct history_progress progress = {show, run};
    struct weights_ask ask;
    struct weights weights;

    fields_init(weights_ask_fields, &ask);
    int rc = fields_read(weights_ask_fields, run->args, FIELDS_WHOLE, run->arena, &ask, &run->err);
    if (rc >= 0)
        rc = weights_run(run->db, &ask, clock_today(), &progress, run->arena, &weights, &run->err);
    return rc < 0 ? rc : keep_result(run, weights_fields, &weights);
}

const struct job_kind lab_job = {"lab", run_lab, .max_attempts = 2};
const struct job_kind weights_job = {"lab_weights", run_weights, .max_attempts = 2};
