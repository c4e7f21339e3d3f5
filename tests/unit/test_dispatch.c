#include "db/migrate.h"
#include "db_test.h"
#include "http/dispatch.h"
#include "http/gzip.h"
#include "http_test.h"

static const char sql_put[] = "INSERT INTO setting (name, value) VALUES ($name, 'x')";
static const char sql_count[] = "SELECT count(*) FROM setting";

struct thing_in {
    const char *name;
    int64_t seats;
    const char **tags;
    size_t n_tags;
};
static const struct field thing_in_fields[] = {
    FIELD_STR(struct thing_in, name, .min = 1, .required = true),
    FIELD_I64(struct thing_in, seats, .min = 1, .max = 500),
    FIELD_STRS(struct thing_in, tags, .max = 3),
    FIELD_END,
};
struct find_in {
    const char *q;
    int64_t limit;
    const char **tags;
    size_t n_tags;
};
static const struct field find_in_fields[] = {
    FIELD_STR(struct find_in, q, .required = true),
    FIELD_I64(struct find_in, limit, .min = 1, .max = 500),
    FIELD_STRS(struct find_in, tags, .max = 3),
    FIELD_END,
};
struct thing {
    const char *name;
    int64_t seats;
    int64_t n_tags;
};
static const struct field thing_fields[] = {
    FIELD_STR(struct thing, name, .required = true),
    FIELD_I64(struct thing, seats),
    FIELD_I64(struct thing, n_tags),
    FIELD_END,
};

HANDLER(thing_find, find_in, thing)
{
    assert_false(db_is_writing(r->conn));
    *out = (struct thing){in->q, in->limit, (int64_t)in->n_tags};
    req_link_next(r, "abc");
    return 0;
}

/* Writes first and fails then, when the name says so. */
HANDLER(thing_add, thing_in, thing)
{
    assert_true(db_is_writing(r->conn));
    int rc = db_exec(r->conn, sql_put, DB_ARGS(DB_STR("name", in->name)), &r->err);
    if (rc < 0)
        return rc;
    if (strcmp(in->name, "boom") == 0)
        return err_set(&r->err, ERR_CONFLICT, "name", "is taken");
    if (strcmp(in->name, "fault") == 0)
        return err_set(&r->err, ERR_INTERNAL, "table", "the secret detail");
    *out = (struct thing){in->name, in->seats, (int64_t)in->n_tags};
    r->location = arena_printf(r->arena, "/things/%s\r\nX-Evil: 1", in->name);
    return 0;
}

HANDLER(thing_change, thing_in, thing)
{
    *out = (struct thing){in->name, in->seats, (int64_t)in->n_tags};
    return 0;
}

HANDLER(thing_remove, thing_in, nothing)
{
    return strcmp(in->name, "none") == 0
               ? err_set(&r->err, ERR_NOT_FOUND, NULL, "there is no thing \"%s\"", in->name)
               : 0;
}

HANDLER(thing_csv, nothing, nothing)
{
    buf_str(&r->reply, "a,b\r\n1,2\r\n");
    r->filename = "Zürich \"1\".csv";
    return 0;
}

HANDLER(log_in, nothing, nothing)
{
    assert_null(r->conn);
    buf_str(&r->cookies, "ripen_session=x; HttpOnly");
    return 0;
}

HANDLER(big_get, nothing, nothing)
{
    for (int i = 0; i < 500; i++)
        buf_printf(&r->reply, "line %d\n", i);
    return 0;
}

HANDLER(busy_get, nothing, nothing)
{
    r->retry_after_s = 7;
    return err_set(&r->err, ERR_THROTTLED, NULL, "too many tries; wait 7 seconds");
}

static const struct endpoint endpoints[] = {
    {"GET", "/things", "Find", .tag = "facts", .role = ROLE_VIEWER, .in = SHAPE(find_in),
     .out = SHAPE(thing), .fn = thing_find_call},
    {"POST", "/things", "Add", .tag = "facts", .role = ROLE_MANAGER, .in = SHAPE(thing_in),
     .out = SHAPE(thing), .fn = thing_add_call},
    {"PATCH", "/things/{name}", "Change", .tag = "facts", .role = ROLE_MANAGER, .is_patch = true,
     .in = SHAPE(thing_in), .out = SHAPE(thing), .fn = thing_change_call},
    {"DELETE", "/things/{name}", "Remove", .tag = "facts", .role = ROLE_ADMIN,
     .in = SHAPE(thing_in), .fn = thing_remove_call},
    {"GET", "/things.csv", "As CSV", .tag = "facts", .role = ROLE_VIEWER,
     .out_type = "text/csv; charset=utf-8", .fn = thing_csv_call},
    {"POST", "/login", "Log in", .fn = log_in_call, .tx = TX_NONE},
    {"GET", "/big", "Much", .out_type = "text/plain", .fn = big_get_call, .tx = TX_NONE},
    {"GET", "/busy", "Busy", .fn = busy_get_call, .tx = TX_NONE},
    ENDPOINT_END,
};

