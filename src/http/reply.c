#include "http/reply.h"

#include "base/str.h"
#include "http/gzip.h"

#include <sodium.h>
#include <string.h>
#include <strings.h>

/* Smaller replies fit into one packet either way. */
#define GZIP_MIN_BYTES 1024
#define TAG_BYTES      16

const struct field problem_fields[] = {
    FIELD_STR(struct problem, type, .required = true,
              .help = "A name for this kind of error that programs can rely on."),
    FIELD_STR(struct problem, title, .required = true, .help = "The kind of error in words."),
    FIELD_I64(struct problem, status, .required = true, .help = "The HTTP status."),
    FIELD_STR(struct problem, detail, .required = true,
              .help =
                  "What is wrong and what to do, with the field as the subject if there is one."),
    FIELD_STR(struct problem, field,
              .help = "The field or parameter at fault, with a path: groups[2].weight."),
    FIELD_STR(struct problem, request_id, .required = true,
              .help = "Names this request in the server's log."),
    FIELD_END,
};

/* In order of status; the last one is for every status that is not here. */
static const struct kind {
    int status;
    const char *type, *title;
} kinds[] = {
    {400, "urn:ripen:invalid", "The request breaks a rule"},
    {401, "urn:ripen:unauthorized", "Nobody is logged in"},
    {403, "urn:ripen:forbidden", "This is not allowed"},
    {404, "urn:ripen:not-found", "There is no such thing"},
    {405, "urn:ripen:method", "This cannot be done here"},
    {409, "urn:ripen:conflict", "It conflicts with what is there"},
    {413, "urn:ripen:too-large", "It is larger than the limit"},
    {414, "urn:ripen:too-large", "The address is longer than the limit"},
    {429, "urn:ripen:throttled", "There were too many tries"},
    {431, "urn:ripen:too-large", "The headers are larger than the limit"},
    {503, "urn:ripen:busy", "The server is busy"},
    {500, "urn:ripen:internal", "Something went wrong on the server"},
};

void reply_done(struct reply *p)
{
    buf_done(&p->body);
}

void reply_header(struct reply *p, const char *name, const char *value)
{
    char *clean = NULL;

    for (size_t i = 0; value[i]; i++)
        if ((unsigned char)value[i] < 0x20 || value[i] == 0x7f) {
            clean = clean ? clean : arena_strdup(p->arena, value);
            clean[i] = ' ';
        }
    if (p->n_headers < REPLY_HEADERS_MAX)
        p->headers[p->n_headers++] = (struct pair){name, clean ? clean : value};
}

const char *reply_header_value(const struct reply *p, const char *name)
{
    for (size_t i = 0; i < p->n_headers; i++)
        if (strcasecmp(p->headers[i].name, name) == 0)
            return p->headers[i].value;
    return NULL;
}

void reply_problem(struct reply *p, const struct request *q, int status, const struct err *err)
{
    const struct kind *kind = kinds;

    while (kind->status != status && kind->status != 500)
        kind++;
    struct problem problem = {
        .type = kind->type,
        .title = kind->title,
        .status = status,
        .detail = err->text,
        .field = err->field[0] ? err->field : NULL,
        .request_id = q->id,
    };
    if (kind->status == 500) {
        problem.detail = "the server's log says why, under the request_id given here";
        problem.field = NULL;
    }
    p->status = status;
    buf_clear(&p->body);
    fields_write(problem_fields, &problem, &p->body);
    reply_header(p, "Content-Type", "application/problem+json");
    if (status == 401)
        reply_header(p, "WWW-Authenticate", "Bearer realm=\"ripen\"");
}

void reply_security(struct reply *p, bool is_tls)
{
    /* Inline styles are allowed because the component library sets them on elements. */
    if (!reply_header_value(p, "Content-Security-Policy"))
        reply_header(
            p, "Content-Security-Policy",
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
            "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
    reply_header(p, "X-Content-Type-Options", "nosniff");
    reply_header(p, "X-Frame-Options", "DENY");
    if (!reply_header_value(p, "Referrer-Policy"))
        reply_header(p, "Referrer-Policy", "same-origin");
    reply_header(p, "Cross-Origin-Opener-Policy", "same-origin");
    if (is_tls)
        reply_header(p, "Strict-Transport-Security", "max-age=31536000");
}

bool etag_matches(const char *if_none_match, const char *tag)
{
    size_t n = strlen(tag);

    for (const char *s = if_none_match; s && *s;) {
        s += strspn(s, ", \t");
        if (*s == '*')
            return true;
        s += strncmp(s, "W/", 2) == 0 ? 2 : 0;
        s += *s == '"';
        if (strncmp(s, tag, n) == 0 && (s[n] == '"' || strncmp(s + n, "-gz\"", 4) == 0))
            return true;
        s += strcspn(s, ",");
    }
    return false;
}

static bool is_packable(const struct reply *p)
{
    const char *type = reply_header_value(p, "Content-Type");

    return p->body.len >= GZIP_MIN_BYTES && type &&
           (str_starts(type, "text/") || str_starts(type, "application/json") ||
            str_starts(type, "application/problem+json"));
}

static void pack(struct reply *p)
{
    struct buf packed = {0};

    gzip_pack(p->body.data, p->body.len, &packed);
    buf_done(&p->body);
    p->body = packed;
    reply_header(p, "Content-Encoding", "gzip");
}

static const char *tag_of(const struct reply *p)
{
    unsigned char hash[TAG_BYTES];
    char *tag = arena_alloc(p->arena, 2 * TAG_BYTES + 1);

    crypto_generichash(hash, sizeof(hash), (const unsigned char *)p->body.data, p->body.len, NULL,
                       0);
    return sodium_bin2hex(tag, 2 * TAG_BYTES + 1, hash, sizeof(hash));
}

void reply_finish(struct reply *p, const struct request *q)
{
    bool is_read = str_eq(q->method, "GET") || str_eq(q->method, "HEAD");
    bool is_kept = !reply_header_value(p, "Cache-Control"); /* else somebody said so */
    bool may_revalidate = is_read && is_kept && p->status == 200 && p->body.len > 0;
    bool is_packed = is_packable(p) && gzip_is_accepted(request_header(q, "Accept-Encoding"));

    /* Customer data is kept by no shared cache, and by a browser only to ask whether it is still
     * good, which costs a log-in. */
    if (is_kept)
        reply_header(p, "Cache-Control", may_revalidate ? "private, no-cache" : "no-store");
    reply_header(p, "Vary", "Accept-Encoding, Cookie, Authorization, Origin");
    if (may_revalidate) {
        /* The tag is of the plain bytes: for a 304 nothing needs to be packed. */
        const char *tag = tag_of(p);
        reply_header(p, "ETag", arena_printf(p->arena, "\"%s%s\"", tag, is_packed ? "-gz" : ""));
        if (etag_matches(request_header(q, "If-None-Match"), tag)) {
            p->status = 304;
            buf_done(&p->body);
            return;
        }
    }
    if (is_packed)
        pack(p);
}
