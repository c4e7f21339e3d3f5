#include "http/request.h"

#include "base/str.h"
#include "http/endpoint.h"

#include <string.h>
#include <strings.h>

#define PARAMS_MAX 64

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* The byte at s, which has n bytes: itself, or its escape. Returns the bytes it takes, 0 if wrong.
 */
static size_t decode_byte(const char *s, size_t n, bool is_query, char *ret)
{
    if (*s != '%') {
        *ret = *s;
        if (is_query && *s == '+')
            *ret = ' ';
        return 1;
    }
    int high = n > 2 ? hex_digit(s[1]) : -1, low = n > 2 ? hex_digit(s[2]) : -1;
    if (high < 0 || low < 0)
        return 0;
    *ret = (char)(high * 16 + low);
    return 3;
}

/* Line ends and tabs are text in a query; in a path no name or key has them. */
static bool is_control(char c, bool is_query)
{
    if (is_query && (c == '\t' || c == '\n' || c == '\r'))
        return false;
    return (unsigned char)c < 0x20 || c == 0x7f;
}

char *url_decode(const char *s, size_t n, bool is_query, struct arena *arena)
{
    char *text = arena_alloc(arena, n + 1);
    size_t len = 0;

    while (n) {
        size_t took = decode_byte(s, n, is_query, &text[len]);
        if (!took || is_control(text[len], is_query))
            return NULL;
        s += took;
        n -= took;
        len++;
    }
    text[len] = 0;
    return str_is_utf8(text, len) ? text : NULL;
}

void url_encode(const char *s, struct buf *out)
{
    for (; *s; s++) {
        bool is_plain = (*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z') ||
                        (*s >= '0' && *s <= '9') || strchr("-._~", *s);
        if (is_plain)
            buf_char(out, *s);
        else
            buf_printf(out, "%%%02X", (unsigned char)*s);
    }
}

const char *request_header(const struct request *q, const char *name)
{
    for (size_t i = 0; i < q->n_headers; i++)
        if (strcasecmp(q->headers[i].name, name) == 0)
            return q->headers[i].value;
    return NULL;
}

const char *request_param(const struct request *q, const char *name)
{
    for (size_t i = 0; i < q->n_params; i++)
        if (strcmp(q->params[i].name, name) == 0)
            return q->params[i].value;
    return NULL;
}

/* One "name=value" of n bytes. */
static int decode_param(const struct request *q, const char *s, size_t n, struct arena *arena,
                        struct pair *ret, struct err *err)
{
    const char *equals = memchr(s, '=', n);
    size_t name_n = equals ? (size_t)(equals - s) : n;

    ret->name = url_decode(s, name_n, true, arena);
    ret->value = equals ? url_decode(equals + 1, n - name_n - 1, true, arena) : "";
    if (!ret->name || !ret->value)
        return err_set(err, ERR_INVALID, ret->name, "is not encoded as UTF-8 with %%XX");
    if (request_param(q, ret->name))
        return err_set(err, ERR_INVALID, ret->name, "is in the query string twice");
    return 0;
}

int request_decode(struct request *q, struct arena *arena, struct err *err)
{
    struct pair *params = ARENA_ARRAY(arena, PARAMS_MAX, struct pair);

    q->params = params;
    q->n_params = 0;
    for (const char *s = q->query; *s;) {
        size_t n = strcspn(s, "&");
        if (n && q->n_params == PARAMS_MAX)
            return err_set(err, ERR_INVALID, NULL, "the query string has over %d parameters",
                           PARAMS_MAX);
        int rc = n ? decode_param(q, s, n, arena, &params[q->n_params], err) : 0;
        if (rc < 0)
            return rc;
        q->n_params += n > 0;
        s += n + (s[n] == '&');
    }
    return 0;
}

const char *req_query(const struct req *r, const char *name)
{
    return request_param(r->request, name);
}

struct act req_act(const struct req *r)
{
    return (struct act){.conn = r->conn, .by = &r->who, .now_ms = r->now_ms, .arena = r->arena};
}

const char *req_header(const struct req *r, const char *name)
{
    return request_header(r->request, name);
}

/* The query string as it came, but for "after". */
static void add_other_params(const struct request *q, struct buf *out)
{
    for (const char *s = q->query; *s;) {
        size_t n = strcspn(s, "&");
        if (n && strncmp(s, "after=", 6) != 0) {
            buf_add(out, s, n);
            buf_char(out, '&');
        }
        s += n + (s[n] == '&');
    }
}

void req_link_next(struct req *r, const char *after)
{
    buf_printf(&r->links, "%s<%s?", r->links.len ? ", " : "", r->request->path);
    add_other_params(r->request, &r->links);
    buf_printf(&r->links, "after=%s>; rel=\"next\"", after);
}
