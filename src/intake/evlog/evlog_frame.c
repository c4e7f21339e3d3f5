#include "intake/evlog/evlog_frame.h"

#include "base/mem.h"
#include "base/varint.h"
#include "intake/evlog/evlog_reader.h"
#include "intake/evlog/uuid_fold.h"

#include <string.h>
#include <zlib.h>
#include <zstd.h>

#define RECORD_VARINT 5 /* of one entry: span, cut, source, time, kind */

const unsigned char evlog_magic[4] = {'R', 'P', 'E', '1'};

static void put32(unsigned char *to, uint32_t v)
{
    for (int i = 0; i < 4; i++)
        to[i] = (unsigned char)(v >> (8 * i));
}

static uint32_t get32(const unsigned char *from)
{
    return (uint32_t)from[0] | (uint32_t)from[1] << 8 | (uint32_t)from[2] << 16 |
           (uint32_t)from[3] << 24;
}

static void put64(unsigned char *to, uint64_t v)
{
    put32(to, (uint32_t)v);
    put32(to + 4, (uint32_t)(v >> 32));
}

static uint64_t get64(const unsigned char *from)
{
    return get32(from) | (uint64_t)get32(from + 4) << 32;
}

static uint32_t crc_of(const void *p, size_t n)
{
    return (uint32_t)crc32_z(0, p, n);
}

/* magic, checksum of what follows, then the members of the struct in the order below. */
void evlog_frame_write(const struct evlog_frame *f, unsigned char to[EVLOG_HEAD])
{
    memcpy(to, evlog_magic, 4);
    put32(to + 8, f->flags);
    put32(to + 12, f->packed);
    put32(to + 16, f->plain);
    put32(to + 20, f->span);
    put32(to + 24, f->entries);
    put32(to + 28, f->body_crc);
    put32(to + 32, (uint32_t)f->segment);
    put64(to + 36, f->offset);
    put64(to + 44, (uint64_t)f->first_ms);
    put64(to + 52, (uint64_t)f->last_ms);
    put32(to + 4, crc_of(to + 8, EVLOG_HEAD - 8));
}

bool evlog_frame_read(const unsigned char from[EVLOG_HEAD], struct evlog_frame *ret)
{
    if (memcmp(from, evlog_magic, 4) != 0 || get32(from + 4) != crc_of(from + 8, EVLOG_HEAD - 8))
        return false;
    struct evlog_frame f = {.flags = get32(from + 8),
                            .packed = get32(from + 12),
                            .plain = get32(from + 16),
                            .span = get32(from + 20),
                            .entries = get32(from + 24),
                            .body_crc = get32(from + 28),
                            .segment = get32(from + 32),
                            .offset = get64(from + 36),
                            .first_ms = (int64_t)get64(from + 44),
                            .last_ms = (int64_t)get64(from + 52)};
    if (f.packed > EVLOG_FRAME_MAX || f.plain > EVLOG_FRAME_MAX || f.first_ms > f.last_ms ||
        f.offset > INT64_MAX)
        return false;
    /* An end has nothing in it; everything else has something. */
    if (f.flags & EVLOG_FRAME_END ? f.packed || f.plain || f.span || f.entries
                                  : !f.packed || !f.plain || !f.span || !f.entries)
        return false;
    *ret = f;
    return true;
}

bool evlog_frame_has_body(const struct evlog_frame *f, const void *body)
{
    return crc_of(body, f->packed) == f->body_crc;
}

/* The text behind which a chained frame comes: the end of it, and how much of it is chained. */
struct history {
    struct buf text;
    size_t chained;
};

static void history_add(struct history *h, const void *plain, size_t n, bool is_chained)
{
    size_t keep = n < EVLOG_HISTORY ? EVLOG_HISTORY - n : 0;

    if (!is_chained)
        buf_clear(&h->text);
    h->chained = is_chained ? h->chained + n : 0;
    if (h->text.len > keep) {
        memmove(h->text.data, h->text.data + h->text.len - keep, keep);
        h->text.len = keep;
    }
    size_t skip = n > EVLOG_HISTORY ? n - EVLOG_HISTORY : 0;
    buf_add(&h->text, (const char *)plain + skip, n - skip);
}

struct evlog_packer {
    ZSTD_CCtx *zstd;
    struct history history;
    struct buf plain, folded, packed;
    struct evlog_frame frame; /* the one being packed: what adding entries tells of it */
    bool is_chained;
};

