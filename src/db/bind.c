#include "base/buf.h"
#include "base/mem.h"
#include "db/conn.h"

#include <math.h>
#include <string.h>

static bool is_missing(const struct db_arg *v)
{
    switch (v->type) {
    case DB_T_I64: return v->i == I64_NONE;
    case DB_T_F64: return isnan(v->f);
    default: return !v->p;
    }
}

int statement_bind_at(struct statement *st, int param, const struct db_arg *value, bool is_copied,
                      struct err *err)
{
    struct conn *c = st->conn;
    int rc = c->db->driver->bind(c->session, st->handle, param, is_missing(value) ? NULL : value,
                                 is_copied, err);

    if (rc < 0)
        return rc;
    st->n_bound += !st->is_bound[param - 1];
    st->is_bound[param - 1] = true;
    return 0;
}

static int param_of(const struct statement *st, const char *name)
{
    const struct driver *d = st->conn->db->driver;

    for (int i = 1; i <= st->n_params; i++)
        if (!strcmp(d->param_name(st->handle, i), name))
            return i;
    return 0;
}

static void find_params(struct statement *st, const struct field *fields)
{
    int *to = st->bind_params =
        mem_realloc(st->bind_params, fields_count(fields) * sizeof(int) + 1);

    FIELDS_EACH (f, fields)
        *to++ = param_of(st, f->name);
    st->bind_table = fields;
}

/* The member as an argument. Lists and objects are written as JSON into text, which must then be
 * copied by the database. */
static struct db_arg member_of(const struct field *f, const void *row, struct buf *text)
{
    const char *p = (const char *)row + f->offset;

    switch (f->type) {
    case FIELD_T_STR:
    case FIELD_T_ENUM: return DB_STR(f->name, *(const char *const *)p);
    case FIELD_T_I64:
    case FIELD_T_TIME: return DB_I64(f->name, *(const int64_t *)p);
    case FIELD_T_DAY: return DB_DAY(f->name, *(const int32_t *)p);
    case FIELD_T_F64: return DB_F64(f->name, *(const double *)p);
    case FIELD_T_BOOL: return DB_I64(f->name, *(const bool *)p);
    default: break;
    }
    if (field_is_missing(f, row))
        return DB_STR(f->name, NULL);
    field_write(f, row, text);
    return DB_STR(f->name, buf_text(text));
}

static int bind_row(struct statement *st, const struct db_arg *arg, bool is_copied, struct err *err)
{
    size_t i = 0;

    if (st->bind_table != arg->fields)
        find_params(st, arg->fields);
    FIELDS_EACH (f, arg->fields) {
        int param = st->bind_params[i++];
        if (!param)
            continue;
        AUTO_BUF text = {0};
        struct db_arg member = member_of(f, arg->p, &text);
        int rc = statement_bind_at(st, param, &member, is_copied || text.len, err);
        if (rc < 0)
            return rc;
    }
    return 0;
}

int statement_check_bound(const struct statement *st, struct err *err)
{
    if (st->n_bound == st->n_params)
        return 0;
    for (int i = 0; i < st->n_params; i++)
        if (!st->is_bound[i])
            return err_set(err, ERR_INTERNAL, NULL, "parameter $%s got no argument in: %.120s",
                           st->conn->db->driver->param_name(st->handle, i + 1), st->sql);
    return 0;
}

int statement_bind(struct statement *st, const struct db_arg *args, bool is_copied, struct err *err)
{
    for (const struct db_arg *arg = args; arg->type != DB_T_END; arg++) {
        int rc, param;
        if (arg->type == DB_T_ROW) {
            rc = bind_row(st, arg, is_copied, err);
        } else {
            param = param_of(st, arg->name);
            rc = param ? statement_bind_at(st, param, arg, is_copied, err)
                       : err_set(err, ERR_INTERNAL, NULL,
                                 "argument %s is not a parameter of: %.120s", arg->name, st->sql);
        }
        if (rc < 0)
            return rc;
    }
    return statement_check_bound(st, err);
}
