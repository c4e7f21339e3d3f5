/* The API of the kinds, of usage and of custom fields, as the server calls it. */
#include "db/migrate.h"
#include "db_test.h"
#include "facts/facts.h"
#include "facts/kind/custom_api.h"
#include "facts/kind/kind_api.h"
#include "facts/usage/usage_api.h"
#include "http/service.h"
#include "http_test.h"

struct api_test {
    struct service service; /* nothing runs */
    struct http_test http;
    struct db_test db;
    struct arena *arena;
};

static void api_test_init(struct api_test *t, const struct endpoint *table)
{
    struct err err = {0};

    setenv("RIPEN_NOW", "2026-03-15T12:00:00Z", 1);
    http_test_init(&t->http, table);
    db_test_init(&t->db);
    ASSERT_OK(db_migrate(t->db.db, &err), err);
    t->http.d.db = t->db.db;
    t->service = (struct service){.db = t->db.db};
    t->http.d.service = &t->service;
    t->http.role = ROLE_MANAGER;
}

static void api_test_done(struct api_test *t)
{
    http_test_done(&t->http);
    db_test_done(&t->db);
    arena_free(t->arena);
}

static void kind_test_init(struct api_test *t, const char *kind)
{
    t->arena = arena_new();
    api_test_init(t, kind_endpoints(facts_kind(kind), t->arena));
}

static void run_sql(struct api_test *t, const char *sql)
{
    struct err err = {0};
    struct conn *c;

    ASSERT_OK(db_write_begin(t->db.db, &c, &err), err);
    ASSERT_OK(db_exec(c, sql, DB_ARGS(), &err), err);
    ASSERT_OK(db_commit(c, &err), err);
}

static void account_insert(struct api_test *t)
{
    run_sql(t, "INSERT INTO account (id, key, name, lifecycle, created, updated) "
               "VALUES (1, 'A-1', 'Acme', 'active', 0, 0)");
}

static void a_fact_from_birth_to_death(void **state)
{
    struct api_test t;
    struct http_test *h = &t.http;
    (void)state;
    kind_test_init(&t, "account");
    assert_int_equal(http_call(h, "POST", "/api/v1/accounts",
                               "{\"key\":\"A/1 ü\",\"name\":\"Acme\",\"seats\":5}"),
                     201);
    assert_string_equal(reply_header_value(&h->reply, "Location"),
                        "/api/v1/accounts/A%2F1%20%C3%BC");
    assert_string_equal(http_text(h, "lifecycle"), "active");
    assert_string_equal(http_text(h, "created"), "2026-03-15T12:00:00Z");
    assert_int_equal(http_call(h, "POST", "/api/v1/accounts", "{\"key\":\"A/1 ü\",\"name\":\"x\"}"),
                     409);
    assert_int_equal(http_call(h, "PATCH", "/api/v1/accounts/A%2F1%20%C3%BC",
                               "{\"industry\":\"Steel\",\"seats\":null}"),
                     200);
    assert_string_equal(http_text(h, "industry"), "Steel");
    assert_true(json_is_null(json_object_get(h->json, "seats")));
    assert_int_equal(http_call(h, "GET", "/api/v1/accounts/A%2F1%20%C3%BC", NULL), 200);
    assert_string_equal(http_text(h, "name"), "Acme");
    assert_int_equal(http_call(h, "DELETE", "/api/v1/accounts/A%2F1%20%C3%BC", NULL), 204);
    assert_int_equal(http_call(h, "GET", "/api/v1/accounts/A%2F1%20%C3%BC", NULL), 404);
    assert_int_equal(http_call(h, "PATCH", "/api/v1/accounts/none", "{\"name\":\"x\"}"), 404);
    assert_int_equal(http_call(h, "DELETE", "/api/v1/accounts/none", NULL), 404);
    api_test_done(&t);
}

static const struct {
    const char *method, *path, *body;
    enum role role;
    int status;
    const char *field;
} refusals[] = {
    {"POST", "/api/v1/accounts", "{\"name\":\"x\"}", ROLE_VIEWER, 403, ""},
    {"POST", "/api/v1/accounts", "{\"name\":\"x\"}", ROLE_NONE, 401, ""},
    {"GET", "/api/v1/accounts", NULL, ROLE_NONE, 401, ""},
    {"POST", "/api/v1/accounts", "{}", ROLE_MANAGER, 400, "name"},
    {"POST", "/api/v1/accounts", "{\"name\":\"x\",\"created\":\"2026-01-01T00:00:00Z\"}",
     ROLE_MANAGER, 400, "created"},
    {"POST", "/api/v1/accounts", "{\"name\":\"x\",\"lifecycle\":\"dead\"}", ROLE_MANAGER, 400,
     "lifecycle"},
    {"POST", "/api/v1/accounts", "{\"name\":\"x\",\"parent\":\"A-9\"}", ROLE_MANAGER, 400,
     "parent"},
    {"GET", "/api/v1/accounts?filter=nam%20=%20%22x%22", NULL, ROLE_VIEWER, 400, "filter"},
    {"GET", "/api/v1/accounts?limit=0", NULL, ROLE_VIEWER, 400, "limit"},
    {"GET", "/api/v1/accounts?sort=nope", NULL, ROLE_VIEWER, 400, "sort"},
    {"GET", "/api/v1/accounts?after=x", NULL, ROLE_VIEWER, 400, "after"},
};

