#include "db/sqlite.h"

#include "base/buf.h"

#include <string.h>

static int run_own(struct sqlite *s, sqlite3_stmt *st, struct err *err)
{
    int rc =
        sqlite3_step(st) == SQLITE_DONE ? 0 : sqlite_fail(s->db, s->path, sqlite3_sql(st), err);

    sqlite3_reset(st);
    return rc;
}

static int session_begin(void *session, struct err *err)
{
    struct sqlite *s = session;
    return run_own(s, s->begin, err);
}

static int session_commit(void *session, struct err *err)
{
    struct sqlite *s = session;
    return run_own(s, s->commit, err);
}

static void session_rollback(void *session)
{
    struct sqlite *s = session;

    /* A full disk or a damaged page makes SQLite roll back by itself. */
    if (!sqlite3_get_autocommit(s->db))
        run_own(s, s->rollback, NULL);
}

static bool session_is_changed_by_others(void *session)
{
    struct sqlite *s = session;
    int version = 0;

    if (sqlite3_step(s->data_version) == SQLITE_ROW)
        version = sqlite3_column_int(s->data_version, 0);
    sqlite3_reset(s->data_version);
    bool has = version != s->last_version || !version;
    s->last_version = version;
    return has;
}

static bool session_has_table(void *session, const char *table)
{
    struct sqlite *s = session;
    sqlite3_stmt *st = NULL;

    /* A query, because sqlite3_table_column_metadata does not see what other connections made. */
    sqlite3_prepare_v2(s->db, "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = $name",
                       -1, &st, NULL);
    sqlite3_bind_text(st, 1, table, -1, SQLITE_STATIC);
    bool has = sqlite3_step(st) == SQLITE_ROW;
    sqlite3_finalize(st);
    return has;
}

/* SQLite takes the type names of the common subset as they are. Only an INTEGER PRIMARY KEY is the
 * row's own number; a BIGINT PRIMARY KEY would be a second tree beside it. */
static int session_script(void *session, const char *sql, struct err *err)
{
    static const char theirs[] = "BIGINT PRIMARY KEY";
    AUTO_BUF text = {0};

    for (const char *at; (at = strstr(sql, theirs)); sql = at + sizeof(theirs) - 1) {
        buf_add(&text, sql, (size_t)(at - sql));
        buf_str(&text, "INTEGER PRIMARY KEY");
    }
    buf_str(&text, sql);
    return sqlite_run(session, buf_text(&text), err);
}

static int stmt_prepare(void *session, const char *sql, void **ret_stmt, struct err *err)
{
    struct sqlite *s = session;
    sqlite3_stmt *st = NULL;
    const char *rest = "";

    if (sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &st, &rest) != SQLITE_OK)
        return sqlite_fail(s->db, s->path, sql, err);
    if (!st || rest[strspn(rest, " \n\t;")]) {
        sqlite3_finalize(st);
        return err_set(err, ERR_INTERNAL, NULL, "must be exactly one statement: %.120s", sql);
    }
    *ret_stmt = st;
    return 0;
}

static void stmt_finalize(void *stmt)
{
    sqlite3_finalize(stmt);
}

static bool stmt_is_read_only(void *stmt)
{
    return sqlite3_stmt_readonly(stmt);
}

static int stmt_param_count(void *stmt)
{
    return sqlite3_bind_parameter_count(stmt);
}

static const char *stmt_param_name(void *stmt, int param)
{
    const char *name = sqlite3_bind_parameter_name(stmt, param);
    return name ? name + 1 : "?";
}

static int stmt_bind(void *session, void *stmt, int param, const struct db_arg *v, bool is_copied,
                     struct err *err)
{
    struct sqlite *s = session;
    sqlite3_destructor_type keep = is_copied ? SQLITE_TRANSIENT : SQLITE_STATIC;
    int rc;

