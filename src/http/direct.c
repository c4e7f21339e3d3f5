#include "http/direct.h"

#include "base/day.h"
#include "base/mem.h"
#include "base/str.h"
#include "http/direct_call.h"
#include "http/wire.h"

#include <inttypes.h>
#include <string.h>

/* A chunked body does not say how long it will be. */
#define FIRST_BYTES 4096

enum step {
    DIRECT_BODY,    /* the body comes */
    DIRECT_REFUSED, /* it is answered; what is left of the body is passed over */
    DIRECT_TAKEN,   /* take() has had it */
    DIRECT_DONE,    /* the reply is queued */
};

/* Between the network thread, which may suspend the connection, and who answers. */
enum phase { PHASE_TAKEN, PHASE_WAITING, PHASE_ANSWERED };

struct direct_answer {
    struct MHD_Response *response;
    unsigned status;
    atomic_uint refs;
};

struct direct_call {
    struct call_head head;
    struct calls *shared;
    struct MHD_Connection *connection;
    const char *method, *path; /* libmicrohttpd's, for as long as the request lives */
    struct err *fault;
    char *body;
    size_t body_bytes, room_bytes;
    size_t budget_bytes; /* taken from shared->bodies_bytes */
    int64_t start_us, drained_bytes;
    enum step step;
    atomic_int phase;
    struct direct_answer *answer;
    unsigned thread;          /* the network thread that has the connection */
    struct direct_call *next; /* of a wave: who is to go on after this one, in the same thread */
};

bool direct_takes(const struct direct *d, const char *path)
{
    if (!d)
        return false;
    for (const char *const *p = d->prefixes; *p; p++)
        if (str_starts(path, *p))
            return true;
    return false;
}

/* --- Answers --- */

struct direct_answer *direct_answer_new(int status, const struct pair *headers, size_t n_headers,
                                        const void *body, size_t bytes)
{
    struct direct_answer *a = mem_zalloc(sizeof(*a));

    a->status = (unsigned)status;
    atomic_init(&a->refs, 1);
    a->response =
        MHD_create_response_from_buffer(bytes, (void *)(bytes ? body : ""), MHD_RESPMEM_MUST_COPY);
    if (!a->response)
        abort(); /* no memory, which ends the program everywhere else too */
    for (size_t i = 0; i < n_headers; i++)
        MHD_add_response_header(a->response, headers[i].name, headers[i].value);
    return a;
}

void direct_answer_free(struct direct_answer *a)
{
    if (!a || atomic_fetch_sub(&a->refs, 1) > 1)
        return;
    MHD_destroy_response(a->response);
    mem_free(a);
}

/* Gives the call its answer. From here on it is the network thread's; true: unless it sleeps, and
 * somebody has to wake it. */
static bool give_answer(struct direct_call *c, struct direct_answer *a)
{
    atomic_fetch_add(&a->refs, 1);
    c->answer = a;
    return atomic_exchange(&c->phase, PHASE_ANSWERED) == PHASE_WAITING;
}

static void wake(struct direct_call *c)
{
    struct calls *shared = c->shared;

    MHD_resume_connection(c->connection);
    atomic_fetch_sub(&shared->direct_waiting, 1);
}

void direct_reply(struct direct_call *c, struct direct_answer *a)
{
    if (give_answer(c, a))
        wake(c);
}

void direct_wave_reply(struct direct_wave *w, struct direct_call *c, struct direct_answer *a)
{
    struct direct_call **first = &w->first[c->thread];

    if (!give_answer(c, a))
        return;
    c->next = *first;
    *first = c;
}

void direct_wave_end(struct direct_wave *w)
{
    for (size_t i = 0; i < ARRAY_LEN(w->first); i++)
        if (w->first[i])
            wake(TAKE(w->first[i]));
}

/* On the network thread of all of them: libmicrohttpd's lock is free, and nobody has to be woken.
 */
static void wake_rest(struct direct_call *c)
{
    struct direct_call *next = TAKE(c->next);

    while ((c = next)) {
        next = TAKE(c->next);
        wake(c);
    }
}

static enum MHD_Result send_answer(struct direct_call *c)
{
    enum MHD_Result queued =
        MHD_queue_response(c->connection, c->answer->status, c->answer->response);

