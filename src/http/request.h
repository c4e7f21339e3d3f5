/* request.h: one HTTP request as it came from the network, or as a test made it up.
 *
 * Ownership: everything is in the request's arena, or outlives it.
 * Threads:   belongs to one thread at a time: the network's, then a worker's. */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define REQUEST_ID_TEXT 20

struct pair {
    const char *name, *value;
};

struct request {
    const char *method;
    const char *path;  /* as sent, still with %XX */
    const char *query; /* what follows the ?, as sent; "" if nothing */
    const struct pair *headers;
    size_t n_headers;
    const char *body;
    size_t body_bytes;
    const char *body_path; /* an upload: the file that holds the body instead */
    int64_t body_path_bytes;
    const char *host;   /* the Host header, or the proxy's word for it; NULL if there is none */
    const char *remote; /* the client's address */
    bool is_tls;
    char id[REQUEST_ID_TEXT]; /* in the log, in replies to errors and in X-Request-Id */
    /* Decoded by request_decode: */
    const struct pair *params;
    size_t n_params;
};

/* Names of headers are compared without regard to case. NULL if absent. */
const char *request_header(const struct request *q, const char *name);
/* A query parameter. */
const char *request_param(const struct request *q, const char *name);
/* Decodes the query string into params. ERR_INVALID: wrong %XX, not UTF-8, control characters, the
 * same name twice, or more than 64 parameters. */
int request_decode(struct request *q, struct arena *arena, struct err *err);

/* Decodes %XX (and + as a blank, in query strings) of n bytes. NULL if an escape is wrong or the
 * result is not UTF-8 or holds a control character. */
char *url_decode(const char *s, size_t n, bool is_query, struct arena *arena);
/* Appends one segment of a path: all but letters, digits and -._~ as %XX. */
void url_encode(const char *s, struct buf *out);
