#include "base/mem.h"
#include "db/conn.h"

#include <assert.h>
#include <string.h>

/* Eight bytes a step: statements are some hundred bytes and are looked up on every call. */
static uint64_t hash_of(const char *sql, size_t n)
{
    uint64_t h = 0xcbf29ce484222325u ^ n, word = 0;

    for (; n >= 8; sql += 8, n -= 8) {
        memcpy(&word, sql, 8);
        h = (h ^ word) * 0x9e3779b97f4a7c15u;
        h ^= h >> 29;
    }
    word = 0;
    memcpy(&word, sql, n);
    h = (h ^ word) * 0x9e3779b97f4a7c15u;
    return h ^ h >> 32;
}

static void statement_free(struct statement *st)
{
    st->conn->db->driver->finalize(st->handle);
    mem_free(st->sql);
    mem_free(st->is_bound);
    mem_free(st->bind_params);
    mem_free(st->row_fields);
    mem_free(st);
}

/* Where the next statement goes: a new place, or that of the least recently used one. */
static int place_for(struct conn *c)
{
    int place = -1;

    if (c->n_statements < STATEMENTS_MAX)
        return c->n_statements++;
    for (int i = 0; i < c->n_statements; i++) {
        const struct statement *st = c->statements[i];
        if (!st->holder && (place < 0 || st->last_use < c->statements[place]->last_use))
            place = i;
    }
    if (place >= 0)
        statement_free(c->statements[place]);
    return place;
}

static int statement_new(struct conn *c, const char *sql, uint64_t hash, struct statement **ret,
                         struct err *err)
{
    const struct driver *d = c->db->driver;
    void *handle;
    int rc = d->prepare(c->session, sql, &handle, err);

    if (rc < 0)
        return rc;
    if (!c->is_writer && !d->is_read_only(handle)) {
        d->finalize(handle);
        return err_set(err, ERR_INTERNAL, NULL, "a read transaction cannot run: %.120s", sql);
    }
    int place = place_for(c);
    if (place < 0) {
        d->finalize(handle);
        return err_set(err, ERR_INTERNAL, NULL, "more than %d statements are open at once: %.120s",
                       STATEMENTS_MAX, sql);
    }
    struct statement *st = mem_zalloc(sizeof(*st));
    st->conn = c;
    st->sql = mem_strdup(sql);
    st->hash = hash;
    st->handle = handle;
    st->n_params = d->param_count(handle);
    st->is_bound = mem_zalloc((size_t)st->n_params + 1);
    c->statements[place] = st;
    *ret = st;
    return 0;
}

int statement_take(struct conn *c, const char *sql, struct statement **ret, struct err *err)
{
    uint64_t hash = hash_of(sql, strlen(sql));
    struct statement *st = NULL;

    assert(c->owner && "a statement needs a transaction");
    if (c->has_failed)
        return err_set(err, ERR_INTERNAL, NULL,
                       "an earlier statement of this transaction failed; undo it before: %.120s",
                       sql);
    /* A statement that is lent is passed over: a loop may run the same text inside itself. */
    for (int i = 0; i < c->n_statements && !st; i++) {
        struct statement *s = c->statements[i];
        if (s->hash == hash && !s->holder && !strcmp(s->sql, sql))
            st = s;
    }
    if (!st) {
        int rc = statement_new(c, sql, hash, &st, err);
        if (!st)
            return rc;
    }
    st->last_use = ++c->clock;
    st->holder = ret;
    *ret = st;
    return 0;
}

void statement_rewind(struct statement *st)
{
    st->conn->db->driver->reset(st->handle);
    memset(st->is_bound, 0, (size_t)st->n_params);
    st->n_bound = 0;
}

void statement_give(struct statement *st)
{
    statement_rewind(st);
    st->holder = NULL;
}

void statements_end(struct conn *c)
{
    for (int i = 0; i < c->n_statements; i++) {
        struct statement *st = c->statements[i];
        if (st->holder) {
            *st->holder = NULL;
            statement_give(st);
        }
    }
}

void statements_free(struct conn *c)
{
    statements_end(c);
    for (int i = 0; i < c->n_statements; i++)
        statement_free(c->statements[i]);
    c->n_statements = 0;
}

int statement_step(struct statement *st, struct err *err)
{
    struct conn *c = st->conn;
    int rc = c->db->driver->step(c->session, st->handle, err);

    if (rc < 0)
        c->has_failed = true;
    return rc;
}
