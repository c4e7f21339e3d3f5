#include "http/call.h"

#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "http/direct_call.h"
#include "http/upload.h"
#include "http/wire.h"

#include <inttypes.h>
#include <string.h>

/* An upload is written in pieces of this size, each of them a job of the pool. */
#define PIECE_BYTES (256u << 10)

enum state {
    CALL_NEW,     /* its headers are there */
    CALL_BODY,    /* the body comes into memory */
    CALL_UPLOAD,  /* the body comes into a file */
    CALL_REFUSED, /* the reply is made; what is left of the body is passed over */
    CALL_WORKING, /* a job has it */
    CALL_DONE,    /* the reply is made */
};

struct call {
    struct call_head head;
    struct calls *shared;
    struct MHD_Connection *connection;
    struct arena *arena;
    struct request request;
    struct reply reply;
    struct buf body; /* of an upload: the next piece of it */
    struct upload upload;
    struct pool_job job;
    enum state state;
    int64_t start_us;
    int64_t drained_bytes;
    size_t budget_bytes; /* taken from shared->bodies_bytes */
    bool is_counted;
    bool is_told_again; /* suspended at the headers: libmicrohttpd comes with them once more */
};

void call_connection(void *ctx, struct MHD_Connection *connection, void **socket_ctx,
                     enum MHD_ConnectionNotificationCode what)
{
    const struct calls *shared = ctx;

    (void)socket_ctx;
    if (what == MHD_CONNECTION_NOTIFY_STARTED)
        wire_expect_silence(connection, shared->limits.request_idle_s);
}

size_t call_unescape(void *ctx, struct MHD_Connection *connection, char *text)
{
    (void)ctx;
    (void)connection;
    return strlen(text);
}

static struct call *call_new(struct calls *shared, struct MHD_Connection *connection,
                             const char *path)
{
    struct call *c = mem_zalloc(sizeof(*c));

    c->shared = shared;
    c->connection = connection;
    c->arena = arena_new();
    c->reply.arena = c->arena;
    c->upload.fd = -1;
    c->start_us = clock_mono_us();
    c->request.path = arena_strdup(c->arena, path);
    wire_expect_silence(connection, shared->limits.request_idle_s);
    return c;
}

static void drop_body(struct call *c)
{
    atomic_fetch_sub(&c->shared->bodies_bytes, c->budget_bytes);
    c->budget_bytes = 0;
    buf_done(&c->body);
}

void call_close(void *ctx, struct MHD_Connection *connection, void **call,
                enum MHD_RequestTerminationCode why)
{
    struct call *c = *call;

    (void)ctx;
    if (!c)
        return;
    *call = NULL;
    if (c->head.is_direct) {
        direct_close(c, why);
        return;
    }
    if (why == MHD_REQUEST_TERMINATED_COMPLETED_OK)
        wire_expect_silence(connection, c->shared->limits.idle_s);
    if (c->is_counted)
        calls_leave(c->shared);
    drop_body(c);
    upload_done(&c->upload);
    reply_done(&c->reply);
    arena_free(c->arena);
    mem_free(c);
}

static void read_request(struct call *c, const char *method)
{
    struct request *q = &c->request;

    q->method = arena_strdup(c->arena, method);
    q->is_tls = c->shared->is_tls;
    snprintf(q->id, sizeof(q->id), "%016llx", atomic_fetch_add(&c->shared->last_id, 1) + 1);
    wire_read(c->connection, c->shared->is_behind_proxy, c->arena, q);
    calls_enter(c->shared);
    c->is_counted = true;
}

static enum MHD_Result send_reply(struct call *c)
{
    c->state = CALL_DONE;
    return wire_send(c->connection, &c->reply, atomic_load(&c->shared->is_stopping));
}

/* Says no without asking a worker. The reply is sent once the rest of the body was passed over. */
static void refuse(struct call *c, int status, const struct err *err)
{
    drop_body(c);
    reply_done(&c->reply);
    c->reply = (struct reply){.arena = c->arena};
    reply_problem(&c->reply, &c->request, status, err);
    if (status == 503)
        reply_header(&c->reply, "Retry-After", "2");
    reply_header(&c->reply, "X-Request-Id", c->request.id);
    reply_header(&c->reply, "Cache-Control", "no-store");
    reply_security(&c->reply, c->request.is_tls);
    metrics_request(c->shared->dispatcher.metrics, METRICS_NO_ROUTE, status, 0);
    log_warn("http", "request refused", LOG_STR("id", c->request.id),
             LOG_STR("method", c->request.method), LOG_STR("path", c->request.path),
             LOG_I64("status", status), LOG_STR("text", err->text),
             LOG_STR("remote", c->request.remote));
    c->state = CALL_REFUSED;
}