static struct db_test database;

static int set_up(void **state)
{
    static struct http_test t;
    struct err err = {0};

    db_test_init(&database);
    ASSERT_OK(db_migrate(database.db, &err), err);
    http_test_init(&t, endpoints);
    t.d.db = database.db;
    t.role = ROLE_ADMIN;
    *state = &t;
    return 0;
}

static int tear_down(void **state)
{
    http_test_done(*state);
    db_test_done(&database);
    return 0;
}

static int64_t settings_count(void)
{
    AUTO_STRUCT(conn) *c = NULL;
    struct err err = {0};
    int64_t n = -1;

    ASSERT_OK(db_read_begin(database.db, &c, &err), err);
    ASSERT_OK(db_i64(c, sql_count, DB_ARGS(), &n, &err), err);
    return n;
}

static void input_comes_from_path_query_and_body(void **state)
{
    struct http_test *t = *state;

    assert_int_equal(http_call(t, "GET", "/things?q=a+b%26&limit=5&tags=x,y", NULL), 200);
    assert_string_equal(http_text(t, "name"), "a b&");
    assert_int_equal(http_i64(t, "seats"), 5);
    assert_int_equal(http_i64(t, "n_tags"), 2);
    assert_int_equal(http_call(t, "POST", "/things", "{\"name\":\"n\",\"tags\":[\"x\"]}"), 201);
    assert_string_equal(http_text(t, "name"), "n");
    assert_true(json_is_null(json_object_get(t->json, "seats")));
    assert_int_equal(http_call(t, "PATCH", "/things/a%20b", "{\"seats\":9}"), 200);
    assert_string_equal(http_text(t, "name"), "a b");
    assert_int_equal(http_i64(t, "seats"), 9);
    assert_int_equal(http_call(t, "PATCH", "/things/a", NULL), 200);
    assert_int_equal(http_call(t, "DELETE", "/things/a", NULL), 204);
    assert_int_equal(t->reply.body.len, 0);
}

static const struct {
    const char *method, *target, *body;
    int status;
    const char *field, *detail;
} refusals[] = {
    {"GET", "/things", NULL, 400, "q", "is required in the query string"},
    {"GET", "/things?q=a&limit=0", NULL, 400, "limit", "must be from 1 to 500"},
    {"GET", "/things?q=a&limt=1", NULL, 400, "limt", "did you mean \"limit\"?"},
    {"GET", "/things?q=a&q=b", NULL, 400, "q", "is in the query string twice"},
    {"GET", "/things?q=%ff", NULL, 400, "q", "is not encoded as UTF-8"},
    {"GET", "/things?q=%00", NULL, 400, "q", "is not encoded as UTF-8"},
    {"POST", "/things", NULL, 400, "name", "is required"},
    {"POST", "/things", "", 400, "name", "is required"},
    {"POST", "/things", "[]", 400, NULL, "must be an object, is a list"},
    {"POST", "/things", "{\"name\":\"a\"", 400, NULL, "the JSON is wrong at line 1"},
    {"POST", "/things", "{\"name\":\"a\",\"seats\":501}", 400, "seats", "must be from 1 to 500"},
    {"POST", "/things?name=a", "{}", 400, "name", "put it into the JSON body"},
    {"PATCH", "/things/a", "{\"name\":\"b\"}", 400, "name", "is not a field here"},
    {"POST", "/things", "{\"name\":\"boom\"}", 409, "name", "is taken"},
    {"DELETE", "/things/none", NULL, 404, NULL, "there is no thing \"none\""},
    {"GET", "/nowhere", NULL, 404, NULL, "nothing is at this address"},
    {"PUT", "/things", NULL, 405, NULL, "PUT cannot be done here; GET, HEAD, POST, OPTIONS can"},
    {"GET", "/things/%zz", NULL, 400, NULL, "the path is not encoded"},
};

