#include "intake/evlog/evlog_keep.h"
#include "intake/evlog/evlog_rewrite.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Reads a segment from its beginning to its end, over what is damaged, which it tells. */
struct survey {
    const char *dir;
    void (*found)(void *ctx, const char *text);
    void *ctx;
    struct evlog_totals *totals;
    struct evlog_rewrite *rewrite; /* takes what can be read; or NULL */
    struct evlog_file file;
    struct evlog_unpacker *unpacker;
    int damages;
    bool is_last; /* of the log: it need not have an end */
};

static void tell(struct survey *s, uint64_t at, uint64_t until, const char *what)
{
    char text[EVLOG_PATH_BYTES + 256];

    snprintf(text, sizeof(text), "%s: bytes %llu to %llu: %s", s->file.path, (unsigned long long)at,
             (unsigned long long)until, what);
    s->found(s->ctx, text);
    s->damages++;
}

static int take_entries(struct survey *s, uint64_t at, struct err *err)
{
    struct evlog_entry entry;
    uint64_t span;
    int rc;

    while ((rc = evlog_unpack_next(s->unpacker, &entry, &span)) > 0) {
        s->totals->entries += entry.bytes > 0;
        s->totals->plain_bytes += entry.bytes;
        int added = s->rewrite ? evlog_rewrite_add(s->rewrite, &entry, span, err) : 0;
        if (added < 0)
            return added;
    }
    if (rc < 0)
        tell(s, at, s->file.at, "a group of events is malformed");
    return 0;
}

/* After damage at `at`: where the next sound frame is, or the end of the file. */
static int skip(struct survey *s, uint64_t at, struct err *err)
{
    struct evlog_frame frame;
    uint64_t next = at, size;
    const void *body;

    evlog_unpack_reset(s->unpacker);
    int rc = evlog_file_size(&s->file, &size, err);
    if (rc == 0)
        rc = evlog_file_find(&s->file, at, &next, err);
    if (rc == EVLOG_FOUND_FRAME)
        rc = evlog_file_frame(&s->file, next, &frame, &body, err);
    if (rc < 0)
        return rc;
    if (rc == EVLOG_FOUND_FRAME) {
        tell(s, at, next, "events are damaged; those behind them are sound");
        s->file.at = next;
        s->file.offset = frame.offset;
        s->file.is_ended = false;
        return 0;
    }
    if (s->is_last && !s->file.is_ended)
        s->totals->tail_bytes = size - at;
    else
        tell(s, at, size, "events are damaged");
    s->file.at = size;
    return 0;
}

/* Goes through the frames; the file is open. */
static int survey_frames(struct survey *s, struct err *err)
{
    struct evlog_frame frame;
    const void *body;

    for (;;) {
        uint64_t at = s->file.at;
        int rc = evlog_file_next(&s->file, &frame, &body, err);
        if (rc < 0)
            return rc;
        if (rc == EVLOG_FOUND_NOTHING)
            break;
        if (rc == EVLOG_FOUND_DAMAGE)
            rc = skip(s, at, err);
        else if (frame.flags & EVLOG_FRAME_END)
            s->totals->sealed += !!(frame.flags & EVLOG_FRAME_SEALED);
        else if (evlog_unpack(s->unpacker, &frame, body))
            rc = take_entries(s, at, err);
        else
            tell(s, at, s->file.at, "a group of events cannot be unpacked");
        if (rc < 0)
            return rc;
    }
    if (!s->file.is_ended && !s->is_last)
        tell(s, s->file.at, s->file.at, "the segment's end is missing");
    return 0;
}

/* Surveys one segment; how many damages it has. */
static int survey_segment(struct survey *s, uint64_t segment, struct err *err)
{
    uint64_t size = 0;

    s->damages = 0;
    s->unpacker = evlog_unpacker_new();
    int rc = evlog_file_open(s->dir, segment, &s->file, err);
    if (rc == 0)
        rc = survey_frames(s, err);
    if (rc == 0)
        rc = evlog_file_size(&s->file, &size, err);
    s->totals->file_bytes += size;
    s->totals->segments++;
    evlog_file_done(&s->file);
    evlog_unpacker_free(s->unpacker);
    return rc < 0 ? rc : s->damages;
}

