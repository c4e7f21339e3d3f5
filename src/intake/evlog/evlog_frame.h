/* evlog_frame.h: the bytes of the log: frames, and the entries in them.
 *
 * A segment file is a row of frames: a head of EVLOG_HEAD bytes with checksums of itself and of the
 * body, then the body, entries compressed by zstd. A closed segment ends with a frame without body
 * that is flagged EVLOG_FRAME_END, so that a lost tail is noticed.
 *
 * Small groups compress badly alone. So a frame may be chained: it is compressed with the text of
 * the frames before it, back to the last one that is not chained, as a prefix (at most
 * EVLOG_HISTORY bytes). Chains are short (EVLOG_CHAIN), so that reading can begin nearly anywhere.
 *
 * Internal to the log. Threads: a packer or unpacker belongs to one thread. */
#pragma once
#include "base/buf.h"
#include "intake/evlog/evlog.h"

#define EVLOG_HEAD      ((size_t)60)
#define EVLOG_FRAME_MAX ((size_t)32 << 20) /* of text, and of a body: what a reader must hold */
#define EVLOG_HISTORY   ((size_t)32 << 10)
#define EVLOG_CHAIN     ((size_t)256 << 10) /* text in chained frames behind one that is not */

extern const unsigned char evlog_magic[4]; /* begins each frame; the last byte is the version */

enum {
    EVLOG_FRAME_CHAINED = 1, /* needs the text before it */
    EVLOG_FRAME_END = 2,     /* nothing follows in this segment */
    EVLOG_FRAME_SEALED = 4,  /* compressed again, in large frames, after the segment was closed */
    EVLOG_FRAME_FOLDED = 16, /* its text was folded (uuid_fold.h) before it was compressed */
    EVLOG_FRAME_GAP = 8,     /* what was before it is lost, and was reported: see evlog_repair */
};

struct evlog_frame {
    uint32_t flags, packed, plain; /* bytes of the body in the file, and unpacked */
    uint32_t span, entries;        /* how far the logical offset goes on; how many texts */
    uint32_t body_crc;
    uint64_t segment, offset;  /* logical, of its first entry */
    int64_t first_ms, last_ms; /* time received of its first entry; the greatest one */
};

void evlog_frame_write(const struct evlog_frame *f, unsigned char to[EVLOG_HEAD]);
/* False if this is no sound head, or one over the limits. */
bool evlog_frame_read(const unsigned char from[EVLOG_HEAD], struct evlog_frame *ret);
/* Is this the body that the head speaks of? */
bool evlog_frame_has_body(const struct evlog_frame *f, const void *body);

/* How far an entry's text of so many bytes takes the logical offset: an entry is at least one. */
static inline uint64_t evlog_span(size_t bytes)
{
    return bytes + 1;
}

/* Entries are added between evlog_pack_begin and _end, in log order. */
struct evlog_packer;
struct evlog_packer *evlog_packer_new(int level);
void evlog_packer_free(struct evlog_packer *p);
void evlog_pack_begin(struct evlog_packer *p);
/* span: evlog_span of the text that was appended; larger than evlog_span(entry->bytes) where
 * something of it was forgotten. */
void evlog_pack_add(struct evlog_packer *p, const struct evlog_entry *entry, uint64_t span);
/* Text in it so far. */
size_t evlog_pack_bytes(const struct evlog_packer *p);
/* Compresses: head and body together, good until the next begin. f->segment, offset and flags are
 * the caller's (FOLDED is obeyed, CHAINED is set here); the rest is filled in. may_chain: the frame
 * before it is the one whose evlog_pack_keep came last, and this one is not to be folded. */
int evlog_pack_end(struct evlog_packer *p, bool may_chain, struct evlog_frame *f,
                   const struct buf **ret, struct err *err);
/* The frame is on disk: the next one may be chained to it. A frame that was not written is not
 * kept. */
void evlog_pack_keep(struct evlog_packer *p);
/* The next frame begins a chain. */
void evlog_pack_reset(struct evlog_packer *p);

struct evlog_unpacker;
struct evlog_unpacker *evlog_unpacker_new(void);
void evlog_unpacker_free(struct evlog_unpacker *u);
/* Unpacks a body that evlog_frame_has_body. Frames must come in order, beginning with one that is
 * not chained. False: damaged. */
bool evlog_unpack(struct evlog_unpacker *u, const struct evlog_frame *f, const void *body);
/* Frames are missing before the next one: it must not be chained. */
void evlog_unpack_reset(struct evlog_unpacker *u);
/* 1 and the next entry of the frame (its position too; next NULL, memory = bytes), with its span;
 * 0: that was all; -1: damaged. What was forgotten as a whole is an entry of 0 bytes. */
int evlog_unpack_next(struct evlog_unpacker *u, struct evlog_entry *ret, uint64_t *ret_span);
