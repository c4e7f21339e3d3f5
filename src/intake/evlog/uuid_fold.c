#include "intake/evlog/uuid_fold.h"

#include <endian.h>
#include <stdint.h>
#include <string.h>

#define ESCAPE     0xff
#define ESCAPED    0 /* ESCAPE itself */
#define UUID       1
#define UUID_CHARS 36
#define UUID_BYTES 16

/* The folded form: the text, the UUIDs, and how many of them there are in 4 bytes. */
#define COUNT_BYTES 4

/* Of each character: its value as a lower-case hexadecimal digit, or 0x80. Capital letters would
 * not come back as what they were. */
static uint8_t digit_of(char c)
{
    if (c >= '0' && c <= '9')
        return (uint8_t)(c - '0');
    return c >= 'a' && c <= 'f' ? (uint8_t)(c - 'a' + 10) : 0x80;
}

static bool is_dash(int i)
{
    return i == 8 || i == 13 || i == 18 || i == 23;
}

/* Is there a UUID at p, of which UUID_CHARS may be read? */
static bool read_uuid(const char *p, uint8_t to[UUID_BYTES])
{
    int n = 0;

    if (p[8] != '-' || p[13] != '-' || p[18] != '-' || p[23] != '-')
        return false;
    for (int i = 0; i < UUID_CHARS; i++) {
        if (is_dash(i))
            continue;
        uint8_t high = digit_of(p[i]), low = digit_of(p[i + 1]);
        if ((high | low) & 0x80)
            return false;
        to[n++] = (uint8_t)(high << 4 | low);
        i++;
    }
    return true;
}

static void write_uuid(const uint8_t from[UUID_BYTES], char *p)
{
    static const char digits[] = "0123456789abcdef";

    for (int i = 0; i < UUID_CHARS; i++) {
        if (is_dash(i)) {
            p[i] = '-';
            continue;
        }
        p[i++] = digits[*from >> 4];
        p[i] = digits[*from++ & 15];
    }
}

void uuid_fold(const char *text, size_t n, struct buf *out)
{
    AUTO_BUF ids = {0};
    uint8_t id[UUID_BYTES];
    uint32_t count = 0;
    char *to = buf_room(out, 2 * n), *start = to;

    for (size_t i = 0; i < n;) {
        if ((uint8_t)text[i] == ESCAPE) {
            *to++ = (char)ESCAPE;
            *to++ = ESCAPED;
            i++;
        } else if (n - i >= UUID_CHARS && read_uuid(text + i, id)) {
            *to++ = (char)ESCAPE;
            *to++ = UUID;
            buf_add(&ids, id, UUID_BYTES);
            count++;
            i += UUID_CHARS;
        } else {
            *to++ = text[i++];
        }
    }
    out->len += (size_t)(to - start);
    buf_add(out, ids.data, ids.len);
    count = htole32(count);
    buf_add(out, &count, COUNT_BYTES);
}

/* What is still to be unfolded, and to be written. */
struct unfolding {
    const char *text, *text_end;
    const uint8_t *ids, *ids_end;
    char *to, *to_end;
};

/* The text up to the next escape, and what that stands for. */
static bool unfold_next(struct unfolding *u)
{
    const char *escape = memchr(u->text, ESCAPE, (size_t)(u->text_end - u->text));
    size_t plain = (size_t)((escape ? escape : u->text_end) - u->text);

    if (plain > (size_t)(u->to_end - u->to))
        return false;
    memcpy(u->to, u->text, plain);
    u->to += plain;
    u->text += plain;
    if (!escape)
        return true;
    if (u->text_end - u->text < 2)
        return false;
    char what = u->text[1];
    u->text += 2;
    if (what == ESCAPED && u->to < u->to_end) {
        *u->to++ = (char)ESCAPE;
        return true;
    }
    if (what != UUID || u->ids == u->ids_end || u->to_end - u->to < UUID_CHARS)
        return false;
    write_uuid(u->ids, u->to);
    u->ids += UUID_BYTES;
    u->to += UUID_CHARS;
    return true;
}

bool uuid_unfold(const char *folded, size_t n, char *to, size_t to_n)
{
    uint32_t count;

    if (n < COUNT_BYTES)
        return false;
    n -= COUNT_BYTES;
    memcpy(&count, folded + n, COUNT_BYTES);
    count = le32toh(count);
    if (count > n / UUID_BYTES)
        return false;
    const char *ids = folded + n - (size_t)count * UUID_BYTES;
    struct unfolding u = {.text = folded,
                          .text_end = ids,
                          .ids = (const uint8_t *)ids,
                          .ids_end = (const uint8_t *)folded + n};

    u.to = to;
    u.to_end = to + to_n;
    while (u.text < u.text_end)
        if (!unfold_next(&u))
            return false;
    return u.to == u.to_end && u.ids == u.ids_end;
}
