/* rows_csv.h: rows of structs as CSV by their field table: what files for spreadsheets and the
 * command line share.
 *
 * Threads: pure. */
#pragma once
#include "json/field.h"

#define ROWS_CSV_COLUMNS_MAX 64

/* The heading and n rows of shape->size bytes. `columns` names the fields in order, separated by
 * blanks (NULL: all); `eol` ends each line ("\r\n" in files, as RFC 4180 has it). Texts that a
 * spreadsheet would take for a formula are prefixed with an apostrophe. */
void rows_write_csv(struct buf *out, const struct shape *shape, const char *columns,
                    const char *eol, const void *rows, size_t n);

/* The fields that `columns` names. */
struct rows_columns {
    const struct field *fields[ROWS_CSV_COLUMNS_MAX];
    size_t n;
};
struct rows_columns rows_columns(const struct field *table, const char *columns);
/* A whole number or any: not quoted, and aligned right in tables. */
bool rows_is_number(const struct field *f);
