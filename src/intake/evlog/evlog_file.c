#include "intake/evlog/evlog_file.h"

#include "base/mem.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define ENDING     ".evlog"
#define READ_AHEAD ((size_t)256 << 10)
#define HEAD_AHEAD ((size_t)4 << 10) /* where only heads are looked at */

void evlog_path(const char *dir, uint64_t segment, const char *suffix, char ret[EVLOG_PATH_BYTES])
{
    snprintf(ret, EVLOG_PATH_BYTES, "%.4000s/%010llu" ENDING "%s", dir, (unsigned long long)segment,
             suffix);
}

/* The number of a segment's file name; 0 for any other name. */
static uint64_t number_of(const char *name)
{
    char *end;
    uint64_t n = strtoull(name, &end, 10);

    return strcmp(end, ENDING) == 0 && end - name >= 10 && *name >= '0' && *name <= '9' ? n : 0;
}

static int compare(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return x < y ? -1 : x > y;
}

int evlog_list_any(const char *dir, struct evlog_numbers *ret, struct err *err)
{
    DIR *d = opendir(dir);
    const struct dirent *entry;

    ret->n = 0;
    if (!d)
        return errno == ENOENT ? 0
                               : err_set(err, ERR_IO, NULL, "%s cannot be read: %s", dir,
                                         strerrordesc_np(errno));
    while ((entry = readdir(d))) // NOLINT(concurrency-mt-unsafe): a directory stream of its own
        if (number_of(entry->d_name))
            vec_push(ret, number_of(entry->d_name));
    closedir(d);
    if (ret->n)
        qsort(ret->items, ret->n, sizeof(*ret->items), compare);
    return 0;
}

bool evlog_is_there(const char *dir)
{
    struct evlog_numbers segments = {0};
    bool is = evlog_list_any(dir, &segments, NULL) == 0 && segments.n > 0;

    vec_done(&segments);
    return is;
}

int evlog_list(const char *dir, struct evlog_numbers *ret, struct err *err)
{
    int rc = evlog_list_any(dir, ret, err);

    if (rc < 0)
        return rc;
    for (size_t i = 1; i < ret->n; i++)
        if (ret->items[i] != ret->items[i - 1] + 1)
            return err_set(err, ERR_IO, NULL,
                           "%s: segment %llu of the event log is missing, though later ones are "
                           "there; put it back from a backup, or run `ripen check --repair`",
                           dir, (unsigned long long)ret->items[i - 1] + 1);
    return 0;
}

int evlog_lock(const char *dir, const char *name, bool waits, int *ret_fd, struct err *err)
{
    char path[EVLOG_PATH_BYTES];

    snprintf(path, sizeof(path), "%.4000s/%s", dir, name);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return err_set(err, ERR_IO, NULL, "%s cannot be opened: %s", path, strerrordesc_np(errno));
    if (flock(fd, waits ? LOCK_EX : LOCK_EX | LOCK_NB)) {
        int reason = errno;
        close(fd);
        if (reason == EWOULDBLOCK)
            return err_set(err, ERR_BUSY, NULL,
                           "another process writes the event log in %s; stop it first", dir);
        return err_set(err, ERR_IO, NULL, "%s cannot be locked: %s", path, strerrordesc_np(reason));
    }
    *ret_fd = fd;
    return 0;
}

int evlog_sync_dir(const char *dir, struct err *err)
{
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int rc = fd < 0 || fsync(fd) ? errno : 0;

    if (fd >= 0)
        close(fd);
    return rc ? err_set(err, ERR_IO, NULL, "%s cannot be synced: %s", dir, strerrordesc_np(rc)) : 0;
}

int evlog_file_open(const char *dir, uint64_t segment, struct evlog_file *f, struct err *err)
{
    *f = (struct evlog_file){.fd = -1, .segment = segment};
    evlog_path(dir, segment, "", f->path);
    f->fd = open(f->path, O_RDONLY | O_CLOEXEC);
    if (f->fd < 0)
        return err_set(err, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, NULL,
                       "%s cannot be opened: %s", f->path, strerrordesc_np(errno));
    return 0;
}

void evlog_file_done(struct evlog_file *f)
{
    if (f->fd >= 0)
        close(f->fd);
    f->fd = -1;
    buf_done(&f->window);
}

int evlog_file_size(const struct evlog_file *f, uint64_t *ret, struct err *err)
{
    struct stat st;

    if (fstat(f->fd, &st))
        return err_set(err, ERR_IO, NULL, "%s: %s", f->path, strerrordesc_np(errno));
    *ret = (uint64_t)st.st_size;
    return 0;
}

void evlog_file_forget(struct evlog_file *f)
{
    buf_clear(&f->window);
}

/* Fills the window from byte `at` with `want` bytes and some more; fewer at the file's end. */
static int fill(struct evlog_file *f, uint64_t at, size_t want, size_t ahead, struct err *err)
{
    size_t room = want > ahead ? want : ahead;

    buf_clear(&f->window);
    f->window_at = at;
    char *to = buf_room(&f->window, room);
    while (f->window.len < want) {
        ssize_t n =
            pread(f->fd, to + f->window.len, room - f->window.len, (off_t)(at + f->window.len));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return err_set(err, ERR_IO, NULL, "%s cannot be read: %s", f->path,
                           strerrordesc_np(errno));
        if (n == 0)
            break;
        f->window.len += (size_t)n;
    }
    return 0;
}

/* How many bytes of the file there are from `at` on, at most `want`, now in the window; or an
 * error. */
