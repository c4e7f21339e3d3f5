/* The portfolio as the server gives it: rows, totals, files, facets and search. */
#include "facts/kind/touch.h"
#include "http/service.h"
#include "http_test.h"
#include "metric_test.h"
#include "scoring/portfolio/portfolio.h"
#include "scoring/scoring.h"

#define TODAY "2024-07-02" /* a Tuesday; four weeks before is 2024-06-04 */

struct fixture {
    struct metric_test t;
    struct http_test http;
    struct service service;
};

static void add_facts(struct metric_test *t)
{
    put_sql(t, "INSERT INTO custom_field (kind, name, label, type, created) VALUES "
               "('account', 'tier', 'Tier', 'text', 0), ('account', 'fee', 'Fee', 'number', 0)");
    fact(t, "account", "key=K-3 name=Acme industry=Tools owner=ann start=2023-01-01");
    fact(t, "account", "key=K-1 name=Bolt industry=Tools start=2023-01-01 stage=grown");
    fact(t, "account", "key=K-2 name==Sum(1) owner=bob start=2023-01-01");
    fact(t, "account", "key=K-4 name=Dart lifecycle=prospect");
    fact(t, "account", "key=K-5 name=Elk lifecycle=churned start=2023-01-01 churned=2024-05-01");
    fact(t, "account", "key=K-6 name=Later start=2025-01-01");
    put_sql(t, "UPDATE account SET name = 'The Acme, Inc' WHERE key = 'K-1'");
    put_sql(t, "UPDATE account SET custom = '{\"fee\":2.5,\"tier\":\"a \\\"b\\\"\"}' "
               "WHERE key = 'K-3'");
    fact(t, "subscription", "account_id=1 start=2023-01-01 amount_cents=10000 term_months=12");
    fact(t, "subscription", "account_id=2 start=2023-01-01 amount_cents=20000");
    fact(t, "subscription", "account_id=3 start=2023-01-01 amount_cents=10000");
    fact(t, "invoice", "account_id=1 issued=2024-06-01 due=2024-06-15 amount_cents=1");
    fact(t, "ticket",
         "account_id=1 opened=2024-06-01T08:00:00Z satisfaction=5 "
         "first_response=2024-06-01T08:30:00Z solved=2024-06-01T18:00:00Z");
    fact(t, "assessment",
         "account_id=1 day=2024-03-01 charter_clarity=4 charter_influence=4 "
         "charter_head=4 people_skill=4 people_size=4 people_record=4");
}

static int set_up(void **state)
{
    static struct fixture f;
    struct err err = {0};

    setenv("RIPEN_NOW", TODAY "T12:00:00Z", 1);
    metric_test_init(&f.t);
    add_facts(&f.t);
    metric_test_commit(&f.t);
    ASSERT_OK(cards_seed(f.t.base.db, &err), err);
    http_test_init(&f.http, portfolio_endpoints);
    f.service = (struct service){.db = f.t.base.db, .snapshots = snapshots_new()};
    f.http.d.db = f.t.base.db;
    f.http.d.service = &f.service;
    f.http.role = ROLE_VIEWER;
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    http_test_done(&f->http);
    snapshots_free(f->service.snapshots);
    metric_test_done(&f->t);
    return 0;
}

/* The rows' keys with blanks between, or what is refused. */
static const char *keys_of(struct fixture *f, const char *query)
{
    AUTO_BUF keys = {0};
    const json_t *row;
    size_t i;
    int status =
        http_call(&f->http, "GET", arena_printf(f->t.arena, "/api/v1/portfolio?%s", query), NULL);

    if (status != 200)
        return arena_printf(f->t.arena, "%d %s: %s", status, http_text(&f->http, "field"),
                            http_text(&f->http, "detail"));
    json_array_foreach (json_object_get(f->http.json, "rows"), i, row)
        buf_printf(&keys, "%s%s", i ? " " : "", json_string_value(json_object_get(row, "key")));
    return arena_strdup(f->t.arena, buf_text(&keys));
}

