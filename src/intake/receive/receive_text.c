#include "intake/receive/receive_text.h"

#include "base/str.h"
#include "http/gzip.h"

#include <sodium.h>
#include <string.h>

#define DEPTH_MAX 8

static const char form[] = RECEIVE_FORM;

int receive_unpack(const void *bytes, size_t n, size_t most_bytes, size_t ratio, struct buf *out,
                   struct err *err)
{
    size_t most = n > most_bytes / ratio ? most_bytes : n * ratio;

    if (most < RECEIVE_SMALL_BYTES)
        most = RECEIVE_SMALL_BYTES < most_bytes ? RECEIVE_SMALL_BYTES : most_bytes;
    return gzip_inflate(bytes, n, most, out, err);
}

bool receive_is_form(const char *body, size_t n)
{
    return n >= sizeof(form) - 1 && memcmp(body, form, sizeof(form) - 1) == 0;
}

static int hex_digit(char c)
{
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    const char *at = c ? strchr(digits, c) : NULL;

    return at ? (int)((at - digits) % 16) : -1;
}

/* One value of a form; false if an escape is wrong. */
static bool decode_form(const char *s, size_t n, struct buf *out)
{
    char *to = buf_room(out, n);
    size_t len = 0;

    for (size_t i = 0; i < n; i++) {
        int high = s[i] == '%' && i + 2 < n ? hex_digit(s[i + 1]) : -1;
        int low = high >= 0 ? hex_digit(s[i + 2]) : -1;
        if (s[i] == '%' && low < 0)
            return false;
        char c = s[i];
        if (c == '%') {
            c = (char)(high * 16 + low);
            i += 2;
        } else if (c == '+') {
            c = ' ';
        }
        to[len++] = c;
    }
    out->len += len;
    out->data[out->len] = 0;
    return true;
}

/* A + of base64 that was not written as %2B has become a blank on the way. */
static void normalise(struct buf *b)
{
    while (b->len && b->data[b->len - 1] == '=')
        b->len--;
    for (size_t i = 0; i < b->len; i++) {
        char *c = &b->data[i];
        if (*c == ' ' || *c == '-')
            *c = '+';
        else if (*c == '_')
            *c = '/';
    }
}

int receive_form_text(const char *data, size_t n, struct buf *out, struct err *err)
{
    AUTO_BUF value = {0};
    const char *other = memchr(data, '&', n); /* further fields of the form */
    size_t len;

    if (!decode_form(data, other ? (size_t)(other - data) : n, &value))
        return err_set(err, ERR_INVALID, "data", "is not encoded with %%XX as forms are");
    if (value.len && value.data[0] == '{') {
        buf_add(out, value.data, value.len);
        return 0;
    }
    normalise(&value);
    char *to = buf_room(out, value.len);
    if (sodium_base642bin((unsigned char *)to, value.len, buf_text(&value), value.len, NULL, &len,
                          NULL, sodium_base64_VARIANT_ORIGINAL_NO_PADDING))
        return err_set(err, ERR_INVALID, "data", "is neither base64 nor a JSON object");
    out->len += len;
    out->data[out->len] = 0;
    return 0;
}

bool receive_form_set(json_t *object, const char *name, const char *value)
{
    AUTO_BUF path = {0};
    AUTO_BUF text = {0};
    int depth = 0;

    if (!decode_form(name, strlen(name), &path) ||
        !decode_form(value ? value : "", value ? strlen(value) : 0, &text) ||
        !str_is_utf8(path.data, path.len) || !str_is_utf8(text.data, text.len))
        return false;
    char *rest = path.data, *word;
    while ((word = strsep(&rest, ".")) && rest) {
        json_t *next = json_object_get(object, word);
        if (++depth == DEPTH_MAX || (next && !json_is_object(next)))
            return false;
        if (!next) {
            next = json_object();
            json_object_set_new(object, word, next);
        }
        object = next;
    }
    return word && *word && !json_object_get(object, word) &&
           json_object_set_new(object, word, json_stringn(text.data, text.len)) == 0;
}
