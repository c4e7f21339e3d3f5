/* sqlite.h: what the files of the SQLite driver share; inside src/db only. */
#pragma once
#include "db/driver.h"

#include <sqlite3.h>

struct sqlite {
    sqlite3 *db;
    const char *path; /* belongs to struct db */
    sqlite3_stmt *begin, *commit, *rollback, *data_version;
    int last_version; /* of the data, as PRAGMA data_version counts changes of others */
};

/* The error of the last call on this connection, in our words; sql may be NULL. */
int sqlite_fail(sqlite3 *db, const char *path, const char *sql, struct err *err);

/* Runs statements that give no rows. */
int sqlite_run(struct sqlite *s, const char *sql, struct err *err);

int sqlite_open(const struct db_options *o, enum session_use use, void **ret_session,
                struct err *err);
void sqlite_close(void *session);
int sqlite_backup(void *session, const char *path, void (*progress)(void *ctx, int pct), void *ctx,
                  struct err *err);
