#include "json/slice.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- Members and elements --- */

static const char *past_blanks(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t'))
        p++;
    return p;
}

/* Behind the string at p. */
static const char *past_string(const char *p, const char *end)
{
    for (p++; p < end && *p != '"'; p++)
        p += *p == '\\';
    return p < end ? p + 1 : end;
}

/* Behind the value at p. */
static const char *past_value(const char *p, const char *end)
{
    unsigned depth = 0;

    while (p < end) {
        if (*p == '"') {
            p = past_string(p, end);
        } else if (*p == '{' || *p == '[') {
            depth++;
            p++;
        } else if (*p == '}' || *p == ']') {
            if (depth == 0)
                return p; /* of what the value is in */
            depth--;
            p++;
        } else if (depth == 0 &&
                   (*p == ',' || *p == ' ' || *p == '\n' || *p == '\r' || *p == '\t')) {
            return p;
        } else {
            p++;
            continue;
        }
        if (depth == 0)
            return p;
    }
    return end;
}

struct slice slice_of(struct text json)
{
    struct slice s = {0};

    if (json.n > 1 && (*json.p == '{' || *json.p == '[')) {
        s.rest = json.p + 1;
        s.end = json.p + json.n - 1; /* the closing bracket */
        s.key.p = *json.p == '{' ? json.p : NULL;
    }
    return s;
}

bool slice_next(struct slice *s)
{
    const char *p = past_blanks(s->rest, s->end);

    if (p < s->end && *p == ',')
        p = past_blanks(p + 1, s->end);
    if (p >= s->end)
        return false;
    if (s->key.p) {
        const char *key = p;
        p = past_string(p, s->end);
        s->key = (struct text){key + 1, (uint32_t)(p - key - 2)};
        p = past_blanks(p, s->end);
        p = past_blanks(p + 1, s->end); /* the colon */
    }
    s->rest = past_value(p, s->end);
    s->value = (struct text){p, (uint32_t)(s->rest - p)};
    return true;
}

/* Is a key, which may hold escapes, this name? */
static bool key_is(struct text key, const char *name, size_t n)
{
    char decoded[256];

    if (!key.p)
        return false;
    if (key.n == n)
        return !memcmp(key.p, name, n); /* with an escape in it, it would be shorter than n */
    if (key.n < n || key.n > sizeof(decoded) || !memchr(key.p, '\\', key.n))
        return false;
    return slice_decode(key, decoded) == n && !memcmp(decoded, name, n);
}

bool slice_member(struct text object, const char *name, struct text *ret)
{
    size_t n = strlen(name);
    bool is_found = false;

    if (!slice_is_object(object))
        return false;
    SLICE_EACH (m, object) {
        if (key_is(m.key, name, n)) {
            *ret = m.value;
            is_found = true;
        }
    }
    return is_found;
}

/* --- Values --- */

bool slice_number(struct text value, double *ret)
{
    char text[64];
    char *end;

    if (!value.n || value.n >= sizeof(text) || !strchr("-0123456789", *value.p))
        return false;
    memcpy(text, value.p, value.n);
    text[value.n] = 0;
    double v = strtod(text, &end);
    if (*end || !isfinite(v))
        return false;
    *ret = v;
    return true;
}

struct text slice_string(struct text value, struct arena *arena)
{
    if (!slice_is_string(value))
        return (struct text){0};
    struct text raw = {value.p + 1, value.n - 2};
    if (!memchr(raw.p, '\\', raw.n))
        return raw;
    char *to = arena_alloc(arena, raw.n);
    return (struct text){to, slice_decode(raw, to)};
}

/* --- Escapes --- */

/* Four hexadecimal digits at p, before end; -1 if they are not there. */
static int hex4(const char *p, const char *end)
{
    int v = 0;

    if (end - p < 4)
        return -1;
    for (int i = 0; i < 4; i++) {
        char c = (char)(p[i] | 0x20);
        int digit = p[i] >= '0' && p[i] <= '9' ? p[i] - '0'
                    : c >= 'a' && c <= 'f'     ? c - 'a' + 10
                                               : -1;
        if (digit < 0)
            return -1;
        v = v * 16 + digit;
    }
    return v;
}

static char *put_utf8(char *to, unsigned c)
{
    if (c < 0x80) {
        *to++ = (char)c;
    } else if (c < 0x800) {
        *to++ = (char)(0xc0 | c >> 6);
        *to++ = (char)(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        *to++ = (char)(0xe0 | c >> 12);
        *to++ = (char)(0x80 | (c >> 6 & 0x3f));
        *to++ = (char)(0x80 | (c & 0x3f));
    } else {
        *to++ = (char)(0xf0 | c >> 18);
        *to++ = (char)(0x80 | (c >> 12 & 0x3f));
        *to++ = (char)(0x80 | (c >> 6 & 0x3f));
        *to++ = (char)(0x80 | (c & 0x3f));
    }
    return to;
}

/* The character of a \u escape whose digits begin at *p; moves *p behind it. */
static unsigned unicode_at(const char **p, const char *end)
{
    int c = hex4(*p, end);

    *p += 4;
    if (c < 0xd800 || c > 0xdfff)
        return c > 0 ? (unsigned)c : 0xfffd;
    int low =
        c < 0xdc00 && end - *p >= 6 && (*p)[0] == '\\' && (*p)[1] == 'u' ? hex4(*p + 2, end) : -1;
    if (low < 0xdc00 || low > 0xdfff)
        return 0xfffd;
    *p += 6;
    return 0x10000 + ((unsigned)(c - 0xd800) << 10) + (unsigned)(low - 0xdc00);
}

/* What an escape of one letter stands for. */
static char letter_of(char c)
{
    switch (c) {
    case 'b': return '\b';
    case 'f': return '\f';
    case 'n': return '\n';
    case 'r': return '\r';
    case 't': return '\t';
    default: return c; /* itself: a quote or a slash */
    }
}

uint32_t slice_decode(struct text raw, char *to)
{
    const char *p = raw.p, *end = raw.p + raw.n;
    char *start = to;

    while (p < end) {
        if (*p != '\\') {
            *to++ = *p++;
            continue;
        }
        char c = p[1];
        p += 2;
        if (c == 'u')
            to = put_utf8(to, unicode_at(&p, end));
        else
            *to++ = letter_of(c);
    }
    return (uint32_t)(to - start);
}