/* Tells that a segment is missing between two others. */
static void tell_missing(struct survey *s, uint64_t segment)
{
    evlog_path(s->dir, segment, "", s->file.path);
    tell(s, 0, 0, "the file is missing");
}

int evlog_check(const char *dir, void (*found)(void *ctx, const char *text), void *ctx,
                struct evlog_totals *ret, struct err *err)
{
    struct evlog_numbers segments = {0};
    struct evlog_totals totals = {0};
    struct survey s = {.dir = dir, .found = found, .ctx = ctx, .totals = &totals};
    int damages = 0;

    int rc = evlog_list_any(dir, &segments, err);
    for (size_t i = 0; rc >= 0 && i < segments.n; i++) {
        for (uint64_t m = i ? segments.items[i - 1] + 1 : segments.items[0]; m < segments.items[i];
             m++, damages++)
            tell_missing(&s, m);
        s.is_last = i + 1 == segments.n;
        rc = survey_segment(&s, segments.items[i], err);
        if (rc == ERR_NOT_FOUND)
            rc = 0; /* retention deleted it meanwhile */
        damages += rc > 0 ? rc : 0;
    }
    vec_done(&segments);
    if (rc < 0)
        return rc;
    *ret = totals;
    return damages;
}

static void say_nothing(void *ctx, const char *text)
{
    (void)ctx;
    (void)text;
}

/* Puts what can be read of the segment in its place; the damaged file stays under another name. A
 * missing one becomes an empty one. */
static int mend(struct survey *told, uint64_t segment, struct err *err)
{
    char path[EVLOG_PATH_BYTES], kept[EVLOG_PATH_BYTES];
    struct evlog_totals totals = {0};
    struct evlog_rewrite r;
    struct survey s = {.dir = told->dir,
                       .found = say_nothing,
                       .totals = &totals,
                       .rewrite = &r,
                       .is_last = told->is_last};
    uint64_t bytes;

    evlog_path(s.dir, segment, "", path);
    evlog_path(s.dir, segment, ".damaged", kept);
    int rc = evlog_rewrite_begin(&r, s.dir, segment, err);
    if (rc == 0 && access(path, F_OK) == 0) {
        rc = survey_segment(&s, segment, err);
        if (rc >= 0 && link(path, kept) && errno != EEXIST)
            rc = err_set(err, ERR_IO, NULL, "%s cannot be made: %s", kept, strerrordesc_np(errno));
    }
    if (rc >= 0)
        rc = evlog_rewrite_end(&r, s.file.offset, &bytes, err);
    evlog_rewrite_done(&r);
    return rc;
}

/* Segment by segment; those of `segments` are there. */
static int repair_all(struct survey *s, const struct evlog_numbers *segments, struct err *err)
{
    int mended = 0;

    for (size_t i = 0; i < segments->n; i++) {
        uint64_t from = i ? segments->items[i - 1] + 1 : segments->items[0];
        s->is_last = i + 1 == segments->n;
        for (uint64_t n = from; n <= segments->items[i]; n++) {
            int rc = 1;
            if (n < segments->items[i])
                tell_missing(s, n);
            else
                rc = survey_segment(s, n, err);
            if (rc > 0)
                rc = mend(s, n, err) < 0 ? err->code : 1;
            if (rc < 0)
                return rc;
            mended += rc;
        }
    }
    return mended;
}

int evlog_repair(const char *dir, void (*lost)(void *ctx, const char *text), void *ctx,
                 struct err *err)
{
    struct evlog_numbers segments = {0};
    struct evlog_totals totals = {0};
    struct survey s = {.dir = dir, .found = lost, .ctx = ctx, .totals = &totals};
    struct err why = {0};
    int lock_fd = -1, keeper_fd = -1;

    int rc = evlog_lock(dir, EVLOG_LOCK_WRITER, false, &lock_fd, &why);
    if (rc == 0)
        rc = evlog_lock(dir, EVLOG_LOCK_KEEPER, true, &keeper_fd, &why);
    if (rc == 0)
        rc = evlog_list_any(dir, &segments, &why);
    if (rc == 0)
        rc = repair_all(&s, &segments, &why);
    vec_done(&segments);
    if (keeper_fd >= 0)
        close(keeper_fd);
    if (lock_fd >= 0)
        close(lock_fd);
    return rc < 0 ? err_set(err, rc, NULL, "%s", why.text) : rc;
}