struct evlog_packer *evlog_packer_new(int level)
{
    struct evlog_packer *p = mem_zalloc(sizeof(*p));

    p->zstd = ZSTD_createCCtx();
    if (!p->zstd)
        mem_alloc(SIZE_MAX); /* aborts, as all else does that finds no memory */
    ZSTD_CCtx_setParameter(p->zstd, ZSTD_c_compressionLevel, level);
    ZSTD_CCtx_setParameter(p->zstd, ZSTD_c_checksumFlag, 1); /* tells a wrong prefix too */
    return p;
}

void evlog_packer_free(struct evlog_packer *p)
{
    if (!p)
        return;
    ZSTD_freeCCtx(p->zstd);
    buf_done(&p->history.text);
    buf_done(&p->plain);
    buf_done(&p->folded);
    buf_done(&p->packed);
    mem_free(p);
}

void evlog_pack_begin(struct evlog_packer *p)
{
    buf_clear(&p->plain);
    p->frame = (struct evlog_frame){0};
}

void evlog_pack_add(struct evlog_packer *p, const struct evlog_entry *entry, uint64_t span)
{
    char *to = buf_room(&p->plain, RECORD_VARINT * VARINT_MAX);
    size_t n = varint_write(to, span);
    int64_t received_ms = entry->received_ms;

    if (!p->frame.entries)
        p->frame.first_ms = p->frame.last_ms = received_ms;
    n += varint_write(to + n, span - evlog_span(entry->bytes));
    n += varint_write(to + n, zigzag(entry->source_id));
    n += varint_write(to + n, zigzag(received_ms - p->frame.first_ms));
    n += varint_write(to + n, entry->kind);
    p->plain.len += n;
    buf_add(&p->plain, entry->text, entry->bytes);
    p->frame.entries++;
    p->frame.span += (uint32_t)span;
    if (received_ms > p->frame.last_ms)
        p->frame.last_ms = received_ms;
}

size_t evlog_pack_bytes(const struct evlog_packer *p)
{
    return p->plain.len;
}

/* What the compressor gets. */
static const struct buf *prepare(struct evlog_packer *p, uint32_t flags)
{
    if (!(flags & EVLOG_FRAME_FOLDED))
        return &p->plain;
    buf_clear(&p->folded);
    uuid_fold(p->plain.data, p->plain.len, &p->folded);
    return &p->folded;
}

int evlog_pack_end(struct evlog_packer *p, bool may_chain, struct evlog_frame *f,
                   const struct buf **ret, struct err *err)
{
    const struct history *h = &p->history;
    const struct buf *from = prepare(p, f->flags);
    size_t room = ZSTD_compressBound(from->len);

    p->is_chained = may_chain && h->text.len && p->plain.len < EVLOG_HISTORY &&
                    h->chained + p->plain.len <= EVLOG_CHAIN;
    buf_clear(&p->packed);
    unsigned char *head = (unsigned char *)buf_room(&p->packed, EVLOG_HEAD + room);
    if (p->is_chained)
        ZSTD_CCtx_refPrefix(p->zstd, h->text.data, h->text.len);
    size_t n = ZSTD_compress2(p->zstd, head + EVLOG_HEAD, room, from->data, from->len);
    if (ZSTD_isError(n))
        return err_set(err, ERR_INTERNAL, NULL, "events could not be compressed: %s",
                       ZSTD_getErrorName(n));
    f->flags |= p->is_chained ? EVLOG_FRAME_CHAINED : 0;
    f->packed = (uint32_t)n;
    f->plain = (uint32_t)p->plain.len;
    f->span = p->frame.span;
    f->entries = p->frame.entries;
    f->first_ms = p->frame.first_ms;
    f->last_ms = p->frame.last_ms;
    f->body_crc = crc_of(head + EVLOG_HEAD, n);
    evlog_frame_write(f, head);
    p->packed.len = EVLOG_HEAD + n;
    *ret = &p->packed;
    return 0;
}

void evlog_pack_keep(struct evlog_packer *p)
{
    history_add(&p->history, p->plain.data, p->plain.len, p->is_chained);
}

void evlog_pack_reset(struct evlog_packer *p)
{
    buf_clear(&p->history.text);
}

struct evlog_unpacker {
    ZSTD_DCtx *zstd;
    struct history history;
    struct buf plain, folded;
    const unsigned char *at, *end;
    struct evlog_frame frame;
    uint64_t offset; /* of the next entry */
};

