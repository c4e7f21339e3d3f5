#include "intake/csv/archive.h"

#include "base/str.h"

#include <minizip/unzip.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define NAME_BYTES  512
#define CHUNK_BYTES 65536

struct unpack {
    unzFile zip;
    const char *path, *temp_dir;
    struct arena *arena;
    long long bytes; /* so far, of all files */
    size_t n_files;
    archive_file_fn fn;
    void *ctx;
    struct err *err;
};

bool archive_is_one(const char *path)
{
    char magic[4] = {0};
    FILE *f = fopen(path, "rbe");

    if (!f)
        return false;
    size_t n = fread(magic, 1, sizeof(magic), f);
    fclose(f);
    return n == sizeof(magic) && memcmp(magic, "PK\003\004", sizeof(magic)) == 0;
}

bool archive_is_table_name(const char *name)
{
    const char *dot = strrchr(name, '.');

    return dot && (strcasecmp(dot, ".csv") == 0 || strcasecmp(dot, ".tsv") == 0);
}

static int damaged(const struct unpack *u, const char *what)
{
    return err_set(u->err, ERR_INVALID, NULL,
                   "the archive %s; pack it again, or give the CSV files", what);
}

static int write_out(struct unpack *u, FILE *out)
{
    char chunk[CHUNK_BYTES];
    int n;

    while ((n = unzReadCurrentFile(u->zip, chunk, sizeof(chunk))) > 0) {
        u->bytes += n;
        if (u->bytes > UNPACKED_BYTES_MAX)
            return err_set(u->err, ERR_TOO_LARGE, NULL,
                           "the archive unpacks to more than %lld bytes; import its files singly",
                           UNPACKED_BYTES_MAX);
        if (fwrite(chunk, 1, (size_t)n, out) != (size_t)n)
            return err_set(u->err, ERR_IO, NULL,
                           "the archive cannot be unpacked: the disk is full");
    }
    return n < 0 ? damaged(u, "is damaged") : 0;
}

static int unpack_file(struct unpack *u, const char *name)
{
    char *path = arena_printf(u->arena, "%s/unpacked-XXXXXX", u->temp_dir);
    int fd = mkstemp(path);

    if (fd < 0)
        return err_set(u->err, ERR_IO, NULL, "no file can be made in %s", u->temp_dir);
    FILE *out = fdopen(fd, "wb");
    int rc =
        unzOpenCurrentFile(u->zip) == UNZ_OK ? write_out(u, out) : damaged(u, "cannot be unpacked");
    if (unzCloseCurrentFile(u->zip) == UNZ_CRCERROR && rc == 0)
        rc = damaged(u, "is damaged");
    if (fclose(out) != 0 && rc == 0)
        rc = err_set(u->err, ERR_IO, NULL, "the archive cannot be unpacked: the disk is full");
    if (rc < 0) {
        unlink(path);
        return rc;
    }
    const char *slash = strrchr(name, '/');
    u->n_files++;
    u->fn(u->ctx, path, arena_strdup(u->arena, slash ? slash + 1 : name));
    return 0;
}

static int unpack_entry(struct unpack *u)
{
    char name[NAME_BYTES];
    unz_file_info64 info;

    if (unzGetCurrentFileInfo64(u->zip, &info, name, sizeof(name), NULL, 0, NULL, 0) != UNZ_OK)
        return damaged(u, "is damaged");
    if (strcmp(name, "xl/workbook.xml") == 0)
        return err_set(u->err, ERR_INVALID, NULL,
                       "the file is an Excel workbook; save each sheet as CSV UTF-8");
    if (!archive_is_table_name(name) || str_starts(name, "__MACOSX/"))
        return 0;
    if (info.flag & 1)
        return damaged(u, "is encrypted");
    return unpack_file(u, name);
}

int archive_unpack(const char *path, const char *temp_dir, struct arena *arena, archive_file_fn fn,
                   void *ctx, struct err *err)
{
    struct unpack u = {.path = path,
                       .temp_dir = temp_dir,
                       .arena = arena,
                       .fn = fn,
                       .ctx = ctx,
                       .err = err,
                       .zip = unzOpen64(path)};
    int rc = 0;

    if (!u.zip)
        return damaged(&u, "is damaged");
    int at = unzGoToFirstFile(u.zip);
    for (; rc == 0 && at == UNZ_OK; at = unzGoToNextFile(u.zip))
        rc = unpack_entry(&u);
    unzClose(u.zip);
    if (rc == 0 && at != UNZ_END_OF_LIST_OF_FILE)
        rc = damaged(&u, "is damaged");
    if (rc == 0 && u.n_files == 0)
        rc = err_set(err, ERR_INVALID, NULL, "the archive holds no CSV file");
    return rc;
}