static void refusals_are_problems(void **state)
{
    struct http_test *t = *state;

    for (size_t i = 0; i < ARRAY_LEN(refusals); i++) {
        int status = http_call(t, refusals[i].method, refusals[i].target, refusals[i].body);
        if (status != refusals[i].status || !strstr(http_text(t, "detail"), refusals[i].detail))
            print_message("%s %s: %d %s\n", refusals[i].method, refusals[i].target, status,
                          buf_text(&t->reply.body));
        assert_int_equal(status, refusals[i].status);
        assert_string_equal(reply_header_value(&t->reply, "Content-Type"),
                            "application/problem+json");
        assert_int_equal(http_i64(t, "status"), status);
        assert_non_null(strstr(http_text(t, "detail"), refusals[i].detail));
        assert_string_equal(http_text(t, "field"), refusals[i].field ? refusals[i].field : "");
        assert_true(str_starts(http_text(t, "type"), "urn:ripen:"));
        assert_string_equal(http_text(t, "request_id"), "test");
    }
    assert_int_equal(http_call(t, "PUT", "/things", NULL), 405);
    assert_string_equal(reply_header_value(&t->reply, "Allow"), "GET, HEAD, POST, OPTIONS");
}

static void an_error_rolls_back(void **state)
{
    struct http_test *t = *state;
    int64_t before = settings_count();

    assert_int_equal(http_call(t, "POST", "/things", "{\"name\":\"kept\"}"), 201);
    assert_int_equal(settings_count(), before + 1);
    assert_int_equal(http_call(t, "POST", "/things", "{\"name\":\"boom\"}"), 409);
    assert_int_equal(settings_count(), before + 1);
    assert_int_equal(http_call(t, "POST", "/things", "{\"name\":\"kept\"}"), 409);
    assert_int_equal(settings_count(), before + 1);
    assert_int_equal(http_call(t, "POST", "/things", "{\"name\":\"kept2\"}"), 201);
}

static void faults_of_the_server_are_not_told(void **state)
{
    struct http_test *t = *state;

    log_set_level((enum log_level)(LOG_ERROR + 1));
    assert_int_equal(http_call(t, "POST", "/things", "{\"name\":\"fault\"}"), 500);
    log_set_level(LOG_ERROR);
    assert_null(strstr(buf_text(&t->reply.body), "secret"));
    assert_true(json_is_null(json_object_get(t->json, "field")));
    assert_string_equal(reply_header_value(&t->reply, "X-Request-Id"), "test");
}

static void roles_are_kept_apart(void **state)
{
    struct http_test *t = *state;
    static const struct {
        const char *method, *target, *body;
        int statuses[4]; /* of nobody, viewer, manager, admin */
    } rows[] = {
        {"GET", "/things?q=a", NULL, {401, 200, 200, 200}},
        {"POST", "/things", "{\"name\":\"boom\"}", {401, 403, 409, 409}},
        {"DELETE", "/things/a", NULL, {401, 403, 403, 204}},
        {"GET", "/big", NULL, {200, 200, 200, 200}},
        {"GET", "/things.csv", NULL, {401, 200, 200, 200}},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++)
        for (enum role role = ROLE_NONE; role <= ROLE_ADMIN; role++) {
            t->role = role;
            assert_int_equal(http_call(t, rows[i].method, rows[i].target, rows[i].body),
                             rows[i].statuses[role]);
        }
    t->role = ROLE_NONE;
    assert_int_equal(http_call(t, "GET", "/things?q=a", NULL), 401);
    assert_non_null(reply_header_value(&t->reply, "WWW-Authenticate"));
    t->role = ROLE_ADMIN;
}

static void keys_are_held_to_their_scopes(void **state)
{
    struct http_test *t = *state;

    t->who =
        (struct who){.name = "key:reader", .role = ROLE_ADMIN, .key_id = 1, .scopes = "facts:read"};
    assert_int_equal(http_call(t, "GET", "/things?q=a", NULL), 200);
    assert_int_equal(http_call(t, "DELETE", "/things/a", NULL), 403);
    t->who.scopes = "scores:read facts:write";
    assert_int_equal(http_call(t, "DELETE", "/things/a", NULL), 204);
    t->who = (struct who){0};
}

