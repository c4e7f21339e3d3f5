/* dispatch.h: from a request to a reply, without a network: route, who may, input, transaction,
 * handler, reply. Tests call it as the server does.
 *
 * Threads: a dispatcher is only read after dispatcher_init; any thread may dispatch.
 * Errors:  every request gets a reply; what goes wrong is a problem (reply.h) and in the log. */
#pragma once
#include "http/metrics.h"
#include "http/reply.h"
#include "http/router.h"

struct dispatcher {
    /* Set by the caller before dispatcher_init: */
    const struct endpoint_set *endpoints;
    struct db *db;
    struct service *service;
    /* Fills r->who from the request's headers. NULL: everybody is nobody. */
    int (*authenticate)(struct req *r);
    const char *const *cors_origins; /* pages elsewhere that may read replies; NULL: none */
    const char *version;             /* of the program, for OpenAPI */
    /* Made by dispatcher_init: */
    struct router *router;
    struct metrics *metrics;
};
int dispatcher_init(struct dispatcher *d, struct err *err);
void dispatcher_done(struct dispatcher *d);

/* The caller frees the reply with reply_done. */
void dispatch(const struct dispatcher *d, struct request *q, struct arena *arena,
              struct reply *ret);

/* Is there an endpoint at this path, for whatever method? */
bool dispatch_knows(const struct dispatcher *d, const struct request *q, struct arena *arena);
/* Is it an upload, whose body goes into a file? */
bool dispatch_is_upload(const struct dispatcher *d, const struct request *q, struct arena *arena);
/* The checks that need no body, before an upload's is taken in: would the caller be let in? If not,
 * *ret is the refusal. */
bool dispatch_admits(const struct dispatcher *d, struct request *q, struct arena *arena,
                     struct reply *ret);
