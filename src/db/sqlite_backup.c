#include "base/buf.h"
#include "db/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* One megabyte a step; between steps the caller is told how far it is. */
#define STEP_PAGES 256

static int system_failed(const char *what, const char *path, struct err *err)
{
    char why[128];

    return err_set(err, ERR_IO, NULL, "%s %s: %s", what, path, strerror_r(errno, why, sizeof(why)));
}

static int sync_path(const char *path, int flags, struct err *err)
{
    int fd = open(path, flags | O_CLOEXEC);
    int rc = fd < 0 || fsync(fd) < 0 ? system_failed("cannot make sure of", path, err) : 0;

    if (fd >= 0)
        close(fd);
    return rc;
}

/* A new name is safe only when its folder is. */
static int sync_folder_of(const char *path, struct err *err)
{
    AUTO_BUF folder = {0};
    const char *slash = strrchr(path, '/');

    buf_add(&folder, path, slash ? (size_t)(slash - path) + 1 : 0);
    return sync_path(slash ? folder.data : ".", O_RDONLY | O_DIRECTORY, err);
}

static int copy(struct sqlite *from, sqlite3 *to, const char *path,
                void (*progress)(void *ctx, int pct), void *ctx, struct err *err)
{
    sqlite3_backup *b = sqlite3_backup_init(to, "main", from->db, "main");
    int step;

    if (!b)
        return sqlite_fail(to, path, NULL, err);
    do {
        step = sqlite3_backup_step(b, STEP_PAGES);
        int total = sqlite3_backup_pagecount(b);
        if (progress && total > 0)
            progress(ctx, (int)(100LL * (total - sqlite3_backup_remaining(b)) / total));
    } while (step == SQLITE_OK);
    /* Gives the error to `to`, if there was one. */
    return sqlite3_backup_finish(b) == SQLITE_OK ? 0 : sqlite_fail(to, path, NULL, err);
}

static int write_copy(struct sqlite *from, const char *path, void (*progress)(void *ctx, int pct),
                      void *ctx, struct err *err)
{
    sqlite3 *to = NULL;
    int rc, fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

    if (fd < 0)
        return system_failed("cannot write", path, err);
    close(fd);
    if (sqlite3_open_v2(path, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
        rc = sqlite_fail(to, path, NULL, err);
    else {
        /* Nobody reads the copy before it is whole and synced, so it needs no journal of its own.
         */
        sqlite3_exec(to, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", NULL, NULL, NULL);
        rc = copy(from, to, path, progress, ctx, err);
    }
    sqlite3_close(to);
    return rc < 0 ? rc : sync_path(path, O_RDWR, err);
}

int sqlite_backup(void *session, const char *path, void (*progress)(void *ctx, int pct), void *ctx,
                  struct err *err)
{
    AUTO_BUF tmp = {0};

    if (access(path, F_OK) == 0)
        return err_set(err, ERR_CONFLICT, NULL, "%s exists already; give another name or remove it",
                       path);
    buf_printf(&tmp, "%s.tmp", path);
    /* A backup starts again when others commit, unless its source has begun to read: then it is
     * the one state that the transaction sees. */
    int rc = sqlite_run(session, "SELECT 1 FROM sqlite_schema LIMIT 1", err);
    if (rc == 0)
        rc = write_copy(session, tmp.data, progress, ctx, err);
    if (rc == 0 && renameat2(AT_FDCWD, tmp.data, AT_FDCWD, path, RENAME_NOREPLACE) < 0)
        rc = system_failed("cannot name the backup", path, err);
    if (rc < 0) {
        unlink(tmp.data);
        return rc;
    }
    return sync_folder_of(path, err);
}