struct evlog_unpacker *evlog_unpacker_new(void)
{
    struct evlog_unpacker *u = mem_zalloc(sizeof(*u));

    u->zstd = ZSTD_createDCtx();
    if (!u->zstd)
        mem_alloc(SIZE_MAX); /* aborts */
    return u;
}

void evlog_unpacker_free(struct evlog_unpacker *u)
{
    if (!u)
        return;
    ZSTD_freeDCtx(u->zstd);
    buf_done(&u->history.text);
    buf_done(&u->plain);
    buf_done(&u->folded);
    mem_free(u);
}

/* The text of a folded frame. */
static bool unpack_folded(struct evlog_unpacker *u, const struct evlog_frame *f, const void *body,
                          char *to)
{
    unsigned long long size = ZSTD_getFrameContentSize(body, f->packed);

    /* At most twice the text, and the count: also what is no size at all is more. */
    if (size > 2ull * f->plain + 4)
        return false;
    buf_clear(&u->folded);
    char *folded = buf_room(&u->folded, size);
    size_t n = ZSTD_decompressDCtx(u->zstd, folded, size, body, f->packed);
    return !ZSTD_isError(n) && n == size && uuid_unfold(folded, n, to, f->plain);
}

static bool unpack_plain(struct evlog_unpacker *u, const struct evlog_frame *f, const void *body,
                         char *to)
{
    const struct history *h = &u->history;

    if (f->flags & EVLOG_FRAME_CHAINED) {
        if (!h->text.len || h->chained + f->plain > EVLOG_CHAIN)
            return false;
        ZSTD_DCtx_refPrefix(u->zstd, h->text.data, h->text.len);
    }
    size_t n = ZSTD_decompressDCtx(u->zstd, to, f->plain, body, f->packed);
    return !ZSTD_isError(n) && n == f->plain;
}

bool evlog_unpack(struct evlog_unpacker *u, const struct evlog_frame *f, const void *body)
{
    bool is_folded = f->flags & EVLOG_FRAME_FOLDED;

    u->at = u->end = NULL;
    buf_clear(&u->plain);
    char *to = buf_room(&u->plain, f->plain + EVLOG_PADDING);
    if (!(is_folded ? unpack_folded : unpack_plain)(u, f, body, to)) {
        evlog_unpack_reset(u);
        return false;
    }
    memset(to + f->plain, 0, EVLOG_PADDING);
    u->plain.len = f->plain;
    history_add(&u->history, to, f->plain, f->flags & EVLOG_FRAME_CHAINED);
    u->frame = *f;
    u->offset = f->offset;
    u->at = (const unsigned char *)to;
    u->end = u->at + f->plain;
    return true;
}

void evlog_unpack_reset(struct evlog_unpacker *u)
{
    buf_clear(&u->history.text);
}

/* The numbers before an entry's text. */
static bool read_numbers(struct evlog_unpacker *u, uint64_t v[RECORD_VARINT])
{
    for (int i = 0; i < RECORD_VARINT; i++)
        if (!varint_read(&u->at, u->end, &v[i]))
            return false;
    return true;
}

int evlog_unpack_next(struct evlog_unpacker *u, struct evlog_entry *ret, uint64_t *ret_span)
{
    const struct evlog_frame *f = &u->frame;
    uint64_t v[RECORD_VARINT];

    if (u->at == u->end)
        return u->offset == f->offset + f->span ? 0 : -1;
    if (!read_numbers(u, v))
        return -1;
    uint64_t span = v[0], cut = v[1];
    int64_t received_ms = (int64_t)((uint64_t)f->first_ms + (uint64_t)unzigzag(v[3]));
    if (span == 0 || cut >= span || span > f->offset + f->span - u->offset || v[4] > UINT32_MAX ||
        received_ms > f->last_ms)
        return -1;
    size_t bytes = span - 1 - cut;
    if (bytes > (size_t)(u->end - u->at))
        return -1;
    *ret = (struct evlog_entry){.text = (const char *)u->at,
                                .bytes = bytes,
                                .memory = bytes,
                                .source_id = unzigzag(v[2]),
                                .received_ms = received_ms,
                                .kind = (uint32_t)v[4],
                                .position = {f->segment, u->offset}};
    *ret_span = span;
    u->at += bytes;
    u->offset += span;
    return 1;
}
