#include "intake/evlog/evlog_writer.h"

#include "base/log.h"
#include "base/mem.h"
#include "intake/evlog/evlog_file.h"
#include "intake/evlog/evlog_recover.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* What a failure left behind.
 *
 * After a failed write, bytes may be behind the good end: they are cut off. After a failed sync
 * that is not enough: the kernel may have dropped the pages and calls them clean, so that a second
 * sync would succeed without having stored anything (fsyncgate). Nothing that was acknowledged is
 * in danger, each group having been synced before it was, save that the group shared a disk block
 * with the one before. So the segment is read again from the disk, closed at its good end, and
 * never written to again. */
enum state { STATE_GOOD, STATE_CUT, STATE_UNSURE };

struct evlog_writer {
    char *dir;
    size_t segment_bytes;
    const struct evlog_disk *disk;
    struct evlog_packer *packer;
    int fd; /* -1: the segment is still to be made */
    enum state state;
    bool may_chain;
    struct evlog_tail tail;
};

static ssize_t system_write(int fd, const void *bytes, size_t n, off_t at)
{
    return pwrite(fd, bytes, n, at);
}

const struct evlog_disk evlog_system_disk = {
    .write = system_write, .sync = fdatasync, .cut = ftruncate};

static int fault(const struct evlog_writer *w, const char *what, struct err *err)
{
    int reason = errno;
    char path[EVLOG_PATH_BYTES];

    evlog_path(w->dir, w->tail.segment, "", path);
    if (reason == ENOSPC || reason == EDQUOT)
        return err_set(err, ERR_IO, NULL, "the disk of %s is full; make room, and it goes on",
                       path);
    return err_set(err, ERR_IO, NULL, "%s cannot be %s: %s", path, what, strerrordesc_np(reason));
}

/* Opens the segment of the tail, making the file if there is none. */
static int open_segment(struct evlog_writer *w, struct err *err)
{
    char path[EVLOG_PATH_BYTES];

    evlog_path(w->dir, w->tail.segment, "", path);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return fault(w, "opened", err);
    int rc = w->tail.bytes ? 0 : evlog_sync_dir(w->dir, err);
    if (rc < 0) {
        close(fd);
        return rc;
    }
    w->fd = fd;
    return 0;
}

static int write_all(struct evlog_writer *w, const char *bytes, size_t n, struct err *err)
{
    size_t done = 0;

    while (done < n) {
        ssize_t one = w->disk->write(w->fd, bytes + done, n - done, (off_t)(w->tail.bytes + done));
        if (one < 0 && errno == EINTR)
            continue;
        if (one <= 0)
            return fault(w, "written", err);
        done += (size_t)one;
    }
    return 0;
}

/* Writes a whole frame behind the good end and syncs it; afterwards that end is behind it. */
static int put(struct evlog_writer *w, const struct buf *bytes, const struct evlog_frame *f,
               struct err *err)
{
    int rc = write_all(w, bytes->data, bytes->len, err);

    if (rc < 0) {
        w->state = w->disk->cut(w->fd, (off_t)w->tail.bytes) ? STATE_CUT : STATE_GOOD;
        return rc;
    }
    if (w->disk->sync(w->fd)) {
        w->state = STATE_UNSURE;
        rc = fault(w, "synced", err);
        /* Whether or not it can be cut off now, repair() will do it; but then a restart before that
         * does not find what was refused. */
        (void)w->disk->cut(w->fd, (off_t)w->tail.bytes);
        return rc;
    }
    w->tail.last_at = w->tail.bytes;
    w->tail.bytes += bytes->len;
    evlog_tail_note(&w->tail, f->last_ms);
    w->tail.offset += f->span;
    return 0;
}

static int put_end(struct evlog_writer *w, struct err *err)
{
    const struct evlog_frame frame = {.flags = EVLOG_FRAME_END,
                                      .segment = w->tail.segment,
                                      .offset = w->tail.offset,
                                      .first_ms = w->tail.last_ms,
                                      .last_ms = w->tail.last_ms};
    unsigned char head[EVLOG_HEAD];

    evlog_frame_write(&frame, head);
    return put(w, &(struct buf){.data = (char *)head, .len = EVLOG_HEAD}, &frame, err);
}

/* The end of the current segment is written; the next one is made with the next group. */
static int close_segment(struct evlog_writer *w, struct err *err)
{
    int rc = put_end(w, err);

    if (rc < 0)
        return rc;
    close(w->fd);
    w->fd = -1;
    w->tail = (struct evlog_tail){.segment = w->tail.segment + 1};
    w->may_chain = false;
    return 0;
}

