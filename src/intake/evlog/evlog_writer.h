/* evlog_writer.h: writes groups of entries at the end of the log, each durably or not at all.
 *
 * Internal to the log. Threads: one. Errors: after ERR_IO nothing of the group is in the log, and
 * the next group first tries to put right what the failure left. */
#pragma once
#include "intake/evlog/evlog.h"

#include <sys/types.h>

/* How bytes come to the disk; tests put failures in here. */
struct evlog_disk {
    ssize_t (*write)(int fd, const void *bytes, size_t n, off_t at);
    int (*sync)(int fd);
    int (*cut)(int fd, off_t size);
};
extern const struct evlog_disk evlog_system_disk;

struct evlog_writer;
/* Recovers the end of the log in o->dir, which must be there, and is not opened by another writer.
 * All options have their values. */
int evlog_writer_open(const struct evlog_options *o, struct evlog_writer **ret, struct err *err);
void evlog_writer_free(struct evlog_writer *w);
/* Writes the list as one frame and syncs it; sets the entries' positions. ret_bytes: in the file.
 */
int evlog_writer_group(struct evlog_writer *w, struct evlog_entry *list, size_t *ret_bytes,
                       struct err *err);
/* Closes the segment that is being written, if there is anything in it, so that it can be sealed or
 * changed; the next group goes into a new one. */
int evlog_writer_roll(struct evlog_writer *w, struct err *err);
struct evlog_position evlog_writer_end(const struct evlog_writer *w);
