/* sums_job.h: adds up numbers in events that a metric asks for anew (facts/usage/usage_sums.h):
 * from a position of the log on the applier does it, and what the log told before is read here, in
 * pieces beside everything else, and added to it.
 *
 * What is set aside at that position counts when it is sent again, so it is left out here: each
 * number is in the sum once. A job that was killed begins anew, at another position. */
#pragma once
#include "jobs/job.h"

extern const struct job_kind usage_sums_job;
