#include "facts/kind/kind_store.h"

#include "base/str.h"
#include "facts/kind/kind_sql.h"
#include "facts/kind/kind_writer.h"
#include "facts/kind/touch.h"

#include <sodium.h>
#include <string.h>

kind_mask kind_mask_of(const struct kind *kind, const char *field)
{
    kind_mask bit = 1;

    FIELDS_EACH (f, kind->shape.fields) {
        if (str_eq(f->name, field))
            return bit;
        bit <<= 1;
    }
    return 0;
}

static int no_such(const struct kind *kind, const char *key, struct err *err)
{
    return err_set(err, ERR_NOT_FOUND, NULL, "there is no %s \"%.100s\"", kind->name, key);
}

int kind_id(struct conn *c, const struct kind *kind, const char *key, int64_t *ret, struct err *err)
{
    AUTO_BUF sql = {0};
    int64_t id = 0;

    kind_sql_id(kind, &sql);
    int rc = db_i64(c, buf_text(&sql), DB_ARGS(DB_STR("key", key)), &id, err);
    if (rc < 0)
        return rc;
    if (!id)
        return no_such(kind, key, err);
    *ret = id;
    return 0;
}

int kind_get(struct conn *c, const struct kind *kind, const char *key, struct arena *arena,
             void *ret_row, struct err *err)
{
    AUTO_BUF sql = {0};

    kind_sql_get(kind, &sql);
    int rc = db_one(c, buf_text(&sql), DB_ARGS(DB_STR("key", key)), kind->shape.fields, ret_row,
                    arena, err);
    return rc == ERR_NOT_FOUND ? no_such(kind, key, err) : rc;
}

int kind_get_by_id(struct conn *c, const struct kind *kind, int64_t id, struct arena *arena,
                   void *ret_row, struct err *err)
{
    AUTO_BUF sql = {0};

    kind_sql_get_by_id(kind, &sql);
    return db_one(c, buf_text(&sql), DB_ARGS(DB_I64("id", id)), kind->shape.fields, ret_row, arena,
                  err);
}

/* Twelve letters and digits that are not mistaken for each other: 60 bits. */
static const char *key_new(const struct kind *kind, struct arena *arena)
{
    static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz"; /* Crockford's base 32 */
    unsigned char random[12];
    char text[sizeof(random) + 1] = "";

    randombytes_buf(random, sizeof(random));
    for (size_t i = 0; i < sizeof(random); i++)
        text[i] = letters[random[i] % 32];
    return arena_printf(arena, "%s%s", kind->key_prefix, text);
}

static int audit(const struct act *act, const struct kind *kind, const char *key,
                 const void *before, const void *after, struct err *err)
{
    const struct audit_subject subject = {kind->name, key, kind->shape.fields};

    return audit_diff(act, &subject, before, after, err);
}

int kind_create(const struct act *act, const struct kind *kind, void *row, struct err *err)
{
    AUTO_STRUCT(kind_writer) *w = kind_writer_new(act, kind);

    if (!kind_key(row))
        *(const char **)row = key_new(kind, act->arena);
    int rc = kind_insert(w, row, KIND_ALL, err);
    if (rc == 0)
        rc = kind_writer_flush(w, err);
    if (rc == 0)
        rc = kind_get(act->conn, kind, kind_key(row), act->arena, row, err);
    return rc < 0 ? rc : audit(act, kind, kind_key(row), NULL, row, err);
}

int kind_change(const struct act *act, const struct kind *kind, void *row, kind_mask given,
                struct err *err)
{
    AUTO_STRUCT(kind_writer) *w = kind_writer_new(act, kind);
    void *before = arena_alloc(act->arena, kind->shape.size);
    enum kind_outcome outcome = KIND_UNCHANGED;

    int rc = kind_get(act->conn, kind, kind_key(row), act->arena, before, err);
    if (rc == 0)
        rc = kind_update(w, row, given, &outcome, err);
    if (rc == 0)
        rc = kind_writer_flush(w, err);
    if (rc == 0)
        rc = kind_get(act->conn, kind, kind_key(row), act->arena, row, err);
    if (rc < 0 || outcome == KIND_UNCHANGED)
        return rc;
    return audit(act, kind, kind_key(row), before, row, err);
}

/* The account of a fact that goes; of an account, its own id. */
static int touch_account_of(const struct act *act, const struct kind *kind, int64_t id,
                            const void *row, struct err *err)
{
    const struct kind_ref *ref = kind_ref_of(kind, "account");

    if (str_eq(kind->name, "account"))
        return facts_touch(act->conn, id, err);
    if (!ref)
        return facts_touch_all(act->conn, err);
    const char *key =
        *(const char *const *)field_in(fields_find(kind->shape.fields, "account"), row);
    int rc = kind_id(act->conn, ref->to, key, &id, err);
    return rc < 0 ? rc : facts_touch(act->conn, id, err);
}

int kind_delete(const struct act *act, const struct kind *kind, const char *key, struct err *err)
{
    void *before = arena_alloc(act->arena, kind->shape.size);
    AUTO_BUF sql = {0};
    int64_t id = 0;

    int rc = kind_get(act->conn, kind, key, act->arena, before, err);
    if (rc == 0)
        rc = kind_id(act->conn, kind, key, &id, err);
    if (rc == 0)
        rc = touch_account_of(act, kind, id, before, err);
    if (rc == 0 && kind->before_delete)
        rc = kind->before_delete(act, id, err);
    if (rc < 0)
        return rc;
    kind_sql_delete(kind, &sql);
    rc = db_exec(act->conn, buf_text(&sql), DB_ARGS(DB_I64("id", id)), err);
    return rc < 0 ? rc : audit(act, kind, key, before, NULL, err);
}
