/* schedule.h: jobs that the clock asks for: every so often, or each day at a time.
 *
 * What was missed while no process ran is made up once, not as many times as it was missed.
 * Threads: as the connection, which must be in a write transaction.
 * Units:   UTC milliseconds; minutes after midnight in the organisation's time zone. */
#pragma once
#include "jobs/job.h"

struct schedule {
    const char *name;
    const struct job_kind *kind;
    const char *args;     /* a JSON object as text; NULL: {} */
    int64_t every_ms;     /* > 0; 0: daily */
    int64_t daily_minute; /* 0 to 1439. On days when the clocks change it may be an hour off. */
};

/* The first time after `after_ms`. */
int64_t schedule_next(const struct schedule *s, int64_t after_ms);
/* Makes the table say what the list says, which ends with name NULL (NULL: it is empty): when one
 * runs next changes only if its rhythm did; those that are not in the list are removed. */
int schedule_set(struct conn *c, const struct schedule *list, int64_t now_ms, struct err *err);
/* Queues what is due, each unless it is queued still, and sets when it is due next. A kind that is
 * not in the NULL-terminated list is passed over. */
int schedule_run(struct conn *c, const struct job_kind *const *kinds, int64_t now_ms,
                 struct err *err);
const struct job_kind *job_kind_find(const struct job_kind *const *kinds, const char *name);