static void lists_who_is_asked_for(void **state)
{
    static const struct {
        const char *query, *keys;
    } cases[] = {
        {"", "K-1 K-2 K-3"}, /* by ARR, falling; equal ones by key and not as they came */
        {"sort=arr", "K-2 K-3 K-1"},
        {"sort=owner", "K-3 K-2 K-1"},
        {"sort=-owner", "K-2 K-3 K-1"},
        {"sort=-industry", "K-1 K-3 K-2"},
        {"sort=key&offset=1&limit=1", "K-2"},
        {"sort=key&offset=3", ""},
        {"sort=key&offset=99", ""},
        {"q=acme&sort=key", "K-1 K-3"},
        {"filter=lifecycle%20%3D%20%22churned%22", "K-5"},
        {"filter=lifecycle%20is%20not%20missing&sort=key", "K-1 K-2 K-3 K-4 K-5"},
        {"filter=churned%20%3E%202024-01-01", "K-5"},
        {"filter=cell%20%3D%20%22expand%22", "K-3"},
        {"filter=cell%20%3D%20%22happy%22&matrix=2x2", "K-3"},
        {"filter=custom.fee%20%3D%202.5", "K-3"},
        {"filter=custom.tier%20contains%20%22%5C%22B%22", "K-3"},
        {"filter=csat_180d_pct%20%3D%20100", "K-3"},
        {"day=2022-06-01", ""},
        {"day=2024-07-03", "400 day: must not be in the future"},
        {"sort=-arrr", "400 sort: there is no field arrr; did you mean arr?"},
        {"columns=mrr,stag", "400 columns: there is no field stag; did you mean stage?"},
        {"columns=stage", "400 columns: stage is a text; only numbers can be asked for here"},
        {"filter=helth%20%3C%2050",
         "400 filter: at character 1: there is no field \"helth\"; did you mean \"health\"?"},
        {"filter=health%20%3C%20%22x%22",
         "400 filter: at character 1: health is compared with a number"},
        {"filter=cell%20%3D%20%22happy%22&matrix=3x3",
         "400 filter: at character 1: cell is never \"happy\"; it is one of let_churn, "
         "depends_rescue, save, depends_develop, core, promote_solution, retain, "
         "promote_maturity, expand, unknown, left, prospect"},
    };
    struct fixture *f = *state;

    for (size_t k = 0; k < ARRAY_LEN(cases); k++) {
        const char *keys = keys_of(f, cases[k].query);
        if (!str_eq(keys, cases[k].keys))
            fail_msg("%s: %s", cases[k].query, keys);
    }
}

static double number_in(const json_t *object, const char *name)
{
    const json_t *v = json_object_get(object, name);

    return json_is_number(v) ? json_number_value(v) : NAN;
}

static const char *text_in(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));

    return text ? text : "null";
}

