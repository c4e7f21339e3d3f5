#include "base/mem.h"
#include "db/conn.h"

#include <assert.h>
#include <math.h>

/* db_all is for what one holds in memory; more than this is a cursor's work. */
#define ALL_MAX 5000000

struct cursor {
    struct statement *st; /* NULL once the transaction has ended */
    const struct driver *driver;
    struct err broken; /* what db_row could not read; the next db_next tells */
};

struct bulk {
    struct statement *st;
    struct err broken; /* the first value that could not be bound; bulk_step tells */
};

static int take_and_bind(struct conn *c, const char *sql, const struct db_arg *args,
                         struct statement **ret, struct err *err)
{
    int rc = statement_take(c, sql, ret, err);

    if (rc < 0)
        return rc;
    return statement_bind(*ret, args, false, err);
}

/* Runs a statement that writes to its end, so that all its rules are checked. */
static int finish(struct statement *st, struct err *err)
{
    int rc = 0;

    if (st->conn->db->driver->is_read_only(st->handle))
        return 0;
    while ((rc = statement_step(st, err)) > 0)
        ;
    return rc;
}

int db_exec(struct conn *c, const char *sql, const struct db_arg *args, struct err *err)
{
    AUTO_STRUCT(statement) *st = NULL;
    int rc = take_and_bind(c, sql, args, &st, err);

    if (rc < 0)
        return rc;
    rc = statement_step(st, err);
    if (rc > 0)
        return err_set(err, ERR_INTERNAL, NULL, "gives rows, but was run for none: %.120s", sql);
    return rc < 0 ? rc : (int)c->db->driver->changes(c->session);
}

int db_one(struct conn *c, const char *sql, const struct db_arg *args, const struct field *fields,
           void *out, struct arena *arena, struct err *err)
{
    AUTO_STRUCT(statement) *st = NULL;
    int rc = take_and_bind(c, sql, args, &st, err);

    if (rc < 0)
        return rc;
    rc = statement_step(st, err);
    if (rc == 0)
        return err_set(err, ERR_NOT_FOUND, NULL, "%s", "");
    if (rc > 0)
        rc = row_read(st, fields, out, arena, err);
    return rc < 0 ? rc : finish(st, err);
}

int db_i64(struct conn *c, const char *sql, const struct db_arg *args, int64_t *ret,
           struct err *err)
{
    AUTO_STRUCT(statement) *st = NULL;
    int rc = take_and_bind(c, sql, args, &st, err);

    if (rc < 0)
        return rc;
    rc = statement_step(st, err);
    if (rc <= 0)
        return rc;
    *ret = c->db->driver->col_is_null(st->handle, 0) ? I64_NONE
                                                     : c->db->driver->col_i64(st->handle, 0);
    return finish(st, err);
}

int db_all(struct conn *c, const char *sql, const struct db_arg *args, struct db_rows into,
           struct arena *arena, struct err *err)
{
    AUTO_STRUCT(statement) *st = NULL;
    AUTO_BUF rows = {0};
    size_t n = 0;
    int rc = take_and_bind(c, sql, args, &st, err);

    if (rc < 0)
        return rc;
    while ((rc = statement_step(st, err)) > 0) {
        if (n == ALL_MAX)
            return err_set(err, ERR_INTERNAL, NULL, "more than %d rows from: %.120s", ALL_MAX, sql);
        rc = row_read(st, into.fields, buf_room(&rows, into.size), arena, err);
        if (rc < 0)
            return rc;
        rows.len += into.size;
        n++;
    }
    if (rc < 0)
        return rc;
    *(void **)into.ret_rows = arena_memdup(arena, rows.data, rows.len);
    *into.ret_n = n;
    return 0;
}

int db_query(struct conn *c, const char *sql, const struct db_arg *args, struct cursor **ret,
             struct err *err)
{
    struct cursor *q = mem_zalloc(sizeof(*q));
    int rc = statement_take(c, sql, &q->st, err);

