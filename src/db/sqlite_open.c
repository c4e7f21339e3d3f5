#include "base/mem.h"
#include "db/sqlite.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
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

int sqlite_run(struct sqlite *s, const char *sql, struct err *err)
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
    return sqlite_run(s, sql, err);
}

/* Only the very first start changes the mode, for which SQLite does not wait by itself. */
static int set_wal(struct sqlite *s, int wait_ms, struct err *err)
{
    int rc = sqlite_run(s, "PRAGMA journal_mode = WAL", err);

    for (; rc == ERR_BUSY && wait_ms > 0; wait_ms -= WAL_RETRY_MS) {
        sqlite3_sleep(WAL_RETRY_MS);
        rc = sqlite_run(s, "PRAGMA journal_mode = WAL", err);
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
    return sqlite_run(s, sql, err);
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

void sqlite_close(void *session)
{
    struct sqlite *s = session;

    sqlite3_finalize(s->begin);
    sqlite3_finalize(s->commit);
    sqlite3_finalize(s->rollback);
    sqlite3_finalize(s->data_version);
    sqlite3_close(s->db); /* the last one to close empties the log into the file */
    mem_free(s);
}

int sqlite_open(const struct db_options *o, enum session_use use, void **ret_session,
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
        sqlite_close(s);
        return rc;
    }
    *ret_session = s;
    return 0;
}