    if (!v)
        rc = sqlite3_bind_null(stmt, param);
    else if (v->type == DB_T_I64)
        rc = sqlite3_bind_int64(stmt, param, v->i);
    else if (v->type == DB_T_F64)
        rc = sqlite3_bind_double(stmt, param, v->f);
    else if (v->type == DB_T_BLOB)
        rc = sqlite3_bind_blob64(stmt, param, v->p, v->n, keep);
    else
        rc = sqlite3_bind_text(stmt, param, v->p, -1, keep);
    return rc == SQLITE_OK ? 0 : sqlite_fail(s->db, s->path, sqlite3_sql(stmt), err);
}

static int stmt_step(void *session, void *stmt, struct err *err)
{
    struct sqlite *s = session;

    switch (sqlite3_step(stmt)) {
    case SQLITE_ROW: return 1;
    case SQLITE_DONE: return 0;
    default: return sqlite_fail(s->db, s->path, sqlite3_sql(stmt), err);
    }
}

static int64_t session_changes(void *session)
{
    struct sqlite *s = session;
    return sqlite3_changes64(s->db);
}

static void stmt_reset(void *stmt)
{
    sqlite3_reset(stmt);
    sqlite3_clear_bindings(stmt);
}

static int col_count(void *stmt)
{
    return sqlite3_column_count(stmt);
}

static const char *col_name(void *stmt, int col)
{
    return sqlite3_column_name(stmt, col);
}

static bool col_is_null(void *stmt, int col)
{
    return sqlite3_column_type(stmt, col) == SQLITE_NULL;
}

static int64_t col_i64(void *stmt, int col)
{
    return sqlite3_column_int64(stmt, col);
}

static double col_f64(void *stmt, int col)
{
    return sqlite3_column_double(stmt, col);
}

static const char *col_str(void *stmt, int col)
{
    return (const char *)sqlite3_column_text(stmt, col);
}

static const void *col_blob(void *stmt, int col, size_t *ret_bytes)
{
    const void *p = sqlite3_column_blob(stmt, col);

    *ret_bytes = (size_t)sqlite3_column_bytes(stmt, col);
    return p;
}

static int session_integrity(void *session, struct err *err)
{
    struct sqlite *s = session;
    sqlite3_stmt *st = NULL;
    int rc = 0;

    if (sqlite3_prepare_v2(s->db, "PRAGMA integrity_check(1)", -1, &st, NULL) ||
        sqlite3_step(st) != SQLITE_ROW)
        rc = sqlite_fail(s->db, s->path, "integrity_check", err);
    else if (strcmp(col_str(st, 0), "ok") != 0)
        rc = err_set(err, ERR_INTERNAL, NULL, "%s is damaged: %s; restore a backup", s->path,
                     col_str(st, 0));
    sqlite3_finalize(st);
    if (rc < 0)
        return rc;
    if (sqlite3_prepare_v2(s->db, "PRAGMA foreign_key_check", -1, &st, NULL))
        return sqlite_fail(s->db, s->path, "foreign_key_check", err);
    if (sqlite3_step(st) == SQLITE_ROW)
        rc = err_set(err, ERR_INTERNAL, NULL,
                     "%s: row %lld of %s refers to a row of %s that is not there", s->path,
                     (long long)col_i64(st, 1), col_str(st, 0), col_str(st, 2));
    sqlite3_finalize(st);
    return rc;
}

const struct driver sqlite_driver = {
    .open = sqlite_open,
    .close = sqlite_close,
    .begin = session_begin,
    .commit = session_commit,
    .rollback = session_rollback,
    .is_changed_by_others = session_is_changed_by_others,
    .has_table = session_has_table,
    .script = session_script,
    .prepare = stmt_prepare,
    .finalize = stmt_finalize,
    .is_read_only = stmt_is_read_only,
    .param_count = stmt_param_count,
    .param_name = stmt_param_name,
    .bind = stmt_bind,
    .step = stmt_step,
    .changes = session_changes,
    .reset = stmt_reset,
    .col_count = col_count,
    .col_name = col_name,
    .col_is_null = col_is_null,
    .col_i64 = col_i64,
    .col_f64 = col_f64,
    .col_str = col_str,
    .col_blob = col_blob,
    .backup = sqlite_backup,
    .integrity = session_integrity,
};
