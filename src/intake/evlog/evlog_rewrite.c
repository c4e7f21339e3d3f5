#include "intake/evlog/evlog_rewrite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Measured on track calls of analytics-node: docs/events.md. */
#define SEAL_LEVEL 9
#define SEAL_BYTES ((size_t)4 << 20)

static int fault(const struct evlog_rewrite *r, const char *what, struct err *err)
{
    int reason = errno;
    char path[EVLOG_PATH_BYTES];

    evlog_path(r->dir, r->segment, ".new", path);
    return err_set(err, ERR_IO, NULL, "%s cannot be %s: %s", path, what, strerrordesc_np(reason));
}

int evlog_rewrite_begin(struct evlog_rewrite *r, const char *dir, uint64_t segment, struct err *err)
{
    char path[EVLOG_PATH_BYTES];

    *r = (struct evlog_rewrite){.dir = dir, .segment = segment, .last_ms = INT64_MIN};
    evlog_path(dir, segment, ".new", path);
    r->fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (r->fd < 0)
        return fault(r, "made", err);
    r->packer = evlog_packer_new(SEAL_LEVEL);
    evlog_pack_begin(r->packer);
    return 0;
}

static int put(struct evlog_rewrite *r, const void *bytes, size_t n, struct err *err)
{
    const char *p = bytes;

    while (n) {
        ssize_t one = pwrite(r->fd, p, n, (off_t)r->bytes);
        if (one < 0 && errno == EINTR)
            continue;
        if (one <= 0)
            return fault(r, "written", err);
        p += one;
        n -= (size_t)one;
        r->bytes += (uint64_t)one;
    }
    return 0;
}

/* Writes the entries that are in the packer. */
static int flush(struct evlog_rewrite *r, struct err *err)
{
    struct evlog_frame frame = {.flags = EVLOG_FRAME_SEALED | EVLOG_FRAME_FOLDED |
                                         (r->is_gap ? EVLOG_FRAME_GAP : 0),
                                .segment = r->segment,
                                .offset = r->offset};
    const struct buf *bytes;

    if (!evlog_pack_bytes(r->packer))
        return 0;
    int rc = evlog_pack_end(r->packer, false, &frame, &bytes, err);
    if (rc == 0)
        rc = put(r, bytes->data, bytes->len, err);
    if (rc < 0)
        return rc;
    evlog_pack_begin(r->packer);
    r->offset += frame.span;
    r->last_ms = frame.last_ms > r->last_ms ? frame.last_ms : r->last_ms;
    r->packed = 0;
    r->is_gap = false;
    return 0;
}

int evlog_rewrite_add(struct evlog_rewrite *r, const struct evlog_entry *entry, uint64_t span,
                      struct err *err)
{
    bool is_gap = entry->position.offset != r->offset + r->packed;
    bool is_full = evlog_pack_bytes(r->packer) + entry->bytes > SEAL_BYTES ||
                   r->packed + span > EVLOG_FRAME_MAX;
    int rc = is_gap || is_full ? flush(r, err) : 0;

    if (rc < 0)
        return rc;
    if (is_gap) {
        r->offset = entry->position.offset;
        r->is_gap = true;
    }
    evlog_pack_add(r->packer, entry, span);
    r->packed += span;
    return 0;
}

static int put_end(struct evlog_rewrite *r, uint64_t offset, struct err *err)
{
    int64_t last_ms = r->last_ms == INT64_MIN ? 0 : r->last_ms;
    const struct evlog_frame frame = {.flags = EVLOG_FRAME_END | EVLOG_FRAME_SEALED |
                                               (offset != r->offset ? EVLOG_FRAME_GAP : 0),
                                      .segment = r->segment,
                                      .offset = offset,
                                      .first_ms = last_ms,
                                      .last_ms = last_ms};
    unsigned char head[EVLOG_HEAD];

    evlog_frame_write(&frame, head);
    return put(r, head, EVLOG_HEAD, err);
}

int evlog_rewrite_end(struct evlog_rewrite *r, uint64_t offset, uint64_t *ret_bytes,
                      struct err *err)
{
    char from[EVLOG_PATH_BYTES], to[EVLOG_PATH_BYTES];

    int rc = flush(r, err);
    if (rc == 0)
        rc = put_end(r, offset, err);
    if (rc < 0)
        return rc;
    if (fsync(r->fd))
        return fault(r, "synced", err);
    evlog_path(r->dir, r->segment, ".new", from);
    evlog_path(r->dir, r->segment, "", to);
    if (rename(from, to))
        return fault(r, "renamed", err);
    *ret_bytes = r->bytes;
    close(r->fd);
    r->fd = -1;
    return evlog_sync_dir(r->dir, err);
}

void evlog_rewrite_done(struct evlog_rewrite *r)
{
    char path[EVLOG_PATH_BYTES];

    evlog_packer_free(r->packer);
    if (r->fd < 0)
        return;
    close(r->fd);
    evlog_path(r->dir, r->segment, ".new", path);
    unlink(path);
}
