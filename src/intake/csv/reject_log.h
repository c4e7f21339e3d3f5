/* reject_log.h: the rows that an import rejected, kept in a file until they are downloaded as CSV.
 *
 * The CSV begins with the columns reject_file, reject_line, reject_column and reject_reason; then
 * come the columns of the imported files with the rejected rows as they were. Corrected, it can be
 * imported as it is: columns that begin with reject_ are passed over.
 *
 * The file holds one JSON array a line: first ["headers", file name, header…] for each file, then
 * [file number, line, column, reason, field…] for each row.
 * Threads:   one writer; readers when it is closed.
 * Errors:    ERR_IO when the disk refuses; ERR_NOT_FOUND when there is no such file. */
#pragma once
#include "base/auto.h"
#include "base/buf.h"
#include "base/err.h"
#include "intake/csv/csv_reader.h"

#include <stdint.h>

/* More are counted but not kept. */
#define REJECTS_KEPT_MAX  100000
#define REJECTS_BYTES_MAX 67108864

struct reject_log;
/* Makes the file anew. */
int reject_log_open(const char *path, struct reject_log **ret, struct err *err);
/* The rows that follow are of this file; the texts have to last until the next. */
void reject_log_file(struct reject_log *log, const char *name, const char *const *headers,
                     size_t n_headers);
void reject_log_add(struct reject_log *log, const struct csv_record *record, const char *column,
                    const char *reason);
/* Writes what is left. Call before reject_log_free, which forgets it. */
int reject_log_close(struct reject_log *log, struct err *err);
void reject_log_free(struct reject_log *log); /* NULL is allowed */

/* The kept rows as CSV. */
int reject_log_csv(const char *path, struct buf *out, struct err *err);

AUTO_STRUCT_DEFINE(reject_log, reject_log_free)
