#include "intake/csv/encoding.h"

#include "base/str.h"

#include <string.h>

const char *const encoding_names[] = {"UTF-8", "Windows-1252", NULL};

/* How many bytes at the start are plain ASCII. Files are mostly that, hence eight at a time. */
static size_t ascii_run(const char *bytes, size_t n)
{
    size_t i = 0;

    for (uint64_t word; i + sizeof(word) <= n; i += sizeof(word)) {
        memcpy(&word, bytes + i, sizeof(word));
        if (word & 0x8080808080808080U)
            break;
    }
    while (i < n && (unsigned char)bytes[i] < 0x80)
        i++;
    return i;
}

/* How long the character that begins with this byte would be; 1 if none begins so. */
static size_t promised_bytes(unsigned char lead)
{
    if (lead >= 0xC2 && lead < 0xE0)
        return 2;
    if (lead >= 0xE0 && lead < 0xF0)
        return 3;
    return lead >= 0xF0 && lead < 0xF5 ? 4 : 1;
}

/* Counts characters; returns how many bytes are used up, all but a character cut by the end. */
static size_t count(struct encoding_guess *g, const char *bytes, size_t n)
{
    size_t i = 0;

    while ((i += ascii_run(bytes + i, n - i)) < n) {
        size_t bytes_in_char = str_utf8_char(bytes + i, n - i);
        if (!bytes_in_char && n - i < promised_bytes((unsigned char)bytes[i]))
            break;
        g->wide += bytes_in_char > 0;
        g->stray += bytes_in_char == 0;
        i += bytes_in_char ? bytes_in_char : 1;
    }
    return i;
}

void encoding_look(struct encoding_guess *g, const char *bytes, size_t n)
{
    while (g->n_tail && n) {
        g->tail[g->n_tail++] = *bytes++;
        n--;
        size_t used = count(g, g->tail, g->n_tail);
        memmove(g->tail, g->tail + used, g->n_tail - used);
        g->n_tail -= used;
    }
    size_t used = count(g, bytes, n);
    if (n - used)
        memcpy(g->tail + g->n_tail, bytes + used, n - used);
    g->n_tail += n - used;
}

enum encoding encoding_decide(struct encoding_guess *g)
{
    g->stray += (int64_t)g->n_tail;
    g->n_tail = 0;
    /* Text in Windows-1252 hardly ever forms UTF-8 by chance: a letter with an accent would have to
     * be followed by one of 64 signs such as ¼ or ©. */
    return g->stray == 0 || g->wide > g->stray * 10 ? ENCODING_UTF8 : ENCODING_WINDOWS_1252;
}

/* U+0080 to U+009F of Windows-1252; 0xFFFD where it has no character.
 * Source: WHATWG Encoding Standard, index windows-1252, but for the five open places. */
static const uint16_t high[32] = {
    0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD, 0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
};

void encoding_from_1252(struct buf *out, const char *bytes, size_t n)
{
    for (size_t i = 0; i < n;) {
        size_t plain = ascii_run(bytes + i, n - i);
        buf_add(out, bytes + i, plain);
        i += plain;
        if (i == n)
            break;
        unsigned char byte = (unsigned char)bytes[i++];
        unsigned c = byte < 0xA0 ? high[byte - 0x80] : byte;
        if (c < 0x800) {
            buf_add(out, (char[]){(char)(0xC0 | c >> 6), (char)(0x80 | (c & 0x3F))}, 2);
        } else {
            buf_add(out,
                    (char[]){(char)(0xE0 | c >> 12), (char)(0x80 | (c >> 6 & 0x3F)),
                             (char)(0x80 | (c & 0x3F))},
                    3);
        }
    }
}
