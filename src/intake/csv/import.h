/* import.h: files into the database: reads them, says what is in them, writes what is right.
 *
 * The files are imported in the order in which they refer to each other, each in a transaction of
 * its own. A row that is wrong is rejected and told; it never stops the others. A dry run does all
 * of it and rolls back at the end, so its report is what would happen.
 *
 * Threads:   any, on a database of its own or a shared one; it holds the writer while it writes.
 * Ownership: the report lives in the arena.
 * Errors:    ERR_NOT_FOUND and ERR_INVALID for paths and mappings; ERR_CONFLICT when it was
 *            cancelled; what is wrong inside a file is in the report. */
#pragma once
#include "access/role.h"
#include "db/db.h"
#include "intake/csv/mapping.h"
#include "intake/csv/report.h"
#include "intake/csv/value_date.h"

#define IMPORT_FILES_MAX 200

struct import_source {
    const char *path; /* a CSV file, a ZIP archive of them, or a folder */
    const char *name; /* how it is called in the report; NULL: the path's last part */
};

struct import_options {
    struct db *db;
    const struct who *by;
    const struct import_source *sources;
    size_t n_sources;
    const struct mapping *mapping; /* NULL: chosen by the files' columns */
    enum date_order date_order;    /* for dates that may be read in both orders; usually NONE */
    bool is_dry_run;
    const char *temp_dir;     /* where archives are unpacked */
    const char *rejects_path; /* where rejected rows are kept (reject_log.h); NULL: nowhere */
};

struct import_hooks {
    /* How far it is, in per cent; may be NULL. Not 0: cancel. */
    int (*progress)(void *ctx, int pct, const char *message);
    void *ctx;
};

int import_run(const struct import_options *o, const struct import_hooks *hooks,
               struct arena *arena, struct import_report *ret, struct err *err);
