/* limits.h: how much of everything the server takes from a client. */
#pragma once
#include <stddef.h>
#include <stdint.h>

/* Threads that read and write connections. */
#define NETWORK_THREADS 2

struct limits {
    size_t header_bytes;     /* request line and headers; over it 431 */
    size_t body_bytes;       /* a JSON body; over it 413 */
    size_t bodies_bytes;     /* all bodies in memory at the same time; over it 503 */
    int64_t upload_bytes;    /* an upload, which goes to a file; over it 413 */
    unsigned body_s;         /* until a body in memory must be there */
    unsigned idle_s;         /* without a byte between requests, then the connection is closed */
    unsigned request_idle_s; /* the same inside a request, and before the first one */
    unsigned connections;    /* at the same time */
    unsigned per_address;    /* connections of one client address; 0: no limit of its own */
    size_t queue; /* requests that wait for a worker, of reads and writes each; else 503 */
};
#define LIMITS_DEFAULT                    \
    ((struct limits){                     \
        .header_bytes = 16 << 10,         \
        .body_bytes = 1 << 20,            \
        .bodies_bytes = 64 << 20,         \
        .upload_bytes = (int64_t)2 << 30, \
        .body_s = 60,                     \
        .idle_s = 60,                     \
        .request_idle_s = 20,             \
        .connections = 1000,              \
        .per_address = 200,               \
        .queue = 128,                     \
    })
