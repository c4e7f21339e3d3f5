/* archive.h: the CSV files inside a ZIP archive.
 *
 * Threads:   none of its own.
 * Ownership: names live in the arena; the unpacked files are the caller's to remove.
 * Errors:    ERR_INVALID for a damaged archive, an encrypted one, a workbook, or one without CSV
 *            files; ERR_TOO_LARGE when it unpacks to too much; ERR_IO. */
#pragma once
#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>

#define UNPACKED_BYTES_MAX ((long long)4 << 30) /* of all files of one archive */

bool archive_is_one(const char *path);
/* Called with each unpacked file: where it lies, and its name in the archive without folders. */
typedef void (*archive_file_fn)(void *ctx, const char *path, const char *name);
int archive_unpack(const char *path, const char *temp_dir, struct arena *arena, archive_file_fn fn,
                   void *ctx, struct err *err);
/* Is a file of this name taken when it is found in a folder or archive: .csv or .tsv? */
bool archive_is_table_name(const char *name);
