/* background.h: the kinds of background jobs, and what the clock asks for by itself. */
#pragma once
#include "jobs/schedule.h"

extern const struct job_kind *const background_kinds[]; /* ends with NULL */
extern const struct schedule background_schedules[];    /* ends with name NULL */
