#include "access_test.h"
#include "app/jobs_api.h"
#include "http/service.h"
#include "http_test.h"
#include "jobs/queue.h"

struct api {
    struct access_test *base;
    struct http_test http;
    struct service service; /* without a runner: the tests do its part */
};

static int nothing(struct job_run *run)
{
    (void)run;
    return 0;
}
static const struct job_kind score = {"score", nothing, 1};

static int set_up(void **state)
{
    struct api *a = mem_zalloc(sizeof(*a));

    access_test_init((void **)&a->base);
    a->service = (struct service){.db = a->base->db.db};
    http_test_init(&a->http, jobs_endpoints);
    a->http.d.db = a->base->db.db;
    a->http.d.service = &a->service;
    a->http.role = ROLE_MANAGER;
    *state = a;
    return 0;
}

static int tear_down(void **state)
{
    struct api *a = *state;

    http_test_done(&a->http);
    access_test_done((void **)&a->base);
    mem_free(a);
    return 0;
}

static void add(struct api *a, int n)
{
    struct access_test *t = a->base;
    int64_t id;

    writing(t);
    for (int i = 0; i < n; i++)
        ASSERT_OK(job_add(t->act.conn, &(struct job_request){&score, "{\"days\":3}"}, NOON_MS, &id,
                          &t->err),
                  t->err);
    written(t);
}

/* The runner takes the first job. */
static void take(struct api *a)
{
    struct access_test *t = a->base;
    struct job job;

    writing(t);
    ASSERT_OK(queue_take(t->act.conn, "runner", NOON_MS, t->arena, &job, &t->err), t->err);
    written(t);
}

static void roles(void **state)
{
    struct api *a = *state;
    static const struct {
        const char *method, *target;
        int statuses[4]; /* of nobody, viewer, manager, admin */
    } rows[] = {
        {"GET", "/api/v1/jobs", {401, 200, 200, 200}},
        {"GET", "/api/v1/jobs/1", {401, 200, 200, 200}},
        {"GET", "/api/v1/jobs/99", {401, 404, 404, 404}},
        {"GET", "/api/v1/jobs/one", {401, 400, 400, 400}},
        {"POST", "/api/v1/jobs/99/cancel", {401, 403, 404, 404}},
        {"POST", "/api/v1/jobs/99/retry", {401, 403, 404, 404}},
        {"POST", "/api/v1/jobs/1/retry", {401, 403, 409, 409}}, /* it is queued */
    };

    add(a, 1);
    for (int role = ROLE_NONE; role <= ROLE_ADMIN; role++) {
        a->http.role = (enum role)role;
        for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
            int status = http_call(&a->http, rows[i].method, rows[i].target, NULL);
            if (status != rows[i].statuses[role])
                fail_msg("%s %s as %s: %d", rows[i].method, rows[i].target, role_names[role],
                         status);
        }
    }
}

static void a_job_is_shown_cancelled_and_tried_again(void **state)
{
    struct api *a = *state;
    size_t n;

    add(a, 2);
    take(a);
    assert_int_equal(http_call(&a->http, "GET", "/api/v1/jobs/1", NULL), 200);
    assert_string_equal(http_text(&a->http, "state"), "running");
    assert_string_equal(http_text(&a->http, "kind"), "score");
    assert_int_equal(http_i64(&a->http, "attempts"), 1);
    assert_int_equal(
        json_integer_value(json_object_get(json_object_get(a->http.json, "args"), "days")), 3);

    assert_int_equal(http_call(&a->http, "POST", "/api/v1/jobs/1/cancel", NULL), 200);
    assert_string_equal(http_text(&a->http, "state"), "running"); /* until it looks */
    assert_int_equal(http_call(&a->http, "POST", "/api/v1/jobs/2/cancel", NULL), 200);
    assert_string_equal(http_text(&a->http, "state"), "cancelled");
    assert_int_equal(http_call(&a->http, "POST", "/api/v1/jobs/2/retry", NULL), 200);
    assert_string_equal(http_text(&a->http, "state"), "queued");
    assert_int_equal(http_call(&a->http, "POST", "/api/v1/jobs/2/retry", NULL), 409);
    assert_string_equal(http_text(&a->http, "detail"),
                        "job 2 is queued; only a failed or cancelled one can be tried again");

    struct audit_entry *entries = audited(a->base, &n);
    assert_int_equal(n, 3);
    assert_string_equal(entries[0].action, "retry");
    assert_string_equal(entries[0].kind, "job");
    assert_string_equal(entries[0].key, "2");
    assert_string_equal(entries[0].who, "max");
}

static void lists(void **state)
{
    struct api *a = *state;
    static const struct {
        const char *target;
        int status;
        size_t n;
        bool has_next;
    } rows[] = {
        {"/api/v1/jobs", 200, 3, false},
        {"/api/v1/jobs?limit=3", 200, 3, false},
        {"/api/v1/jobs?limit=2", 200, 2, true},
        {"/api/v1/jobs?state=running", 200, 1, false},
        {"/api/v1/jobs?state=queued&kind=score", 200, 2, false},
        {"/api/v1/jobs?kind=import", 200, 0, false},
        {"/api/v1/jobs?state=sleeping", 400, 0, false},
        {"/api/v1/jobs?limit=501", 400, 0, false},
        {"/api/v1/jobs?after=2", 400, 0, false},
    };

    add(a, 3);
    take(a);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        int status = http_call(&a->http, "GET", rows[i].target, NULL);
        size_t n = json_array_size(json_object_get(a->http.json, "items"));
        if (status != rows[i].status || n != rows[i].n)
            fail_msg("%s: %d, %zu jobs", rows[i].target, status, n);
        assert_int_equal(http_text(&a->http, "next")[0] != 0, rows[i].has_next);
    }
}

static void pages_follow_each_other(void **state)
{
    struct api *a = *state;
    char target[128] = "/api/v1/jobs?limit=2";

    add(a, 5);
    for (size_t expected = 2, left = 5; left; left -= expected) {
        expected = left < 2 ? left : 2;
        assert_int_equal(http_call(&a->http, "GET", target, NULL), 200);
        const json_t *items = json_object_get(a->http.json, "items");
        assert_int_equal(json_array_size(items), expected);
        assert_int_equal(json_integer_value(json_object_get(json_array_get(items, 0), "id")), left);
        snprintf(target, sizeof(target), "/api/v1/jobs?limit=2&after=%s",
                 http_text(&a->http, "next"));
    }
    assert_true(json_is_null(json_object_get(a->http.json, "next")));
}

#define api_unit_test(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        api_unit_test(roles),
        api_unit_test(a_job_is_shown_cancelled_and_tried_again),
        api_unit_test(lists),
        api_unit_test(pages_follow_each_other),
    };
    setenv("RIPEN_NOW", "2026-01-05T12:00:00Z", 1); // NOLINT(concurrency-mt-unsafe): no thread yet
    return cmocka_run_group_tests(tests, NULL, NULL);
}
