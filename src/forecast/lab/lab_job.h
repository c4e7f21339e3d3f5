/* lab_job.h: the lab as jobs, where there is too much for a request. Their arguments are those of
 * lab_ask and weights_ask, their results a lab and a weights. */
#pragma once
#include "forecast/lab/weights.h"
#include "jobs/job.h"

extern const struct job_kind lab_job, weights_job;
