#include "intake/evlog/evlog_reader.h"

#include "base/mem.h"
#include "intake/evlog/evlog_file.h"

struct evlog_reader {
    char *dir;
    struct evlog_position from, until, at;
    struct evlog_file file; /* fd -1: the segment of `at` is still to be opened */
    struct evlog_unpacker *unpacker;
    bool is_in_frame, is_done;
};

/* The segment to begin with: that of `from`, or the first that is still there. */
static int first_segment(const char *dir, uint64_t from, uint64_t *ret, struct err *err)
{
    struct evlog_numbers segments = {0};

    int rc = evlog_list(dir, &segments, err);
    if (rc == 0) {
        uint64_t first = segments.n ? segments.items[0] : 1;
        *ret = from > first ? from : first;
    }
    vec_done(&segments);
    return rc;
}

/* Opens the segment of r->at. 0: it is not there (yet). */
static int open_segment(struct evlog_reader *r, struct err *err)
{
    struct err why;

    int rc = evlog_file_open(r->dir, r->at.segment, &r->file, &why);
    if (rc == 0)
        return 1;
    if (rc != ERR_NOT_FOUND)
        return err_set(err, rc, NULL, "%s", why.text);
    /* Behind the end, or deleted by retention since: then it goes on with what there is. */
    uint64_t first = 0;
    rc = first_segment(r->dir, r->at.segment, &first, err);
    if (rc == 0 && first > r->at.segment) {
        r->at = (struct evlog_position){first, 0};
        rc = evlog_file_open(r->dir, first, &r->file, err);
        return rc < 0 ? rc : 1;
    }
    return rc;
}

/* Frames before the position are walked over by their heads. The last one that is not chained is
 * where unpacking has to begin. */
static int seek(struct evlog_reader *r, struct err *err)
{
    uint64_t key_at = 0, key_offset = 0;
    struct evlog_frame frame;
    int rc;

    for (;;) {
        uint64_t at = r->file.at;
        rc = evlog_file_next(&r->file, &frame, NULL, err);
        if (rc != EVLOG_FOUND_FRAME || (frame.flags & EVLOG_FRAME_END))
            break;
        if (!(frame.flags & EVLOG_FRAME_CHAINED)) {
            key_at = at;
            key_offset = frame.offset;
        }
        if (frame.offset + frame.span > r->at.offset)
            break;
    }
    if (rc < 0)
        return rc;
    r->file.at = key_at;
    r->file.offset = key_offset;
    r->file.is_ended = false;
    return 0;
}

/* 1: the segment is open at the position; 0: it is not there (yet). */
static int begin_segment(struct evlog_reader *r, struct err *err)
{
    int rc = open_segment(r, err);

    if (rc <= 0)
        return rc;
    rc = seek(r, err);
    return rc < 0 ? rc : 1;
}

/* Is the segment that follows there? Then the one before it has to be whole. */
static int is_followed(const struct evlog_reader *r, struct err *err)
{
    struct evlog_file next;
    struct err why;

    int rc = evlog_file_open(r->dir, r->at.segment + 1, &next, &why);
    evlog_file_done(&next);
    if (rc == ERR_NOT_FOUND)
        return 0;
    return rc < 0 ? err_set(err, rc, NULL, "%s", why.text) : 1;
}

/* What looks damaged, or cut off, at the end of the last segment is a group that is being written:
 * 0. If something follows on it, that is damage; unless it was written meanwhile and is whole by
 * now: 1. */
static int damage_or_end(struct evlog_reader *r, const char *what, struct err *err)
{
    struct evlog_frame frame;
    const void *body;
    uint64_t later;

    evlog_file_forget(&r->file);
    int rc = is_followed(r, err);
    if (rc == 0)
        rc = evlog_file_find(&r->file, r->file.at, &later, err);
    if (rc <= 0)
        return rc;
    evlog_file_forget(&r->file);
    rc = evlog_file_peek(&r->file, &frame, &body, err);
    if (rc < 0 || rc == EVLOG_FOUND_FRAME)
        return rc;
    return evlog_damage(&r->file, r->file.at, what, err);
}