static void rows_say_where_an_account_stands(void **state)
{
    struct fixture *f = *state;
    struct err err = {0};

    /* Only the Monday in the week before is scored. */
    ASSERT_OK(history_fill(f->t.base.db, day_at("2024-06-03"), day_at("2024-06-03"), HISTORY_DAY,
                           NULL, &err),
              err);
    assert_string_equal(keys_of(f, "filter=key%20in%20(%22K-3%22,%22K-5%22)%20and%20lifecycle%20"
                                   "is%20not%20missing&sort=key&columns=mrr,employees,custom.fee"),
                        "K-3 K-5");
    assert_string_equal(http_text(&f->http, "day"), TODAY);
    assert_string_equal(http_text(&f->http, "before"), "2024-06-03");
    const json_t *row = json_array_get(json_object_get(f->http.json, "rows"), 0);
    assert_string_equal(text_in(row, "name"), "Acme");
    assert_string_equal(text_in(row, "lifecycle"), "active");
    assert_string_equal(text_in(row, "stage"), "null");
    assert_string_equal(text_in(row, "cell"), "expand");
    assert_string_equal(text_in(row, "cell_label"), "Expand and leverage");
    assert_string_equal(text_in(row, "health_band"), "high");
    assert_string_equal(text_in(row, "maturity_band"), "high");
    assert_close(number_in(row, "maturity"), 4, 1e-9);
    assert_close(number_in(row, "arr_cents"), 120000, 0);
    assert_true(number_in(row, "health") >= 75);
    assert_true(number_in(row, "health_before") > 0);
    assert_true(number_in(row, "health_coverage_pct") > 25);
    assert_close(number_in(row, "renewal_days"), day_at("2025-01-01") - day_at(TODAY), 0);
    const json_t *values = json_object_get(row, "values");
    assert_int_equal(json_array_size(values), 3);
    assert_close(json_number_value(json_array_get(values, 0)), 100, 1e-9);
    assert_true(json_is_null(json_array_get(values, 1)));
    assert_close(json_number_value(json_array_get(values, 2)), 2.5, 0);
    row = json_array_get(json_object_get(f->http.json, "rows"), 1);
    assert_string_equal(text_in(row, "lifecycle"), "churned");
    assert_string_equal(text_in(row, "cell"), "left");
    assert_string_equal(text_in(row, "cell_label"), "Left");
    assert_string_equal(text_in(row, "health_band"), "null");
}

static void totals_are_of_all_that_are_chosen(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(keys_of(f, "limit=1"), "K-1");
    const json_t *totals = json_object_get(f->http.json, "totals");
    const json_t *bands = json_object_get(totals, "by_health_band");
    assert_close(number_in(f->http.json, "total"), 3, 0);
    assert_close(number_in(totals, "accounts"), 3, 0);
    assert_close(number_in(totals, "arr_cents"), 480000, 0);
    assert_close(number_in(totals, "health_known"), 1, 0);
    assert_true(number_in(totals, "health_mean") >= 75);
    assert_close(number_in(totals, "maturity_mean"), 4, 1e-9);
    assert_int_equal(json_array_size(bands), 4);
    assert_string_equal(text_in(json_array_get(bands, 2), "band"), "high");
    assert_close(number_in(json_array_get(bands, 2), "arr_cents"), 120000, 0);
    assert_string_equal(text_in(json_array_get(bands, 3), "band"), "null");
    assert_close(number_in(json_array_get(bands, 3), "count"), 2, 0);

    assert_string_equal(keys_of(f, "q=nobody"), "");
    totals = json_object_get(f->http.json, "totals");
    assert_true(isnan(number_in(totals, "health_mean")));
    assert_close(number_in(totals, "arr_cents"), 0, 0);
}

static void the_file_is_safe_for_spreadsheets(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(http_call(&f->http, "GET",
                               "/api/v1/portfolio.csv?sort=key&columns=name,arr,owner,start,mrr,"
                               "cell,custom.tier",
                               NULL),
                     200);
    assert_string_equal(buf_text(&f->http.reply.body),
                        "key,name,arr,owner,start,mrr,cell,custom.tier\r\n"
                        "K-1,\"The Acme, Inc\",2400,,2023-01-01,200,unknown,\r\n"
                        "K-2,\"'=Sum(1)\",1200,bob,2023-01-01,100,unknown,\r\n"
                        "K-3,Acme,1200,ann,2023-01-01,100,expand,\"a \"\"b\"\"\"\r\n");
    assert_int_equal(http_call(&f->http, "GET", "/api/v1/portfolio.csv?q=bob", NULL), 200);
    assert_non_null(strstr(buf_text(&f->http.reply.body), "K-2,\"'=Sum(1)\",bob,active,"));
    assert_non_null(strstr(reply_header_value(&f->http.reply, "Content-Disposition"),
                           "portfolio-" TODAY ".csv"));
    assert_int_equal(http_call(&f->http, "GET", "/api/v1/portfolio.csv?limit=1", NULL), 400);
}