static void other_sites_cannot_use_a_session(void **state)
{
    struct http_test *t = *state;
    static const struct {
        const char *name, *value;
        int status; /* of a write by a person */
    } rows[] = {
        {"Origin", "http://ripen.test", 204},
        {"Origin", "https://RIPEN.test", 204},
        {"Origin", "https://ripen.test.evil.example", 403},
        {"Origin", "https://ripen.test:8443", 403},
        {"Origin", "null", 403},
        {"Sec-Fetch-Site", "same-origin", 204},
        {"Sec-Fetch-Site", "none", 204},
        {"Sec-Fetch-Site", "same-site", 403},
        {"Sec-Fetch-Site", "cross-site", 403},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        http_header(t, rows[i].name, rows[i].value);
        assert_int_equal(http_call(t, "DELETE", "/things/a", NULL), rows[i].status);
        http_header(t, rows[i].name, rows[i].value);
        assert_int_equal(http_call(t, "GET", "/things?q=a", NULL), 200);
        http_header(t, rows[i].name, rows[i].value);
        assert_int_equal(http_call(t, "POST", "/login", NULL), rows[i].status);
        /* A key is sent by a program that was given it, whatever page it runs in. */
        t->who = (struct who){.name = "key:x", .role = ROLE_ADMIN, .key_id = 1};
        http_header(t, rows[i].name, rows[i].value);
        assert_int_equal(http_call(t, "DELETE", "/things/a", NULL), 204);
        t->who = (struct who){0};
    }
}

static void a_form_cannot_post(void **state)
{
    struct http_test *t = *state;
    static const struct {
        const char *type;
        int status;
    } rows[] = {
        {"application/json", 201},  {"Application/JSON; charset=utf-8", 201},
        {"text/plain", 400},        {"application/x-www-form-urlencoded", 400},
        {"application/jsonx", 400}, {"", 400},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        char body[32];
        snprintf(body, sizeof(body), "{\"name\":\"form %zu\"}", i);
        http_header(t, "Content-Type", rows[i].type);
        assert_int_equal(http_call(t, "POST", "/things", body), rows[i].status);
    }
}

static void headers_of_a_reply(void **state)
{
    struct http_test *t = *state;

    assert_int_equal(http_call(t, "GET", "/things?limit=2&after=zzz&q=a", NULL), 400);
    assert_int_equal(http_call(t, "GET", "/things?limit=2&q=%61", NULL), 200);
    assert_string_equal(reply_header_value(&t->reply, "Link"),
                        "</things?limit=2&q=%61&after=abc>; rel=\"next\"");
    assert_string_equal(reply_header_value(&t->reply, "X-Content-Type-Options"), "nosniff");
    assert_non_null(
        strstr(reply_header_value(&t->reply, "Content-Security-Policy"), "frame-ancestors 'none'"));
    assert_null(
        strstr(reply_header_value(&t->reply, "Content-Security-Policy"), "script-src 'unsafe"));
    assert_string_equal(reply_header_value(&t->reply, "Cache-Control"), "private, no-cache");

    assert_int_equal(http_call(t, "GET", "/things.csv", NULL), 200);
    assert_string_equal(reply_header_value(&t->reply, "Content-Disposition"),
                        "attachment; filename=\"Z__rich _1_.csv\"; "
                        "filename*=UTF-8''Z%C3%BCrich%20%221%22.csv");
    assert_string_equal(buf_text(&t->reply.body), "a,b\r\n1,2\r\n");

    assert_int_equal(http_call(t, "POST", "/things", "{\"name\":\"located\"}"), 201);
    assert_string_equal(reply_header_value(&t->reply, "Location"), "/things/located  X-Evil: 1");
    assert_string_equal(reply_header_value(&t->reply, "Cache-Control"), "no-store");
    assert_int_equal(http_call(t, "POST", "/login", NULL), 204);
    assert_string_equal(reply_header_value(&t->reply, "Set-Cookie"), "ripen_session=x; HttpOnly");
    assert_int_equal(http_call(t, "GET", "/busy", NULL), 429);
    assert_string_equal(reply_header_value(&t->reply, "Retry-After"), "7");
}

static void what_did_not_change_is_not_sent_again(void **state)
{
    struct http_test *t = *state;
    char tag[64], list[160];

    assert_int_equal(http_call(t, "GET", "/big", NULL), 200);
    snprintf(tag, sizeof(tag), "%s", reply_header_value(&t->reply, "ETag"));
    snprintf(list, sizeof(list), "\"other\", W/%s", tag);
    http_header(t, "If-None-Match", list);
    assert_int_equal(http_call(t, "GET", "/big", NULL), 304);
    assert_int_equal(t->reply.body.len, 0);
    http_header(t, "If-None-Match", "\"other\"");
    assert_int_equal(http_call(t, "GET", "/big", NULL), 200);
    /* The packed reply has a tag of its own, and each is good for both. */
    http_header(t, "Accept-Encoding", "gzip");
    assert_int_equal(http_call(t, "GET", "/big", NULL), 200);
    assert_string_not_equal(reply_header_value(&t->reply, "ETag"), tag);
    http_header(t, "If-None-Match", tag);
    http_header(t, "Accept-Encoding", "gzip");
    assert_int_equal(http_call(t, "GET", "/big", NULL), 304);
}

