/* import_work.h: runs an import that is listed, in a job or from the command line, and keeps what
 * came of it.
 *
 * Threads:   any; it holds no transaction while it is called.
 * Ownership: the report lives in the arena. */
#pragma once
#include "intake/csv/import.h"
#include "intake/csv/import_store.h"
#include "jobs/job.h"

struct import_work {
    struct db *db;
    const char *data_dir;
    const struct who *by;
    struct import *entry; /* its row is updated; NULL: nothing is kept */
    const struct import_source *sources;
    size_t n_sources;
    const struct mapping *mapping; /* NULL: chosen by the columns */
    enum date_order date_order;
    bool is_dry_run;
};
/* The entry becomes ready (dry run), done, or failed with the message. After facts were written,
 * scoring is asked to bring its history up to date. */
int import_work(const struct import_work *w, const struct import_hooks *hooks, struct arena *arena,
                struct import_report *ret, struct err *err);

/* {"import": id, "write": bool}: checks or imports the uploaded files of an entry. */
extern const struct job_kind import_job;
/* Removes uploads that nobody imported within a day. */
extern const struct job_kind import_clean_job;
#define IMPORT_CLEAN_MINUTE 200 /* after midnight */