/* "value count, value count" of one facet. */
static const char *facet_of(struct fixture *f, const char *field)
{
    AUTO_BUF text = {0};
    const json_t *facet, *value;
    size_t i, k;

    json_array_foreach (json_object_get(f->http.json, "items"), i, facet) {
        if (!str_eq(text_in(facet, "field"), field))
            continue;
        json_array_foreach (json_object_get(facet, "values"), k, value)
            buf_printf(&text, "%s%s %.0f", k ? ", " : "", text_in(value, "value"),
                       number_in(value, "count"));
    }
    return arena_strdup(f->t.arena, buf_text(&text));
}

static void facets_count_what_can_be_chosen(void **state)
{
    struct fixture *f = *state;

    assert_int_equal(http_call(&f->http, "GET", "/api/v1/portfolio/facets", NULL), 200);
    assert_string_equal(facet_of(f, "industry"), "Tools 2, null 1");
    assert_string_equal(facet_of(f, "owner"), "ann 1, bob 1, null 1");
    assert_string_equal(facet_of(f, "lifecycle"), "prospect 1, active 3, churned 1");
    assert_string_equal(facet_of(f, "health_band"), "high 1, null 2");
    assert_string_equal(facet_of(f, "cell"), "expand 1, unknown 2, left 1, prospect 1");
    assert_int_equal(http_call(&f->http, "GET", "/api/v1/portfolio/facets?matrix=2x2", NULL), 200);
    assert_string_equal(facet_of(f, "cell"), "happy 1, unknown 2, left 1, prospect 1");
}

/* The keys that a search finds. */
static const char *found(struct fixture *f, const char *q)
{
    AUTO_BUF keys = {0};
    const json_t *hit;
    size_t i;

    assert_int_equal(
        http_call(&f->http, "GET", arena_printf(f->t.arena, "/api/v1/search?q=%s", q), NULL), 200);
    json_array_foreach (json_object_get(f->http.json, "items"), i, hit)
        buf_printf(&keys, "%s%s", i ? " " : "", text_in(hit, "key"));
    return arena_strdup(f->t.arena, buf_text(&keys));
}

static void search_gives_the_best_first(void **state)
{
    struct fixture *f = *state;

    assert_string_equal(found(f, "ACME"), "K-3 K-1"); /* the beginning before a word in it */
    assert_string_equal(found(f, "k-"), "K-1 K-2 K-3 K-4 K-5 K-6"); /* by ARR, then key */
    assert_string_equal(found(f, "b"), "K-2");                      /* the owner */
    assert_string_equal(found(f, "e"), "K-5 K-1 K-3 K-6");          /* Elk; then anywhere */
    assert_string_equal(found(f, "ater"), "K-6");                   /* even who is not there yet */
    assert_string_equal(found(f, "zzz"), "");
    assert_int_equal(http_call(&f->http, "GET", "/api/v1/search", NULL), 400);
}

static void a_search_keeps_the_twenty_best(void **state)
{
    struct fixture *f = *state;

    metric_test_begin(&f->t);
    for (int i = 0; i < 50; i++) {
        char text[128];
        snprintf(text, sizeof(text), "key=Z-%02d name=Zebra%02d start=2023-01-01", 49 - i, i);
        int64_t id = fact(&f->t, "account", text);
        struct err err = {0};
        ASSERT_OK(facts_touch(f->t.conn, id, &err), err);
    }
    metric_test_commit(&f->t);
    assert_string_equal(found(f, "zebra"),
                        "Z-00 Z-01 Z-02 Z-03 Z-04 Z-05 Z-06 Z-07 Z-08 Z-09 Z-10 Z-11 Z-12 Z-13 "
                        "Z-14 Z-15 Z-16 Z-17 Z-18 Z-19");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
        T(lists_who_is_asked_for),
        T(rows_say_where_an_account_stands),
        T(totals_are_of_all_that_are_chosen),
        T(the_file_is_safe_for_spreadsheets),
        T(facets_count_what_can_be_chosen),
        T(search_gives_the_best_first),
        T(a_search_keeps_the_twenty_best),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
