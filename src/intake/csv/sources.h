/* sources.h: the CSV files that a user means by naming files, folders and archives.
 *
 * Ownership: texts live in the arena. Files unpacked from archives are removed by sources_forget.
 * Errors:    ERR_NOT_FOUND, ERR_IO, ERR_INVALID for a path that holds no CSV file, ERR_TOO_LARGE
 * over a limit. */
#pragma once
#include "base/arena.h"
#include "base/vec.h"
#include "intake/csv/import.h"

struct source_file {
    const char *path, *name;
    bool is_temporary;
};
struct source_files {
    struct source_file *items;
    size_t n, cap;
};
/* Fills *out even when it fails, so that it is always to be forgotten. */
int sources_find(const struct import_source *sources, size_t n, const char *temp_dir,
                 struct arena *arena, struct source_files *out, struct err *err);
void sources_forget(struct source_files *files);
