#include "intake/csv/import_store.h"

#include "base/str.h"
#include "import_store_sql.h"
#include "intake/csv/value_date.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define UPLOADS_MAX 50

const char *const import_states[] = {"checking", "ready", "importing", "done", "failed", NULL};

const struct field upload_fields[] = {
    FIELD_I64(struct upload, id, .required = true),
    FIELD_STR(struct upload, name, .required = true),
    FIELD_I64(struct upload, bytes, .required = true, .unit = "bytes"),
    FIELD_I64(struct upload, rows_estimate, .help = "Lines without the header; null for archives"),
    FIELD_TIME(struct upload, created, .required = true),
    FIELD_STR(struct upload, created_by, .required = true),
    FIELD_END,
};

#define IMPORT_COUNTS(T)                                                                         \
    FIELD_I64(T, rows_read, .required = true), FIELD_I64(T, rows_new, .required = true),         \
        FIELD_I64(T, rows_changed, .required = true),                                            \
        FIELD_I64(T, rows_unchanged, .required = true),                                          \
        FIELD_I64(T, rows_rejected, .required = true), FIELD_TIME(T, created, .required = true), \
        FIELD_STR(T, created_by, .required = true), FIELD_TIME(T, finished)

const struct field import_fields[] = {
    FIELD_I64(struct import, id, .required = true),
    FIELD_ENUM(struct import, state, import_states, .required = true,
               .help = "ready: checked, and waits for the commit"),
    FIELD_I64(struct import, job_id),
    FIELD_I64(struct import, progress_pct, .unit = "%"),
    FIELD_STR(struct import, message, .max = 1000, .help = "What it is doing, or why it failed"),
    FIELD_STR(struct import, mapping_name),
    FIELD_JSON(struct import, mapping, .max = 1000000,
               .help = "As it was given; null: chosen by the columns"),
    FIELD_ENUM(struct import, date_order, date_order_names + 1),
    FIELD_NUMS(struct import, uploads, .max = UPLOADS_MAX, .required = true),
    FIELD_LIST(struct import, files, import_file, .required = true),
    IMPORT_COUNTS(struct import),
    FIELD_END,
};

const struct field import_summary_fields[] = {
    FIELD_I64(struct import_summary, id, .required = true),
    FIELD_ENUM(struct import_summary, state, import_states, .required = true),
    FIELD_STR(struct import_summary, message, .max = 1000),
    FIELD_STR(struct import_summary, mapping_name),
    IMPORT_COUNTS(struct import_summary),
    FIELD_END,
};

const char *import_path(const char *data_dir, const char *what, int64_t id,
                        char to[IMPORT_PATH_BYTES])
{
    snprintf(to, IMPORT_PATH_BYTES, "%s/imports/%s-%lld", data_dir, what, (long long)id);
    return to;
}

int import_make_folder(const char *data_dir, struct err *err)
{
    char path[IMPORT_PATH_BYTES], why[128];

    snprintf(path, sizeof(path), "%s/imports", data_dir);
    if (mkdir(path, 0700) == 0 || errno == EEXIST)
        return 0;
    return err_set(err, ERR_IO, NULL, "the folder %.120s cannot be made: %s", path,
                   strerror_r(errno, why, sizeof(why)));
}

int upload_insert(const struct act *act, struct upload *u, struct err *err)
{
    int rc = db_next_id(act->conn, "upload", &u->id, err);

    u->created = act->now_ms;
    u->created_by = act->by->name;
    if (rc == 0)
        rc = db_exec(act->conn, sql_upload_insert, DB_ARGS(DB_ROW(upload_fields, u)), err);
    return rc < 0 ? rc : 0;
}

int upload_get(struct conn *c, int64_t id, struct arena *arena, struct upload *ret, struct err *err)
{
    int rc = db_one(c, sql_upload_get, DB_ARGS(DB_I64("id", id)), upload_fields, ret, arena, err);

    if (rc != ERR_NOT_FOUND)
        return rc;
    return err_set(err, rc, "uploads",
                   "the uploaded file %lld is gone; files are kept for a day: upload it again",
                   (long long)id);
}

