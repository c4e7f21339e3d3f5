/* migrate.h: brings a database to this program's schema.
 *
 * sql/migrations/NNNN_name.sql are built in, applied in order, forward only, one transaction each,
 * with a checksum; a database that is newer than the program, or whose applied migration differs
 * from the built-in text, is refused with what to do. */
#pragma once
#include "db/db.h"

struct migration {
    int version;
    const char *name, *sql;
};
/* Made by tools/sql2c.py from sql/migrations; ends with version 0. */
extern const struct migration migrations[];

/* Returns the number applied now, or < 0. */
int db_migrate(struct db *db, struct err *err);
/* The same with another list, for tests. */
int db_migrate_by(struct db *db, const struct migration *list, struct err *err);
/* 0 for an empty database. */
int db_schema_version(struct conn *c, int *ret, struct err *err);
