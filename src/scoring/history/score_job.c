/* Scoring as a job: after an import, every night, and when somebody asks for a range of days. */
#include "scoring/history/score_job.h"

#include "base/day.h"
#include "base/str.h"

struct score_args {
    int32_t from, to;
    const char *every;
};
static const struct field score_args_fields[] = {
    FIELD_DAY(struct score_args, from),
    FIELD_DAY(struct score_args, to),
    FIELD_ENUM(struct score_args, every, history_step_names),
    FIELD_END,
};

static bool show(void *ctx, int pct)
{
    struct job_run *run = ctx;

    job_progress(run, pct, "scoring");
    return !job_is_cancelled(run);
}

static int run_score(struct job_run *run)
{
    struct score_args args;
    const struct history_progress progress = {show, run};
    int32_t today = clock_today();

    fields_init(score_args_fields, &args);
    int rc = fields_read(score_args_fields, run->args, FIELDS_WHOLE, run->arena, &args, &run->err);
    if (rc < 0)
        return rc;
    if (args.from == DAY_NONE && args.to == DAY_NONE)
        return history_refresh(run->db, today, &progress, &run->err);
    int32_t to = args.to == DAY_NONE ? today : args.to;
    int32_t from = args.from == DAY_NONE ? to : args.from;
    int step = args.every ? str_index(history_step_names, args.every) : HISTORY_DAY;
    return history_fill(run->db, from, to, (enum history_step)step, &progress, &run->err);
}

const struct job_kind score_job = {"score", run_score, .max_attempts = 3};