static void refusals_name_the_field(void **state)
{
    struct api_test t;
    (void)state;
    kind_test_init(&t, "account");
    for (size_t i = 0; i < ARRAY_LEN(refusals); i++) {
        t.http.role = refusals[i].role;
        int status = http_call(&t.http, refusals[i].method, refusals[i].path, refusals[i].body);
        if (status != refusals[i].status ||
            strcmp(http_text(&t.http, "field"), refusals[i].field) != 0)
            fail_msg("%s %s: %d %s", refusals[i].path, refusals[i].body, status,
                     buf_text(&t.http.reply.body));
    }
    api_test_done(&t);
}

static void lists_are_paged_by_links(void **state)
{
    struct api_test t;
    struct http_test *h = &t.http;
    char next[600] = "/api/v1/accounts?limit=2&sort=-name";
    int pages = 0, rows = 0;
    (void)state;
    kind_test_init(&t, "account");
    for (int i = 0; i < 5; i++)
        assert_int_equal(http_call(h, "POST", "/api/v1/accounts", "{\"name\":\"Same\"}"), 201);
    while (*next) {
        char target[600];
        str_copy(target, sizeof(target), next);
        assert_int_equal(http_call(h, "GET", target, NULL), 200);
        rows += (int)json_array_size(json_object_get(h->json, "items"));
        assert_int_equal(json_is_null(json_object_get(h->json, "total")), pages > 0);
        pages++;
        const char *after = json_string_value(json_object_get(h->json, "next"));
        if (after)
            snprintf(next, sizeof(next), "/api/v1/accounts?limit=2&sort=-name&after=%s", after);
        else
            *next = 0;
    }
    assert_int_equal(pages, 3);
    assert_int_equal(rows, 5);
    api_test_done(&t);
}

/* By hand, about an earlier day: known today. */
static void what_is_told_late_is_known_late(void **state)
{
    static const struct {
        const char *kind, *path, *body, *known;
    } cases[] = {
        {"interaction", "/api/v1/interactions",
         "{\"account\":\"A-1\",\"kind\":\"call\",\"at\":\"2026-03-01T10:00:00Z\"}", "2026-03-15"},
        {"interaction", "/api/v1/interactions",
         "{\"account\":\"A-1\",\"kind\":\"call\",\"at\":\"2026-03-15T10:00:00Z\"}", ""},
        {"interaction", "/api/v1/interactions",
         "{\"account\":\"A-1\",\"kind\":\"call\",\"at\":\"2026-03-01T10:00:00Z\","
         "\"known\":\"2026-03-02\"}",
         "2026-03-02"},
        {"assessment", "/api/v1/assessments",
         "{\"account\":\"A-1\",\"day\":\"2026-03-14\",\"basis\":\"survey\",\"tech_tools\":3}",
         "2026-03-15"},
        {"ticket", "/api/v1/tickets", "{\"account\":\"A-1\",\"opened\":\"2026-03-01T10:00:00Z\"}",
         ""},
    };
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct api_test t;
        kind_test_init(&t, cases[i].kind);
        account_insert(&t);
        assert_int_equal(http_call(&t.http, "POST", cases[i].path, cases[i].body), 201);
        assert_string_equal(http_text(&t.http, "known"), cases[i].known);
        api_test_done(&t);
    }
}

static void booleans_have_their_defaults(void **state)
{
    struct api_test t;
    struct http_test *h = &t.http;
    (void)state;
    kind_test_init(&t, "event");
    assert_int_equal(http_call(h, "POST", "/api/v1/events", "{\"key\":\"a\"}"), 201);
    assert_true(json_is_true(json_object_get(h->json, "is_tracked")));
    assert_int_equal(http_call(h, "POST", "/api/v1/events", "{\"key\":\"b\",\"is_tracked\":false}"),
                     201);
    assert_true(json_is_false(json_object_get(h->json, "is_tracked")));
    assert_int_equal(http_call(h, "PATCH", "/api/v1/events/a", "{\"is_advanced\":true}"), 200);
    assert_true(json_is_true(json_object_get(h->json, "is_tracked")));
    assert_true(json_is_true(json_object_get(h->json, "is_advanced")));
    api_test_done(&t);
}

