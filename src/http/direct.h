/* direct.h: paths that are answered without the worker pool, at little cost a request: the network
 * thread collects the body in memory and gives the call to take(), which answers at once or keeps
 * the call and answers later. There is no route, log-in, transaction, log line or arena.
 *
 *     static void take(void *ctx, struct direct_call *c)
 *     {
 *         if (direct_fault(c)) …a reply that says so…
 *         else queue(direct_take_body(c, &n), c);          some thread: direct_reply(c, thanks);
 *     }
 *     const struct direct d = {.prefixes = (const char *[]){"/v1/", NULL}, .take = take, …};
 *
 * Threads:   take() runs on a network thread and must not wait. What it asks of the call it asks
 *            before it returns; afterwards any thread may call direct_reply, and before it
 *            direct_is_stopping.
 * Ownership: every call is answered exactly once; the call is the server's again from then on. */
#pragma once
#include "base/err.h"
#include "http/limits.h"
#include "http/request.h"

/* Behind a body there is room for this much more, for readers that look at many bytes at once. */
#define DIRECT_PADDING 64

struct direct_call;

struct direct {
    const char *const *prefixes; /* of the paths that are taken; ends with NULL */
    size_t body_bytes;           /* of one body as it is sent */
    void (*take)(void *ctx, struct direct_call *call);
    void *ctx;
};

/* Why the server does not take this call: ERR_TOO_LARGE (the body or the headers), ERR_BUSY (too
 * many bodies, or it is about to stop). NULL: it does. With a fault there is no body, and take()
 * answers before it returns. */
const struct err *direct_fault(const struct direct_call *c);
/* The server is about to stop: a reply that says Connection: close lets the client go. */
bool direct_is_stopping(const struct direct_call *c);
const char *direct_method(const struct direct_call *c);
const char *direct_path(const struct direct_call *c); /* as sent, still with %XX */
/* A header, or a parameter of the query (as sent, but with a blank for each +); NULL if absent. */
const char *direct_header(const struct direct_call *c, const char *name);
const char *direct_param(const struct direct_call *c, const char *name);
/* Every parameter of the query in turn; value may be NULL. */
void direct_params(const struct direct_call *c,
                   void (*fn)(void *ctx, const char *name, const char *value), void *ctx);
/* Host and scheme as the client sees them: a proxy's word, if it is believed. Host may be NULL. */
const char *direct_host(const struct direct_call *c);
bool direct_is_tls(const struct direct_call *c);
/* The body, which stays the call's. */
const char *direct_body(const struct direct_call *c, size_t *ret_bytes);
/* The body for good, to be freed with mem_free; NULL if there is none. */
char *direct_take_body(struct direct_call *c, size_t *ret_bytes);

/* A reply, made once and sent as often as wanted. */
struct direct_answer;
/* Headers and body are copied. Content-Length is added. */
struct direct_answer *direct_answer_new(int status, const struct pair *headers, size_t n_headers,
                                        const void *body, size_t bytes);
/* Calls that still send it keep it. NULL is allowed. */
void direct_answer_free(struct direct_answer *a);
void direct_reply(struct direct_call *c, struct direct_answer *a);

/* Replies to many calls at the same time: each network thread is woken once, and not once a call.
 *
 *     struct direct_wave wave = {{NULL}};
 *     for each call: direct_wave_reply(&wave, call, thanks);
 *     direct_wave_end(&wave);                  only now is any of them sure to be sent */
struct direct_wave {
    struct direct_call *first[NETWORK_THREADS];
};
void direct_wave_reply(struct direct_wave *w, struct direct_call *c, struct direct_answer *a);
void direct_wave_end(struct direct_wave *w);