static void refuse_busy(struct call *c)
{
    struct err err;

    err_set(&err, ERR_BUSY, NULL, "the server has more to do than it can; try again in seconds");
    refuse(c, 503, &err);
}

static void refuse_large(struct call *c, int status, const char *what, int64_t most)
{
    struct err err;

    err_set(&err, ERR_TOO_LARGE, NULL, "%s over the limit of %" PRId64 " bytes", what, most);
    refuse(c, status, &err);
}

/* --- Jobs: these run on a worker --- */

static void resume(struct call *c, enum state state)
{
    c->state = state;
    MHD_resume_connection(c->connection);
}

static void work_dispatch(void *ctx)
{
    struct call *c = ctx;

    c->request.body = buf_text(&c->body);
    c->request.body_bytes = c->body.len;
    dispatch(&c->shared->dispatcher, &c->request, c->arena, &c->reply);
    resume(c, CALL_DONE);
}

/* May this client upload? Then the file is made. */
static void work_admit(void *ctx)
{
    struct call *c = ctx;
    struct err err = {0};

    c->is_told_again = true;
    if (!dispatch_admits(&c->shared->dispatcher, &c->request, c->arena, &c->reply)) {
        resume(c, CALL_REFUSED);
        return;
    }
    if (upload_open(c->shared->upload_dir, c->arena, &c->upload, &err) < 0) {
        log_error("http", "upload failed", LOG_STR("id", c->request.id), LOG_STR("text", err.text));
        refuse(c, 500, &err);
    }
    resume(c, c->upload.path ? CALL_UPLOAD : CALL_REFUSED);
}

/* Writes the piece that has come; false if the call was refused because it could not. */
static bool write_piece(struct call *c)
{
    struct err err = {0};
    int rc = upload_write(&c->upload, buf_text(&c->body), c->body.len, &err);

    buf_clear(&c->body);
    if (rc == 0)
        return true;
    log_error("http", "upload failed", LOG_STR("id", c->request.id), LOG_STR("text", err.text));
    refuse(c, 500, &err);
    return false;
}

static void work_piece(void *ctx)
{
    struct call *c = ctx;

    resume(c, write_piece(c) ? CALL_UPLOAD : CALL_REFUSED);
}

static void work_upload(void *ctx)
{
    struct call *c = ctx;
    struct err err = {0};

    if (write_piece(c)) {
        if (upload_finish(&c->upload, &err) < 0) {
            refuse(c, 500, &err);
        } else {
            c->request.body_path = c->upload.path;
            c->request.body_path_bytes = c->upload.bytes;
            dispatch(&c->shared->dispatcher, &c->request, c->arena, &c->reply);
        }
    }
    resume(c, CALL_DONE);
}

/* Hands the call to a worker; from here on nothing else may touch it. */
static void submit(struct call *c, void (*fn)(void *ctx), bool is_urgent)
{
    bool is_read = str_eq(c->request.method, "GET") || str_eq(c->request.method, "HEAD");

    c->job = (struct pool_job){.fn = fn,
                               .ctx = c,
                               .lane = is_read || is_urgent ? LANE_READ : LANE_WRITE,
                               .is_urgent = is_urgent};
    c->state = CALL_WORKING;
    MHD_suspend_connection(c->connection);
    if (!pool_submit(c->shared->pool, &c->job)) {
        refuse_busy(c);
        MHD_resume_connection(c->connection);
    }
}

/* --- Steps on the network thread --- */

static bool is_for_api(struct call *c)
{
    const struct request *q = &c->request;
    bool is_read = str_eq(q->method, "GET") || str_eq(q->method, "HEAD");

    return !is_read || !c->shared->assets || str_starts(q->path, "/api/") ||
           dispatch_knows(&c->shared->dispatcher, q, c->arena);
}

/* The headers are read. A body that is too large even to be passed over is not waited for. */
static enum MHD_Result go_on(struct call *c)
{
    bool is_hopeless = wire_announced_bytes(c->connection) > DRAIN_BYTES;