    metrics_request(c->shared->dispatcher.metrics, METRICS_DIRECT, (int)c->answer->status,
                    clock_mono_us() - c->start_us);
    c->step = DIRECT_DONE;
    return queued;
}

/* --- What take() asks --- */

const struct err *direct_fault(const struct direct_call *c)
{
    return c->fault;
}

bool direct_is_stopping(const struct direct_call *c)
{
    return atomic_load(&c->shared->is_stopping);
}

const char *direct_method(const struct direct_call *c)
{
    return c->method;
}

const char *direct_path(const struct direct_call *c)
{
    return c->path;
}

const char *direct_header(const struct direct_call *c, const char *name)
{
    return MHD_lookup_connection_value(c->connection, MHD_HEADER_KIND, name);
}

const char *direct_param(const struct direct_call *c, const char *name)
{
    return MHD_lookup_connection_value(c->connection, MHD_GET_ARGUMENT_KIND, name);
}

struct visit {
    void (*fn)(void *ctx, const char *name, const char *value);
    void *ctx;
};

static enum MHD_Result visit_param(void *ctx, enum MHD_ValueKind kind, const char *name,
                                   const char *value)
{
    const struct visit *v = ctx;

    (void)kind;
    v->fn(v->ctx, name, value);
    return MHD_YES;
}

void direct_params(const struct direct_call *c,
                   void (*fn)(void *ctx, const char *name, const char *value), void *ctx)
{
    struct visit v = {fn, ctx};

    MHD_get_connection_values(c->connection, MHD_GET_ARGUMENT_KIND, visit_param, &v);
}

const char *direct_host(const struct direct_call *c)
{
    const char *host = c->shared->is_behind_proxy ? direct_header(c, "X-Forwarded-Host") : NULL;

    return host ? host : direct_header(c, "Host");
}

bool direct_is_tls(const struct direct_call *c)
{
    const char *scheme = c->shared->is_behind_proxy ? direct_header(c, "X-Forwarded-Proto") : NULL;

    return scheme ? str_eq(scheme, "https") : c->shared->is_tls;
}

const char *direct_body(const struct direct_call *c, size_t *ret_bytes)
{
    *ret_bytes = c->body_bytes;
    return c->body ? c->body : "";
}

/* Who takes the body counts it from then on. */
static void give_back(struct direct_call *c)
{
    if (c->budget_bytes)
        atomic_fetch_sub(&c->shared->bodies_bytes, c->budget_bytes);
    c->budget_bytes = 0;
}

char *direct_take_body(struct direct_call *c, size_t *ret_bytes)
{
    *ret_bytes = c->body_bytes;
    c->body_bytes = 0;
    give_back(c);
    return TAKE(c->body);
}

/* --- The network thread --- */

static void drop_body(struct direct_call *c)
{
    give_back(c);
    mem_free(TAKE(c->body));
    c->body_bytes = 0;
}

static void refuse(struct direct_call *c, int code, const char *what, size_t most)
{
    c->fault = mem_zalloc(sizeof(*c->fault));
    if (code == ERR_TOO_LARGE)
        err_set(c->fault, code, NULL, "%s over the limit of %zu bytes", what, most);
    else
        err_set(c->fault, code, NULL, "the server %s; try again in seconds", what);
    drop_body(c);
    c->step = DIRECT_REFUSED;
    c->shared->direct->take(c->shared->direct->ctx, c);
}

static void make_room(struct direct_call *c, size_t bytes)
{
    c->room_bytes = bytes;
    c->body = mem_realloc(c->body, bytes + DIRECT_PADDING);
}

static unsigned thread_number(struct calls *shared)
{
    static _Thread_local unsigned number; /* from 1 on; 0: not given yet */

    if (!number)
        number = atomic_fetch_add(&shared->threads, 1) + 1;
    return (number - 1) % NETWORK_THREADS;
}

