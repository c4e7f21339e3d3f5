#include "http/dispatch.h"

#include "base/log.h"
#include "base/str.h"
#include "http/input.h"
#include "http/origin.h"
#include "http/outside.h"

#include <string.h>
#include <strings.h>

#define RETRY_AFTER_S 2

int dispatcher_init(struct dispatcher *d, struct err *err)
{
    int rc = router_new(d->endpoints, &d->router, err);

    if (rc == 0)
        d->metrics = metrics_new(d->router);
    return rc;
}

void dispatcher_done(struct dispatcher *d)
{
    metrics_free(d->metrics);
    router_free(d->router);
    d->metrics = NULL;
    d->router = NULL;
}

static bool is_write(const struct endpoint *e)
{
    return !str_eq(e->method, "GET");
}

/* What the router says of a path that leads nowhere, as a status and a text. */
static int route_status(enum route route, const struct request *q, const struct route_match *match,
                        struct err *err)
{
    switch (route) {
    case ROUTE_FOUND: return 200;
    case ROUTE_NO_METHOD:
        err_set(err, ERR_INVALID, NULL, "%.20s cannot be done here; %s can", q->method,
                match->allow);
        return 405;
    case ROUTE_BAD_PATH:
        err_set(err, ERR_INVALID, NULL,
                "the path is not encoded as UTF-8 with %%XX, or has . or ..");
        return 400;
    case ROUTE_TOO_LONG:
        err_set(err, ERR_TOO_LARGE, NULL, "the path is over %d bytes", ROUTER_PATH_MAX);
        return 414;
    case ROUTE_NOT_FOUND: break;
    }
    err_set(err, ERR_NOT_FOUND, NULL,
            "nothing is at this address; GET /api/v1/openapi.json says what is there");
    return 404;
}

static int check_media_type(const struct req *r, struct err *err)
{
    const char *type = req_header(r, "Content-Type");

    if (r->endpoint->is_upload || r->endpoint->is_page || !r->request->body_bytes ||
        str_eq(r->endpoint->method, "DELETE"))
        return 0;
    /* A form on another site can send text/plain without asking, but not this. */
    if (!type || strncasecmp(type, "application/json", 16) != 0 ||
        !strchr("; \t", type[16])) /* the NUL is found too */
        return err_set(err, ERR_INVALID, "Content-Type", "must be application/json");
    return 0;
}

/* Who is it, and may they? */
static int admit(struct req *r)
{
    const struct endpoint *e = r->endpoint;
    int rc = r->dispatcher->authenticate ? r->dispatcher->authenticate(r) : 0;

    if (rc == 0)
        rc = who_check(&r->who, e->role, e->tag, is_write(e), &r->err);
    if (rc == 0 && is_write(e) && !r->who.key_id && !e->is_page)
        rc = origin_check(r->request, &r->err);
    return rc;
}

static enum tx tx_of(const struct endpoint *e)
{
    if (e->tx != TX_DEFAULT)
        return e->tx;
    return is_write(e) ? TX_WRITE : TX_READ;
}

static int begin(struct req *r)
{
    switch (tx_of(r->endpoint)) {
    case TX_READ: return db_read_begin(r->db, &r->conn, &r->err);
    case TX_WRITE: return db_write_begin(r->db, &r->conn, &r->err);
    case TX_DEFAULT:
    case TX_NONE: break;
    }
    return 0;
}

static int end(struct req *r, int rc)
{
    struct conn *c = TAKE(r->conn);

    if (!c)
        return rc;
    if (tx_of(r->endpoint) == TX_WRITE)
        return db_write_end(c, rc, &r->err);
    db_read_end(c);
    return rc;
}

/* Everything between the route and the reply; *ret_out is the struct of .out. */
static int run(struct req *r, const struct route_match *match, void **ret_out)
{
    const struct endpoint *e = r->endpoint;
    void *in = NULL, *out = NULL;
    int rc = admit(r);

    if (rc == 0)
        rc = check_media_type(r, &r->err);
    if (rc == 0)
        rc = input_read(r, match, &in);
    if (rc == 0)
        rc = begin(r);
    if (rc < 0)
        return rc;
    if (e->out.fields) {
        out = arena_alloc(r->arena, e->out.size);
        fields_init(e->out.fields, out);
    }
    rc = end(r, e->fn(r, in, out));
    if (rc >= 0)
        *ret_out = out;
    return rc;
}

/* filename="…" for old clients, and the whole name as RFC 5987 wants it. */
static const char *disposition(const char *filename, struct arena *arena)
{
    AUTO_BUF b = {0};

    buf_str(&b, "attachment; filename=\"");
    for (const char *p = filename; *p; p++) {
        bool is_safe = *p >= 0x20 && *p < 0x7f && !strchr("\"\\/%", *p);
        buf_add(&b, is_safe ? p : "_", 1);
    }
    buf_str(&b, "\"; filename*=UTF-8''");
    for (const char *p = filename; *p; p++) {
        bool is_plain = (*p >= '0' && *p <= '9') || (*p >= 'a' && *p <= 'z') ||
                        (*p >= 'A' && *p <= 'Z') || *p == '.' || *p == '-' || *p == '_';
        if (is_plain)
            buf_char(&b, *p);
        else
            buf_printf(&b, "%%%02X", (unsigned char)*p);
    }
    return arena_strdup(arena, b.data);
}

