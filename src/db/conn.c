#include "db/conn.h"

#include "base/mem.h"
#include "base/str.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define WAIT_MS 10000

static uintptr_t this_thread(void)
{
    static _Thread_local char me;

    return (uintptr_t)&me;
}

static int conn_new(struct db *db, bool is_writer, struct conn **ret, struct err *err)
{
    void *session;
    int rc =
        db->driver->open(&db->options, is_writer ? SESSION_WRITE : SESSION_READ, &session, err);

    if (rc < 0)
        return rc;
    struct conn *c = mem_zalloc(sizeof(*c));
    c->db = db;
    c->session = session;
    c->is_writer = is_writer;
    *ret = c;
    return 0;
}

static void conn_free(struct conn *c)
{
    if (!c)
        return;
    statements_free(c);
    c->db->driver->close(c->session);
    mem_free(c);
}

/* A thread that ends gives its reader back. */
static void reader_retire(void *reader)
{
    struct conn *c = reader, **at;
    struct db *db = c->db;

    pthread_mutex_lock(&db->lock);
    for (at = &db->readers; *at != c; at = &(*at)->next)
        ;
    *at = c->next;
    pthread_mutex_unlock(&db->lock);
    conn_free(c);
}

int db_open(const struct db_options *options, struct db **ret, struct err *err)
{
    struct db *db = mem_zalloc(sizeof(*db));
    int rc = 0;

    db->driver = &sqlite_driver;
    db->options = *options;
    db->options.path = db->path = mem_strdup(options->path);
    db->options.wait_ms = options->wait_ms ? options->wait_ms : WAIT_MS;
    pthread_mutex_init(&db->turn, NULL);
    pthread_mutex_init(&db->writing, NULL);
    pthread_mutex_init(&db->lock, NULL);
    if (pthread_key_create(&db->reader_of_thread, reader_retire)) {
        mem_free(db->path);
        mem_free(db);
        return err_set(err, ERR_IO, NULL, "the system has no thread-local place left");
    }
    /* The reader is opened as well, so that what is wrong with the file is told now. */
    struct conn *c;
    if (!options->is_read_only)
        rc = conn_new(db, true, &db->writer, err);
    if (rc == 0)
        rc = db_read_begin(db, &c, err);
    if (rc < 0) {
        db_close(db);
        return rc;
    }
    db_read_end(c);
    *ret = db;
    return 0;
}

void db_close(struct db *db)
{
    if (!db)
        return;
    pthread_key_delete(db->reader_of_thread);
    while (db->readers) {
        struct conn *c = db->readers;
        db->readers = c->next;
        conn_free(c);
    }
    conn_free(db->writer); /* last, so that it can empty the log into the file */
    for (struct id_counter *counter = db->ids, *next; counter; counter = next) {
        next = counter->next;
        mem_free(counter->table);
        mem_free(counter);
    }
    pthread_mutex_destroy(&db->turn);
    pthread_mutex_destroy(&db->writing);
    pthread_mutex_destroy(&db->lock);
    mem_free(db->path);
    mem_free(db);
}

static int reader_of_this_thread(struct db *db, struct conn **ret, struct err *err)
{
    struct conn *c = pthread_getspecific(db->reader_of_thread);

    if (!c) {
        int rc = conn_new(db, false, &c, err);
        if (rc < 0)
            return rc;
        pthread_mutex_lock(&db->lock);
        c->next = db->readers;
        db->readers = c;
        pthread_mutex_unlock(&db->lock);
        pthread_setspecific(db->reader_of_thread, c);
    }
    *ret = c;
    return 0;
}

/* A second transaction on one thread would wait for itself, or not see what the first one wrote. */
static void assert_no_transaction(const struct db *db)
{
    const struct conn *reader = pthread_getspecific(db->reader_of_thread);

    assert((!reader || !reader->owner) && "this thread is in a read transaction already");
    assert((!db->writer || db->writer->owner != this_thread()) &&
           "this thread is in a write transaction already");
    (void)reader;
}

static int conn_begin(struct conn *c, struct err *err)
{
    int rc = c->db->driver->begin(c->session, err);

    if (rc < 0)
        return rc;
    c->has_failed = false;
    c->owner = this_thread();
    return 0;
}

int db_read_begin(struct db *db, struct conn **ret, struct err *err)
{
    struct conn *c;

    assert_no_transaction(db);
    int rc = reader_of_this_thread(db, &c, err);
    if (rc == 0)
        rc = conn_begin(c, err);
    if (rc < 0)
        return rc;
    *ret = c;
    return 0;
}

static int lock_within(pthread_mutex_t *m, const struct timespec *until, struct err *err)
{
    if (pthread_mutex_timedlock(m, until) == 0)
        return 0;
    return err_set(err, ERR_BUSY, NULL, "others are writing to the database; try again");
}

