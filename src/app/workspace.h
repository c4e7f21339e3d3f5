/* workspace.h: the data directory that everything of one installation lives in.
 *
 *     ripen.db (and -wal, -shm)   the database
 *     ripen.lock                  held shared by every process that uses the directory, and
 *                                 exclusively by `ripen restore`, which needs it for itself
 *     uploads/                    files on their way in
 *     events/log/                 the log of events (intake/evlog/evlog.h)
 *     events/ids/                 the message ids that were seen (intake/evlog/id_window.h)
 *
 * Threads: opened by the main thread before any other starts, closed after they ended. */
#pragma once
#include "base/err.h"
#include "db/db.h"

#define WORKSPACE_DIR_BYTES  3072
#define WORKSPACE_PATH_BYTES (WORKSPACE_DIR_BYTES + 128) /* a file in it */

struct workspace {
    struct db *db;
    char dir[WORKSPACE_DIR_BYTES];
    int lock_fd;
};

enum workspace_mode {
    WORKSPACE_USE,    /* must be there: ERR_NOT_FOUND with what makes one */
    WORKSPACE_CREATE, /* made, with mode 0700, when it is not there */
};

/* Opens the database and brings it to this program's schema; sets the time zone. dir NULL: ./data.
 */
int workspace_open(const char *dir, enum workspace_mode mode, struct workspace *ret,
                   struct err *err);
void workspace_close(struct workspace *w);

/* Runs `look` in a read transaction on a data directory that must be there: what most commands that
 * print do. */
struct command_call;
int workspace_read(const char *dir, struct command_call *call,
                   int (*look)(struct command_call *call, struct conn *c));

/* The day that an option such as "--as-of" names: today if it was left out. Nothing is known of
 * days to come: ERR_INVALID. */
int workspace_day(const char *option, int32_t day, int32_t *ret, struct err *err);

/* Puts the database in `file` in the place of the directory's own, which is kept beside it; writes
 * the kept file's name to ret_kept ("" if there was none). Refused, with nothing changed, when the
 * file is no sound Ripen database or another process uses the directory. */
int workspace_restore(const char *dir, const char *file, char ret_kept[WORKSPACE_PATH_BYTES],
                      struct err *err);
