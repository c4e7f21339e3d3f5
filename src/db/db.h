/* db.h: the database: connections, transactions, statements.
 *
 *     struct conn *c;
 *     rc = db_write_begin(db, &c, err);
 *     rc = db_exec(c, sql_account_touch, DB_ARGS(DB_STR("key", key), DB_I64("at", now)), err);
 *     rc = db_commit(c, err);          on error: db_rollback(c)
 *
 * Statements are named constants made from <feature>.sql (tools/sql2c.py), in the subset of SQL
 * that SQLite 3.40 and PostgreSQL 15 share; parameters are `$name`. Each connection keeps its
 * prepared statements. What differs between databases lives in this folder and nowhere else.
 *
 * Threads:   db may be shared. There is one writer, held by one thread between db_write_begin and
 *            db_commit/db_rollback (others wait); readers are one per thread, made when first used.
 * Ownership: texts and blobs of a cursor's row live until the next db_next; db_one and db_all copy
 *            into the arena. Field tables must be static: a statement remembers where their fields
 * go. Errors:    a unique or foreign key that is broken is ERR_CONFLICT, a missing value or broken
 * check ERR_INVALID; a file that cannot be opened, read or written is ERR_IO; other SQL that fails
 * is ERR_INTERNAL. */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "base/vec.h"
#include "json/field.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;
struct conn;

struct db_options {
    const char *path; /* the SQLite file */
    bool is_read_only;
    bool is_bulk; /* larger caches, for import and rebuild from the command line */
    int wait_ms;  /* how long a write waits for other writers; 0 means 10 seconds */
};
int db_open(const struct db_options *options, struct db **ret, struct err *err);
/* Empties the log into the file. No transaction may be open; NULL is allowed. */
void db_close(struct db *db);

/* Transactions, one at a time on each thread. A read transaction sees one state throughout; reads
 * do not wait for writes. In a write transaction, a statement that failed leaves only db_rollback.
 *
 * db_commit ends the transaction whether it succeeds or not. db_rollback undoes a write
 * transaction or ends a read one; it does nothing when this thread's has ended already, or for
 * NULL. So a function that may leave early declares
 *
 *     AUTO_STRUCT(conn) *c = NULL;
 *     int rc = db_read_begin(db, &c, err);        (or db_write_begin … db_commit)
 *
 * and whatever is not committed at its end is undone. */
int db_read_begin(struct db *db, struct conn **ret, struct err *err);
void db_read_end(struct conn *c); /* the same as db_rollback */
/* Waits for other writers; ERR_BUSY when they take too long, in this process or another. */
int db_write_begin(struct db *db, struct conn **ret, struct err *err);
int db_commit(struct conn *c, struct err *err);
void db_rollback(struct conn *c);
/* The usual end: commits when rc is not negative, else rolls back; returns rc, or why it could not
 * commit. */
static inline int db_write_end(struct conn *c, int rc, struct err *err)
{
    if (rc < 0) {
        db_rollback(c);
        return rc;
    }
    int done = db_commit(c, err);
    return done < 0 ? done : rc;
}
bool db_is_writing(const struct conn *c);
struct db *db_of(const struct conn *c);

/* Parameters by name; DB_ARGS() for none. Missing values (NULL, I64_NONE, NaN, DAY_NONE) bind NULL.
 * A parameter that gets no argument, or an argument that is no parameter, is ERR_INTERNAL; of two
 * arguments for one parameter the later counts, so a DB_ROW can be followed by what differs. */
struct db_arg {
    const char *name;
    enum { DB_T_END, DB_T_STR, DB_T_I64, DB_T_F64, DB_T_BLOB, DB_T_ROW } type;
    const void *p; /* text, blob or struct */
    size_t n;      /* blob bytes */
    int64_t i;
    double f;
    const struct field *fields; /* DB_T_ROW */
};
#define DB_STR(k, v) ((struct db_arg){.name = (k), .type = DB_T_STR, .p = (v)})
#define DB_I64(k, v) ((struct db_arg){.name = (k), .type = DB_T_I64, .i = (v)})
#define DB_DAY(k, v) \
    ((struct db_arg){.name = (k), .type = DB_T_I64, .i = (v) == DAY_NONE ? I64_NONE : (v)})
#define DB_F64(k, v)      ((struct db_arg){.name = (k), .type = DB_T_F64, .f = (v)})
#define DB_BLOB(k, v, nn) ((struct db_arg){.name = (k), .type = DB_T_BLOB, .p = (v), .n = (nn)})
/* Every field of the table as a parameter of its name (those the statement does not use are passed
 * over). Lists and objects are bound as JSON text. */
