#include "http/router.h"
#include "test.h"

#include <string.h>

struct in {
    const char *key;
    int64_t id;
};
static const struct field in_fields[] = {
    FIELD_STR(struct in, key),
    FIELD_I64(struct in, id),
    FIELD_END,
};

static int nothing_call(struct req *r, const void *in, void *out)
{
    (void)r;
    (void)in;
    (void)out;
    return 0;
}
#define ROW(m, p)                                          \
    {                                                      \
        m, p, "A row", .in = SHAPE(in), .fn = nothing_call \
    }

static const struct endpoint first[] = {
    ROW("GET", "/things"),
    ROW("POST", "/things"),
    ROW("GET", "/things/{key}"),
    ROW("DELETE", "/things/{key}"),
    ROW("POST", "/things/export"),
    ROW("GET", "/things/{key}/parts/{id}"),
    ENDPOINT_END,
};
static const struct endpoint second[] = {
    ROW("GET", "/things/export.csv"),
    ROW("GET", "/"),
    ENDPOINT_END,
};
static const struct endpoint *const tables[] = {first, second};
static const struct endpoint_set set = {tables, 2};

/* method, path, what comes, and for which row: its path; params as "key=a id=7", or what is allowed
 */
static const struct {
    const char *method, *path;
    enum route route;
    const char *row, *said;
} cases[] = {
    {"GET", "/things", ROUTE_FOUND, "/things", ""},
    {"HEAD", "/things", ROUTE_FOUND, "/things", ""},
    {"GET", "/", ROUTE_FOUND, "/", ""},
    {"GET", "/things/a", ROUTE_FOUND, "/things/{key}", "key=a"},
    {"GET", "/things/a%20b%2Fc", ROUTE_FOUND, "/things/{key}", "key=a b/c"},
    {"GET", "/things/Z%C3%BCrich", ROUTE_FOUND, "/things/{key}", "key=Zürich"},
    {"GET", "/things/a+b", ROUTE_FOUND, "/things/{key}", "key=a+b"},
    {"GET", "/%74hings", ROUTE_FOUND, "/things", ""},
    {"GET", "/things/x/parts/7", ROUTE_FOUND, "/things/{key}/parts/{id}", "key=x id=7"},
    /* the literal wins, but only for its own methods */
    {"POST", "/things/export", ROUTE_FOUND, "/things/export", ""},
    {"GET", "/things/export", ROUTE_FOUND, "/things/{key}", "key=export"},
    {"GET", "/things/export.csv", ROUTE_FOUND, "/things/export.csv", ""},
    {"PATCH", "/things/export", ROUTE_NO_METHOD, NULL, "POST, DELETE, GET, HEAD, OPTIONS"},
    {"PUT", "/things", ROUTE_NO_METHOD, NULL, "GET, HEAD, POST, OPTIONS"},
    {"get", "/things", ROUTE_NO_METHOD, NULL, "GET, HEAD, POST, OPTIONS"},
    {"GET", "/things/", ROUTE_NOT_FOUND, NULL, ""},
    {"GET", "//things", ROUTE_NOT_FOUND, NULL, ""},
    {"GET", "/Things", ROUTE_NOT_FOUND, NULL, ""},
    {"GET", "/thing", ROUTE_NOT_FOUND, NULL, ""},
    {"GET", "/things/a/parts", ROUTE_NOT_FOUND, NULL, ""},
    {"GET", "/1/2/3/4/5/6/7/8/9/10/11/12/13", ROUTE_NOT_FOUND, NULL, ""},
    {"GET", "", ROUTE_BAD_PATH, NULL, ""},
    {"GET", "things", ROUTE_BAD_PATH, NULL, ""},
    {"GET", "/things/%00", ROUTE_BAD_PATH, NULL, ""},
    {"GET", "/things/a%0d%0ab", ROUTE_BAD_PATH, NULL, ""},
    {"GET", "/things/..", ROUTE_BAD_PATH, NULL, ""},
    {"GET", "/things/%2e%2E", ROUTE_BAD_PATH, NULL, ""},
    {"GET", "/./things", ROUTE_BAD_PATH, NULL, ""},
    {"GET", "/things/%", ROUTE_BAD_PATH, NULL, ""},
    {"GET", "/things/%4", ROUTE_BAD_PATH, NULL, ""},
    {"GET", "/things/%zz", ROUTE_BAD_PATH, NULL, ""},
    {"GET", "/things/%ff", ROUTE_BAD_PATH, NULL, ""},
    {"GET", "/things/%c0%af", ROUTE_BAD_PATH, NULL, ""},
    {"GET", "/things/a>b", ROUTE_BAD_PATH, NULL, ""},
};