static void reply_success(struct req *r, const void *out, struct reply *reply)
{
    const struct endpoint *e = r->endpoint;

    reply->status = r->status ? r->status : endpoint_status(e);
    if (e->out_type) {
        reply->body = r->reply;
        r->reply = (struct buf){0};
        reply_header(reply, "Content-Type", e->out_type);
    } else if (out) {
        fields_write(e->out.fields, out, &reply->body);
        reply_header(reply, "Content-Type", "application/json");
    }
    if (r->filename)
        reply_header(reply, "Content-Disposition", disposition(r->filename, r->arena));
    if (r->links.len)
        reply_header(reply, "Link", arena_strdup(r->arena, r->links.data));
    if (r->cookies.len)
        reply_header(reply, "Set-Cookie", arena_strdup(r->arena, r->cookies.data));
    if (r->location)
        reply_header(reply, "Location", r->location);
    if (r->retry_after_s)
        reply_header(reply, "Retry-After", arena_printf(r->arena, "%d", r->retry_after_s));
}

static void reply_error(struct req *r, int code, struct reply *reply)
{
    int status = err_http_status(code);

    if (status == 500)
        log_error("http", "request failed", LOG_STR("id", r->request->id),
                  LOG_STR("path", r->endpoint->is_page ? r->endpoint->path : r->request->path),
                  LOG_STR("field", r->err.field), LOG_STR("text", r->err.text));
    if (status == 503 || status == 429) {
        int wait_s = r->retry_after_s ? r->retry_after_s : RETRY_AFTER_S;
        reply_header(reply, "Retry-After", arena_printf(r->arena, "%d", wait_s));
    }
    if (r->endpoint->is_page)
        outside_problem(reply, status, &r->err);
    else
        reply_problem(reply, r->request, status, &r->err);
}

static struct req req_of(const struct dispatcher *d, const struct request *q, struct arena *arena,
                         const struct endpoint *e)
{
    int64_t now_ms = clock_now_ms();

    return (struct req){
        .endpoint = e,
        .dispatcher = d,
        .request = q,
        .arena = arena,
        .service = d->service,
        .db = d->db,
        .who = {.name = "nobody"},
        .now_ms = now_ms,
        .today = day_of_time(now_ms),
        .remote = q->remote,
        .is_tls = q->is_tls,
        .body_path = q->body_path,
        .body_bytes = q->body_path ? q->body_path_bytes : (int64_t)q->body_bytes,
    };
}

/* A path that leads nowhere, or a browser's question what it may do (OPTIONS). */
static void reply_no_route(const struct request *q, enum route route,
                           const struct route_match *match, struct reply *reply)
{
    struct err err = {0};

    if (match->allow[0])
        reply_header(reply, "Allow", arena_strdup(reply->arena, match->allow));
    if (route == ROUTE_NO_METHOD && str_eq(q->method, "OPTIONS"))
        reply->status = 204;
    else
        reply_problem(reply, q, route_status(route, q, match, &err), &err);
}

static const char *reply_endpoint(const struct dispatcher *d, struct request *q,
                                  const struct route_match *match, struct reply *reply)
{
    struct req r = req_of(d, q, reply->arena, match->endpoint);
    void *out = NULL;
    int rc = request_decode(q, reply->arena, &r.err);

    if (rc == 0)
        rc = run(&r, match, &out);
    if (match->endpoint->is_page)
        outside_headers(reply);
    if (rc < 0)
        reply_error(&r, rc, reply);
    else
        reply_success(&r, out, reply);
    buf_done(&r.reply);
    buf_done(&r.links);
    buf_done(&r.cookies);
    return r.who.name;
}

void dispatch(const struct dispatcher *d, struct request *q, struct arena *arena, struct reply *ret)
{
    int64_t start_us = clock_mono_us();
    struct route_match match;
    const char *who = "";

    *ret = (struct reply){.arena = arena};
    enum route route = router_match(d->router, q->method, q->path, arena, &match);
    origin_cors(q, d->cors_origins, ret);
    if (route == ROUTE_FOUND)
        who = reply_endpoint(d, q, &match, ret);
    else
        reply_no_route(q, route, &match, ret);
    reply_header(ret, "X-Request-Id", q->id);
    reply_security(ret, q->is_tls);
    reply_finish(ret, q);

    int64_t us = clock_mono_us() - start_us;
    metrics_request(d->metrics, match.endpoint ? match.index : METRICS_NO_ROUTE, ret->status, us);
    bool is_page = match.endpoint && match.endpoint->is_page; /* its path is a secret */
    log_info("http", "request", LOG_STR("id", q->id), LOG_STR("method", q->method),
             LOG_STR("path", is_page ? match.endpoint->path : q->path),
             LOG_I64("status", ret->status), LOG_I64("us", us), LOG_I64("bytes", ret->body.len),
             LOG_STR("who", who), LOG_STR("remote", is_page ? "" : q->remote));
}

bool dispatch_knows(const struct dispatcher *d, const struct request *q, struct arena *arena)
{
    struct route_match match;
    enum route route = router_match(d->router, q->method, q->path, arena, &match);

    return route == ROUTE_FOUND || route == ROUTE_NO_METHOD;
}

bool dispatch_is_upload(const struct dispatcher *d, const struct request *q, struct arena *arena)
{
    struct route_match match;

    return router_match(d->router, q->method, q->path, arena, &match) == ROUTE_FOUND &&
           match.endpoint->is_upload;
}

bool dispatch_admits(const struct dispatcher *d, struct request *q, struct arena *arena,
                     struct reply *ret)
{
    struct route_match match;

    if (router_match(d->router, q->method, q->path, arena, &match) != ROUTE_FOUND)
        return true; /* dispatch will say what is wrong */
    struct req r = req_of(d, q, arena, match.endpoint);
    int rc = admit(&r);
    if (rc == 0)
        return true;
    *ret = (struct reply){.arena = arena};
    reply_error(&r, rc, ret);
    reply_security(ret, q->is_tls);
    reply_finish(ret, q);
    return false;
}