static int lock_writer(struct db *db, struct err *err)
{
    struct timespec until;

    clock_gettime(CLOCK_REALTIME, &until);
    int64_t ns = until.tv_nsec + db->options.wait_ms * INT64_C(1000000);
    until.tv_sec += ns / 1000000000;
    until.tv_nsec = ns % 1000000000;
    int rc = lock_within(&db->turn, &until, err);
    if (rc < 0)
        return rc;
    rc = lock_within(&db->writing, &until, err);
    pthread_mutex_unlock(&db->turn);
    return rc;
}

int db_write_begin(struct db *db, struct conn **ret, struct err *err)
{
    assert_no_transaction(db);
    if (!db->writer)
        return err_set(err, ERR_IO, NULL, "%s is open for reading only", db->path);
    int rc = lock_writer(db, err);
    if (rc < 0)
        return rc;
    rc = conn_begin(db->writer, err);
    if (rc < 0) {
        pthread_mutex_unlock(&db->writing);
        return rc;
    }
    db->has_checked_ids = false;
    *ret = db->writer;
    return 0;
}

/* After the session has committed or rolled back: the connection is free for others. */
static void conn_end(struct conn *c)
{
    c->owner = 0;
    if (c->is_writer)
        pthread_mutex_unlock(&c->db->writing);
}

int db_commit(struct conn *c, struct err *err)
{
    int rc = 0;

    assert(c->owner == this_thread() && "commit outside of a transaction");
    statements_end(c);
    if (c->has_failed)
        rc = err_set(err, ERR_INTERNAL, NULL,
                     "a transaction with a failed statement cannot be committed");
    if (rc == 0)
        rc = c->db->driver->commit(c->session, err);
    if (rc < 0)
        c->db->driver->rollback(c->session);
    conn_end(c);
    return rc;
}

void db_rollback(struct conn *c)
{
    if (!c || c->owner != this_thread())
        return;
    statements_end(c);
    c->db->driver->rollback(c->session);
    conn_end(c);
}

void db_read_end(struct conn *c)
{
    db_rollback(c);
}

bool db_is_writing(const struct conn *c)
{
    return c->is_writer;
}

struct db *db_of(const struct conn *c)
{
    return c->db;
}

static struct id_counter *counter_of(struct db *db, const char *table)
{
    struct id_counter *counter;

    for (counter = db->ids; counter; counter = counter->next)
        if (!strcmp(counter->table, table))
            return counter;
    counter = mem_zalloc(sizeof(*counter));
    *counter = (struct id_counter){.table = mem_strdup(table), .next_id = 1, .next = db->ids};
    return db->ids = counter;
}

/* A counter never goes back, even when rows are deleted or a transaction is undone: an id that was
 * given out once may be remembered somewhere. */
int db_next_id(struct conn *c, const char *table, int64_t *ret, struct err *err)
{
    struct db *db = c->db;
    struct id_counter *counter = counter_of(db, table);

    assert(c->is_writer);
    if (!db->has_checked_ids && db->driver->is_changed_by_others(c->session))
        for (struct id_counter *i = db->ids; i; i = i->next)
            i->is_sure = false;
    db->has_checked_ids = true;
    if (!counter->is_sure) {
        char sql[128];
        int64_t last = I64_NONE;
        snprintf(sql, sizeof(sql), "SELECT max(id) FROM %s", table);
        int rc = db_i64(c, sql, DB_ARGS(), &last, err);
        if (rc < 0)
            return rc;
        if (last >= counter->next_id)
            counter->next_id = last + 1;
        counter->is_sure = true;
    }
    *ret = counter->next_id++;
    return 0;
}

int db_backup(struct db *db, const char *path, void (*progress)(void *ctx, int pct), void *ctx,
              struct err *err)
{
    struct conn *c;
    int rc = db_read_begin(db, &c, err);

    if (rc < 0)
        return rc;
    rc = db->driver->backup(c->session, path, progress, ctx, err);
    db_read_end(c);
    return rc;
}

int db_integrity(struct db *db, struct err *err)
{
    struct conn *c;
    int rc = db_read_begin(db, &c, err);

    if (rc < 0)
        return rc;
    rc = db->driver->integrity(c->session, err);
    db_read_end(c);
    return rc;
}

int driver_unique_broken(struct err *err, const char *table, const char *columns)
{
    char field[64], what[64];

    str_copy(field, sizeof(field), columns);
    field[strcspn(field, ",")] = 0;
    str_copy(what, sizeof(what), table);
    for (char *s = what; *s; s++)
        if (*s == '_')
            *s = ' ';
    return err_set(err, ERR_CONFLICT, field, "another %s has this %s already", what, columns);
}

int driver_reference_broken(struct err *err)
{
    return err_set(err, ERR_CONFLICT, NULL,
                   "it refers to something that does not exist, or something still refers to it");
}

int driver_value_missing(struct err *err, const char *table, const char *column)
{
    return err_set(err, ERR_INVALID, column, "%s of %s must be given", column, table);
}
