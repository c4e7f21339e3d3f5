#include "facts/kind/kind_writer.h"

#include "base/map.h"
#include "base/str.h"
#include "facts/kind/kind_keys.h"
#include "facts/kind/kind_row.h"
#include "facts/kind/kind_sql.h"
#include "facts/kind/touch.h"

#include <assert.h>

#define REFS_MAX 4

struct kind_writer {
    struct act act; /* its arena, row_arena, is for one row only */
    const struct kind *kind;
    struct arena *row_arena;
    char *sql_get, *sql_insert, *sql_update;
    const struct field *created, *updated;
    size_t n_refs;
    struct kind_keys *keys[REFS_MAX]; /* by reference */
    /* Accounts to mark, each once; or all of them, when the kind belongs to none. */
    VEC(int64_t) touched;
    struct idmap *is_touched;
    bool touches_all;
};

/* One row on its way. */
struct put {
    void *row;  /* what it is going to be */
    void *old;  /* what it is; NULL: new */
    int64_t id; /* 0: new */
    int64_t refs[REFS_MAX];
};

static char *sql_of(const struct kind *kind, void (*text)(const struct kind *, struct buf *))
{
    AUTO_BUF sql = {0};

    text(kind, &sql);
    return buf_take(&sql);
}

struct kind_writer *kind_writer_new(const struct act *act, const struct kind *kind)
{
    struct kind_writer *w = mem_zalloc(sizeof(*w));

    w->act = *act;
    w->act.arena = w->row_arena = arena_new();
    w->kind = kind;
    w->sql_get = sql_of(kind, kind_sql_get);
    w->sql_insert = sql_of(kind, kind_sql_insert);
    w->sql_update = sql_of(kind, kind_sql_update);
    w->created = fields_find(kind->shape.fields, "created");
    w->updated = fields_find(kind->shape.fields, "updated");
    for (const struct kind_ref *r = kind->refs; r && r->field; r++) {
        assert(w->n_refs < REFS_MAX);
        w->keys[w->n_refs++] = kind_keys_new(act->conn, r->to);
    }
    w->is_touched = idmap_new();
    return w;
}

void kind_writer_free(struct kind_writer *w)
{
    if (!w)
        return;
    for (size_t i = 0; i < w->n_refs; i++)
        kind_keys_free(w->keys[i]);
    idmap_free(w->is_touched);
    vec_done(&w->touched);
    mem_free(w->sql_get);
    mem_free(w->sql_insert);
    mem_free(w->sql_update);
    arena_free(w->row_arena);
    mem_free(w);
}

/* What is there under the key: p->old and p->id, or nothing. */
static int find_old(struct kind_writer *w, const char *key, struct put *p, struct err *err)
{
    AUTO_STRUCT(cursor) *q = NULL;
    int rc = db_query(w->act.conn, w->sql_get, DB_ARGS(DB_STR("key", key)), &q, err);

    if (rc == 0)
        rc = db_next(q, err);
    if (rc <= 0)
        return rc;
    p->id = db_col_i64(q, 0);
    p->old = arena_alloc(w->row_arena, w->kind->shape.size);
    db_row(q, w->kind->shape.fields, p->old, w->row_arena);
    rc = db_next(q, err); /* tells if the row could not be read */
    return rc < 0 ? rc : 0;
}

/* p->row from what is there and what is given; says whether that changes anything. */
static bool merge(struct kind_writer *w, const void *row, kind_mask given, struct put *p)
{
    const struct kind *k = w->kind;
    kind_mask bit = 1;
    bool is_changed = !p->old;

    if (p->old) {
        p->row = arena_memdup(w->row_arena, p->old, k->shape.size);
    } else {
        p->row = arena_alloc(w->row_arena, k->shape.size);
        fields_init(k->shape.fields, p->row);
        if (k->init)
            k->init(p->row);
        given |= kind_mask_of(k, "key");
    }
    FIELDS_EACH (f, k->shape.fields) {
        if ((given & bit) && !f->read_only) {
            row_take(f, row, p->row, w->row_arena);
            is_changed = is_changed || !row_is_same(f, p->old, p->row);
        }
        bit <<= 1;
    }
    return is_changed;
}

static int resolve_refs(struct kind_writer *w, struct put *p, struct err *err)
{
    for (size_t i = 0; i < w->n_refs; i++) {
        const struct kind_ref *r = &w->kind->refs[i];
        const struct field *f = fields_find(w->kind->shape.fields, r->field);
        const char *key = *(const char *const *)field_in(f, p->row);
        p->refs[i] = 0;
        if (!key)
            continue;
        int rc = kind_keys_find(w->keys[i], key, &p->refs[i], err);
        if (rc < 0)
            return rc;
        if (!p->refs[i])
            return err_set(err, ERR_INVALID, r->field,
                           "there is no %s \"%.60s\"; create or import it first", r->to->name, key);
    }
    return 0;
}