    q->driver = c->db->driver;
    if (rc == 0)
        rc = statement_bind(q->st, args, true, err);
    if (rc < 0) {
        db_done(q);
        return rc;
    }
    *ret = q;
    return 0;
}

int db_next(struct cursor *q, struct err *err)
{
    if (q->broken.code)
        return err_set(err, q->broken.code, q->broken.field, "%s", q->broken.text);
    if (!q->st)
        return err_set(err, ERR_INTERNAL, NULL, "the transaction of this cursor has ended");
    return statement_step(q->st, err);
}

void db_done(struct cursor *q)
{
    if (!q)
        return;
    if (q->st)
        statement_give(q->st);
    mem_free(q);
}

bool db_col_is_null(const struct cursor *q, int col)
{
    return q->driver->col_is_null(q->st->handle, col);
}

int64_t db_col_i64(const struct cursor *q, int col)
{
    return db_col_is_null(q, col) ? I64_NONE : q->driver->col_i64(q->st->handle, col);
}

int32_t db_col_day(const struct cursor *q, int col)
{
    return db_col_is_null(q, col) ? DAY_NONE : (int32_t)q->driver->col_i64(q->st->handle, col);
}

double db_col_f64(const struct cursor *q, int col)
{
    return db_col_is_null(q, col) ? NAN : q->driver->col_f64(q->st->handle, col);
}

const char *db_col_str(const struct cursor *q, int col)
{
    return q->driver->col_str(q->st->handle, col);
}

const void *db_col_blob(const struct cursor *q, int col, size_t *ret_bytes)
{
    return q->driver->col_blob(q->st->handle, col, ret_bytes);
}

void db_row(struct cursor *q, const struct field *fields, void *out, struct arena *arena)
{
    struct err err = {0};

    if (row_read(q->st, fields, out, arena, &err) < 0 && !q->broken.code)
        q->broken = err;
}

int db_bulk(struct conn *c, const char *sql, struct bulk **ret, struct err *err)
{
    struct bulk *b = mem_zalloc(sizeof(*b));
    int rc = statement_take(c, sql, &b->st, err);

    if (rc < 0) {
        bulk_done(b);
        return rc;
    }
    *ret = b;
    return 0;
}

static void bulk_bind(struct bulk *b, int param, struct db_arg value)
{
    if (!b->st || b->broken.code)
        return;
    assert(param >= 1 && param <= b->st->n_params);
    statement_bind_at(b->st, param, &value, false, &b->broken);
}

void bulk_i64(struct bulk *b, int param, int64_t v)
{
    bulk_bind(b, param, DB_I64(NULL, v));
}

void bulk_f64(struct bulk *b, int param, double v)
{
    bulk_bind(b, param, DB_F64(NULL, v));
}

void bulk_str(struct bulk *b, int param, const char *s)
{
    bulk_bind(b, param, DB_STR(NULL, s));
}

void bulk_blob(struct bulk *b, int param, const void *p, size_t n)
{
    bulk_bind(b, param, DB_BLOB(NULL, p, n));
}

int bulk_step(struct bulk *b, struct err *err)
{
    if (b->broken.code)
        return err_set(err, b->broken.code, b->broken.field, "%s", b->broken.text);
    if (!b->st)
        return err_set(err, ERR_INTERNAL, NULL, "the transaction of this bulk write has ended");
    int rc = statement_check_bound(b->st, err);
    if (rc < 0)
        return rc;
    while ((rc = statement_step(b->st, err)) > 0)
        ;
    statement_rewind(b->st);
    return rc < 0 ? rc : (int)b->st->conn->db->driver->changes(b->st->conn->session);
}

void bulk_done(struct bulk *b)
{
    if (!b)
        return;
    if (b->st)
        statement_give(b->st);
    mem_free(b);
}

int db_check_sql(struct conn *c, const char *sql, struct err *err)
{
    AUTO_STRUCT(statement) *st = NULL;

    return statement_take(c, sql, &st, err);
}