/* Is the last frame that was acknowledged on the disk, and not only in the kernel's memory? */
static int check_tail(struct evlog_writer *w, struct err *err)
{
    struct evlog_frame frame;
    struct evlog_file f;
    const void *body;

    if (w->tail.bytes == 0)
        return 0;
    int rc = evlog_file_open(w->dir, w->tail.segment, &f, err);
    if (rc == 0) {
        posix_fadvise(f.fd, 0, 0, POSIX_FADV_DONTNEED);
        rc = evlog_file_frame(&f, w->tail.last_at, &frame, &body, err);
        if (rc == EVLOG_FOUND_FRAME && evlog_frame_end(w->tail.last_at, &frame) == w->tail.bytes)
            rc = 0;
        else if (rc >= 0)
            rc = evlog_damage(&f, w->tail.last_at, "the disk lost events that it had stored", err);
    }
    evlog_file_done(&f);
    return rc;
}

/* Puts right what the last failure left; a good writer has nothing to do. */
static int repair(struct evlog_writer *w, struct err *err)
{
    if (w->state == STATE_GOOD)
        return 0;
    bool is_unsure = w->state == STATE_UNSURE;
    if (is_unsure) {
        if (w->fd >= 0)
            close(w->fd);
        w->fd = -1;
        int rc = open_segment(w, err);
        if (rc == 0)
            rc = check_tail(w, err);
        if (rc < 0)
            return rc;
    }
    if (w->disk->cut(w->fd, (off_t)w->tail.bytes) || w->disk->sync(w->fd))
        return fault(w, "cut", err);
    w->state = STATE_GOOD;
    int rc = is_unsure ? close_segment(w, err) : 0;
    if (rc < 0)
        w->state = STATE_UNSURE;
    return rc;
}

/* A segment that can take the next group. */
static int prepare(struct evlog_writer *w, struct err *err)
{
    int rc = repair(w, err);

    if (rc == 0 && w->fd >= 0 && w->tail.bytes >= w->segment_bytes)
        rc = close_segment(w, err);
    if (rc == 0 && w->fd < 0)
        rc = open_segment(w, err);
    return rc;
}

int evlog_writer_group(struct evlog_writer *w, struct evlog_entry *list, size_t *ret_bytes,
                       struct err *err)
{
    const struct buf *bytes;

    int rc = prepare(w, err);
    if (rc < 0)
        return rc;
    struct evlog_frame frame = {.segment = w->tail.segment, .offset = w->tail.offset};
    evlog_pack_begin(w->packer);
    for (const struct evlog_entry *e = list; e; e = e->next)
        evlog_pack_add(w->packer, e, evlog_span(e->bytes));
    rc = evlog_pack_end(w->packer, w->may_chain, &frame, &bytes, err);
    if (rc == 0)
        rc = put(w, bytes, &frame, err);
    if (rc < 0)
        return rc;
    evlog_pack_keep(w->packer);
    w->may_chain = true;
    uint64_t offset = frame.offset;
    for (struct evlog_entry *e = list; e; e = e->next) {
        e->position = (struct evlog_position){frame.segment, offset};
        offset += evlog_span(e->bytes);
    }
    *ret_bytes = bytes->len;
    return 0;
}

int evlog_writer_roll(struct evlog_writer *w, struct err *err)
{
    int rc = repair(w, err);

    return rc == 0 && w->tail.bytes ? close_segment(w, err) : rc;
}

struct evlog_position evlog_writer_end(const struct evlog_writer *w)
{
    return (struct evlog_position){w->tail.segment, w->tail.offset};
}

/* Goes to a segment behind that of `after`, if the log ends before it. Those between get an end and
 * nothing else, because segments are numbered without a gap. */
static int go_behind(struct evlog_writer *w, struct evlog_position after, struct err *err)
{
    int rc = 0;

    if (evlog_position_order(evlog_writer_end(w), after) >= 0)
        return 0;
    log_warn("evlog",
             "the log ends before what was counted of it: it is not the one of this database",
             LOG_STR("folder", w->dir), LOG_I64("segment", w->tail.segment),
             LOG_I64("counted", after.segment));
    if (!evlog_is_there(w->dir))
        w->tail.segment = after.segment + 1;
    while (rc == 0 && w->tail.segment <= after.segment) {
        if (w->fd < 0)
            rc = open_segment(w, err);
        if (rc == 0)
            rc = close_segment(w, err);
    }
    return rc;
}

int evlog_writer_open(const struct evlog_options *o, struct evlog_writer **ret, struct err *err)
{
    struct evlog_tail tail;

    int rc = evlog_recover(o->dir, &tail, err);
    if (rc < 0)
        return rc;
    struct evlog_writer *w = mem_zalloc(sizeof(*w));
    *w = (struct evlog_writer){.dir = mem_strdup(o->dir),
                               .segment_bytes = o->segment_bytes,
                               .disk = o->disk,
                               .packer = evlog_packer_new(o->level),
                               .fd = -1,
                               .tail = tail};
    rc = go_behind(w, o->after, err);
    if (rc == 0 && w->fd < 0)
        rc = open_segment(w, err);
    if (rc < 0) {
        evlog_writer_free(w);
        return rc;
    }
    *ret = w;
    return 0;
}

void evlog_writer_free(struct evlog_writer *w)
{
    if (!w)
        return;
    if (w->fd >= 0)
        close(w->fd);
    evlog_packer_free(w->packer);
    mem_free(w->dir);
    mem_free(w);
}
