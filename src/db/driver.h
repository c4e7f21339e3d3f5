/* driver.h: what a database must offer to stand behind db.h; inside src/db only.
 *
 * A driver knows sessions (one connection to the database) and prepared statements, and speaks the
 * dialect. Everything else (which thread has which session, kept statements, parameters by name,
 * rows into structs, ids, migrations) is written once, above it. sqlite.c is one; a PostgreSQL
 * driver fits the same table: prepare = PQprepare after turning $name into $1…, step = the next
 * PGresult row, bind and col_… convert by the type that the server reports.
 *
 * Threads:   a session and its statements are used by one thread at a time.
 * Ownership: what open and prepare give is released by close and finalize.
 * Errors:    mapped to the codes of db.h by the driver, with the wording helpers below. */
#pragma once
#include "base/err.h"
#include "db/db.h"

enum session_use { SESSION_READ, SESSION_WRITE };

struct driver {
    int (*open)(const struct db_options *options, enum session_use use, void **ret_session,
                struct err *err);
    void (*close)(void *session);

    int (*begin)(void *session, struct err *err);
    int (*commit)(void *session, struct err *err);
    void (*rollback)(void *session);
    /* Has anybody but this session changed the database since this was last asked? */
    bool (*is_changed_by_others)(void *session);
    bool (*has_table)(void *session, const char *table);
    /* Runs several statements at once, in the common subset: a migration. */
    int (*script)(void *session, const char *sql, struct err *err);

    int (*prepare)(void *session, const char *sql, void **ret_stmt, struct err *err);
    void (*finalize)(void *stmt);
    bool (*is_read_only)(void *stmt);
    int (*param_count)(void *stmt);
    const char *(*param_name)(void *stmt, int param); /* from 1; without the $ */
    /* v NULL binds NULL. The bytes stay good until reset, unless is_copied asks for a copy. */
    int (*bind)(void *session, void *stmt, int param, const struct db_arg *v, bool is_copied,
                struct err *err);
    int (*step)(void *session, void *stmt, struct err *err); /* 1 a row, 0 the end, < 0 an error */
    int64_t (*changes)(void *session);                       /* rows the last statement changed */
    void (*reset)(void *stmt); /* ready to run again, with nothing bound */

    int (*col_count)(void *stmt);
    const char *(*col_name)(void *stmt, int col);
    bool (*col_is_null)(void *stmt, int col);
    int64_t (*col_i64)(void *stmt, int col);
    double (*col_f64)(void *stmt, int col);
    const char *(*col_str)(void *stmt, int col);
    const void *(*col_blob)(void *stmt, int col, size_t *ret_bytes);

    /* session is in a read transaction, which pins the state that is copied. */
    int (*backup)(void *session, const char *path, void (*progress)(void *ctx, int pct), void *ctx,
                  struct err *err);
    int (*integrity)(void *session, struct err *err);
};

extern const struct driver sqlite_driver;

/* The same sentences whatever database refused. columns: "key" or "account_id, key". */
int driver_unique_broken(struct err *err, const char *table, const char *columns);
int driver_reference_broken(struct err *err);
int driver_value_missing(struct err *err, const char *table, const char *column);
