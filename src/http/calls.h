/* calls.h: what all calls of a server share, whichever way they are answered (call.c, direct.c).
 * Threads: any; what changes is atomic or under the mutex. */
#pragma once
#include "http/asset.h"
#include "http/dispatch.h"
#include "http/limits.h"
#include "http/pool.h"

#include <pthread.h>
#include <stdatomic.h>

/* Of a body that was refused this much is passed over, so that the client reads the reply. */
#define DRAIN_BYTES (16 << 20)

/* What every kind of call begins with: which of the two is it? */
struct call_head {
    bool is_direct; /* direct.c's, else call.c's */
};

struct direct; /* http/direct.h */

/* What all calls of a server share. */
struct calls {
    struct dispatcher dispatcher;
    struct limits limits;
    struct pool *pool;
    const struct asset *assets;
    const struct direct *direct; /* NULL: no such paths */
    const char *upload_dir;
    bool is_tls;
    bool is_behind_proxy; /* X-Forwarded-For, -Proto and -Host are believed */
    atomic_bool is_stopping;
    atomic_size_t bodies_bytes;   /* in memory now */
    atomic_size_t direct_waiting; /* suspended calls of direct.c: somebody will answer them */
    atomic_ullong last_id;
    atomic_uint threads; /* network threads that had a call of direct.c */
    atomic_size_t open;  /* calls whose headers are there, and whose reply is not sent */
    /* Who stops the server waits for none. */
    pthread_mutex_t mutex;
    pthread_cond_t none;
};

/* A call's headers are there; its reply is sent, or its client gone. */
void calls_enter(struct calls *shared);
void calls_leave(struct calls *shared);
