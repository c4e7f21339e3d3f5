#include "app/workspace.h"

#include "app/command.h"
#include "base/day.h"
#include "base/str.h"
#include "db/migrate.h"
#include "scoring/scorecard/cards.h"
#include "scoring/setting/settings.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEFAULT_DIR "data"

static void path_in(const struct workspace *w, const char *name, char out[WORKSPACE_PATH_BYTES])
{
    snprintf(out, WORKSPACE_PATH_BYTES, "%s/%s", w->dir, name);
}

static int system_error(struct err *err, const char *doing, const char *path)
{
    char text[128];

    return err_set(err, ERR_IO, NULL, "cannot %s %s: %s", doing, path,
                   strerror_r(errno, text, sizeof(text)));
}

static int take_lock(struct workspace *w, int how, struct err *err)
{
    char path[WORKSPACE_PATH_BYTES];

    path_in(w, "ripen.lock", path);
    w->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (w->lock_fd < 0)
        return system_error(err, "open", path);
    if (flock(w->lock_fd, how | LOCK_NB) == 0)
        return 0;
    close(w->lock_fd);
    w->lock_fd = -1;
    return err_set(err, ERR_BUSY, NULL,
                   how == LOCK_EX
                       ? "another ripen process uses %s; stop it (the server, an import) first"
                       : "a restore is going on in %s; try again when it is done",
                   w->dir);
}

static int open_dir(const char *dir, enum workspace_mode mode, struct workspace *w, struct err *err)
{
    struct stat st;

    *w = (struct workspace){.lock_fd = -1};
    if (dir && strlen(dir) >= sizeof(w->dir))
        return err_set(err, ERR_INVALID, "data", "the path is longer than %zu bytes",
                       sizeof(w->dir));
    str_copy(w->dir, sizeof(w->dir), dir ? dir : DEFAULT_DIR);
    if (stat(w->dir, &st) == 0) {
        if (!S_ISDIR(st.st_mode))
            return err_set(err, ERR_INVALID, "data", "%s is a file, not a directory", w->dir);
        return 0;
    }
    if (mode == WORKSPACE_USE)
        return err_set(
            err, ERR_NOT_FOUND, "data",
            "there is no data directory %s; `ripen serve`, `ripen import` and `ripen demo` "
            "make one, --data names another",
            w->dir);
    if (mkdir(w->dir, 0700) < 0)
        return system_error(err, "make the directory", w->dir);
    return 0;
}

/* The organisation's time zone decides where days begin, so it is set before anything reads one. */
static int set_zone(struct workspace *w, struct err *err)
{
    struct conn *c;
    AUTO_STRUCT(arena) *arena = arena_new();
    struct settings settings;

    int rc = db_read_begin(w->db, &c, err);
    if (rc < 0)
        return rc;
    rc = settings_load(c, arena, &settings, err);
    db_read_end(c);
    if (rc == 0 && !clock_set_zone(settings.time_zone))
        rc = err_set(err, ERR_INVALID, "time_zone",
                     "the system does not know the time zone %s; install tzdata",
                     settings.time_zone);
    return rc;
}

int workspace_open(const char *dir, enum workspace_mode mode, struct workspace *ret,
                   struct err *err)
{
    char path[WORKSPACE_PATH_BYTES];
    int rc = open_dir(dir, mode, ret, err);

    if (rc == 0)
        rc = take_lock(ret, LOCK_SH, err);
    if (rc == 0) {
        path_in(ret, "ripen.db", path);
        rc = db_open(&(struct db_options){.path = path}, &ret->db, err);
    }
    if (rc == 0)
        rc = db_migrate(ret->db, err);
    if (rc >= 0)
        rc = set_zone(ret, err);
    if (rc == 0)
        rc = cards_seed(ret->db, err);
    if (rc < 0)
        workspace_close(ret);
    return rc;
}

void workspace_close(struct workspace *w)
{
    db_close(w->db);
    w->db = NULL;
    if (w->lock_fd >= 0)
        close(w->lock_fd);
    w->lock_fd = -1;
}

