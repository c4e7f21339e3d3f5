#include "app/background.h"

#include "action/survey/survey_job.h"
#include "forecast/lab/lab_job.h"
#include "forecast/risk/train_job.h"
#include "intake/apply/apply_again.h"
#include "intake/apply/event_settings.h"
#include "intake/apply/forget.h"
#include "intake/apply/sums_job.h"
#include "intake/csv/import_work.h"
#include "intake/evlog/evlog_job.h"
#include "scoring/history/score_job.h"
#include "scoring/publish/compare_job.h"

#include <stddef.h>

const struct job_kind *const background_kinds[] = {
    &score_job,       &compare_job,      &import_job,     &import_clean_job, &evlog_seal_job,
    &event_again_job, &event_forget_job, &event_keep_job, &usage_sums_job,   &risk_train_job,
    &risk_daily_job,  &survey_job,       &lab_job,        &weights_job,      NULL};
const struct schedule background_schedules[] = {
    {.name = "score", .kind = &score_job, .daily_minute = SCORE_DAILY_MINUTE},
    {.name = "import_clean", .kind = &import_clean_job, .daily_minute = IMPORT_CLEAN_MINUTE},
    {.name = "evlog_seal", .kind = &evlog_seal_job, .every_ms = EVLOG_SEAL_EVERY_MS},
    {.name = "event_keep", .kind = &event_keep_job, .daily_minute = EVENT_KEEP_MINUTE},
    {.name = "risk_daily", .kind = &risk_daily_job, .daily_minute = RISK_DAILY_MINUTE},
    {.name = "survey", .kind = &survey_job, .every_ms = SURVEY_EVERY_MS},
    {.name = NULL},
};
