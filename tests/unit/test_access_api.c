#include "access/access.h"
#include "access/first_run.h"
#include "access/session.h"
#include "access_test.h"
#include "app/access_api.h"
#include "http/service.h"
#include "http_test.h"

#define PASSWORD "correct horse battery"

/* What the tests share: the database and service behind the endpoints, and who is logged in. */
struct api {
    struct access_test *base;
    struct http_test http;
    struct service service;
    char cookie[128];
};

static int set_up(void **state)
{
    struct api *a = mem_zalloc(sizeof(*a));

    access_test_init((void **)&a->base);
    a->service = (struct service){.db = a->base->db.db, .access = access_new(a->base->db.db)};
    http_test_init(&a->http, access_endpoints);
    a->http.d.db = a->base->db.db;
    a->http.d.service = &a->service;
    a->http.d.authenticate = authenticate;
    *state = a;
    return 0;
}

static int tear_down(void **state)
{
    struct api *a = *state;

    http_test_done(&a->http);
    access_free(a->service.access);
    access_test_done((void **)&a->base);
    mem_free(a);
    return 0;
}

/* A call with the cookie of whoever logged in last. */
static int call(struct api *a, const char *method, const char *target, const char *body)
{
    if (a->cookie[0])
        http_header(&a->http, "Cookie", a->cookie);
    return http_call(&a->http, method, target, body);
}

static int log_in(struct api *a, const char *email, const char *password)
{
    char body[256];

    snprintf(body, sizeof(body), "{\"email\":\"%s\",\"password\":\"%s\"}", email, password);
    a->cookie[0] = 0;
    int status = call(a, "POST", "/api/v1/login", body);
    const char *cookie = reply_header_value(&a->http.reply, "Set-Cookie");
    if (status == 200)
        snprintf(a->cookie, sizeof(a->cookie), "%.*s", (int)strcspn(cookie, ";"), cookie);
    return status;
}

static void person(struct api *a, const char *email, const char *role, bool must_change)
{
    struct access_test *t = a->base;
    struct user user = {.email = email, .name = "Somebody", .role = role};
    char hash[PASSWORD_HASH_TEXT];

    ASSERT_OK(password_hash(PASSWORD, hash, &t->err), t->err);
    writing(t);
    ASSERT_OK(user_create(&t->act, &user, hash, must_change, &t->err), t->err);
    written(t);
}

static int64_t id_in(const struct api *a, const char *object)
{
    return json_integer_value(json_object_get(json_object_get(a->http.json, object), "id"));
}

static size_t count_items(const struct api *a)
{
    return json_array_size(json_object_get(a->http.json, "items"));
}

static void from_the_first_log_in_to_the_last(void **state)
{
    struct api *a = *state;
    struct access_test *t = a->base;
    char one_time[ONE_TIME_TEXT], body[256];
    bool is_new;

    ASSERT_OK(first_run(t->db.db, NOON_MS, one_time, &is_new, &t->err), t->err);
    assert_int_equal(call(a, "GET", "/api/v1/me", NULL), 401);
    assert_int_equal(log_in(a, FIRST_ADMIN_EMAIL, one_time), 200);
    assert_true(json_is_true(json_object_get(a->http.json, "must_change_password")));
    const char *cookie = reply_header_value(&a->http.reply, "Set-Cookie");
    assert_non_null(strstr(cookie, "HttpOnly; SameSite=Lax"));

    /* Only what concerns oneself works until the password is changed. */
    assert_int_equal(call(a, "GET", "/api/v1/users", NULL), 403);
    assert_non_null(strstr(http_text(&a->http, "detail"), "one-time password must be changed"));
    assert_int_equal(call(a, "GET", "/api/v1/me", NULL), 200);
    assert_string_equal(http_text(&a->http, "email"), FIRST_ADMIN_EMAIL);
    snprintf(body, sizeof(body), "{\"old_password\":\"%s\",\"new_password\":\"%s\"}", one_time,
             PASSWORD);
    assert_int_equal(call(a, "POST", "/api/v1/me/password", body), 200);
    assert_true(json_is_false(json_object_get(a->http.json, "must_change_password")));
    assert_int_equal(call(a, "GET", "/api/v1/users", NULL), 200);
    assert_int_equal(count_items(a), 1);

    assert_int_equal(call(a, "POST", "/api/v1/logout", NULL), 204);
    assert_non_null(strstr(reply_header_value(&a->http.reply, "Set-Cookie"), "Max-Age=0"));
    assert_int_equal(call(a, "GET", "/api/v1/me", NULL), 401); /* the old cookie is worth nothing */
    assert_int_equal(log_in(a, FIRST_ADMIN_EMAIL, one_time), 401);
    assert_int_equal(log_in(a, FIRST_ADMIN_EMAIL, PASSWORD), 200);
}

static void log_in_is_throttled(void **state)
{
    struct api *a = *state;

    person(a, "ann@example.com", "admin", false);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(log_in(a, "ann@example.com", "wrong"), 401);
        assert_string_equal(http_text(&a->http, "detail"),
                            "the e-mail address or the password is wrong");
    }
    assert_int_equal(log_in(a, "ann@example.com", PASSWORD), 429);
    assert_string_equal(reply_header_value(&a->http.reply, "Retry-After"), "1");
}

