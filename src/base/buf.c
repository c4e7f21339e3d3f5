#include "base/buf.h"

#include "base/mem.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

void buf_done(struct buf *b)
{
    mem_free(b->data);
    *b = (struct buf){0};
}

void buf_clear(struct buf *b)
{
    b->len = 0;
    if (b->data)
        b->data[0] = 0;
}

char *buf_room(struct buf *b, size_t n)
{
    if (b->cap - b->len < n + 1) {
        size_t cap = b->cap ? b->cap : 64;
        while (cap - b->len < n + 1)
            cap = mem_product(cap, 2);
        b->data = mem_realloc(b->data, cap);
        b->cap = cap;
    }
    return b->data + b->len;
}

void buf_add(struct buf *b, const void *p, size_t n)
{
    char *to = buf_room(b, n);
    if (n)
        memcpy(to, p, n);
    to[n] = 0;
    b->len += n;
}

void buf_str(struct buf *b, const char *s)
{
    buf_add(b, s, strlen(s));
}

void buf_char(struct buf *b, char c)
{
    buf_add(b, &c, 1);
}

void buf_vprintf(struct buf *b, const char *fmt, va_list ap)
{
    va_list again;

    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    char *to = buf_room(b, (size_t)n);
    vsnprintf(to, (size_t)n + 1, fmt, again);
    va_end(again);
    b->len += (size_t)n;
}

void buf_printf(struct buf *b, const char *fmt, ...)
{
    va_list ap;

    va_start(ap, fmt);
    buf_vprintf(b, fmt, ap);
    va_end(ap);
}

/* Must this character of n bytes (0: not UTF-8) be written as an escape? U+2028 and U+2029 need not
 * in JSON, but they end a line in older JavaScript. */
static bool json_is_special(const char *s, size_t n)
{
    if (n == 3)
        return memcmp(s, "\u2028", 3) == 0 || memcmp(s, "\u2029", 3) == 0;
    return n == 0 || (n == 1 && ((unsigned char)*s < 0x20 || strchr("\"\\\x7f", *s)));
}

static void json_escape(struct buf *b, const char *s, size_t n)
{
    static const char shorts[] = "\bb\ff\nn\rr\tt\"\"\\\\";

    if (n == 0) {
        buf_str(b, "\ufffd");
        return;
    }
    if (n == 3) {
        buf_str(b, s[2] == '\xa8' ? "\\u2028" : "\\u2029");
        return;
    }
    for (const char *p = shorts; *p; p += 2)
        if (*p == *s) {
            buf_add(b, (const char[]){'\\', p[1]}, 2);
            return;
        }
    buf_printf(b, "\\u%04x", (unsigned char)*s);
}

void buf_json_str(struct buf *b, const char *s)
{
    size_t left = strlen(s), plain = 0; /* s starts with `plain` bytes that go out as they are */

    buf_char(b, '"');
    while (plain < left) {
        size_t n = str_utf8_char(s + plain, left - plain);
        if (!json_is_special(s + plain, n)) {
            plain += n;
            continue;
        }
        buf_add(b, s, plain);
        json_escape(b, s + plain, n);
        plain += n ? n : 1;
        s += plain;
        left -= plain;
        plain = 0;
    }
    buf_add(b, s, plain);
    buf_char(b, '"');
}

char *buf_take(struct buf *b)
{
    char *p = b->data ? b->data : mem_strdup("");
    *b = (struct buf){0};
    return p;
}

const char *buf_text(const struct buf *b)
{
    return b->data ? b->data : "";
}
