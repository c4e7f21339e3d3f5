#include "base/mem.h"
#include "db/conn.h"
#include "json/parse.h"

#include <stdio.h>
#include <string.h>

static void find_columns(struct statement *st, const struct field *fields, int n_cols)
{
    const struct driver *d = st->conn->db->driver;
    size_t bytes = mem_product((size_t)n_cols + 1, sizeof(const struct field *));

    st->row_fields = mem_realloc(st->row_fields, bytes);
    for (int i = 0; i < n_cols; i++)
        st->row_fields[i] = fields_find(fields, d->col_name(st->handle, i));
    st->n_cols = n_cols;
    st->row_table = fields;
}

/* What is stored was checked when it came in, so this is our fault, not the caller's. */
static int broken(const struct field *f, struct err *err)
{
    char why[sizeof(err->text)];

    snprintf(why, sizeof(why), "%s", err ? err->text : "");
    return err_set(err, ERR_INTERNAL, f->name, "column %s cannot be read: %s", f->name, why);
}

/* A list or object: parsed, then read by the field's own rule. The parsed value owns the texts, so
 * it lives as long as the arena. */
static int read_json(const struct field *f, const char *text, void *out, struct arena *arena,
                     struct err *err)
{
    json_t *value;

    if (json_parse(text, strlen(text), &value, err) < 0)
        return broken(f, err);
    if (f->type == FIELD_T_JSON) {
        *(json_t **)((char *)out + f->offset) = json_keep(arena, value);
        return 0;
    }
    json_t *object = json_object();
    json_object_set_new(object, f->name, value);
    json_keep(arena, object);

    struct field one[] = {*f, FIELD_END};
    one[0].read_only = false; /* it says who may give the value, and this one is ours */
    if (fields_read(one, object, FIELDS_WHOLE, arena, out, err) < 0)
        return broken(f, err);
    return 0;
}

static int read_column(struct statement *st, int col, const struct field *f, void *out,
                       struct arena *arena, struct err *err)
{
    const struct driver *d = st->conn->db->driver;
    char *p = (char *)out + f->offset;

    switch (f->type) {
    case FIELD_T_STR:
    case FIELD_T_ENUM: *(const char **)p = arena_strdup(arena, d->col_str(st->handle, col)); break;
    case FIELD_T_I64:
    case FIELD_T_TIME: *(int64_t *)p = d->col_i64(st->handle, col); break;
    case FIELD_T_DAY: *(int32_t *)p = (int32_t)d->col_i64(st->handle, col); break;
    case FIELD_T_F64: *(double *)p = d->col_f64(st->handle, col); break;
    case FIELD_T_BOOL: *(bool *)p = d->col_i64(st->handle, col) != 0; break;
    default: return read_json(f, d->col_str(st->handle, col), out, arena, err);
    }
    return 0;
}

int row_read(struct statement *st, const struct field *fields, void *out, struct arena *arena,
             struct err *err)
{
    const struct driver *d = st->conn->db->driver;
    int n_cols = d->col_count(st->handle);

    /* A `SELECT *` may give more columns after a migration; so the count is looked at each time. */
    if (st->row_table != fields || st->n_cols != n_cols)
        find_columns(st, fields, n_cols);
    fields_init(fields, out);
    for (int i = 0; i < n_cols; i++) {
        const struct field *f = st->row_fields[i];
        if (!f || d->col_is_null(st->handle, i))
            continue;
        int rc = read_column(st, i, f, out, arena, err);
        if (rc < 0)
            return rc;
    }
    return 0;
}
