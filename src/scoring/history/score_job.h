/* score_job.h: the job that keeps scores up to date (history_refresh), or fills a range of days.
 *
 * Arguments: {} for the first; {"from": DAY, "to": DAY, "every": "day" | "week" | "month"} for the
 * second. Whoever imports facts asks for it with the unique word SCORE_UNIQUE; the schedule does
 * each night, a little after midnight, when the day has changed. */
#pragma once
#include "jobs/job.h"
#include "scoring/history/history.h"

#define SCORE_UNIQUE       "score"
#define SCORE_DAILY_MINUTE 10

extern const struct job_kind score_job;
