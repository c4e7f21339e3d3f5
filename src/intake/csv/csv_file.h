/* csv_file.h: a CSV file on disk: what it is like, and its records as UTF-8.
 *
 * Threads:   none of its own.
 * Ownership: records live until the callback returns (see csv_reader.h); headers in the arena.
 * Errors:    ERR_IO when the file cannot be read; ERR_INVALID for what is no CSV table (a workbook,
 *            UTF-16, NUL bytes, an open quote, no header) with the line and the remedy;
 *            ERR_TOO_LARGE over a limit. */
#pragma once
#include "base/arena.h"
#include "intake/csv/csv_reader.h"
#include "intake/csv/encoding.h"

#include <stdint.h>

struct csv_shape {
    enum encoding encoding;
    char delimiter, newline;
    int64_t bytes, lines;
    int64_t skip_bytes; /* byte-order mark and Excel's "sep=" line */
    int64_t skip_lines;
    bool has_bad_text;    /* UTF-8, but some bytes are not: the records are to be checked */
    const char **headers; /* trimmed; "" for columns without one */
    size_t n_headers;
};

/* Reads the whole file once: encoding, line ends and delimiter are judged from it. */
int csv_file_look(const char *path, struct arena *arena, struct csv_shape *ret, struct err *err);

struct csv_scan {
    const char *path;
    const struct csv_shape *shape;
    csv_record_fn fn;
    void *ctx;
    /* May be NULL; bytes read so far, of shape->bytes. */
    int (*progress)(void *ctx, int64_t bytes, struct err *err);
};
/* Every record after the header. A result of fn or progress other than 0 ends the scan and is
 * passed on. */
int csv_file_scan(const struct csv_scan *scan, struct err *err);
