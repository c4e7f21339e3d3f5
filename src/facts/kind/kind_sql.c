#include "facts/kind/kind_sql.h"

#include "base/str.h"

/* The column of the table itself. */
static const char *column_of(const struct kind *kind, const struct field *f)
{
    const struct kind_ref *ref = kind_ref_of(kind, f->name);

    return ref ? ref->column : f->name;
}

void kind_sql_column(const struct kind *kind, const struct field *f, struct buf *out)
{
    const struct kind_ref *ref = kind_ref_of(kind, f->name);

    if (ref)
        buf_printf(out, "r%d.key", (int)(ref - kind->refs));
    else
        buf_printf(out, "t.%s", f->name);
}

void kind_sql_columns(const struct kind *kind, struct buf *out)
{
    FIELDS_EACH (f, kind->shape.fields) {
        buf_str(out, ", ");
        kind_sql_column(kind, f, out);
        buf_printf(out, " AS %s", f->name);
    }
}

void kind_sql_from(const struct kind *kind, struct buf *out)
{
    buf_printf(out, " FROM %s t", kind->table);
    for (const struct kind_ref *r = kind->refs; r && r->field; r++) {
        int i = (int)(r - kind->refs);
        bool is_required = fields_find(kind->shape.fields, r->field)->required;
        buf_printf(out, " %s %s r%d ON r%d.id = t.%s", is_required ? "JOIN" : "LEFT JOIN",
                   r->to->table, i, i, r->column);
    }
}

static void write_get(const struct kind *kind, const char *by, struct buf *out)
{
    buf_str(out, "SELECT t.id AS id");
    kind_sql_columns(kind, out);
    kind_sql_from(kind, out);
    buf_printf(out, " WHERE t.%s = $%s", by, by);
}

void kind_sql_get(const struct kind *kind, struct buf *out)
{
    write_get(kind, "key", out);
}

void kind_sql_get_by_id(const struct kind *kind, struct buf *out)
{
    write_get(kind, "id", out);
}

void kind_sql_id(const struct kind *kind, struct buf *out)
{
    buf_str(out, "SELECT id");
    buf_printf(out, " FROM %s WHERE key = $key", kind->table);
}

void kind_sql_insert(const struct kind *kind, struct buf *out)
{
    buf_str(out, "INSERT INTO");
    buf_printf(out, " %s (id", kind->table);
    FIELDS_EACH (f, kind->shape.fields)
        buf_printf(out, ", %s", column_of(kind, f));
    buf_str(out, ") VALUES ($id");
    FIELDS_EACH (f, kind->shape.fields)
        buf_printf(out, ", $%s", column_of(kind, f));
    buf_char(out, ')');
}

void kind_sql_update(const struct kind *kind, struct buf *out)
{
    const char *before = "";

    buf_printf(out, "UPDATE %s SET ", kind->table);
    FIELDS_EACH (f, kind->shape.fields) {
        if (str_eq(f->name, "key") || str_eq(f->name, "created"))
            continue;
        const char *column = column_of(kind, f);
        buf_printf(out, "%s%s = $%s", before, column, column);
        before = ", ";
    }
    buf_str(out, " WHERE id = $id");
}

void kind_sql_delete(const struct kind *kind, struct buf *out)
{
    buf_str(out, "DELETE FROM");
    buf_printf(out, " %s WHERE id = $id", kind->table);
}
