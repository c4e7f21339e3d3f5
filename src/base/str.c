#include "base/str.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

bool str_eq(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

bool str_starts(const char *s, const char *prefix)
{
    return strncmp(s, prefix, strlen(prefix)) == 0;
}

char *str_lower(char *s)
{
    for (char *p = s; *p; p++)
        if (*p >= 'A' && *p <= 'Z')
            *p = (char)(*p - 'A' + 'a');
    return s;
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

char *str_trim(char *s)
{
    while (is_blank(*s))
        s++;
    size_t n = strlen(s);
    while (n && is_blank(s[n - 1]))
        n--;
    s[n] = 0;
    return s;
}

bool str_to_i64(const char *s, int64_t *ret)
{
    const char *digits = s + (*s == '-' || *s == '+');
    size_t n = strspn(digits, "0123456789");

    if (!n || digits[n])
        return false;
    errno = 0;
    long long v = strtoll(s, NULL, 10);
    if (errno)
        return false;
    *ret = v;
    return true;
}

bool str_to_f64(const char *s, double *ret)
{
    char *end;

    /* strtod takes blanks, hex, "inf" and "nan" as well; none of them is a decimal number. */
    if (!*s || s[strspn(s, "0123456789+-.eE")])
        return false;
    double v = strtod(s, &end);
    if (end == s || *end || !isfinite(v))
        return false;
    *ret = v;
    return true;
}

/* Table 3-7 of the Unicode standard: no overlong forms, no surrogates, nothing above U+10FFFF. */
size_t str_utf8_char(const char *s, size_t n)
{
    const unsigned char *p = (const unsigned char *)s;
    unsigned char c = p[0], low = 0x80, high = 0xbf;

    if (c < 0x80)
        return 1;
    size_t len = c < 0xe0 ? 2 : c < 0xf0 ? 3 : 4;
    if (c < 0xc2 || c > 0xf4 || n < len)
        return 0;
    if (c == 0xe0)
        low = 0xa0;
    else if (c == 0xed)
        high = 0x9f;
    else if (c == 0xf0)
        low = 0x90;
    else if (c == 0xf4)
        high = 0x8f;
    if (p[1] < low || p[1] > high)
        return 0;
    for (size_t i = 2; i < len; i++)
        if ((p[i] & 0xc0) != 0x80)
            return 0;
    return len;
}

bool str_is_utf8(const char *s, size_t n)
{
    uint64_t eight;

    for (size_t i = 0; i < n;) {
        if (n - i >= sizeof(eight)) { /* nearly all text is ASCII */
            memcpy(&eight, s + i, sizeof(eight));
            if (!(eight & 0x8080808080808080u)) {
                i += sizeof(eight);
                continue;
            }
        }
        size_t len = str_utf8_char(s + i, n - i);
        if (!len)
            return false;
        i += len;
    }
    return true;
}

int str_width(const char *s)
{
    int n = 0;

    for (; *s; s++)
        n += (*s & 0xC0) != 0x80; /* no continuation byte */
    return n;
}

int str_index(const char *const *list, const char *s)
{
    for (int i = 0; list[i]; i++)
        if (str_eq(list[i], s))
            return i;
    return -1;
}

#define DISTANCE_MAX 64u

unsigned str_distance(const char *a, const char *b)
{
    size_t na = strnlen(a, DISTANCE_MAX), nb = strnlen(b, DISTANCE_MAX);
    unsigned row[DISTANCE_MAX + 1]; /* of the classic table, the row for a's first i bytes */

    for (unsigned j = 0; j <= nb; j++)
        row[j] = j;
    for (unsigned i = 1; i <= na; i++) {
        unsigned diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= nb; j++) {
            unsigned swap = diagonal + (a[i - 1] != b[j - 1]);
            unsigned gap = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
            diagonal = row[j];
            row[j] = swap < gap ? swap : gap;
        }
    }
    return row[nb];
}

/* More slips than this make another word. */
#define NEAR_MAX 3u

const char *str_nearest(const char *const *list, const char *s)
{
    const char *nearest = NULL;
    unsigned least = NEAR_MAX + 1;

    for (; list && *list; list++) {
        unsigned distance = str_distance(s, *list);
        if (distance < least) {
            least = distance;
            nearest = *list;
        }
    }
    return nearest;
}

void str_copy(char *to, size_t to_bytes, const char *s)
{
    if (!to_bytes)
        return;
    size_t n = strnlen(s, to_bytes);
    if (n == to_bytes) {
        n = to_bytes - 1;
        while (n && ((unsigned char)s[n] & 0xc0) == 0x80)
            n--;
    }
    memcpy(to, s, n);
    to[n] = 0;
}
