#include "app/background.h"

#include "scoring/history/score_job.h"

#include <stddef.h>

const struct job_kind *const background_kinds[] = {&score_job, NULL};
const struct schedule background_schedules[] = {
    {.name = "score", .kind = &score_job, .daily_minute = SCORE_DAILY_MINUTE},
    {.name = NULL},
};
