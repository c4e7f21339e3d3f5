#include "intake/csv/sources.h"

#include "base/str.h"
#include "intake/csv/archive.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static void add_unpacked(void *ctx, const char *path, const char *name)
{
    struct source_files *out = ctx;
    vec_push(out, (struct source_file){path, name, true});
}

static void add_file(struct source_files *out, const char *path, const char *name)
{
    vec_push(out, (struct source_file){path, name, false});
}

static int is_table(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && archive_is_table_name(entry->d_name);
}

static int add_folder(const char *path, struct arena *arena, struct source_files *out,
                      struct err *err)
{
    struct dirent **names;
    int n = scandir(path, &names, is_table, alphasort);

    if (n < 0)
        return err_set(err, ERR_IO, NULL, "the folder %s cannot be read", path);
    for (int i = 0; i < n; i++) {
        add_file(out, arena_printf(arena, "%s/%s", path, names[i]->d_name),
                 arena_strdup(arena, names[i]->d_name));
        free(names[i]);
    }
    free(names);
    return n == 0 ? err_set(err, ERR_INVALID, NULL, "the folder %s holds no .csv file", path) : 0;
}

static int add_source(const struct import_source *s, const char *temp_dir, struct arena *arena,
                      struct source_files *out, struct err *err)
{
    struct stat st;
    char why[128];

    if (stat(s->path, &st) < 0)
        return err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, NULL, "%s: %s", s->path,
                       strerror_r(errno, why, sizeof(why)));
    if (S_ISDIR(st.st_mode))
        return add_folder(s->path, arena, out, err);
    const char *name = s->name ? s->name : last_part(s->path);
    if (!archive_is_one(s->path)) {
        add_file(out, s->path, name);
        return 0;
    }
    int rc = archive_unpack(s->path, temp_dir, arena, add_unpacked, out, err);
    return rc < 0 ? err_prefix(err, "%s", name) : 0;
}

int sources_find(const struct import_source *sources, size_t n, const char *temp_dir,
                 struct arena *arena, struct source_files *out, struct err *err)
{
    int rc = 0;

    for (size_t i = 0; rc == 0 && i < n; i++)
        rc = add_source(&sources[i], temp_dir, arena, out, err);
    if (rc == 0 && out->n > IMPORT_FILES_MAX)
        rc = err_set(err, ERR_TOO_LARGE, NULL, "these are %zu files; import at most %d at once",
                     out->n, IMPORT_FILES_MAX);
    return rc;
}

void sources_forget(struct source_files *files)
{
    for (size_t i = 0; i < files->n; i++)
        if (files->items[i].is_temporary)
            unlink(files->items[i].path);
    vec_done(files);
}
