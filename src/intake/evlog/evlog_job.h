/* evlog_job.h: what the background does to the event log. */
#pragma once
#include "jobs/job.h"

/* Seals closed segments, one after the other, for a minute at most: jobs run one at a time, and
 * others want to run too. */
extern const struct job_kind evlog_seal_job;
#define EVLOG_SEAL_EVERY_MS 900000