static void set_usage(struct http_test *h, const char *event, const char *day, int count,
                      const char *user)
{
    char body[200];

    snprintf(body, sizeof(body),
             "{\"account\":\"A-1\",\"event\":\"%s\",\"day\":\"%s\",\"count\":%d,\"user\":%s}",
             event, day, count, user);
    assert_int_equal(http_call(h, "POST", "/api/v1/usage", body), 204);
}

static void assert_numbers(const json_t *list, const char *want)
{
    char *text = json_dumps(list, JSON_COMPACT | JSON_REAL_PRECISION(6));

    assert_string_equal(text, want);
    free(text);
}

static void usage_is_charted(void **state)
{
    struct api_test t = {0};
    struct http_test *h = &t.http;
    (void)state;
    api_test_init(&t, usage_endpoints);
    account_insert(&t);
    set_usage(h, "report", "2026-02-27", 3, "\"u1\"");
    set_usage(h, "report", "2026-03-01", 4, "\"u1\"");
    set_usage(h, "export", "2026-03-01", 50, "\"u2\"");
    set_usage(h, "export", "2026-03-02", 1, "null");
    assert_int_equal(
        http_call(h, "GET", "/api/v1/accounts/A-1/usage?from=2026-02-27&to=2026-03-02", NULL), 200);
    assert_numbers(json_object_get(h->json, "days"),
                   "[\"2026-02-27\",\"2026-02-28\",\"2026-03-01\",\"2026-03-02\"]");
    const json_t *events = json_object_get(h->json, "events");
    assert_string_equal(json_string_value(json_object_get(json_array_get(events, 0), "name")),
                        "export");
    assert_numbers(json_object_get(json_array_get(events, 0), "counts"), "[0,0,50,1]");
    assert_numbers(json_object_get(json_array_get(events, 1), "counts"), "[3,0,4,0]");
    assert_numbers(json_object_get(h->json, "active_users"), "[1,0,2,0]");

    /* 27 February and 1 March 2026 are in one week, 2 March begins the next. */
    assert_int_equal(http_call(h, "GET",
                               "/api/v1/accounts/A-1/usage?from=2026-02-27&to=2026-03-02&by=week",
                               NULL),
                     200);
    assert_numbers(json_object_get(h->json, "days"), "[\"2026-02-23\",\"2026-03-02\"]");
    assert_numbers(json_object_get(h->json, "active_users"), "[2,0]");
    assert_numbers(json_object_get(json_array_get(json_object_get(h->json, "events"), 1), "counts"),
                   "[7,0]");

    assert_int_equal(
        http_call(h, "GET", "/api/v1/accounts/A-1/usage?from=2025-01-01&to=2025-01-02", NULL), 200);
    assert_numbers(json_object_get(h->json, "active_users"), "[null,null]");
    assert_int_equal(http_call(h, "GET", "/api/v1/accounts/A-1/usage?from=2020-01-01", NULL), 400);
    assert_int_equal(http_call(h, "GET", "/api/v1/accounts/A-2/usage", NULL), 404);
    assert_int_equal(
        http_call(h, "POST", "/api/v1/usage",
                  "{\"account\":\"A-2\",\"event\":\"x\",\"day\":\"2026-01-01\",\"count\":1}"),
        400);
    assert_string_equal(http_text(h, "field"), "account");
    api_test_done(&t);
}

static void custom_fields_are_declared(void **state)
{
    struct api_test t = {0};
    struct http_test *h = &t.http;
    static const char tier[] = "{\"kind\":\"account\",\"name\":\"tier\",\"type\":\"text\"}";
    (void)state;
    api_test_init(&t, custom_endpoints);
    assert_int_equal(http_call(h, "POST", "/api/v1/custom-fields", tier), 201);
    assert_string_equal(http_text(h, "label"), "tier");
    assert_int_equal(http_call(h, "POST", "/api/v1/custom-fields", tier), 201);
    assert_int_equal(
        http_call(h, "PATCH", "/api/v1/custom-fields/account/tier", "{\"label\":\"Tier\"}"), 200);
    assert_string_equal(http_text(h, "label"), "Tier");
    assert_int_equal(http_call(h, "GET", "/api/v1/custom-fields?kind=account", NULL), 200);
    assert_int_equal(json_array_size(json_object_get(h->json, "items")), 1);
    assert_int_equal(http_call(h, "DELETE", "/api/v1/custom-fields/account/tier", NULL), 204);
    assert_int_equal(http_call(h, "DELETE", "/api/v1/custom-fields/account/tier", NULL), 404);
    api_test_done(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fact_from_birth_to_death),
        cmocka_unit_test(refusals_name_the_field),
        cmocka_unit_test(lists_are_paged_by_links),
        cmocka_unit_test(what_is_told_late_is_known_late),
        cmocka_unit_test(booleans_have_their_defaults),
        cmocka_unit_test(usage_is_charted),
        cmocka_unit_test(custom_fields_are_declared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
