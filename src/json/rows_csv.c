#include "json/rows_csv.h"

#include "base/csv_text.h"

#include <string.h>

struct rows_columns rows_columns(const struct field *table, const char *columns)
{
    struct rows_columns c = {0};

    if (!columns) {
        FIELDS_EACH (f, table)
            if (c.n < ROWS_CSV_COLUMNS_MAX)
                c.fields[c.n++] = f;
        return c;
    }
    while (*columns && c.n < ROWS_CSV_COLUMNS_MAX) {
        size_t n = strcspn(columns, " ");
        FIELDS_EACH (f, table)
            if (strlen(f->name) == n && !memcmp(f->name, columns, n))
                c.fields[c.n++] = f;
        columns += n + (columns[n] == ' ');
    }
    return c;
}

bool rows_is_number(const struct field *f)
{
    return f->type == FIELD_T_I64 || f->type == FIELD_T_F64;
}

void rows_write_csv(struct buf *out, const struct shape *shape, const char *columns,
                    const char *eol, const void *rows, size_t n)
{
    struct rows_columns c = rows_columns(shape->fields, columns);
    AUTO_BUF cell = {0};

    for (size_t k = 0; k < c.n; k++) {
        buf_str(out, k ? "," : "");
        csv_write_cell(out, c.fields[k]->name, false);
    }
    buf_str(out, eol);
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < c.n; k++) {
            buf_clear(&cell);
            field_write_text(c.fields[k], (const char *)rows + i * shape->size, &cell);
            buf_str(out, k ? "," : "");
            csv_write_cell(out, buf_text(&cell), !rows_is_number(c.fields[k]));
        }
        buf_str(out, eol);
    }
}