/* 1: a frame is unpacked; 0: the end of what there is; or an error. */
static int next_frame(struct evlog_reader *r, struct err *err)
{
    struct evlog_frame frame;
    const void *body;

    for (;;) {
        int rc = r->file.fd < 0 ? begin_segment(r, err) : 1;
        if (rc <= 0)
            return rc;
        uint64_t at = r->file.at;
        rc = evlog_file_next(&r->file, &frame, &body, err);
        if (rc != EVLOG_FOUND_FRAME) {
            rc = rc < 0 ? rc : damage_or_end(r, "this is no whole group of events", err);
            if (rc <= 0)
                return rc;
            continue;
        }
        if (frame.flags & EVLOG_FRAME_END) {
            evlog_file_done(&r->file);
            r->at = (struct evlog_position){r->at.segment + 1, 0};
            continue;
        }
        if (!evlog_unpack(r->unpacker, &frame, body))
            return evlog_damage(&r->file, at, "a group of events cannot be unpacked", err);
        return 1;
    }
}

/* The next entry of the frame; 0: the frame has no more. */
static int next_entry(struct evlog_reader *r, struct evlog_entry *ret, struct err *err)
{
    uint64_t span;

    for (;;) {
        int rc = evlog_unpack_next(r->unpacker, ret, &span);
        if (rc < 0)
            return evlog_damage(&r->file, r->file.at, "the group of events before it is malformed",
                                err);
        r->is_done = rc > 0 && evlog_position_order(ret->position, r->until) >= 0;
        if (rc == 0 || r->is_done)
            return 0;
        if (evlog_position_order(ret->position, r->at) < 0)
            continue; /* before the position to begin with */
        r->at = (struct evlog_position){ret->position.segment, ret->position.offset + span};
        if (ret->bytes)
            return 1; /* else it was forgotten */
    }
}

int evlog_read(struct evlog_reader *r, struct evlog_entry *ret, struct err *err)
{
    for (;;) {
        if (r->is_done || evlog_position_order(r->at, r->until) >= 0)
            return 0;
        int rc = r->is_in_frame ? next_entry(r, ret, err) : 0;
        if (rc != 0 || r->is_done)
            return rc;
        r->is_in_frame = false;
        rc = next_frame(r, err);
        if (rc <= 0)
            return rc;
        r->is_in_frame = true;
    }
}

int evlog_reader_open(const char *dir, struct evlog_position from, struct evlog_position until,
                      struct evlog_reader **ret, struct err *err)
{
    uint64_t first = 0;

    int rc = first_segment(dir, from.segment, &first, err);
    if (rc < 0)
        return rc;
    struct evlog_reader *r = mem_zalloc(sizeof(*r));
    *r = (struct evlog_reader){.dir = mem_strdup(dir),
                               .until = until,
                               .at = {first, first == from.segment ? from.offset : 0},
                               .file = {.fd = -1},
                               .unpacker = evlog_unpacker_new()};
    *ret = r;
    return 0;
}

/* Backwards, because it is the last few days that are asked for. */
int evlog_since(const char *dir, int64_t received_ms, struct evlog_position *ret, struct err *err)
{
    struct evlog_numbers segments = {0};
    struct evlog_position since = {0};

    int rc = evlog_list(dir, &segments, err);
    if (rc == 0 && segments.n)
        since.segment = segments.items[segments.n - 1];
    for (size_t i = segments.n; rc == 0 && i > 0; i--) {
        int64_t last_ms = INT64_MIN;
        rc = evlog_file_last_ms(dir, segments.items[i - 1], &last_ms, err);
        if (last_ms != INT64_MIN && last_ms < received_ms)
            break;
        since.segment = segments.items[i - 1];
    }
    if (rc == 0)
        *ret = since;
    vec_done(&segments);
    return rc;
}

struct evlog_position evlog_reader_position(const struct evlog_reader *r)
{
    return r->at;
}

void evlog_reader_free(struct evlog_reader *r)
{
    if (!r)
        return;
    evlog_file_done(&r->file);
    evlog_unpacker_free(r->unpacker);
    mem_free(r->dir);
    mem_free(r);
}
