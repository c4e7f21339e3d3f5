#include "base/str.h"
#include "db/sqlite.h"

#include <string.h>

/* "UNIQUE constraint failed: contact.account_id, contact.key" -> table "contact", columns
 * "account_id, key". An index on an expression is named instead: "index 'account_lower_name'". */
static int unique_broken(const char *message, struct err *err)
{
    char table[64] = "the database", columns[128] = "value";
    const char *at = strstr(message, "failed: ");

    if (at && !str_starts(at + 8, "index")) {
        size_t n = 0;
        at += 8;
        str_copy(table, sizeof(table), at);
        table[strcspn(table, ".")] = 0;
        for (const char *dot; (dot = strchr(at, '.')); at += strcspn(at, ",")) {
            at = dot + 1;
            size_t len = strcspn(at, ",");
            n += (size_t)snprintf(columns + n, sizeof(columns) - n, "%s%.*s", n ? ", " : "",
                                  (int)len, at);
            if (n >= sizeof(columns))
                break;
        }
    }
    return driver_unique_broken(err, table, columns);
}

/* "NOT NULL constraint failed: account.name" */
static int null_broken(const char *message, struct err *err)
{
    char table[64] = "a row", column[64] = "a value";
    const char *at = strstr(message, "failed: "), *dot = at ? strchr(at, '.') : NULL;

    if (dot) {
        str_copy(table, sizeof(table), at + 8);
        table[strcspn(table, ".")] = 0;
        str_copy(column, sizeof(column), dot + 1);
    }
    return driver_value_missing(err, table, column);
}

static int constraint_broken(int extended, const char *message, const char *sql, struct err *err)
{
    switch (extended) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID: return unique_broken(message, err);
    case SQLITE_CONSTRAINT_FOREIGNKEY: return driver_reference_broken(err);
    case SQLITE_CONSTRAINT_NOTNULL: return null_broken(message, err);
    default: return err_set(err, ERR_INVALID, NULL, "%s in: %.120s", message, sql ? sql : "");
    }
}

int sqlite_fail(sqlite3 *db, const char *path, const char *sql, struct err *err)
{
    const char *message = sqlite3_errmsg(db);
    int extended = sqlite3_extended_errcode(db);

    switch (extended & 0xff) {
    case SQLITE_CONSTRAINT: return constraint_broken(extended, message, sql, err);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return err_set(err, ERR_BUSY, NULL, "another program is writing to %s; try again", path);
    case SQLITE_FULL:
        return err_set(err, ERR_IO, NULL, "the disk of %s is full; make room and try again", path);
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return err_set(err, ERR_IO, NULL, "%s may not be written; check its owner and permissions",
                       path);
    case SQLITE_CANTOPEN:
        return err_set(err, ERR_IO, NULL,
                       "%s cannot be opened; check that its folder exists and may be written",
                       path);
    case SQLITE_NOTADB:
        return err_set(err, ERR_IO, NULL, "%s is not a database of this program", path);
    case SQLITE_CORRUPT:
        return err_set(err, ERR_IO, NULL, "%s is damaged (%s); restore a backup", path, message);
    case SQLITE_IOERR:
        return err_set(err, ERR_IO, NULL, "reading or writing %s failed: %s", path, message);
    case SQLITE_TOOBIG:
        return err_set(err, ERR_TOO_LARGE, NULL, "a value is larger than the database takes");
    default: return err_set(err, ERR_INTERNAL, NULL, "%s in: %.140s", message, sql ? sql : path);
    }
}