#define DB_ROW(table, v) \
    ((struct db_arg){.name = "", .type = DB_T_ROW, .p = (v), .fields = (table)})
#define DB_ARGS(...) ((const struct db_arg[]){__VA_ARGS__ __VA_OPT__(, ){0}})

/* Runs a statement that gives no rows; returns the rows changed, or < 0. */
int db_exec(struct conn *c, const char *sql, const struct db_arg *args, struct err *err);
/* The first row into *out by the columns' names (columns without a field are passed over, fields
 * without a column are left as fields_init sets them). ERR_NOT_FOUND, with no text, if there is
 * none. */
int db_one(struct conn *c, const char *sql, const struct db_arg *args, const struct field *fields,
           void *out, struct arena *arena, struct err *err);
/* All rows as an array in the arena:
 *
 *     struct note *notes;
 *     size_t n;
 *     rc = db_all(c, sql_note_list, DB_ARGS(), DB_ROWS(note_fields, &notes, &n), arena, err); */
struct db_rows {
    const struct field *fields;
    size_t size;
    void *ret_rows; /* struct x ** */
    size_t *ret_n;
};
#define DB_ROWS(table, rows, n) ((struct db_rows){(table), sizeof(**(rows)), (rows), (n)})
int db_all(struct conn *c, const char *sql, const struct db_arg *args, struct db_rows into,
           struct arena *arena, struct err *err);
/* The first column of the first row; *ret is left as it is when there is no row (returns 0). */
int db_i64(struct conn *c, const char *sql, const struct db_arg *args, int64_t *ret,
           struct err *err);

/* Row by row, for what is too large to hold or needs only some columns by position. */
struct cursor;
int db_query(struct conn *c, const char *sql, const struct db_arg *args, struct cursor **ret,
             struct err *err);
int db_next(struct cursor *q, struct err *err); /* 1 a row, 0 the end, < 0 an error */
void db_done(struct cursor *q);                 /* gives the statement back; NULL is allowed */
bool db_col_is_null(const struct cursor *q, int col);
int64_t db_col_i64(const struct cursor *q, int col); /* I64_NONE for NULL */
int32_t db_col_day(const struct cursor *q, int col); /* DAY_NONE for NULL */
double db_col_f64(const struct cursor *q, int col);  /* NaN for NULL */
const char *db_col_str(const struct cursor *q, int col);
const void *db_col_blob(const struct cursor *q, int col, size_t *ret_bytes);
/* The row into a struct, as db_one does; texts are copied. What cannot be read (a list or object
 * that is no JSON) is left missing, and the next db_next returns the error. */
void db_row(struct cursor *q, const struct field *fields, void *out, struct arena *arena);

/* For writing many rows with one statement: prepare once, bind by position, step, again. Every
 * parameter is bound anew for each step; texts and blobs must be good until then. */
struct bulk;
int db_bulk(struct conn *c, const char *sql, struct bulk **ret, struct err *err);
void bulk_i64(struct bulk *b, int param,
              int64_t v); /* param counts from 1 in order of appearance */
void bulk_f64(struct bulk *b, int param, double v);
void bulk_str(struct bulk *b, int param, const char *s);
void bulk_blob(struct bulk *b, int param, const void *p, size_t n);
int bulk_step(struct bulk *b, struct err *err); /* the rows changed, or < 0 */
void bulk_done(struct bulk *b);

/* The next free id of a table, counted by the program: ids come from here, not from the database.
 * An id is never given twice while the program runs, even if its row was undone or deleted. */
int db_next_id(struct conn *c, const char *table, int64_t *ret, struct err *err);

/* Prepares the statement without running it: what is no SQL, or names what is not there, is told.
 */
int db_check_sql(struct conn *c, const char *sql, struct err *err);

/* Copies the live database into a new file while it serves; the copy is one consistent state. */
int db_backup(struct db *db, const char *path, void (*progress)(void *ctx, int pct), void *ctx,
              struct err *err);
/* The database's own integrity check; ERR_INTERNAL with the first finding. */
int db_integrity(struct db *db, struct err *err);

AUTO_STRUCT_DEFINE(conn, db_rollback)
AUTO_STRUCT_DEFINE(cursor, db_done)
AUTO_STRUCT_DEFINE(bulk, bulk_done)