    return c->state == CALL_REFUSED && is_hopeless ? send_reply(c) : MHD_YES;
}

static enum MHD_Result begin(struct call *c, const char *method)
{
    const struct limits *limits = &c->shared->limits;

    read_request(c, method);
    bool is_upload = dispatch_is_upload(&c->shared->dispatcher, &c->request, c->arena);
    int64_t most = is_upload ? limits->upload_bytes : (int64_t)limits->body_bytes;

    c->state = CALL_BODY;
    if (wire_header_bytes(c->connection) > limits->header_bytes)
        refuse_large(c, 431, "the headers are", (int64_t)limits->header_bytes);
    else if (atomic_load(&c->shared->is_stopping))
        refuse_busy(c);
    else if (wire_announced_bytes(c->connection) > most)
        refuse_large(c, 413, "the body is", most);
    if (c->state == CALL_REFUSED || !is_upload)
        return go_on(c);
    submit(c, work_admit, false);
    return MHD_YES; /* the call is the job's now */
}

static void take_body(struct call *c, const char *data, size_t n)
{
    const struct limits *limits = &c->shared->limits;

    if (c->body.len + n > limits->body_bytes) {
        refuse_large(c, 413, "the body is", (int64_t)limits->body_bytes);
        return;
    }
    c->budget_bytes += n;
    if (atomic_fetch_add(&c->shared->bodies_bytes, n) + n > limits->bodies_bytes)
        refuse_busy(c);
    else
        buf_add(&c->body, data, n);
}

static void take_piece(struct call *c, const char *data, size_t n)
{
    int64_t most = c->shared->limits.upload_bytes;

    if (c->upload.bytes + (int64_t)(c->body.len + n) > most) {
        refuse_large(c, 413, "the body is", most);
        return;
    }
    buf_add(&c->body, data, n);
    if (c->body.len >= PIECE_BYTES)
        submit(c, work_piece, true);
}

/* More of the body; MHD_NO closes the connection. */
static enum MHD_Result take_data(struct call *c, const char *data, size_t n)
{
    int64_t us = clock_mono_us() - c->start_us;

    switch (c->state) {
    case CALL_BODY:
        if (us > (int64_t)c->shared->limits.body_s * 1000000)
            return MHD_NO;
        take_body(c, data, n);
        return MHD_YES;
    case CALL_UPLOAD: take_piece(c, data, n); return MHD_YES;
    case CALL_REFUSED:
        c->drained_bytes += (int64_t)n;
        return c->drained_bytes > DRAIN_BYTES ? MHD_NO : MHD_YES;
    case CALL_NEW:
    case CALL_WORKING:
    case CALL_DONE: break;
    }
    return MHD_NO;
}

static enum MHD_Result take_end(struct call *c)
{
    switch (c->state) {
    case CALL_BODY:
        if (is_for_api(c)) {
            submit(c, work_dispatch, false);
            return MHD_YES;
        }
        asset_reply(c->shared->assets, &c->request, &c->reply);
        metrics_request(c->shared->dispatcher.metrics, METRICS_NO_ROUTE, c->reply.status,
                        clock_mono_us() - c->start_us);
        return send_reply(c);
    case CALL_UPLOAD: submit(c, work_upload, true); return MHD_YES;
    case CALL_REFUSED:
    case CALL_DONE: return send_reply(c);
    case CALL_NEW:
    case CALL_WORKING: break;
    }
    return MHD_NO;
}

// NOLINTNEXTLINE(readability-function-size): libmicrohttpd gives eight parameters
enum MHD_Result call_handle(void *ctx, struct MHD_Connection *connection, const char *path,
                            const char *method, const char *version, const char *data,
                            size_t *data_bytes, void **call)
{
    struct calls *shared = ctx;
    struct call *c = *call;
    size_t n = *data_bytes;

    (void)version;
    if (!c && direct_takes(shared->direct, path))
        return direct_begin(shared, connection, path, method, call);
    if (!c) {
        *call = c = call_new(shared, connection, path);
        return begin(c, method);
    }
    if (c->head.is_direct)
        return direct_handle(c, data, data_bytes);
    if (!n && c->is_told_again) {
        c->is_told_again = false;
        return go_on(c);
    }
    if (!n)
        return take_end(c);
    *data_bytes = 0;
    return take_data(c, data, n);
}
