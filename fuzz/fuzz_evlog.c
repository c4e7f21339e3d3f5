/* Files of the event log: whatever bytes are in a segment, reading gives sound entries, in order,
 * within the limits, or says that it is damaged.
 *
 * Checksums keep a fuzzer out, so the first byte says what the rest is: 0 a file as it is; 1 the
 * head's numbers and a body, to which the checksums are made; 2 the entries before compression; 3
 * the same folded, behind two bytes that say how many bytes they unfold to. Any input folds, and
 * unfolds to the same. */
#include "base/mem.h"
#include "fuzz.h"
#include "intake/evlog/evlog_file.h"
#include "intake/evlog/evlog_reader.h"
#include "intake/evlog/uuid_fold.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

#define NUMBERS 24 /* bytes of the input that the head of mode 1 takes */

static void check_entries(struct evlog_unpacker *u, const struct evlog_frame *f)
{
    struct evlog_entry e;
    uint64_t span, offset = f->offset;
    unsigned sum = 0;

    while (evlog_unpack_next(u, &e, &span) > 0) {
        FUZZ_CHECK(e.position.segment == 1 && e.position.offset == offset);
        FUZZ_CHECK(span > e.bytes && e.bytes <= EVLOG_FRAME_MAX);
        FUZZ_CHECK(e.received_ms <= f->last_ms);
        for (size_t i = 0; i < e.bytes + EVLOG_PADDING; i++)
            sum += (unsigned char)e.text[i];
        offset += span;
        FUZZ_CHECK(offset <= f->offset + f->span);
    }
    FUZZ_CHECK(sum < UINT32_MAX);
}

/* Looks for what is sound behind damage, and goes there; false: there is nothing. */
static bool skip_damage(struct evlog_file *f)
{
    struct evlog_frame frame;
    const void *body;
    uint64_t next;
    struct err err;

    int rc = evlog_file_find(f, f->at, &next, &err);
    if (rc == EVLOG_FOUND_NOTHING)
        return false;
    FUZZ_CHECK(rc == EVLOG_FOUND_FRAME && next > f->at);
    FUZZ_CHECK(evlog_file_frame(f, next, &frame, &body, &err) == EVLOG_FOUND_FRAME);
    f->at = next;
    f->offset = frame.offset;
    f->is_ended = false;
    return true;
}

static void check_file(const void *bytes, size_t size)
{
    struct evlog_file f = {.fd = memfd_create("segment", MFD_CLOEXEC), .segment = 1};
    struct evlog_unpacker *u = evlog_unpacker_new();
    struct evlog_frame frame;
    const void *body;
    struct err err;
    int rc;

    FUZZ_CHECK(f.fd >= 0 && write(f.fd, bytes, size) == (ssize_t)size);
    do {
        uint64_t at = f.at;
        rc = evlog_file_next(&f, &frame, &body, &err);
        FUZZ_CHECK(rc >= 0);
        FUZZ_CHECK(rc != EVLOG_FOUND_FRAME || (f.at > at && f.at <= size));
        if (rc == EVLOG_FOUND_FRAME && frame.entries && evlog_unpack(u, &frame, body))
            check_entries(u, &frame);
    } while (rc == EVLOG_FOUND_FRAME || (rc == EVLOG_FOUND_DAMAGE && skip_damage(&f)));
    evlog_unpacker_free(u);
    evlog_file_done(&f);
}

/* One frame with sound checksums around the body. */
static void check_frame(struct evlog_frame frame, const void *body, size_t size)
{
    unsigned char *file = mem_alloc(EVLOG_HEAD + size);

    frame.segment = 1;
    frame.packed = (uint32_t)size;
    frame.body_crc = (uint32_t)crc32_z(0, body, size);
    evlog_frame_write(&frame, file);
    memcpy(file + EVLOG_HEAD, body, size);
    check_file(file, EVLOG_HEAD + size);
    mem_free(file);
}

static void check_body(const uint8_t *data, size_t size)
{
    struct evlog_frame frame = {0};
    uint32_t n[NUMBERS / 4];

    if (size < NUMBERS)
        return;
    memcpy(n, data, sizeof(n));
    frame.flags = n[0];
    frame.plain = n[1];
    frame.span = n[2];
    frame.entries = n[3];
    frame.offset = n[0] & EVLOG_FRAME_GAP ? n[4] : 0;
    frame.last_ms = n[5];
    check_frame(frame, data + NUMBERS, size - NUMBERS);
}

/* What zstd makes of the data, as the body of a frame. */
static void check_packed(const uint8_t *data, size_t size, uint32_t flags, uint32_t plain)
{
    struct evlog_frame frame = {.flags = flags,
                                .plain = plain,
                                .span = plain,
                                .entries = 1,
                                .first_ms = 1000,
                                .last_ms = 100000};
    size_t room = ZSTD_compressBound(size);
    char *body = mem_alloc(room);

    size_t n = ZSTD_compress(body, room, data, size, 1);
    FUZZ_CHECK(!ZSTD_isError(n));
    check_frame(frame, body, n);
    mem_free(body);
}

static void check_folding(const uint8_t *data, size_t size)
{
    AUTO_BUF folded = {0};
    char *back = mem_alloc(size);

    uuid_fold((const char *)data, size, &folded);
    FUZZ_CHECK(folded.len <= 2 * size + 4);
    FUZZ_CHECK(uuid_unfold(folded.data, folded.len, back, size));
    FUZZ_CHECK(memcmp(back, data, size) == 0);
    mem_free(back);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    check_folding(data, size);
    if (data[0] == 1)
        check_body(data + 1, size - 1);
    else if (data[0] == 2)
        check_packed(data + 1, size - 1, 0, (uint32_t)size - 1);
    else if (data[0] == 3 && size > 3)
        check_packed(data + 3, size - 3, EVLOG_FRAME_FOLDED, data[1] | (uint32_t)data[2] << 8);
    else
        check_file(data + 1, size - 1);
    return 0;
}