static void large_replies_are_packed(void **state)
{
    struct http_test *t = *state;
    AUTO_BUF plain = {0};

    assert_int_equal(http_call(t, "GET", "/big", NULL), 200);
    size_t n = t->reply.body.len;
    assert_null(reply_header_value(&t->reply, "Content-Encoding"));
    http_header(t, "Accept-Encoding", "br, gzip;q=0.5");
    assert_int_equal(http_call(t, "GET", "/big", NULL), 200);
    assert_string_equal(reply_header_value(&t->reply, "Content-Encoding"), "gzip");
    assert_true(t->reply.body.len < n);
    assert_true(gzip_unpack(t->reply.body.data, t->reply.body.len, n, &plain));
    assert_memory_equal(plain.data, "line 0\nline 1\n", 14);
    http_header(t, "Accept-Encoding", "gzip;q=0");
    assert_int_equal(http_call(t, "GET", "/big", NULL), 200);
    assert_int_equal(t->reply.body.len, n);
    http_header(t, "Accept-Encoding", "gzip"); /* small ones are not worth it */
    assert_int_equal(http_call(t, "GET", "/things?q=a", NULL), 200);
    assert_null(reply_header_value(&t->reply, "Content-Encoding"));
}

static void pages_elsewhere_are_let_in_by_name(void **state)
{
    struct http_test *t = *state;
    static const char *const origins[] = {"https://portal.example.com", NULL};

    http_header(t, "Origin", "https://portal.example.com");
    assert_int_equal(http_call(t, "GET", "/big", NULL), 200);
    assert_null(reply_header_value(&t->reply, "Access-Control-Allow-Origin"));
    t->d.cors_origins = origins;
    http_header(t, "Origin", "https://portal.example.com");
    assert_int_equal(http_call(t, "GET", "/big", NULL), 200);
    assert_string_equal(reply_header_value(&t->reply, "Access-Control-Allow-Origin"),
                        "https://portal.example.com");
    assert_null(reply_header_value(&t->reply, "Access-Control-Allow-Credentials"));
    http_header(t, "Origin", "https://portal.example.com");
    http_header(t, "Access-Control-Request-Method", "DELETE");
    assert_int_equal(http_call(t, "OPTIONS", "/things/a", NULL), 204);
    assert_non_null(
        strstr(reply_header_value(&t->reply, "Access-Control-Allow-Methods"), "DELETE"));
    http_header(t, "Origin", "https://other.example.com");
    assert_int_equal(http_call(t, "OPTIONS", "/things/a", NULL), 204);
    assert_null(reply_header_value(&t->reply, "Access-Control-Allow-Methods"));
    /* Being allowed to read does not lend a page the person's session. */
    http_header(t, "Origin", "https://portal.example.com");
    assert_int_equal(http_call(t, "DELETE", "/things/a", NULL), 403);
    t->d.cors_origins = NULL;
}

static void requests_are_counted_by_route_and_status(void **state)
{
    struct http_test *t = *state;
    AUTO_BUF out = {0};

    assert_int_equal(http_call(t, "GET", "/nowhere", NULL), 404);
    assert_int_equal(http_call(t, "HEAD", "/things?q=a", NULL), 200);
    metrics_write(t->d.metrics, &out);
    assert_non_null(strstr(out.data, "ripen_http_requests_total{method=\"PATCH\",route=\"/things/"
                                     "{name}\",status=\"200\"} 2\n"));
    assert_non_null(strstr(out.data, "route=\"other\",status=\"404\"} "));
    assert_non_null(strstr(out.data, "ripen_http_request_seconds_bucket{method=\"GET\",route=\"/"
                                     "big\",le=\"+Inf\"} "));
    assert_non_null(strstr(out.data, "\nprocess_resident_memory_bytes "));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(input_comes_from_path_query_and_body),
        cmocka_unit_test(refusals_are_problems),
        cmocka_unit_test(an_error_rolls_back),
        cmocka_unit_test(faults_of_the_server_are_not_told),
        cmocka_unit_test(roles_are_kept_apart),
        cmocka_unit_test(keys_are_held_to_their_scopes),
        cmocka_unit_test(other_sites_cannot_use_a_session),
        cmocka_unit_test(a_form_cannot_post),
        cmocka_unit_test(headers_of_a_reply),
        cmocka_unit_test(what_did_not_change_is_not_sent_again),
        cmocka_unit_test(large_replies_are_packed),
        cmocka_unit_test(pages_elsewhere_are_let_in_by_name),
        cmocka_unit_test(requests_are_counted_by_route_and_status),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