static void everybody_reaches_what_is_theirs(void **state)
{
    struct api *a = *state;
    static const struct {
        const char *method, *target, *body;
        int statuses[4]; /* of nobody, viewer, manager, admin */
    } rows[] = {
        {"GET", "/api/v1/me", NULL, {401, 200, 200, 200}},
        {"GET", "/api/v1/users", NULL, {401, 403, 403, 200}},
        {"POST", "/api/v1/users", "{}", {401, 403, 403, 400}},
        {"PATCH", "/api/v1/users/99", "{}", {401, 403, 403, 404}},
        {"DELETE", "/api/v1/users/99", NULL, {401, 403, 403, 404}},
        {"POST", "/api/v1/users/99/password-reset", NULL, {401, 403, 403, 404}},
        {"GET", "/api/v1/keys", NULL, {401, 403, 403, 200}},
        {"POST", "/api/v1/keys", "{}", {401, 403, 403, 400}},
        {"DELETE", "/api/v1/keys/99", NULL, {401, 403, 403, 404}},
        {"GET", "/api/v1/audit", NULL, {401, 403, 403, 200}},
        {"POST", "/api/v1/me/password", "{}", {401, 400, 400, 400}},
        {"POST", "/api/v1/logout", NULL, {204, 204, 204, 204}}, /* last: it ends the session */
    };

    for (int role = ROLE_NONE; role <= ROLE_ADMIN; role++) {
        a->cookie[0] = 0;
        if (role != ROLE_NONE) {
            char email[64];
            snprintf(email, sizeof(email), "%s@example.com", role_names[role]);
            person(a, email, role_names[role], false);
            assert_int_equal(log_in(a, email, PASSWORD), 200);
        }
        for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
            int status = call(a, rows[i].method, rows[i].target, rows[i].body);
            if (status != rows[i].statuses[role])
                fail_msg("%s %s as %s: %d", rows[i].method, rows[i].target, role_names[role],
                         status);
        }
    }
}

static void people_are_managed(void **state)
{
    struct api *a = *state;
    char path[64], one_time[64];

    person(a, "ann@example.com", "admin", false);
    assert_int_equal(log_in(a, "ann@example.com", PASSWORD), 200);
    assert_int_equal(call(a, "POST", "/api/v1/users",
                          "{\"email\":\"Bob@example.com\",\"name\":\"Bob\",\"role\":\"viewer\"}"),
                     201);
    str_copy(one_time, sizeof(one_time), http_text(&a->http, "one_time_password"));
    snprintf(path, sizeof(path), "/api/v1/users/%lld", (long long)id_in(a, "user"));
    assert_int_equal(strlen(one_time), ONE_TIME_TEXT - 1);
    assert_int_equal(call(a, "POST", "/api/v1/users",
                          "{\"email\":\"bob@example.com\",\"name\":\"Bob\",\"role\":\"viewer\"}"),
                     409);
    assert_string_equal(http_text(&a->http, "field"), "email");

    assert_int_equal(call(a, "PATCH", path, "{\"role\":\"manager\"}"), 200);
    assert_string_equal(http_text(&a->http, "role"), "manager");
    assert_string_equal(http_text(&a->http, "name"), "Bob");
    assert_string_equal(http_text(&a->http, "email"), "bob@example.com");
    assert_int_equal(call(a, "PATCH", path, "{\"is_disabled\":true}"), 200);
    assert_int_equal(call(a, "PATCH", path, "{\"name\":\"Robert\"}"), 200);
    assert_true(
        json_is_true(json_object_get(a->http.json, "is_disabled"))); /* not told: as it was */
    assert_int_equal(call(a, "PATCH", path, "{\"email\":\"eve@example.com\"}"), 400);
    assert_int_equal(call(a, "PATCH", path, "{\"role\":\"none\"}"), 400);

    char anns[sizeof(a->cookie)];
    memcpy(anns, a->cookie, sizeof(anns));
    assert_int_equal(log_in(a, "bob@example.com", one_time), 403);
    memcpy(a->cookie, anns, sizeof(anns));
    assert_int_equal(call(a, "PATCH", path, "{\"is_disabled\":false}"), 200);
    char reset[80];
    snprintf(reset, sizeof(reset), "%s/password-reset", path);
    assert_int_equal(call(a, "POST", reset, NULL), 200);
    assert_string_not_equal(http_text(&a->http, "one_time_password"), one_time);
    str_copy(one_time, sizeof(one_time), http_text(&a->http, "one_time_password"));
    assert_int_equal(log_in(a, "bob@example.com", one_time), 200);
    memcpy(a->cookie, anns, sizeof(anns));
    assert_int_equal(call(a, "DELETE", path, NULL), 204);
    assert_int_equal(call(a, "DELETE", "/api/v1/users/1", NULL), 409); /* the last admin */
}

