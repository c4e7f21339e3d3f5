#include "forecast/risk/train_job.h"

#include "base/day.h"
#include "forecast/risk/judge.h"

const struct field train_args_fields[] = {
    FIELD_I64(struct train_args, horizon_days, .min = HORIZON_DAYS_MIN, .max = HORIZON_DAYS_MAX,
              .unit = "days", .help = "Who leaves within so many days; 90 if left out"),
    FIELD_BOOL(struct train_args, is_renewal,
               .help = "Who leaves at the end of the running term, if that is within the horizon"),
    FIELD_BOOL(struct train_args, is_recorded,
               .help = "A churn record counts as leaving, although the customer goes on paying"),
    FIELD_END,
};

static bool show(void *ctx, int pct)
{
    static const struct {
        int below;
        const char *words;
    } steps[] = {{45, "reading the past as it was known"},
                 {85, "trying models on later months"},
                 {92, "fitting the one that told best"},
                 {101, "telling every customer"}};
    struct job_run *run = ctx;
    size_t k = 0;

    while (pct >= steps[k].below && k + 1 < sizeof(steps) / sizeof(steps[0]))
        k++;
    job_progress(run, pct, "%s", steps[k].words);
    return !job_is_cancelled(run);
}

static int train(struct job_run *run, const struct train_args *args)
{
    const struct history_progress progress = {show, run};
    const struct train_ask ask = {.horizon = {.days = args->horizon_days == I64_NONE
                                                          ? HORIZON_DAYS_DEFAULT
                                                          : args->horizon_days,
                                              .is_renewal = args->is_renewal,
                                              .is_recorded = args->is_recorded},
                                  .today = clock_today(),
                                  .progress = &progress};
    struct model_card card;
    int rc = risk_train(run->db, &ask, run->arena, &card, &run->err);

    if (rc >= 0)
        run->result = json_pack("{s:I}", "model_id", (json_int_t)card.id);
    return rc;
}

static int run_train(struct job_run *run)
{
    struct train_args args;

    fields_init(train_args_fields, &args);
    int rc = fields_read(train_args_fields, run->args, FIELDS_WHOLE, run->arena, &args, &run->err);
    return rc < 0 ? rc : train(run, &args);
}

static bool is_of_this_month(const struct model_card *card, int32_t today)
{
    return day_month(card->day) == day_month(today);
}

/* Once a month a new model, of the same horizon as the one in force. */
static int run_daily(struct job_run *run)
{
    const struct history_progress progress = {show, run};
    struct train_args args = {I64_NONE, false, false};
    int32_t today = clock_today();
    struct model_card card;
    struct conn *c;
    int rc = risk_judge_all(run->db, today, &run->err);

    if (rc >= 0)
        rc = db_read_begin(run->db, &c, &run->err);
    if (rc < 0)
        return rc;
    rc = model_card_get(c, 0, run->arena, &card, &run->err);
    db_read_end(c);
    if (rc == ERR_NOT_FOUND)
        return train(run, &args);
    if (rc < 0)
        return rc;
    if (is_of_this_month(&card, today))
        return risk_tell(run->db, &(struct tell_ask){.day = today, .progress = &progress},
                         &run->err);
    args = (struct train_args){card.horizon_days, card.is_renewal, card.is_recorded};
    return train(run, &args);
}

const struct job_kind risk_train_job = {"risk_train", run_train, .max_attempts = 2};
const struct job_kind risk_daily_job = {"risk_daily", run_daily, .max_attempts = 2};