int workspace_day(const char *option, int32_t day, int32_t *ret, struct err *err)
{
    int32_t today = clock_today();

    if (day != DAY_NONE && day > today)
        return err_set(err, ERR_INVALID, NULL, "%s: must not be in the future", option);
    *ret = day == DAY_NONE ? today : day;
    return 0;
}

int workspace_read(const char *dir, struct command_call *call,
                   int (*look)(struct command_call *call, struct conn *c))
{
    struct workspace w;
    struct conn *c;
    int rc = workspace_open(dir, WORKSPACE_USE, &w, &call->err);

    if (rc < 0)
        return rc;
    rc = db_read_begin(w.db, &c, &call->err);
    if (rc == 0) {
        rc = look(call, c);
        db_read_end(c);
    }
    workspace_close(&w);
    return rc;
}

static int copy_file(const char *from, const char *to, struct err *err)
{
    int in = open(from, O_RDONLY | O_CLOEXEC);
    if (in < 0)
        return system_error(err, "open", from);
    int out = open(to, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (out < 0) {
        close(in);
        return system_error(err, "write", to);
    }
    ssize_t n;
    do {
        n = sendfile(out, in, NULL, 1 << 24);
    } while (n > 0);
    int rc = n < 0 || fsync(out) < 0 ? system_error(err, "copy to", to) : 0;
    close(in);
    close(out);
    return rc;
}

/* Is it a sound database of Ripen, not newer than this program? Migrating the copy tells. */
static int check_database(const char *path, const char *file, struct err *err)
{
    struct db *db;
    int rc = db_open(&(struct db_options){.path = path}, &db, err);

    if (rc < 0)
        return err_prefix(err, "%s cannot be restored", file);
    rc = db_integrity(db, err);
    if (rc >= 0)
        rc = db_migrate(db, err);
    db_close(db);
    return rc < 0 ? err_prefix(err, "%s cannot be restored", file) : 0;
}

/* Moves the present database aside and the new one into its place. */
static int swap(const struct workspace *w, const char *path, const char *fresh,
                char kept[WORKSPACE_PATH_BYTES], struct err *err)
{
    char side[WORKSPACE_PATH_BYTES + 8];
    struct stat st;

    *kept = 0;
    if (stat(path, &st) == 0) {
        snprintf(kept, WORKSPACE_PATH_BYTES, "%s/ripen.db.before-restore-%lld", w->dir,
                 (long long)clock_now_ms() / 1000);
        if (rename(path, kept) < 0)
            return system_error(err, "keep the old database as", kept);
    }
    /* The old write-ahead log belongs to the old file: it goes with it. */
    static const char *const sides[] = {"-wal", "-shm"};
    for (size_t i = 0; i < ARRAY_LEN(sides); i++) {
        char moved[WORKSPACE_PATH_BYTES + 8];
        snprintf(side, sizeof(side), "%s%s", path, sides[i]);
        snprintf(moved, sizeof(moved), "%s%s", kept, sides[i]);
        if (stat(side, &st) == 0 && rename(side, moved) < 0)
            return system_error(err, "move", side);
    }
    if (rename(fresh, path) < 0)
        return system_error(err, "put in place", path);
    return 0;
}

int workspace_restore(const char *dir, const char *file, char ret_kept[WORKSPACE_PATH_BYTES],
                      struct err *err)
{
    struct workspace w;
    char path[WORKSPACE_PATH_BYTES], fresh[WORKSPACE_PATH_BYTES];
    int rc = open_dir(dir, WORKSPACE_CREATE, &w, err);

    if (rc == 0)
        rc = take_lock(&w, LOCK_EX, err);
    path_in(&w, "ripen.db", path);
    path_in(&w, "ripen.db.restoring", fresh);
    if (rc == 0)
        rc = copy_file(file, fresh, err);
    if (rc == 0) {
        rc = check_database(fresh, file, err);
        if (rc == 0)
            rc = swap(&w, path, fresh, ret_kept, err);
        if (rc < 0)
            unlink(fresh);
    }
    workspace_close(&w);
    return rc;
}
