#include "facts/usage/usage_store.h"

#include "facts/kind/touch.h"
#include "facts/usage/usage_sums.h"
#include "usage_sql.h"

void usage_stored_done(struct usage_stored *s)
{
    vec_done(&s->cells);
    vec_done(&s->users);
}

/* The blobs in two columns of the row that a cursor stands on. */
static int unpack(const struct cursor *q, int col, struct usage_stored *s, struct err *err)
{
    size_t cells_bytes, users_bytes;
    const void *cells = db_col_blob(q, col, &cells_bytes);
    int rc = usage_cells_decode(cells, cells_bytes, &s->cells, err);

    if (rc < 0)
        return rc;
    const void *users = db_col_blob(q, col + 1, &users_bytes);
    return usage_actives_decode(users, users_bytes, &s->users, err);
}

int usage_stored_get(struct conn *c, int64_t account_id, int32_t month, struct usage_stored *s,
                     struct err *err)
{
    AUTO_STRUCT(cursor) *q = NULL;
    int rc = db_query(c, sql_usage_month_get,
                      DB_ARGS(DB_I64("month", month), DB_I64("account_id", account_id)), &q, err);

    s->cells.n = s->users.n = 0;
    if (rc == 0)
        rc = db_next(q, err);
    return rc > 0 ? unpack(q, 0, s, err) : rc;
}

int usage_stored_any(struct conn *c, int32_t month, bool *ret, struct err *err)
{
    int64_t any = 0;
    int rc = db_i64(c, sql_usage_month_any, DB_ARGS(DB_I64("month", month)), &any, err);

    *ret = any != 0;
    return rc;
}

int usage_stored_put(struct conn *c, int64_t account_id, int32_t month,
                     const struct usage_stored *s, struct err *err)
{
    AUTO_BUF cells = {0};
    AUTO_BUF users = {0};
    int rc;

    usage_cells_encode(s->cells.items, s->cells.n, &cells);
    usage_actives_encode(s->users.items, s->users.n, &users);
    if (!cells.len && !users.len)
        rc = db_exec(c, sql_usage_month_delete,
                     DB_ARGS(DB_I64("month", month), DB_I64("account_id", account_id)), err);
    else
        rc = db_exec(c, sql_usage_month_put,
                     DB_ARGS(DB_I64("month", month), DB_I64("account_id", account_id),
                             DB_BLOB("cells", buf_text(&cells), cells.len),
                             DB_BLOB("users", buf_text(&users), users.len)),
                     err);
    return rc < 0 ? rc : 0;
}

int usage_scan(struct conn *c, const struct usage_range *range, usage_month_fn fn, void *ctx,
               struct err *err)
{
    AUTO_STORED s = {0};
    AUTO_STRUCT(cursor) *q = NULL;
    int rc = range->account_id ? db_query(c, sql_usage_scan_account,
                                          DB_ARGS(DB_I64("account_id", range->account_id),
                                                  DB_I64("first", range->first_month),
                                                  DB_I64("last", range->last_month)),
                                          &q, err)
                               : db_query(c, sql_usage_scan_all,
                                          DB_ARGS(DB_I64("first", range->first_month),
                                                  DB_I64("last", range->last_month)),
                                          &q, err);
    if (rc < 0)
        return rc;
    while ((rc = db_next(q, err)) > 0) {
        rc = unpack(q, 2, &s, err);
        if (rc < 0)
            return rc;
        struct usage_month month = {db_col_i64(q, 1), (int32_t)db_col_i64(q, 0),
                                    s.cells.items,    s.cells.n,
                                    s.users.items,    s.users.n};
        rc = fn(ctx, &month, err);
        if (rc < 0)
            return rc;
    }
    return rc;
}

/* Account-months with an event that is to be forgotten. */
struct place {
    int64_t account_id;
    int32_t month;
};
struct forget {
    int64_t event_id;
    VEC(struct place) places;
};

static int find_places(void *ctx, const struct usage_month *m, struct err *err)
{
    struct forget *f = ctx;

    (void)err;
    for (size_t i = 0; i < m->n_cells; i++)
        if (m->cells[i].event_id == f->event_id) {
            vec_push(&f->places, ((struct place){m->account_id, m->month}));
            break;
        }
    return 0;
}

static int forget_at(const struct act *act, const struct place *p, int64_t event_id,
                     struct usage_stored *s, struct err *err)
{
    size_t kept = 0;
    int rc = usage_stored_get(act->conn, p->account_id, p->month, s, err);

    if (rc < 0)
        return rc;
    for (size_t i = 0; i < s->cells.n; i++)
        if (s->cells.items[i].event_id != event_id)
            s->cells.items[kept++] = s->cells.items[i];
    s->cells.n = kept;
    rc = usage_stored_put(act->conn, p->account_id, p->month, s, err);
    return rc < 0 ? rc : facts_touch(act->conn, p->account_id, err);
}

int usage_forget_event(const struct act *act, int64_t event_id, struct err *err)
{
    AUTO_STORED s = {0};
    struct forget f = {.event_id = event_id};
    struct usage_range all = {USAGE_MONTH_MIN, USAGE_MONTH_MAX, 0};
    int rc = usage_sums_forget_event(act->conn, event_id, err);

    if (rc == 0)
        rc = usage_scan(act->conn, &all, find_places, &f, err);
    for (size_t i = 0; rc == 0 && i < f.places.n; i++)
        rc = forget_at(act, &f.places.items[i], event_id, &s, err);
    vec_done(&f.places);
    return rc;
}
