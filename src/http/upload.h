/* upload.h: a large body on its way into a file of the data directory.
 *
 * It has a random name; the handler renames it, or it is deleted after the reply.
 * Threads: one at a time. */
#pragma once
#include "base/arena.h"
#include "base/err.h"

#include <stdint.h>

struct upload {
    int fd;
    const char *path;
    int64_t bytes;
};
/* Makes a new file in the folder, which is made if it is not there. ERR_IO. */
int upload_open(const char *folder, struct arena *arena, struct upload *ret, struct err *err);
int upload_write(struct upload *u, const void *p, size_t n, struct err *err);
/* Everything is written: the file may be read by its path. */
int upload_finish(struct upload *u, struct err *err);
/* Closes and deletes what is still there. */
void upload_done(struct upload *u);
/* Deletes what an earlier run left behind when it was killed. */
void upload_sweep(const char *folder);
