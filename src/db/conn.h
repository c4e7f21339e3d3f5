/* conn.h: how connections and kept statements look inside src/db.
 *
 * Threads:   a conn is used by the thread that holds its transaction (owner); struct db's lists are
 *            guarded by its lock.
 * Ownership: a statement belongs to its conn, which keeps up to STATEMENTS_MAX of them; who uses
 * one borrows it from statement_take to statement_give or the end of the transaction. */
#pragma once
#include "db/driver.h"

#include <pthread.h>
#include <stdatomic.h>

/* A prepared statement weighs 2 to 10 kB, and there is a reader for each worker thread. */
#define STATEMENTS_MAX 64

struct statement {
    struct conn *conn;
    char *sql;
    uint64_t hash;
    uint64_t last_use;
    void *handle;
    struct statement **holder; /* the borrower's pointer, cleared when the transaction ends */
    int n_params, n_bound;
    bool *is_bound; /* by parameter - 1 */
    /* Where the fields of a table go, found once: parameters by field, fields by column. */
    const struct field *bind_table;
    int *bind_params; /* by field; 0: not a parameter of this statement */
    const struct field *row_table;
    const struct field **row_fields; /* by column; NULL: no such field */
    int n_cols;
};

struct conn {
    struct db *db;
    void *session;
    bool is_writer;
    bool has_failed;         /* a statement failed: nothing more runs until the transaction ends */
    _Atomic uintptr_t owner; /* the thread in a transaction on it, 0 when there is none */
    struct statement *statements[STATEMENTS_MAX];
    int n_statements;
    uint64_t clock; /* counts borrowings, for the least recently used */
    struct conn *next;
};

/* The next id of a table; is_sure is false until max(id) was read since others may have written. */
struct id_counter {
    char *table;
    int64_t next_id;
    bool is_sure;
    struct id_counter *next;
};

struct db {
    const struct driver *driver;
    struct db_options options;
    char *path;
    /* Who wants to write queues at `turn`, and the first in the queue waits for `writing`: a thread
     * that writes again and again cannot overtake the one that waits. */
    pthread_mutex_t turn, writing;
    struct conn *writer;    /* NULL when the database is open read-only */
    bool has_checked_ids;   /* in this write transaction */
    struct id_counter *ids; /* used by the writer only */
    pthread_key_t reader_of_thread;
    pthread_mutex_t lock; /* guards readers */
    struct conn *readers;
};

/* Prepares sql, or finds it prepared, and lends it: *ret is set, and cleared again when the
 * transaction ends before statement_give. */
int statement_take(struct conn *c, const char *sql, struct statement **ret, struct err *err);
void statement_give(struct statement *st);
/* Ready to run again, with nothing bound. */
void statement_rewind(struct statement *st);
/* Takes back what is still lent; for the end of a transaction. */
void statements_end(struct conn *c);
void statements_free(struct conn *c);

/* Binds all arguments by name. is_copied: the statement outlives the arguments. */
int statement_bind(struct statement *st, const struct db_arg *args, bool is_copied,
                   struct err *err);
int statement_bind_at(struct statement *st, int param, const struct db_arg *value, bool is_copied,
                      struct err *err);
/* ERR_INTERNAL naming the first parameter that got no argument. */
int statement_check_bound(const struct statement *st, struct err *err);
/* 1 a row, 0 the end. After an error the transaction can only be undone. */
int statement_step(struct statement *st, struct err *err);

/* The current row into *out by the columns' names; texts are copied into the arena. */
int row_read(struct statement *st, const struct field *fields, void *out, struct arena *arena,
             struct err *err);

AUTO_STRUCT_DEFINE(statement, statement_give)
