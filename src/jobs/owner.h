/* owner.h: the one runner of a data directory, and who was it before.
 *
 * A file in the data directory is locked as long as the runner lives; the kernel frees the lock
 * however the process ends. So whoever gets the lock knows that the runner whose name stands in the
 * file is dead, and may take its jobs over without waiting for their leases to run out.
 * Errors: ERR_BUSY when another runner lives, ERR_IO. */
#pragma once
#include "base/err.h"

#define OWNER_TEXT 33 /* 32 hexadecimal digits and the NUL */

struct owner {
    int fd;
    char id[OWNER_TEXT];
    char dead_id[OWNER_TEXT]; /* the runner before, or "" */
};
int owner_take(const char *path, struct owner *ret, struct err *err);
void owner_release(struct owner *owner);
