/* import_store.h: imports as they are kept and listed: their state, files and report; uploaded
 * files; saved mappings.
 *
 * Files lie in DATA/imports: upload-ID until they are imported or a day has passed, rejects-ID (the
 * rejected rows) as long as the import is listed.
 * Threads:   as the connection; changes need a write transaction.
 * Ownership: rows and lists live in the arena.
 * Errors:    ERR_NOT_FOUND naming what is not there. */
#pragma once
#include "access/audit.h"
#include "intake/csv/report.h"

#define IMPORT_PATH_BYTES 4096

struct upload {
    int64_t id;
    const char *name;
    int64_t bytes;
    int64_t rows_estimate; /* I64_NONE for archives */
    int64_t created;
    const char *created_by;
};
extern const struct field upload_fields[];
int upload_insert(const struct act *act, struct upload *u, struct err *err); /* sets the id */
int upload_get(struct conn *c, int64_t id, struct arena *arena, struct upload *ret,
               struct err *err);
/* The row and the file. */
int upload_remove(struct conn *c, const char *data_dir, int64_t id, struct err *err);
/* Those older than that. */
int upload_remove_old(struct conn *c, const char *data_dir, int64_t before_ms, struct err *err);

struct import {
    int64_t id;
    const char *state; /* import_states */
    int64_t job_id;
    int64_t progress_pct;
    const char *message;
    const char *mapping_name;
    json_t *mapping; /* as it was given; NULL: chosen by the columns */
    const char *date_order;
    double *uploads; /* ids; none when it came from the command line */
    size_t n_uploads;
    struct import_file *files;
    size_t n_files;
    int64_t rows_read, rows_new, rows_changed, rows_unchanged, rows_rejected;
    int64_t created, finished;
    const char *created_by;
};
extern const struct field import_fields[];
extern const char *const import_states[]; /* checking ready importing done failed */
bool import_is_running(const struct import *im);

void import_init(struct import *im);
int import_insert(const struct act *act, struct import *im, struct err *err); /* sets the id */
int import_get(struct conn *c, int64_t id, struct arena *arena, struct import *ret,
               struct err *err);
int import_update(struct conn *c, const struct import *im, struct err *err);
/* The row, its uploads and its rejected rows; facts that came in stay. */
int import_remove(struct conn *c, const char *data_dir, const struct import *im, struct err *err);
/* Takes what a run found over into the row. */
void import_set_report(struct import *im, const struct import_report *report);

/* What a list shows. */
struct import_summary {
    int64_t id;
    const char *state;
    const char *message;
    const char *mapping_name;
    int64_t rows_read, rows_new, rows_changed, rows_unchanged, rows_rejected;
    int64_t created, finished;
    const char *created_by;
};
extern const struct field import_summary_fields[];
/* Newest first; before_id 0: from the newest. */
int import_list(struct conn *c, int64_t before_id, int64_t limit, struct arena *arena,
                struct import_summary **ret, size_t *ret_n, struct err *err);

/* "upload" or "rejects". */
const char *import_path(const char *data_dir, const char *what, int64_t id,
                        char to[IMPORT_PATH_BYTES]);
/* Makes DATA/imports if it is not there. */
int import_make_folder(const char *data_dir, struct err *err);

struct saved_mapping {
    const char *name;
    json_t *mapping;
    bool is_builtin;
    int64_t created;
    const char *created_by;
};
extern const struct field saved_mapping_fields[];
/* Those that come with the program first. */
int mapping_list(struct conn *c, struct arena *arena, struct saved_mapping **ret, size_t *ret_n,
                 struct err *err);
int mapping_find(struct conn *c, const char *name, struct arena *arena, struct saved_mapping *ret,
                 struct err *err);
/* Replaces one of the same name. */
int mapping_save(const struct act *act, struct saved_mapping *m, struct err *err);
int mapping_delete(const struct act *act, const char *name, struct err *err);