static void params_text(const struct route_match *m, char *to, size_t bytes)
{
    size_t n = 0;

    *to = 0;
    for (size_t i = 0; i < m->n_params; i++)
        n += (size_t)snprintf(to + n, bytes - n, "%s%s=%s", i ? " " : "", m->params[i].name,
                              m->params[i].value);
}

static void paths_lead_to_their_rows(void **state)
{
    (void)state;
    AUTO_STRUCT(router) *r = NULL;
    AUTO_STRUCT(arena) *arena = arena_new();
    struct err err = {0};

    assert_int_equal(router_new(&set, &r, &err), 0);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct route_match m;
        char said[128];
        enum route route = router_match(r, cases[i].method, cases[i].path, arena, &m);
        if (route != cases[i].route)
            print_message("%s %s\n", cases[i].method, cases[i].path);
        assert_int_equal(route, cases[i].route);
        params_text(&m, said, sizeof(said));
        assert_string_equal(route == ROUTE_NO_METHOD ? m.allow : said, cases[i].said);
        if (cases[i].row) {
            assert_string_equal(m.endpoint->path, cases[i].row);
            assert_ptr_equal(router_endpoint(r, m.index), m.endpoint);
        }
    }
}

static void long_paths_are_refused(void **state)
{
    (void)state;
    AUTO_STRUCT(router) *r = NULL;
    AUTO_STRUCT(arena) *arena = arena_new();
    struct route_match m;
    char path[ROUTER_PATH_MAX + 2] = "/things/";

    assert_int_equal(router_new(&set, &r, NULL), 0);
    assert_int_equal(router_count(r), 8);
    memset(path + 8, 'x', sizeof(path) - 9);
    path[ROUTER_PATH_MAX] = 0;
    assert_int_equal(router_match(r, "GET", path, arena, &m), ROUTE_FOUND);
    path[ROUTER_PATH_MAX] = 'x';
    assert_int_equal(router_match(r, "GET", path, arena, &m), ROUTE_TOO_LONG);
}

static void wrong_rows_are_found_at_the_start(void **state)
{
    (void)state;
    static const struct {
        struct endpoint rows[3];
        const char *text;
    } wrong[] = {
        {{ROW("GET", "/a/{key}"), ROW("GET", "/a/{id}"), ENDPOINT_END}, "there are two of it"},
        {{ROW("GET", "/a/{name}"), ENDPOINT_END}, "a {param} of the path is no field of .in"},
        {{ROW("GET", "a"), ENDPOINT_END}, "the path must begin with /"},
        {{{"GET", "/a", NULL, .fn = nothing_call}, ENDPOINT_END}, "a summary or a handler"},
        {{{"GET", "/a", "A row"}, ENDPOINT_END}, "a summary or a handler"},
    };

    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        const struct endpoint *const table[] = {wrong[i].rows};
        struct endpoint_set one = {table, 1};
        struct router *r = NULL;
        struct err err = {0};
        assert_int_equal(router_new(&one, &r, &err), ERR_INTERNAL);
        assert_null(r);
        assert_non_null(strstr(err.text, wrong[i].text));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_lead_to_their_rows),
        cmocka_unit_test(long_paths_are_refused),
        cmocka_unit_test(wrong_rows_are_found_at_the_start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
