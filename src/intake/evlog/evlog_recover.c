#include "intake/evlog/evlog_recover.h"

#include "base/log.h"
#include "intake/evlog/evlog_file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* A segment that another one follows has its end, and it is the last thing in the file. */
static int check_closed(const char *dir, uint64_t segment, struct err *err)
{
    struct evlog_frame end;
    struct evlog_file f;
    uint64_t bytes;

    int rc = evlog_file_end(dir, segment, &end, &bytes, err);
    if (rc != EVLOG_FOUND_NOTHING)
        return rc < 0 ? rc : 0;
    rc = evlog_file_open(dir, segment, &f, err);
    if (rc == 0)
        rc = evlog_damage(&f, bytes, "its end is missing", err);
    evlog_file_done(&f);
    return rc;
}

/* Cuts the file behind its sound frames. */
static int cut(const struct evlog_file *f, uint64_t size, struct err *err)
{
    int fd = open(f->path, O_WRONLY | O_CLOEXEC);
    int rc = fd < 0 || ftruncate(fd, (off_t)f->at) || fdatasync(fd) ? errno : 0;

    if (fd >= 0)
        close(fd);
    if (rc)
        return err_set(err, ERR_IO, NULL, "%s: its unfinished end cannot be cut off: %s", f->path,
                       strerrordesc_np(rc));
    log_warn("evlog", "cut off a group that was being written when the program ended",
             LOG_STR("file", f->path), LOG_I64("bytes", size - f->at));
    return 0;
}

/* What is behind the last sound frame may go only if no sound frame comes later. */
static int cut_tail(struct evlog_file *f, struct err *err)
{
    uint64_t size, later;

    int rc = evlog_file_size(f, &size, err);
    if (rc < 0 || size <= f->at)
        return rc;
    rc = evlog_file_find(f, f->at, &later, err);
    if (rc == EVLOG_FOUND_FRAME)
        return evlog_damage(f, f->at, "sound events follow on what cannot be read", err);
    return rc < 0 ? rc : cut(f, size, err);
}

static int recover_last(struct evlog_file *f, struct evlog_tail *ret, struct err *err)
{
    struct evlog_tail tail = {.segment = f->segment};
    struct evlog_frame frame;
    const void *body;
    int rc;

    for (;;) {
        uint64_t at = f->at;
        rc = evlog_file_next(f, &frame, &body, err);
        if (rc != EVLOG_FOUND_FRAME)
            break;
        tail.last_at = at;
        evlog_tail_note(&tail, frame.last_ms);
        tail.offset = f->offset;
    }
    if (rc == EVLOG_FOUND_DAMAGE)
        rc = cut_tail(f, err);
    if (rc < 0)
        return rc;
    tail.bytes = f->at;
    if (f->is_ended)
        tail = (struct evlog_tail){.segment = f->segment + 1};
    *ret = tail;
    return 0;
}

int evlog_recover(const char *dir, struct evlog_tail *ret, struct err *err)
{
    struct evlog_numbers segments = {0};
    struct evlog_file f;

    int rc = evlog_list(dir, &segments, err);
    for (size_t i = 0; rc == 0 && i + 1 < segments.n; i++)
        rc = check_closed(dir, segments.items[i], err);
    if (rc == 0 && segments.n == 0) {
        *ret = (struct evlog_tail){.segment = 1};
    } else if (rc == 0) {
        rc = evlog_file_open(dir, segments.items[segments.n - 1], &f, err);
        if (rc == 0)
            rc = recover_last(&f, ret, err);
        evlog_file_done(&f);
    }
    vec_done(&segments);
    return rc;
}
