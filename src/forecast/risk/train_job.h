/* train_job.h: training and telling as jobs.
 *
 * `risk_train` trains a model and tells everybody; its arguments are those of train_args, its
 * result is {"model_id": …}. `risk_daily` is asked for by the clock: it judges what was foretold,
 * tells everybody anew, and trains on the first days of a month or where there is no model yet. */
#pragma once
#include "forecast/risk/train.h"
#include "jobs/job.h"

extern const struct job_kind risk_train_job, risk_daily_job;
#define RISK_DAILY_MINUTE (4 * 60 + 40) /* after the scores of the night */
#define RISK_TRAIN_UNIQUE "risk_train"

struct train_args {
    int64_t horizon_days; /* missing: HORIZON_DAYS_DEFAULT */
    bool is_renewal, is_recorded;
};
extern const struct field train_args_fields[];
