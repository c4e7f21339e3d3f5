#include "http/asset.h"

#include "base/str.h"
#include "http/gzip.h"

#include <string.h>

static const char hashed[] = "/assets/";
static const char page[] = "/index.html";

static const struct asset *find(const struct asset *index, const char *path)
{
    for (const struct asset *a = index; a->path; a++)
        if (str_eq(a->path, path))
            return a;
    return NULL;
}

/* A page names the files of its version, so it is asked for each time. Of the others those with a
 * hash in their name never change, and the rest (the browser snippet, an icon) may be an hour old.
 */
static const char *cache_rule(const struct asset *a)
{
    if (str_starts(a->path, hashed))
        return "public, max-age=31536000, immutable";
    return str_eq(a->path, page) ? "no-cache" : "public, max-age=3600";
}

static void add_content(const struct asset *a, bool is_packed, struct reply *reply)
{
    if (is_packed) {
        reply->fixed = a->gzip;
        reply->fixed_bytes = a->bytes;
        reply_header(reply, "Content-Encoding", "gzip");
    } else {
        gzip_unpack(a->gzip, a->bytes, a->plain_bytes, &reply->body);
    }
}

void asset_reply(const struct asset *index, const struct request *q, struct reply *reply)
{
    const struct asset *a = find(index, q->path);
    bool is_hashed = str_starts(q->path, hashed);
    bool is_packed = gzip_is_accepted(request_header(q, "Accept-Encoding"));

    if (!a && !is_hashed)
        a = find(index, page);
    reply_security(reply, q->is_tls);
    if (!a) {
        struct err err = {0};
        err_set(&err, ERR_NOT_FOUND, NULL, "there is no such file; reload the page");
        reply_problem(reply, q, 404, &err);
        reply_header(reply, "Cache-Control", "no-store");
        return;
    }
    const char *tag = arena_strndup(reply->arena, a->etag + 1, strlen(a->etag) - 2);
    reply->status = 200;
    reply_header(reply, "Content-Type", a->type);
    reply_header(reply, "Vary", "Accept-Encoding");
    reply_header(reply, "Cache-Control", cache_rule(a));
    reply_header(reply, "ETag",
                 arena_printf(reply->arena, "\"%s%s\"", tag, is_packed ? "-gz" : ""));
    if (etag_matches(request_header(q, "If-None-Match"), tag))
        reply->status = 304;
    else
        add_content(a, is_packed, reply);
}
