/* survey_job.h: what surveys do by the clock: rounds open and close, reminders fall due, mails go
 * out.
 *
 * The job may be killed at any moment: rounds open in one transaction, and mails are as outbox.h
 * says. */
#pragma once
#include "access/audit.h"
#include "jobs/job.h"

struct service;

extern const struct job_kind survey_job;
#define SURVEY_EVERY_MS 300000LL

/* Everything but the mails, at a time that the caller says. */
int survey_clock(struct service *service, struct db *db, int64_t now_ms, struct err *err);
/* Asks for the job, in the caller's transaction; to be followed by jobs_wake. */
int survey_job_ask(const struct act *act, struct err *err);