int upload_remove(struct conn *c, const char *data_dir, int64_t id, struct err *err)
{
    char path[IMPORT_PATH_BYTES];

    unlink(import_path(data_dir, "upload", id, path));
    int rc = db_exec(c, sql_upload_delete, DB_ARGS(DB_I64("id", id)), err);
    return rc < 0 ? rc : 0;
}

int upload_remove_old(struct conn *c, const char *data_dir, int64_t before_ms, struct err *err)
{
    AUTO_STRUCT(cursor) *q = NULL;
    VEC(int64_t) ids = {0};

    int rc = db_query(c, sql_upload_old, DB_ARGS(DB_I64("before", before_ms)), &q, err);
    while (rc >= 0 && (rc = db_next(q, err)) > 0)
        vec_push(&ids, db_col_i64(q, 0));
    for (size_t i = 0; rc >= 0 && i < ids.n; i++)
        rc = upload_remove(c, data_dir, ids.items[i], err);
    vec_done(&ids);
    return rc;
}

bool import_is_running(const struct import *im)
{
    return str_eq(im->state, "checking") || str_eq(im->state, "importing");
}

void import_init(struct import *im)
{
    fields_init(import_fields, im);
    im->rows_read = im->rows_new = im->rows_changed = im->rows_unchanged = im->rows_rejected = 0;
}

int import_insert(const struct act *act, struct import *im, struct err *err)
{
    int rc = db_next_id(act->conn, "import_entry", &im->id, err);

    im->created = act->now_ms;
    im->created_by = act->by->name;
    if (rc == 0)
        rc = db_exec(act->conn, sql_import_insert, DB_ARGS(DB_ROW(import_fields, im)), err);
    return rc < 0 ? rc : 0;
}

int import_get(struct conn *c, int64_t id, struct arena *arena, struct import *ret, struct err *err)
{
    int rc = db_one(c, sql_import_get, DB_ARGS(DB_I64("id", id)), import_fields, ret, arena, err);

    if (rc != ERR_NOT_FOUND)
        return rc;
    return err_set(err, rc, "id", "there is no import %lld", (long long)id);
}

int import_update(struct conn *c, const struct import *im, struct err *err)
{
    int rc = db_exec(c, sql_import_update, DB_ARGS(DB_ROW(import_fields, im)), err);
    return rc < 0 ? rc : 0;
}

int import_remove(struct conn *c, const char *data_dir, const struct import *im, struct err *err)
{
    char path[IMPORT_PATH_BYTES];
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < im->n_uploads; i++)
        rc = upload_remove(c, data_dir, (int64_t)im->uploads[i], err);
    unlink(import_path(data_dir, "rejects", im->id, path));
    if (rc == 0)
        rc = db_exec(c, sql_import_delete, DB_ARGS(DB_I64("id", im->id)), err);
    return rc < 0 ? rc : 0;
}

void import_set_report(struct import *im, const struct import_report *report)
{
    im->files = report->files;
    im->n_files = report->n_files;
    im->rows_read = report->rows;
    im->rows_new = report->new;
    im->rows_changed = report->changed;
    im->rows_unchanged = report->unchanged;
    im->rows_rejected = report->rejected;
    for (size_t i = 0; i < report->n_files && !im->mapping_name; i++)
        im->mapping_name = report->files[i].mapping;
}

int import_list(struct conn *c, int64_t before_id, int64_t limit, struct arena *arena,
                struct import_summary **ret, size_t *ret_n, struct err *err)
{
    return db_all(c, sql_import_list,
                  DB_ARGS(DB_I64("before_id", before_id), DB_I64("limit", limit)),
                  DB_ROWS(import_summary_fields, ret, ret_n), arena, err);
}