enum MHD_Result direct_begin(struct calls *shared, struct MHD_Connection *connection,
                             const char *path, const char *method, void **ret_call)
{
    struct direct_call *c = mem_zalloc(sizeof(*c));
    size_t header_bytes = wire_header_bytes(connection), most = shared->direct->body_bytes;
    int64_t announced = wire_announced_bytes(connection);

    *ret_call = c;
    c->head.is_direct = true;
    c->shared = shared;
    c->connection = connection;
    c->method = method;
    c->path = path;
    c->thread = thread_number(shared);
    c->start_us = clock_mono_us();
    wire_expect_silence(connection, shared->limits.request_idle_s);
    calls_enter(shared);
    if (header_bytes > shared->limits.header_bytes)
        refuse(c, ERR_TOO_LARGE, "the headers are", shared->limits.header_bytes);
    else if (atomic_load(&shared->is_stopping))
        refuse(c, ERR_BUSY, "is about to stop", 0);
    else if (announced > (int64_t)most)
        refuse(c, ERR_TOO_LARGE, "the body is", most);
    else if (announced > 0)
        make_room(c, (size_t)announced);
    return c->step == DIRECT_REFUSED && announced > DRAIN_BYTES ? send_answer(c) : MHD_YES;
}

static void take_body(struct direct_call *c, const char *data, size_t n)
{
    size_t most = c->shared->direct->body_bytes;

    if (c->body_bytes + n > most) {
        refuse(c, ERR_TOO_LARGE, "the body is", most);
        return;
    }
    c->budget_bytes += n;
    if (atomic_fetch_add(&c->shared->bodies_bytes, n) + n > c->shared->limits.bodies_bytes) {
        refuse(c, ERR_BUSY, "has too much to take in", 0);
        return;
    }
    if (c->body_bytes + n > c->room_bytes)
        make_room(c, n > c->room_bytes ? c->body_bytes + n + FIRST_BYTES : 2 * c->room_bytes);
    memcpy(c->body + c->body_bytes, data, n);
    c->body_bytes += n;
}

/* More of the body; MHD_NO closes the connection. */
static enum MHD_Result take_data(struct direct_call *c, const char *data, size_t n)
{
    if (c->step == DIRECT_REFUSED) {
        c->drained_bytes += (int64_t)n;
        return c->drained_bytes > DRAIN_BYTES ? MHD_NO : MHD_YES;
    }
    if (c->step != DIRECT_BODY ||
        clock_mono_us() - c->start_us > (int64_t)c->shared->limits.body_s * 1000000)
        return MHD_NO;
    take_body(c, data, n);
    return MHD_YES;
}

/* The body is whole. The connection is suspended only if nobody has answered by then; who answers
 * in the very moment in between leaves it to us to go on. */
static enum MHD_Result hand_over(struct direct_call *c)
{
    int phase = PHASE_TAKEN;

    if (c->body)
        memset(c->body + c->body_bytes, 0, DIRECT_PADDING);
    c->step = DIRECT_TAKEN;
    c->start_us = clock_mono_us();
    c->shared->direct->take(c->shared->direct->ctx, c);
    if (atomic_load(&c->phase) == PHASE_ANSWERED)
        return send_answer(c);
    atomic_fetch_add(&c->shared->direct_waiting, 1);
    MHD_suspend_connection(c->connection);
    if (!atomic_compare_exchange_strong(&c->phase, &phase, PHASE_WAITING)) {
        MHD_resume_connection(c->connection);
        atomic_fetch_sub(&c->shared->direct_waiting, 1);
    }
    return MHD_YES;
}

enum MHD_Result direct_handle(void *call, const char *data, size_t *data_bytes)
{
    struct direct_call *c = call;
    size_t n = *data_bytes;

    *data_bytes = 0;
    if (n)
        return take_data(c, data, n);
    switch (c->step) {
    case DIRECT_BODY: return hand_over(c);
    case DIRECT_REFUSED:
    case DIRECT_TAKEN: wake_rest(c); return send_answer(c);
    case DIRECT_DONE: break;
    }
    return MHD_NO;
}

void direct_close(void *call, enum MHD_RequestTerminationCode why)
{
    struct direct_call *c = call;

    wake_rest(c); /* of a connection that broke */
    if (why == MHD_REQUEST_TERMINATED_COMPLETED_OK)
        wire_expect_silence(c->connection, c->shared->limits.idle_s);
    calls_leave(c->shared);
    drop_body(c);
    direct_answer_free(c->answer);
    mem_free(c->fault);
    mem_free(c);
}
