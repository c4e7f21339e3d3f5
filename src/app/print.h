/* print.h: rows on the command line as an aligned table, JSON or CSV, by the same field tables that
 * the API uses. */
#pragma once
#include "json/field.h"

#include <stdio.h>

/* rows: n structs of shape->size bytes. `columns` names the fields to show, separated by blanks, in
 * order (NULL: all). Numbers are aligned right; cents are shown as units with two decimals in
 * tables and as integers in JSON and CSV. CSV cells that a spreadsheet would take for a formula are
 * prefixed with an apostrophe. */
void print_rows(FILE *out, const char *format, const struct shape *shape, const char *columns,
                const void *rows, size_t n);
