/* A whole request without a network: "METHOD target\nbody". Every one gets a reply that a client
 * can read, and a handler only ever sees input that keeps its table. */
#include "base/log.h"
#include "base/str.h"
#include "fuzz.h"
#include "http/dispatch.h"
#include "json/parse.h"

#include <string.h>

struct thing_in {
    const char *key;
    int64_t id;
    const char *q;
    const char **tags;
    size_t n_tags;
};
static const struct field thing_in_fields[] = {
    FIELD_STR(struct thing_in, key, .max = 40, .required = true),
    FIELD_I64(struct thing_in, id, .min = 1, .max = 1000),
    FIELD_STR(struct thing_in, q, .max = 60),
    FIELD_STRS(struct thing_in, tags, .max = 4),
    FIELD_END,
};
struct thing {
    const char *key;
    const char *q;
};
static const struct field thing_fields[] = {
    FIELD_STR(struct thing, key),
    FIELD_STR(struct thing, q),
    FIELD_END,
};

HANDLER(thing_any, thing_in, thing)
{
    FUZZ_CHECK(!in->key || (str_is_utf8(in->key, strlen(in->key)) && strlen(in->key) <= 40));
    FUZZ_CHECK(in->id == I64_NONE || (in->id >= 1 && in->id <= 1000));
    FUZZ_CHECK(in->n_tags <= 4);
    *out = (struct thing){in->key, in->q};
    r->location = in->key;
    r->filename = in->q;
    req_link_next(r, "next");
    return 0;
}

#define ROW(m, p, ...)                                                            \
    {                                                                             \
        m, p, "A row", .in = SHAPE(thing_in), .out = SHAPE(thing), .tx = TX_NONE, \
                       .fn = thing_any_call, __VA_ARGS__                          \
    }
static const struct endpoint endpoints[] = {
    ROW("GET", "/things"),
    ROW("POST", "/things"),
    ROW("GET", "/things/{key}"),
    ROW("PATCH", "/things/{key}", .is_patch = true),
    ROW("POST", "/things/{key}/parts/{id}"),
    ROW("DELETE", "/things/{key}/parts/{id}"),
    ENDPOINT_END,
};

static const struct dispatcher *dispatcher(void)
{
    static const struct endpoint *const tables[] = {endpoints};
    static const struct endpoint_set set = {tables, 1};
    static struct dispatcher d = {.endpoints = &set};

    if (!d.router) {
        log_set_level((enum log_level)(LOG_ERROR + 1));
        FUZZ_CHECK(dispatcher_init(&d, NULL) == 0);
    }
    return &d;
}

static void check_reply(const struct reply *p)
{
    static const int statuses[] = {200, 201, 204, 400, 404, 405, 414};
    AUTO(json_t) v = NULL;
    bool is_known = false;

    for (size_t i = 0; i < ARRAY_LEN(statuses); i++)
        is_known |= p->status == statuses[i];
    FUZZ_CHECK(is_known);
    for (size_t i = 0; i < p->n_headers; i++)
        FUZZ_CHECK(!strpbrk(p->headers[i].value, "\r\n"));
    if (p->status != 204)
        FUZZ_CHECK(json_parse(p->body.data, p->body.len, &v, NULL) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    static const struct pair headers[] = {{"Content-Type", "application/json"}};
    struct request q = {.remote = "192.0.2.1", .id = "fuzz", .headers = headers, .n_headers = 1};
    char *text = arena_strndup(arena, (const char *)data, size); /* ends at the first NUL */
    struct reply reply;

    char *target = text, *body;
    q.method = strsep(&target, " ");
    body = target;
    const char *path = strsep(&body, "\n");
    if (!path)
        return 0;
    size_t path_n = strcspn(path, "?");
    q.path = arena_strndup(arena, path, path_n);
    q.query = path[path_n] ? path + path_n + 1 : "";
    q.body = body ? body : "";
    q.body_bytes = strlen(q.body);
    dispatch(dispatcher(), &q, arena, &reply);
    check_reply(&reply);
    reply_done(&reply);
    return 0;
}