static int run(struct kind_writer *w, const char *sql, const struct put *p, struct err *err)
{
    struct db_arg args[REFS_MAX + 3] = {DB_ROW(w->kind->shape.fields, p->row), DB_I64("id", p->id)};

    for (size_t i = 0; i < w->n_refs; i++)
        args[i + 2] = DB_I64(w->kind->refs[i].column, p->refs[i] ? p->refs[i] : I64_NONE);
    int rc = db_exec(w->act.conn, sql, args, err);
    return rc < 0 ? rc : 0;
}

static void touch(struct kind_writer *w, int64_t account_id)
{
    if (account_id && idmap_put(w->is_touched, account_id, 1) == MAP_NONE)
        vec_push(&w->touched, account_id);
}

/* The account before and after; for an account itself. */
static int touch_accounts(struct kind_writer *w, const struct put *p, struct err *err)
{
    const struct kind_ref *ref = kind_ref_of(w->kind, "account");

    if (str_eq(w->kind->name, "account")) {
        touch(w, p->id);
        return 0;
    }
    if (!ref) {
        w->touches_all = true;
        return 0;
    }
    const struct field *f = fields_find(w->kind->shape.fields, ref->field);
    touch(w, p->refs[ref - w->kind->refs]);
    if (!p->old || row_is_same(f, p->old, p->row))
        return 0;
    int64_t before = 0;
    int rc = kind_keys_find(w->keys[ref - w->kind->refs], *(const char *const *)field_in(f, p->old),
                            &before, err);
    touch(w, before);
    return rc;
}

static int write_row(struct kind_writer *w, struct put *p, struct err *err)
{
    const struct kind *k = w->kind;
    int rc = row_check(k, p->row, err);

    if (rc == 0)
        rc = resolve_refs(w, p, err);
    if (rc == 0 && k->check)
        rc = k->check(&w->act, p->id, p->row, err);
    if (rc < 0)
        return rc;
    *(int64_t *)field_at(w->updated, p->row) = w->act.now_ms;
    if (p->old) {
        rc = run(w, w->sql_update, p, err);
    } else {
        *(int64_t *)field_at(w->created, p->row) = w->act.now_ms;
        rc = db_next_id(w->act.conn, k->table, &p->id, err);
        if (rc == 0)
            rc = run(w, w->sql_insert, p, err);
    }
    if (rc >= 0 && k->after_write)
        rc = k->after_write(&w->act, p->row, err);
    return rc < 0 ? rc : touch_accounts(w, p, err);
}

/* What may happen to a row. */
#define INSERT 1u
#define UPDATE 2u

static int put(struct kind_writer *w, const void *row, kind_mask given, unsigned may,
               enum kind_outcome *ret, struct err *err)
{
    struct put p = {0};
    const char *key = kind_key(row), *name = w->kind->name;

    arena_reset(w->row_arena);
    if (!key || !*key)
        return err_set(err, ERR_INVALID, "key", "is required");
    int rc = find_old(w, key, &p, err);
    if (rc < 0)
        return rc;
    if (p.old && !(may & UPDATE))
        return err_set(err, ERR_CONFLICT, "key", "there is a %s \"%.60s\" already", name, key);
    if (!p.old && !(may & INSERT))
        return err_set(err, ERR_NOT_FOUND, "key", "there is no %s \"%.60s\"", name, key);
    if (!merge(w, row, given, &p)) {
        *ret = KIND_UNCHANGED;
        return 0;
    }
    rc = write_row(w, &p, err);
    if (rc < 0)
        return rc;
    *ret = p.old ? KIND_CHANGED : KIND_NEW;
    return 0;
}

int kind_upsert(struct kind_writer *w, const void *row, kind_mask given, enum kind_outcome *ret,
                struct err *err)
{
    return put(w, row, given, INSERT | UPDATE, ret, err);
}

int kind_insert(struct kind_writer *w, const void *row, kind_mask given, struct err *err)
{
    enum kind_outcome outcome;

    return put(w, row, given, INSERT, &outcome, err);
}

int kind_update(struct kind_writer *w, const void *row, kind_mask given, enum kind_outcome *ret,
                struct err *err)
{
    return put(w, row, given, UPDATE, ret, err);
}

int kind_writer_flush(struct kind_writer *w, struct err *err)
{
    int rc = w->touches_all ? facts_touch_all(w->act.conn, err) : 0;

    for (size_t i = 0; rc == 0 && i < w->touched.n; i++)
        rc = facts_touch(w->act.conn, w->touched.items[i], err);
    return rc;
}
