#include "db/sqlite.h"

#include "base/buf.h"
#include "base/mem.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* "RIPN": tells our file from any other SQLite database. */
#define APPLICATION_ID 0x5249504e
#define WAL_RETRY_MS   5

static void configure(void)
{
    /* Without the global count of memory, threads do not meet at its mutex. */
    sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static int read_i64(struct sqlite *s, const char *sql, int64_t *ret, struct err *err)
{
    sqlite3_stmt *st = NULL;

    if (sqlite3_prepare_v2(s->db, sql, -1, &st, NULL) != SQLITE_OK)
        return sqlite_fail(s->db, s->path, sql, err);
    int step = sqlite3_step(st);
    if (step == SQLITE_ROW)
        *ret = sqlite3_column_int64(st, 0);
    sqlite3_finalize(st);
    return step == SQLITE_ROW ? 0 : sqlite_fail(s->db, s->path, sql, err);
}

static int run(struct sqlite *s, const char *sql, struct err *err)
{
    return sqlite3_exec(s->db, sql, NULL, NULL, NULL) == SQLITE_OK
               ? 0
               : sqlite_fail(s->db, s->path, sql, err);
}

/* SQLite would take any file: refuse somebody else's, mark our own. The tables are counted first,
 * because another process may be making ours at this moment, and it marks the file before. */
static int check_application(struct sqlite *s, bool is_writer, struct err *err)
{
    int64_t id = 0, tables = 0;
    int rc = read_i64(s, "SELECT count(*) FROM sqlite_schema", &tables, err);

    if (rc == 0)
        rc = read_i64(s, "PRAGMA application_id", &id, err);
    if (rc < 0)
        return rc;
    if (id != APPLICATION_ID && (id || tables))
        return err_set(err, ERR_IO, NULL, "%s is a database of another program", s->path);
    if (id || !is_writer)
        return 0;
    char sql[64];
    snprintf(sql, sizeof(sql), "PRAGMA application_id = %d", APPLICATION_ID);
    return run(s, sql, err);
}

/* Only the very first start changes the mode, for which SQLite does not wait by itself. */
static int set_wal(struct sqlite *s, int wait_ms, struct err *err)
{
    int rc = run(s, "PRAGMA journal_mode = WAL", err);

    for (; rc == ERR_BUSY && wait_ms > 0; wait_ms -= WAL_RETRY_MS) {
        sqlite3_sleep(WAL_RETRY_MS);
        rc = run(s, "PRAGMA journal_mode = WAL", err);
    }
    return rc;
}

/* The page cache is small because the system caches the file as well, and every worker thread has a
 * reader; import and rebuild work alone and take more. LIKE compares exactly as PostgreSQL's does.
 */
static int set_up(struct sqlite *s, const struct db_options *o, bool is_writer, struct err *err)
{
    char sql[320];

    sqlite3_busy_timeout(s->db, o->wait_ms);
    sqlite3_extended_result_codes(s->db, 1);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL); /* "x" is never a text */
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    int rc = check_application(s, is_writer, err);
    if (rc == 0 && is_writer)
        rc = set_wal(s, o->wait_ms, err);
    if (rc < 0)
        return rc;
    snprintf(sql, sizeof(sql),
             "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA case_sensitive_like = ON;"
             "PRAGMA cache_size = -%d; PRAGMA journal_size_limit = 67108864; %s",
             o->is_bulk  ? 65536
             : is_writer ? 2048
                         : 1024,
             is_writer ? "" : "PRAGMA query_only = ON");
    return run(s, sql, err);
}

static int prepare_own(struct sqlite *s, bool is_writer, struct err *err)
{
    const struct {
        sqlite3_stmt **to;
        const char *sql;
    } own[] = {
        {&s->begin, is_writer ? "BEGIN IMMEDIATE" : "BEGIN"},
        {&s->commit, "COMMIT"},
        {&s->rollback, "ROLLBACK"},
        {&s->data_version, "PRAGMA data_version"},
    };

    for (size_t i = 0; i < ARRAY_LEN(own); i++)
        if (sqlite3_prepare_v3(s->db, own[i].sql, -1, SQLITE_PREPARE_PERSISTENT, own[i].to, NULL))
            return sqlite_fail(s->db, s->path, own[i].sql, err);
    return 0;
}

static void session_close(void *session)
{
    struct sqlite *s = session;

    sqlite3_finalize(s->begin);
    sqlite3_finalize(s->commit);
    sqlite3_finalize(s->rollback);
    sqlite3_finalize(s->data_version);
    sqlite3_close(s->db); /* the last one to close empties the log into the file */
    mem_free(s);
}

static int session_open(const struct db_options *o, enum session_use use, void **ret_session,
                        struct err *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    int flags = SQLITE_OPEN_NOMUTEX, rc;
    bool is_writer = use == SESSION_WRITE;

    pthread_once(&once, configure);
    if (is_writer) {
        /* Customers' data: a new file is for its owner alone, and SQLite's log files follow it. */
        int fd = open(o->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (fd >= 0)
            close(fd);
    }
    struct sqlite *s = mem_zalloc(sizeof(*s));
    s->path = o->path;
    flags |= o->is_read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    rc = sqlite3_open_v2(o->path, &s->db, flags, NULL) ? sqlite_fail(s->db, s->path, NULL, err) : 0;
    if (rc == 0)
        rc = set_up(s, o, is_writer, err);
    if (rc == 0)
        rc = prepare_own(s, is_writer, err);
    if (rc < 0) {
        session_close(s);
        return rc;
    }
    *ret_session = s;
    return 0;
}

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
    return run(session, buf_text(&text), err);
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
    .open = session_open,
    .close = session_close,
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
