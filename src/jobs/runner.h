/* runner.h: the thread that runs jobs, one after the other, and the thread that keeps the lease of
 * the one that runs. Both sleep until there is something to do: nothing is polled.
 *
 * Threads: jobs_start and jobs_stop belong to the main thread; job.h says what others may call. */
#pragma once
#include "jobs/job.h"
#include "jobs/schedule.h"

struct jobs_options {
    struct db *db;
    struct service *service;             /* handed to each job; may be NULL */
    const struct job_kind *const *kinds; /* NULL-terminated */
    const struct schedule *schedules;    /* ends with name NULL; NULL: none */
    const char *lock_path;               /* a file in the data directory: see owner.h */
    int64_t (*now_ms)(void);             /* NULL: clock_now_ms; tests give their own clock */
};
/* Takes over the jobs of a runner that died here, sets the schedules, starts the threads. What
 * options points to must live as long as the runner. ERR_BUSY if another process runs this data
 * directory's jobs. */
int jobs_start(const struct jobs_options *options, struct jobs **ret, struct err *err);
/* Tells the running job to stop and waits for it; it is queued again and goes on at the next start.
 * NULL is allowed. */
void jobs_stop(struct jobs *jobs);
