/* reply.h: what goes back to the client, before the network takes it.
 *
 * Ownership: the body is the reply's until the network takes it (reply_done frees it); texts of
 *            headers are in the arena, the request's own, or static. */
#pragma once
#include "base/buf.h"
#include "http/request.h"
#include "json/field.h"

#define REPLY_HEADERS_MAX 32

struct reply {
    struct arena *arena;
    int status;
    struct buf body;
    const void *fixed; /* instead of body: bytes that outlive the server */
    size_t fixed_bytes;
    struct pair headers[REPLY_HEADERS_MAX];
    size_t n_headers;
};

/* Errors as in RFC 9457. */
struct problem {
    const char *type, *title;
    int64_t status;
    const char *detail;
    const char *field; /* NULL: it is not about one field */
    const char *request_id;
};
extern const struct field problem_fields[];

void reply_done(struct reply *p);
/* Control characters in the value become blanks: a handler may put there what a client sent. */
void reply_header(struct reply *p, const char *name, const char *value);
/* NULL if it was not set. */
const char *reply_header_value(const struct reply *p, const char *name);
/* Makes it an error; what was there before is dropped, but for headers. The text of a server's
 * fault (500) is not for the client, who gets the request's id instead. */
void reply_problem(struct reply *p, const struct request *q, int status, const struct err *err);
/* Headers that protect the browser; on every reply. */
void reply_security(struct reply *p, bool is_tls);
/* The last step of a reply that was made in memory: caching, ETag with 304, gzip. */
void reply_finish(struct reply *p, const struct request *q);

/* Does an If-None-Match header (which may be NULL) name this tag, whole or packed? */
bool etag_matches(const char *if_none_match, const char *tag);
