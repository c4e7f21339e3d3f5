/* file_import.h: takes the rows of one planned file into the database.
 *
 * Threads:   as the connection.
 * Errors:    what is wrong with a row rejects the row, and is told in the plan's report; an error
 * is a fault of the database, the disk, or ERR_CONFLICT when it was cancelled. After an error the
 * transaction is to be rolled back. */
#pragma once
#include "access/audit.h"
#include "intake/csv/plan.h"
#include "intake/csv/reject_log.h"

struct file_import_options {
    const struct act *act;  /* in a write transaction */
    struct reject_log *log; /* may be NULL */
    /* May be NULL; bytes of the file that were taken. Not 0: stop with that code. */
    int (*progress)(void *ctx, int64_t bytes, struct err *err);
    void *ctx;
};
/* Fills in the numbers, findings and days of plan->report. */
int file_import(const struct file_import_options *o, struct plan *plan, struct err *err);
