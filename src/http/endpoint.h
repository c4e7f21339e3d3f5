/* endpoint.h: one row per API call; the router, the permission check, the OpenAPI text and the
 * tests read the same row. A complete POST endpoint:
 *
 *     struct note_in { const char *key; const char *body; };
 *     static const struct field note_in_fields[] = {
 *         FIELD_STR(struct note_in, key),                     filled from the path: {key}
 *         FIELD_STR(struct note_in, body, .min = 1, .max = 10000, .required = true), FIELD_END};
 *     struct note { int64_t id; };
 *     static const struct field note_fields[] = {FIELD_I64(struct note, id, .required = true),
 * FIELD_END};
 *
 *     HANDLER(note_create, note_in, note) { …in->body… out->id = …; return 0; }
 *
 *     const struct endpoint note_endpoints[] = {
 *         {"POST", "/api/v1/accounts/{key}/notes", "Add a note to an account", .tag = "facts",
 *          .role = ROLE_MANAGER, .in = SHAPE(note_in), .out = SHAPE(note), .fn = note_create_call},
 *         ENDPOINT_END};
 *
 * Where input comes from: a field of .in whose name stands in the path as {name} is filled from the
 * path; the others come from the query string for GET, DELETE and uploads, from the JSON body
 * otherwise. What is no field of .in is refused.
 * Transactions: GET runs in a read transaction, the others in a write transaction that is committed
 * when the handler returns 0 and rolled back otherwise (.tx overrides).
 * Threads: handlers run in the worker pool, never on the network threads.
 * Ownership: everything a handler makes goes into r->arena; it frees nothing. */
#pragma once
#include "access/audit.h"
#include "access/role.h"
#include "base/arena.h"
#include "base/err.h"
#include "db/db.h"
#include "http/form.h"
#include "json/field.h"

struct endpoint;
struct dispatcher; /* http/dispatch.h */
struct request;    /* http/request.h: the request as it came */
struct service;    /* what the whole server shares: database, settings, caches (http/service.h) */

enum tx { TX_DEFAULT, TX_NONE, TX_READ, TX_WRITE };

/* One call of an endpoint, as its handler sees it. */
struct req {
    const struct endpoint *endpoint;
    const struct dispatcher *dispatcher;
    const struct request *request;
    struct arena *arena;
    struct service *service;
    struct db *db;
    struct conn *conn; /* by the endpoint's transaction; NULL for TX_NONE */
    struct who who;    /* nobody: who.role == ROLE_NONE */
    struct err err;
    int64_t now_ms;
    int32_t today;
    const char *remote;    /* the client's address */
    bool is_tls;           /* the client's side of the connection is encrypted */
    json_t *body;          /* the JSON body, NULL if there was none */
    struct form form;      /* .is_page: the form that was sent */
    const char *body_path; /* .is_upload: the temporary file that holds the body; the handler may
                              rename it, else it is deleted after the reply */
    int64_t body_bytes;
    /* What the handler may set on the reply: */
    struct buf reply;     /* .out_type: the handler writes the body here */
    const char *filename; /* .out_type: offers it as a download of this name */
    struct buf links;     /* value of the Link header */
    struct buf cookies;   /* one Set-Cookie value */
    const char *location; /* Location header */
    int status;           /* .is_page: instead of the usual one; 0: that */
    int retry_after_s;    /* with ERR_BUSY and ERR_THROTTLED, or a page that says it; 0: a few
                             seconds */
};

typedef int (*endpoint_fn)(struct req *r, const void *in, void *out);

struct endpoint {
    const char *method, *path, *summary;
    const char *tag; /* area: "facts" "scores" "surveys" "import" "access" "system"; API-key scopes
                        name it. NULL: concerns only the caller, as who_check says */
    enum role role;  /* the least role that may call it; ROLE_NONE: anybody */
    struct shape in, out;
    endpoint_fn fn;
    const void *ctx;      /* for generic handlers: r->endpoint->ctx */
    const char *out_type; /* the reply is no JSON but this media type, written to r->reply */
    const char *help;     /* a paragraph for OpenAPI */
    enum tx tx;
    int status;       /* of success; 0: 204 without a reply, 201 for POST with .out, else 200 */
    bool is_patch;    /* .in is read with FIELDS_PATCH; nothing is required */
    bool is_upload;   /* the body is any bytes, kept in r->body_path (limit: the upload limit) */
    bool is_body_raw; /* the handler reads r->body itself; .in serves OpenAPI only */
    /* A page for people outside, rendered by the handler (.out_type text/html), reached by a link
     * that is itself the permission. What is POSTed is a form, read into r->form, and it matters
     * not which site it comes from; only what is in the path is filled into .in. Nothing of the
     * page is kept, indexed or named to other sites; neither the path nor the client's address is
     * logged. */
    bool is_page;
};
/* The status that success has; OpenAPI promises it. */
int endpoint_status(const struct endpoint *e);
#define ENDPOINT_END   \
    {                  \
        .method = NULL \
    }

/* A handler with typed in and out: HANDLER(name, in, out) {…} makes name_call for the row. */
#define HANDLER(name, in_tag, out_tag)                                            \
    static int name(struct req *r, const struct in_tag *in, struct out_tag *out); \
    static int name##_call(struct req *r, const void *in, void *out)              \
    {                                                                             \
        return name(r, in, out);                                                  \
    }                                                                             \
    static int name(struct req *r __attribute__((unused)),                        \
                    const struct in_tag *in __attribute__((unused)),              \
                    struct out_tag *out __attribute__((unused)))
/* For endpoints without input or output. */
struct nothing {
    char none;
};

/* All the endpoints of a program: tables that each end with ENDPOINT_END. */
struct endpoint_set {
    const struct endpoint *const *tables;
    size_t n;
};

/* Adds <path?query with "after" set>; rel="next" to the Link header. */
void req_link_next(struct req *r, const char *after);
/* For what a handler changes: by whom, when, in the request's transaction. */
struct act req_act(const struct req *r);
/* Any query parameter, decoded; NULL if absent. */
const char *req_query(const struct req *r, const char *name);
/* A header of the request; NULL if absent. */
const char *req_header(const struct req *r, const char *name);
