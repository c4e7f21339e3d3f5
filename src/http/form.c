#include "http/form.h"

#include "base/str.h"

#include <string.h>

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Decodes n bytes; NULL if they are no text. Never longer than what came. */
static char *decode(const char *s, size_t n, bool is_value, struct arena *arena)
{
    char *text = arena_alloc(arena, n + 1), *to = text;

    for (size_t i = 0; i < n; i++) {
        int high, low;
        unsigned char c = (unsigned char)s[i];
        if (c == '+') {
            c = ' ';
        } else if (c == '%') {
            if (n - i < 3 || (high = hex(s[i + 1])) < 0 || (low = hex(s[i + 2])) < 0)
                return NULL;
            c = (unsigned char)(high << 4 | low);
            i += 2;
        }
        bool is_break = c == '\n' || c == '\r' || c == '\t';
        if ((c < 0x20 || c == 0x7f) && !(is_value && is_break))
            return NULL;
        if (c == '\n' && to > text && to[-1] == '\r')
            to--;
        *to++ = (char)c;
    }
    *to = 0;
    for (char *p = text; *p; p++) /* a return that stands alone */
        if (*p == '\r')
            *p = '\n';
    return str_is_utf8(text, (size_t)(to - text)) ? text : NULL;
}

static size_t count_pairs(const char *body, size_t n)
{
    size_t count = 1;

    for (size_t i = 0; i < n; i++)
        count += body[i] == '&';
    return count;
}

static int read_pair(const char *s, size_t n, struct arena *arena, struct form_field *ret,
                     struct err *err)
{
    const char *equals = memchr(s, '=', n);
    size_t name_n = equals ? (size_t)(equals - s) : n;
    size_t value_n = equals ? n - name_n - 1 : 0;

    if (name_n > FORM_NAME_MAX)
        return err_set(err, ERR_TOO_LARGE, NULL, "a name in the form is over %d bytes",
                       FORM_NAME_MAX);
    ret->name = decode(s, name_n, false, arena);
    ret->value = decode(equals ? equals + 1 : "", value_n, true, arena);
    if (!ret->name || !ret->value)
        return err_set(err, ERR_INVALID, ret->name, "is not encoded as a web form in UTF-8");
    return 0;
}

int form_read(const char *body, size_t n, struct arena *arena, struct form *ret, struct err *err)
{
    size_t most = count_pairs(body, n), found = 0;

    if (most > FORM_PAIRS_MAX)
        return err_set(err, ERR_TOO_LARGE, NULL, "the form has more than %d fields",
                       FORM_PAIRS_MAX);
    struct form_field *pairs = ARENA_ARRAY(arena, most, struct form_field);
    for (size_t i = 0; i <= n;) {
        const char *s = body + i;
        const char *end = i < n ? memchr(s, '&', n - i) : NULL;
        size_t len = end ? (size_t)(end - s) : n - i;
        int rc = len ? read_pair(s, len, arena, &pairs[found++], err) : 0;
        if (rc < 0)
            return rc;
        i += len + 1;
    }
    *ret = (struct form){pairs, found};
    return 0;
}

const char *form_value(const struct form *form, const char *name)
{
    for (size_t i = 0; form && i < form->n; i++)
        if (str_eq(form->pairs[i].name, name))
            return form->pairs[i].value;
    return NULL;
}