static void keys_are_managed_and_used(void **state)
{
    struct api *a = *state;
    char bearer[128], path[64];

    person(a, "ann@example.com", "admin", false);
    assert_int_equal(log_in(a, "ann@example.com", PASSWORD), 200);
    assert_int_equal(call(a, "POST", "/api/v1/keys",
                          "{\"name\":\"sync\",\"role\":\"admin\",\"scopes\":[\"access:read\"],"
                          "\"expires\":\"2026-02-01T00:00:00Z\"}"),
                     201);
    snprintf(bearer, sizeof(bearer), "Bearer %s", http_text(&a->http, "secret"));
    snprintf(path, sizeof(path), "/api/v1/keys/%lld", (long long)id_in(a, "key"));
    assert_int_equal(call(a, "POST", "/api/v1/keys",
                          "{\"name\":\"b\",\"role\":\"viewer\",\"scopes\":[\"all\"]}"),
                     400);
    assert_string_equal(http_text(&a->http, "field"), "scopes");
    assert_int_equal(
        call(a, "POST", "/api/v1/keys", "{\"name\":\"b\",\"role\":\"viewer\",\"is_revoked\":true}"),
        400);

    static const struct {
        const char *method, *target, *body;
        int status;
    } rows[] = {
        {"GET", "/api/v1/users", NULL, 200},
        {"GET", "/api/v1/keys", NULL, 200},
        {"GET", "/api/v1/me", NULL, 200},
        {"POST", "/api/v1/keys", "{\"name\":\"more\",\"role\":\"admin\"}", 403},
        {"DELETE", "/api/v1/users/1", NULL, 403},
        {"POST", "/api/v1/me/password", "{\"old_password\":\"a\",\"new_password\":\"0123456789a\"}",
         403},
    };
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        http_header(&a->http, "Authorization", bearer);
        int status = http_call(&a->http, rows[i].method, rows[i].target, rows[i].body);
        if (status != rows[i].status)
            fail_msg("%s %s: %d", rows[i].method, rows[i].target, status);
        if (strcmp(rows[i].target, "/api/v1/me") == 0) {
            assert_string_equal(http_text(&a->http, "name"), "key:sync");
            assert_true(json_is_null(json_object_get(a->http.json, "id")));
        }
    }
    assert_int_equal(call(a, "DELETE", path, NULL), 204);
    http_header(&a->http, "Authorization", bearer);
    assert_int_equal(http_call(&a->http, "GET", "/api/v1/users", NULL), 401);
    assert_int_equal(call(a, "GET", "/api/v1/keys", NULL), 200);
    assert_int_equal(count_items(a), 1);
    assert_null(strstr(buf_text(&a->http.reply.body), "rpn_")); /* nor its hash */
    assert_null(strstr(buf_text(&a->http.reply.body), "hash"));
}

static void the_audit_log_is_paged_and_filtered(void **state)
{
    struct api *a = *state;
    static const struct {
        const char *target;
        int status;
        size_t n;
    } rows[] = {
        {"/api/v1/audit?kind=user", 200, 3},
        {"/api/v1/audit?kind=user&key=bob@example.com", 200, 1},
        {"/api/v1/audit?kind=key", 200, 0},
        {"/api/v1/audit?who=ann@example.com", 200, 1}, /* the log-in */
        {"/api/v1/audit?from=2026-01-05&to=2026-01-05", 200, 3},
        {"/api/v1/audit?from=2026-01-06", 200, 0},
        {"/api/v1/audit?to=2026-01-04", 200, 0},
        {"/api/v1/audit?limit=0", 400, 0},
        {"/api/v1/audit?from=yesterday", 400, 0},
    };

    person(a, "ann@example.com", "admin", false);
    person(a, "bob@example.com", "viewer", false);
    assert_int_equal(log_in(a, "ann@example.com", PASSWORD), 200);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        int status = call(a, "GET", rows[i].target, NULL);
        if (status != rows[i].status || count_items(a) != rows[i].n)
            fail_msg("%s: %d, %zu entries", rows[i].target, status, count_items(a));
    }
    char target[128];
    assert_int_equal(call(a, "GET", "/api/v1/audit?limit=2", NULL), 200);
    assert_int_equal(count_items(a), 2);
    assert_non_null(reply_header_value(&a->http.reply, "Link"));
    snprintf(target, sizeof(target), "/api/v1/audit?limit=2&after=%s", http_text(&a->http, "next"));
    assert_int_equal(call(a, "GET", target, NULL), 200);
    assert_int_equal(count_items(a), 1);
    assert_true(json_is_null(json_object_get(a->http.json, "next")));
}

#define api_unit_test(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        api_unit_test(from_the_first_log_in_to_the_last),
        api_unit_test(log_in_is_throttled),
        api_unit_test(everybody_reaches_what_is_theirs),
        api_unit_test(people_are_managed),
        api_unit_test(keys_are_managed_and_used),
        api_unit_test(the_audit_log_is_paged_and_filtered),
    };
    setenv("RIPEN_NOW", "2026-01-05T12:00:00Z", 1); // NOLINT(concurrency-mt-unsafe): no thread yet
    return cmocka_run_group_tests(tests, NULL, NULL);
}
