/* job_list.h: the kinds of background jobs, and what the clock asks for by itself. */
#pragma once
#include "jobs/schedule.h"

extern const struct job_kind *const job_list[]; /* ends with NULL */
extern const struct schedule schedule_list[];   /* ends with name NULL */
