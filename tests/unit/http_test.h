/* http_test.h: calls endpoints as the server does, without a socket.
 *
 *     struct http_test t;
 *     http_test_init(&t, note_endpoints);       t.d.db, t.d.service, t.d.authenticate as needed
 *     assert_int_equal(http_call(&t, "POST", "/api/v1/notes", "{\"body\":\"x\"}"), 201);
 *     assert_string_equal(json_string_value(json_object_get(t.json, "body")), "x");
 *     http_test_done(&t);
 *
 * Who calls: t.role (a logged-in person), or t.who for anything else. Headers that http_header adds
 * are for the next call only.
 * Ownership: t.reply and t.json live until the next call. */
#pragma once
#include "base/log.h"
#include "base/str.h"
#include "http/dispatch.h"
#include "json/parse.h"
#include "test.h"

#include <string.h>

struct http_test {
    struct dispatcher d;
    struct endpoint_set set;
    const struct endpoint *tables[4];
    enum role role;
    struct who who;
    struct arena *arena;
    struct reply reply;
    json_t *json; /* the reply's body, NULL if it is not JSON */
    struct pair headers[16];
    size_t n_headers;
};

/* Where http_authenticate looks: the test that runs now. */
static struct http_test *http_test_now;

static inline int http_authenticate(struct req *r)
{
    static const char *const names[] = {"nobody", "vera", "max", "ada"};
    const struct http_test *t = http_test_now;

    r->who = t->who;
    if (!t->who.name)
        r->who = (struct who){.user_id = t->role, .name = names[t->role], .role = t->role};
    return 0;
}

static inline void http_test_init(struct http_test *t, const struct endpoint *table)
{
    struct err err = {0};

    memset(t, 0, sizeof(*t));
    log_set_level(LOG_ERROR);
    t->arena = arena_new();
    t->tables[0] = table;
    t->set = (struct endpoint_set){.tables = t->tables, .n = 1};
    t->d.endpoints = &t->set;
    t->d.authenticate = http_authenticate;
    if (dispatcher_init(&t->d, &err) < 0)
        fail_msg("%s", err.text);
}

static inline void http_test_done(struct http_test *t)
{
    reply_done(&t->reply);
    dispatcher_done(&t->d);
    arena_free(t->arena);
}

static inline void http_header(struct http_test *t, const char *name, const char *value)
{
    assert_true(t->n_headers < ARRAY_LEN(t->headers));
    t->headers[t->n_headers++] = (struct pair){name, value};
}

/* body NULL: none; else it is sent as JSON. Returns the status. */
static inline int http_call(struct http_test *t, const char *method, const char *target,
                            const char *body)
{
    size_t path_n = strcspn(target, "?");

    reply_done(&t->reply);
    arena_reset(t->arena);
    struct request *q = ARENA_NEW(t->arena, struct request);
    *q = (struct request){
        .method = method, .remote = "192.0.2.1", .host = "ripen.test", .id = "test"};
    q->path = arena_strndup(t->arena, target, path_n);
    q->query = target[path_n] ? arena_strdup(t->arena, target + path_n + 1) : "";
    if (body) {
        q->body = body;
        q->body_bytes = strlen(body);
        http_header(t, "Content-Type", "application/json"); /* unless the test gave another */
    }
    q->headers = t->headers;
    q->n_headers = t->n_headers;
    http_test_now = t;
    dispatch(&t->d, q, t->arena, &t->reply);
    t->n_headers = 0;
    t->json = NULL;
    if (json_parse(buf_text(&t->reply.body), t->reply.body.len, &t->json, NULL) == 0)
        json_keep(t->arena, t->json);
    return t->reply.status;
}

/* A text of the reply's JSON object; "" if it is not there. */
static inline const char *http_text(const struct http_test *t, const char *field)
{
    const char *s = json_string_value(json_object_get(t->json, field));

    return s ? s : "";
}

static inline int64_t http_i64(const struct http_test *t, const char *field)
{
    return json_integer_value(json_object_get(t->json, field));
}
