#include "app/print.h"

#include "base/str.h"
#include "json/rows_csv.h"

#include <inttypes.h>
#include <string.h>

#define MAX_WIDTH 48
#define MAX_LAST  200 /* of the last column, behind which nothing must line up */

static bool is_money(const struct field *f)
{
    size_t n = strlen(f->name);
    return f->type == FIELD_T_I64 && n > 6 && !strcmp(f->name + n - 6, "_cents");
}

static const void *row_at(const struct shape *shape, const void *rows, size_t i)
{
    return (const char *)rows + i * shape->size;
}

/* A cell as people read it. */
static void cell_text(const struct field *f, const void *row, struct buf *out)
{
    if (field_is_missing(f, row)) {
        buf_str(out, "–");
    } else if (is_money(f)) {
        int64_t cents = *(const int64_t *)((const char *)row + f->offset);
        uint64_t size = cents < 0 ? -(uint64_t)cents : (uint64_t)cents;
        buf_printf(out, "%s%" PRIu64 ".%02u", cents < 0 ? "-" : "", size / 100,
                   (unsigned)(size % 100));
    } else if (f->type == FIELD_T_F64) {
        buf_printf(out, "%.1f", *(const double *)((const char *)row + f->offset));
    } else {
        field_write_text(f, row, out);
    }
}

/* Cuts to at most so many characters; line breaks become blanks. */
static void clip(struct buf *b, int width)
{
    int n = 0;
    size_t i = 0;

    for (; i < b->len; i++) {
        if ((unsigned char)b->data[i] < ' ')
            b->data[i] = ' ';
        if ((b->data[i] & 0xC0) != 0x80 && n++ == width)
            break;
    }
    b->len = i;
    if (b->data)
        b->data[i] = 0;
}

static void write_padded(FILE *out, const char *text, int width, bool is_right)
{
    int pad = width > str_width(text) ? width - str_width(text) : 0;

    if (is_right)
        fprintf(out, "%*s%s", pad, "", text);
    else
        fprintf(out, "%s%*s", text, pad, "");
}

static void heading(const struct field *f, struct buf *out)
{
    size_t n = strlen(f->name) - (is_money(f) ? 6 : 0);

    for (size_t i = 0; i < n; i++)
        buf_char(out, (char)(f->name[i] == '_' ? ' ' : f->name[i]));
}

/* A cell, or the heading when row is NULL, as it is printed. */
static const char *table_cell(const struct rows_columns *c, size_t k, const void *row,
                              struct buf *cell)
{
    const struct field *f = c->fields[k];

    buf_clear(cell);
    if (row)
        cell_text(f, row, cell);
    else
        heading(f, cell);
    clip(cell, k + 1 == c->n ? MAX_LAST : MAX_WIDTH);
    return buf_text(cell);
}

static const void *table_row(const struct shape *shape, const void *rows, size_t line)
{
    return line == 0 ? NULL : row_at(shape, rows, line - 1);
}

static void print_table(FILE *out, const struct shape *shape, const struct rows_columns *c,
                        const void *rows, size_t n)
{
    int width[ROWS_CSV_COLUMNS_MAX] = {0};
    AUTO_BUF cell = {0};

    for (size_t line = 0; line <= n; line++)
        for (size_t k = 0; k < c->n; k++) {
            int w = str_width(table_cell(c, k, table_row(shape, rows, line), &cell));
            width[k] = w > width[k] ? w : width[k];
        }
    for (size_t line = 0; line <= n; line++)
        for (size_t k = 0; k < c->n; k++) {
            const struct field *f = c->fields[k];
            const char *text = table_cell(c, k, table_row(shape, rows, line), &cell);
            bool is_last = k + 1 == c->n;
            write_padded(out, text, is_last && !rows_is_number(f) ? 0 : width[k],
                         rows_is_number(f));
            fputs(is_last ? "\n" : "  ", out);
        }
}

static void print_json(FILE *out, const struct shape *shape, const struct rows_columns *c,
                       const void *rows, size_t n)
{
    AUTO_BUF b = {0};

    fputs("[", out);
    for (size_t i = 0; i < n; i++) {
        buf_clear(&b);
        buf_str(&b, i ? ",\n {" : "\n {");
        for (size_t k = 0; k < c->n; k++) {
            buf_str(&b, k ? ", " : "");
            json_write_str(&b, c->fields[k]->name);
            buf_str(&b, ": ");
            field_write(c->fields[k], row_at(shape, rows, i), &b);
        }
        buf_char(&b, '}');
        fputs(buf_text(&b), out);
    }
    fputs("\n]\n", out);
}

static void print_csv(FILE *out, const struct shape *shape, const char *columns, const void *rows,
                      size_t n)
{
    AUTO_BUF text = {0};

    rows_write_csv(&text, shape, columns, "\n", rows, n);
    fputs(buf_text(&text), out);
}

void print_rows(FILE *out, const char *format, const struct shape *shape, const char *columns,
                const void *rows, size_t n)
{
    struct rows_columns c = rows_columns(shape->fields, columns);

    if (str_eq(format, "json"))
        print_json(out, shape, &c, rows, n);
    else if (str_eq(format, "csv"))
        print_csv(out, shape, columns, rows, n);
    else
        print_table(out, shape, &c, rows, n);
}
