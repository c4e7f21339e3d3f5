#include "intake/evlog/evlog_keep.h"

#include "intake/evlog/evlog_rewrite.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Walking over all entries of a segment. */
struct walk {
    struct evlog_file file;
    struct evlog_unpacker *unpacker;
    bool is_in_frame;
};

static int walk_begin(struct walk *w, const char *dir, uint64_t segment, struct err *err)
{
    *w = (struct walk){.unpacker = evlog_unpacker_new()};
    return evlog_file_open(dir, segment, &w->file, err);
}

static void walk_done(struct walk *w)
{
    evlog_file_done(&w->file);
    evlog_unpacker_free(w->unpacker);
}

/* 1 and the next entry; 0 at the segment's end; or an error. */
static int walk_next(struct walk *w, struct evlog_entry *ret, uint64_t *ret_span, struct err *err)
{
    struct evlog_frame frame;
    const void *body;

    for (;;) {
        uint64_t at = w->file.at;
        int rc = w->is_in_frame ? evlog_unpack_next(w->unpacker, ret, ret_span) : 0;
        if (rc > 0)
            return 1;
        if (rc == 0) {
            rc = evlog_file_next(&w->file, &frame, &body, err);
            if (rc < 0)
                return rc;
            if (rc == EVLOG_FOUND_FRAME && (frame.flags & EVLOG_FRAME_END))
                return 0;
            w->is_in_frame = rc == EVLOG_FOUND_FRAME && evlog_unpack(w->unpacker, &frame, body);
        }
        if (rc < 0 || !w->is_in_frame)
            return evlog_damage(&w->file, at, "this is no whole group of events", err);
    }
}

static int stopped(struct err *err)
{
    return err_set(err, ERR_BUSY, NULL, "stopped; what is done so far stays");
}

/* --- sealing --- */

static int reseal(const char *dir, uint64_t segment, evlog_stop_fn *stop, void *ctx,
                  uint64_t *ret_bytes, struct err *err)
{
    struct evlog_rewrite r;
    struct evlog_entry entry;
    struct walk w;
    uint64_t span = 0;

    int rc = walk_begin(&w, dir, segment, err);
    if (rc < 0) {
        walk_done(&w);
        return rc;
    }
    rc = evlog_rewrite_begin(&r, dir, segment, err);
    while (rc == 0 && (rc = walk_next(&w, &entry, &span, err)) > 0) {
        rc = evlog_rewrite_add(&r, &entry, span, err);
        if (rc == 0 && stop && stop(ctx))
            rc = stopped(err);
    }
    if (rc == 0)
        rc = evlog_rewrite_end(&r, w.file.offset, ret_bytes, err);
    evlog_rewrite_done(&r);
    walk_done(&w);
    return rc;
}

/* 1: closed and not sealed; its size. */
static int wants_seal(const char *dir, uint64_t segment, uint64_t *ret_bytes, struct err *err)
{
    struct evlog_frame end;

    int rc = evlog_file_end(dir, segment, &end, ret_bytes, err);
    return rc == EVLOG_FOUND_FRAME ? !(end.flags & EVLOG_FRAME_SEALED) : rc;
}

int evlog_seal(const char *dir, evlog_stop_fn *stop, void *ctx, struct evlog_sealed *ret,
               struct err *err)
{
    struct evlog_numbers segments = {0};
    struct evlog_sealed done = {0};
    int lock_fd;

    int rc = evlog_lock(dir, EVLOG_LOCK_KEEPER, true, &lock_fd, err);
    if (rc < 0)
        return rc;
    rc = evlog_list(dir, &segments, err);
    for (size_t i = 0; rc == 0 && i < segments.n; i++) {
        done.segment = segments.items[i];
        rc = wants_seal(dir, done.segment, &done.bytes_before, err);
    }
    if (rc > 0)
        rc = reseal(dir, done.segment, stop, ctx, &done.bytes_after, err);
    else
        done.segment = 0;
    if (rc == 0 && done.segment) {
        *ret = done;
        rc = 1;
    }
    vec_done(&segments);
    close(lock_fd);
    return rc;
}

/* --- retention --- */

static int may_go(const char *dir, uint64_t segment, int64_t before_ms, struct err *err)
{
    int64_t last_ms = INT64_MAX;

    int rc = evlog_file_last_ms(dir, segment, &last_ms, err);
    return rc < 0 ? rc : last_ms < before_ms;
}

static int delete_segment(const char *dir, uint64_t segment, struct err *err)
{
    char path[EVLOG_PATH_BYTES];

    evlog_path(dir, segment, "", path);
    if (unlink(path))
        return err_set(err, ERR_IO, NULL, "%s cannot be deleted: %s", path, strerrordesc_np(errno));
    return 0;
}

