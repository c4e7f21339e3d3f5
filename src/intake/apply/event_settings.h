/* event_settings.h: how much of events is kept: set aside, and in the log; and the job that lets go
 * of the rest every night.
 *
 * Kept as rows of the table setting where they differ from the defaults.
 * Threads: as the connection. */
#pragma once
#include "access/audit.h"
#include "db/db.h"
#include "http/endpoint.h"
#include "jobs/job.h"

struct event_settings {
    int64_t set_aside_most; /* events */
    int64_t retention_days; /* missing: the log is kept for good */
};
extern const struct field event_settings_fields[];

int event_settings_load(struct conn *c, struct event_settings *ret, struct err *err);
/* Writes what differs from the stored ones, with an audit entry. */
int event_settings_save(const struct act *act, const struct event_settings *s, struct err *err);

extern const struct endpoint event_settings_endpoints[];

/* Deletes segments of the log that are older and counted, and counts the catalogue anew. */
extern const struct job_kind event_keep_job;
#define EVENT_KEEP_MINUTE 220 /* after midnight */