static int64_t bytes_at(struct evlog_file *f, uint64_t at, size_t want, size_t ahead,
                        const unsigned char **ret, struct err *err)
{
    bool is_there = at >= f->window_at && at + want <= f->window_at + f->window.len;
    int rc = is_there ? 0 : fill(f, at, want, ahead, err);

    if (rc < 0)
        return rc;
    size_t skip = at - f->window_at, n = f->window.len - skip;
    *ret = (const unsigned char *)f->window.data + skip;
    return (int64_t)(n < want ? n : want);
}

int evlog_file_frame(struct evlog_file *f, uint64_t at, struct evlog_frame *ret,
                     const void **ret_body, struct err *err)
{
    const unsigned char *p;

    int64_t n = bytes_at(f, at, EVLOG_HEAD, ret_body ? READ_AHEAD : HEAD_AHEAD, &p, err);
    if (n <= 0)
        return n < 0 ? (int)n : EVLOG_FOUND_NOTHING;
    if (n < (int64_t)EVLOG_HEAD || !evlog_frame_read(p, ret) ||
        ret->segment != (uint32_t)f->segment)
        return EVLOG_FOUND_DAMAGE;
    ret->segment = f->segment;
    if (ret_body) {
        size_t want = EVLOG_HEAD + ret->packed;
        n = bytes_at(f, at, want, READ_AHEAD, &p, err);
        if (n < 0)
            return (int)n;
        if (n < (int64_t)want || !evlog_frame_has_body(ret, p + EVLOG_HEAD))
            return EVLOG_FOUND_DAMAGE;
        *ret_body = p + EVLOG_HEAD;
    }
    return EVLOG_FOUND_FRAME;
}

int evlog_file_peek(struct evlog_file *f, struct evlog_frame *ret, const void **ret_body,
                    struct err *err)
{
    int rc = evlog_file_frame(f, f->at, ret, ret_body, err);

    if (rc != EVLOG_FOUND_FRAME)
        return rc;
    bool follows =
        ret->offset == f->offset || ((ret->flags & EVLOG_FRAME_GAP) && ret->offset > f->offset);
    return f->is_ended || !follows ? EVLOG_FOUND_DAMAGE : EVLOG_FOUND_FRAME;
}

int evlog_file_next(struct evlog_file *f, struct evlog_frame *ret, const void **ret_body,
                    struct err *err)
{
    int rc = evlog_file_peek(f, ret, ret_body, err);

    if (rc != EVLOG_FOUND_FRAME)
        return rc;
    f->at = evlog_frame_end(f->at, ret);
    f->offset = ret->offset + ret->span;
    f->is_ended = ret->flags & EVLOG_FRAME_END;
    return rc;
}

int evlog_file_find(struct evlog_file *f, uint64_t at, uint64_t *ret, struct err *err)
{
    struct evlog_frame frame;
    const unsigned char *p;
    const void *body;

    for (;;) {
        int64_t n = bytes_at(f, ++at, READ_AHEAD, READ_AHEAD, &p, err);
        if (n < (int64_t)EVLOG_HEAD)
            return n < 0 ? (int)n : EVLOG_FOUND_NOTHING;
        const unsigned char *magic = memmem(p, (size_t)n, evlog_magic, sizeof(evlog_magic));
        if (!magic) {
            at += (uint64_t)n - sizeof(evlog_magic); /* half of one may be at the end */
            continue;
        }
        at += (uint64_t)(magic - p);
        int rc = evlog_file_frame(f, at, &frame, &body, err);
        if (rc != EVLOG_FOUND_DAMAGE) {
            *ret = at;
            return rc;
        }
    }
}

static int read_end(struct evlog_file *f, struct evlog_frame *ret, uint64_t *ret_bytes,
                    struct err *err)
{
    uint64_t size = 0;

    int rc = evlog_file_size(f, &size, err);
    *ret_bytes = size;
    if (rc < 0 || size < EVLOG_HEAD)
        return rc;
    rc = evlog_file_frame(f, size - EVLOG_HEAD, ret, NULL, err);
    if (rc < 0)
        return rc;
    bool is_end = rc == EVLOG_FOUND_FRAME && (ret->flags & EVLOG_FRAME_END);
    return is_end ? EVLOG_FOUND_FRAME : EVLOG_FOUND_NOTHING;
}

int evlog_file_end(const char *dir, uint64_t segment, struct evlog_frame *ret, uint64_t *ret_bytes,
                   struct err *err)
{
    struct evlog_file f;

    int rc = evlog_file_open(dir, segment, &f, err);
    if (rc == 0)
        rc = read_end(&f, ret, ret_bytes, err);
    evlog_file_done(&f);
    return rc;
}

int evlog_file_last_ms(const char *dir, uint64_t segment, int64_t *ret, struct err *err)
{
    struct evlog_frame frame;
    struct evlog_file f;
    int64_t last_ms = INT64_MIN;
    uint64_t bytes;

    int rc = evlog_file_open(dir, segment, &f, err);
    if (rc == 0)
        rc = read_end(&f, &frame, &bytes, err); /* tells it without a walk */
    if (rc == EVLOG_FOUND_FRAME) {
        last_ms = frame.offset ? frame.last_ms : INT64_MIN;
    } else if (rc == EVLOG_FOUND_NOTHING) {
        while ((rc = evlog_file_next(&f, &frame, NULL, err)) == EVLOG_FOUND_FRAME)
            if (frame.entries && frame.last_ms > last_ms)
                last_ms = frame.last_ms;
    }
    evlog_file_done(&f);
    if (rc < 0)
        return rc;
    *ret = last_ms;
    return 0;
}

int evlog_damage(const struct evlog_file *f, uint64_t at, const char *what, struct err *err)
{
    return err_set(err, ERR_IO, NULL,
                   "%s is damaged at byte %llu: %s; put the file back from a backup, or run `ripen "
                   "check --repair` to go on without what is lost",
                   f->path, (unsigned long long)at, what);
}