int evlog_retain(const char *dir, int64_t before_ms, struct evlog_position applied, struct err *err)
{
    struct evlog_numbers segments = {0};
    int lock_fd, deleted = 0;

    int rc = evlog_lock(dir, EVLOG_LOCK_KEEPER, true, &lock_fd, err);
    if (rc < 0)
        return rc;
    rc = evlog_list(dir, &segments, err);
    for (size_t i = 0; rc == 0 && i + 1 < segments.n; i++) {
        if (segments.items[i] >= applied.segment)
            break;
        rc = may_go(dir, segments.items[i], before_ms, err);
        if (rc <= 0)
            break;
        rc = delete_segment(dir, segments.items[i], err);
        deleted += rc == 0;
    }
    if (rc >= 0 && deleted)
        rc = evlog_sync_dir(dir, err);
    vec_done(&segments);
    close(lock_fd);
    return rc < 0 ? rc : deleted;
}

/* --- forgetting --- */

struct forget {
    const char *dir;
    evlog_filter_fn *filter;
    void *ctx;
    struct buf replacement;
};

/* Is there anything in the segment that the filter wants changed? */
static int wants_change(struct forget *f, uint64_t segment, struct err *err)
{
    struct evlog_entry entry = {0};
    struct walk w;
    uint64_t span;
    bool wants = false;

    int rc = walk_begin(&w, f->dir, segment, err);
    while (rc == 0 && !wants && (rc = walk_next(&w, &entry, &span, err)) > 0) {
        buf_clear(&f->replacement);
        wants = entry.bytes && f->filter(f->ctx, &entry, &f->replacement) != EVLOG_KEEP;
        rc = 0;
    }
    walk_done(&w);
    return rc < 0 ? rc : wants;
}

/* What is to stay of an entry; it keeps its span. */
static int change(struct forget *f, struct evlog_entry *entry, struct err *err)
{
    buf_clear(&f->replacement);
    enum evlog_verdict verdict =
        entry->bytes ? f->filter(f->ctx, entry, &f->replacement) : EVLOG_KEEP;
    if (verdict == EVLOG_DROP) {
        entry->bytes = 0;
    } else if (verdict == EVLOG_CHANGE) {
        if (f->replacement.len > entry->bytes)
            return err_set(err, ERR_INTERNAL, NULL,
                           "forgetting made a text longer than it was; nothing was changed");
        entry->text = f->replacement.data;
        entry->bytes = f->replacement.len;
    }
    return 0;
}

static int rewrite_without(struct forget *f, uint64_t segment, struct err *err)
{
    struct evlog_rewrite r;
    struct evlog_entry entry = {0};
    uint64_t span = 0, bytes;
    struct walk w;

    int rc = walk_begin(&w, f->dir, segment, err);
    if (rc < 0) {
        walk_done(&w);
        return rc;
    }
    rc = evlog_rewrite_begin(&r, f->dir, segment, err);
    while (rc == 0 && (rc = walk_next(&w, &entry, &span, err)) > 0) {
        rc = change(f, &entry, err);
        if (rc == 0)
            rc = evlog_rewrite_add(&r, &entry, span, err);
    }
    if (rc == 0)
        rc = evlog_rewrite_end(&r, w.file.offset, &bytes, err);
    evlog_rewrite_done(&r);
    walk_done(&w);
    return rc;
}

/* One segment, under the lock: 1 if it was rewritten. */
static int forget_in(struct forget *f, uint64_t segment, struct err *err)
{
    struct evlog_frame end;
    uint64_t bytes;
    int lock_fd;

    int rc = evlog_lock(f->dir, EVLOG_LOCK_KEEPER, true, &lock_fd, err);
    if (rc < 0)
        return rc;
    rc = evlog_file_end(f->dir, segment, &end, &bytes, err);
    if (rc == EVLOG_FOUND_FRAME)
        rc = wants_change(f, segment, err);
    if (rc > 0)
        rc = rewrite_without(f, segment, err) < 0 ? err->code : 1;
    else if (rc == ERR_NOT_FOUND)
        rc = 0; /* deleted by retention meanwhile */
    close(lock_fd);
    return rc;
}

int evlog_forget(const char *dir, evlog_filter_fn *filter, void *ctx, struct err *err)
{
    struct forget f = {.dir = dir, .filter = filter, .ctx = ctx};
    struct evlog_numbers segments = {0};
    struct err why = {0};
    int rewritten = 0;

    int rc = evlog_list(dir, &segments, &why);
    for (size_t i = 0; rc >= 0 && i < segments.n; i++) {
        rc = forget_in(&f, segments.items[i], &why);
        rewritten += rc > 0;
    }
    vec_done(&segments);
    buf_done(&f.replacement);
    return rc < 0 ? err_set(err, rc, why.field, "%s", why.text) : rewritten;
}
