/* server.h: the HTTP server: listens, keeps its limits, and hands requests to the endpoints.
 *
 *     struct server_options o = {.address = "127.0.0.1", .port = 8080, .limits = LIMITS_DEFAULT,
 * …}; rc = server_start(&o, &server, err); … wait for a signal … rc = server_stop(server, 10000,
 * err);
 *
 * docs/http.md follows one request through its threads.
 * Threads:   start and stop by one thread; the server has its own.
 * Ownership: what the options point to outlives the server. */
#pragma once
#include "http/asset.h"
#include "http/direct.h"
#include "http/endpoint.h"
#include "http/limits.h"
#include "http/metrics.h"

struct server_options {
    const char
        *address;  /* a name or an IP address; "0.0.0.0" or "::" for every one of the machine's */
    unsigned port; /* 0: any that is free, see server_port */
    const char *tls_cert_path, *tls_key_path; /* both, PEM; or neither for plain HTTP */
    bool is_behind_proxy; /* X-Forwarded-For, -Proto and -Host are believed: only if clients cannot
                             reach the port themselves */
    unsigned workers;     /* threads for handlers; 0: by the machine's processors */
    struct limits limits;
    const char *upload_dir; /* for bodies of uploads; made if it is not there */
    const struct endpoint_set *endpoints;
    const struct asset *assets;  /* NULL: no web application */
    const struct direct *direct; /* NULL: every path goes to the endpoints */
    struct db *db;
    struct service *service;
    int (*authenticate)(struct req *r); /* see dispatch.h */
    const char *const *cors_origins;
    const char *version;
};

struct server;
/* ERR_INVALID: the address or the TLS files; ERR_CONFLICT: the port is taken; ERR_IO. */
int server_start(const struct server_options *options, struct server **ret, struct err *err);
unsigned server_port(const struct server *s);
struct metrics *server_metrics(const struct server *s);
/* Takes no more connections, finishes the requests that run, and frees the server. ERR_BUSY: some
 * did not finish in time; their threads still run, so the process must exit without freeing what
 * they use. NULL is allowed. */
int server_stop(struct server *s, unsigned grace_ms, struct err *err);
