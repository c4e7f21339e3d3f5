/* buf.h: a growing byte buffer; what replies, SQL texts and files are written into.
 *
 * Ownership: the buffer owns its bytes; buf_done frees them, buf_take hands them over.
 * Always NUL-terminated once something was added; len does not count the NUL. */
#pragma once
#include "base/auto.h"

#include <stdarg.h>
#include <stddef.h>

struct buf {
    char *data;
    size_t len, cap;
};

void buf_done(struct buf *b);
void buf_clear(struct buf *b); /* length 0, memory kept */
void buf_add(struct buf *b, const void *p, size_t n);
void buf_str(struct buf *b, const char *s);
void buf_char(struct buf *b, char c);
void buf_printf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_vprintf(struct buf *b, const char *fmt, va_list ap) __attribute__((format(printf, 2, 0)));
/* s in quotes as a JSON string, valid whatever s holds: bytes that are not UTF-8 become U+FFFD. */
void buf_json_str(struct buf *b, const char *s);
/* Room for n more bytes; returns where they go. The caller adds what it wrote to b->len. */
char *buf_room(struct buf *b, size_t n);
/* The bytes (to be freed with mem_free), "" if nothing was added; b is empty afterwards. */
char *buf_take(struct buf *b);
/* The text so far; "" when empty. */
const char *buf_text(const struct buf *b);

static inline void auto_buf(struct buf *b)
{
    buf_done(b);
}
/* AUTO_BUF b = {0}; */
#define AUTO_BUF __attribute__((cleanup(auto_buf))) struct buf
