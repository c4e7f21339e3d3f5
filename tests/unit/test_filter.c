#include "base/str.h"
#include "json/filter.h"
#include "json/parse.h"
#include "stats/random.h"
#include "test.h"

#include <string.h>

static const char *const colours[] = {"red", "green", NULL};
static const struct filter_field fields[] = {
    {.name = "industry", .type = FIELD_T_STR},
    {.name = "owner", .type = FIELD_T_STR},
    {.name = "colour", .type = FIELD_T_ENUM, .values = colours},
    {.name = "roles", .type = FIELD_T_STRS},
    {.name = "seats", .type = FIELD_T_I64},
    {.name = "arr", .type = FIELD_T_F64},
    {.name = "vip", .type = FIELD_T_BOOL},
    {.name = "start", .type = FIELD_T_DAY},
    {.name = "opened", .type = FIELD_T_TIME},
    {.name = "custom.tier", .type = FIELD_T_STR},
};
static const char *const field_names[] = {"industry", "owner",       "colour", "seats",
                                          "arr",      "vip",         "start",  "opened",
                                          "roles",    "custom.tier", NULL};

static bool find(void *ctx, const char *name, struct filter_field *ret)
{
    (void)ctx;
    for (size_t i = 0; i < ARRAY_LEN(fields); i++)
        if (str_eq(fields[i].name, name)) {
            *ret = fields[i];
            return true;
        }
    return false;
}
static const struct filter_names names = {find, NULL, field_names};

/* Text, and how it is written back (NULL: the same). */
static const struct {
    const char *in, *out;
} texts[] = {
    {"industry = \"EdTech\"", NULL},
    {"industry=\"EdTech\"AND(arr>=10000 or NOT owner = \"ann\")",
     "industry = \"EdTech\" and (arr >= 10000 or not owner = \"ann\")"},
    {"not (vip = true and seats < 5)", NULL},
    {"((seats > 1))", "seats > 1"},
    {"(seats > 1 and seats < 9) and vip = false", "seats > 1 and seats < 9 and vip = false"},
    {"(seats > 1 and vip = true) or owner is missing",
     "seats > 1 and vip = true or owner is missing"},
    {"owner is not missing", NULL},
    {"industry in (\"a\",\"b\" , \"c\")", "industry in (\"a\", \"b\", \"c\")"},
    {"industry contains \"q\\\"uo\\\\te\"", NULL},
    {"start >= 2026-01-31 and start < \"2026-03-01\"",
     "start >= 2026-01-31 and start < 2026-03-01"},
    {"opened > 2026-01-31T08:00:00+01:00", "opened > 2026-01-31T07:00:00Z"},
    {"opened > 2026-01-31", "opened > 2026-01-31T00:00:00Z"},
    {"arr = -1.5e3", "arr = -1500"},
    {"custom.tier != \"gold\"", NULL},
    {"roles contains \"champion\"", NULL},
    {"colour in (\"red\")", NULL},
    {"industry = \"Bücher\"", NULL},
    {"not not vip = true", NULL},
    {"  ", ""},
};

static const char *as_text(const struct filter *f, struct arena *arena)
{
    AUTO_BUF out = {0};

    filter_write(f, &out);
    return arena_strdup(arena, buf_text(&out));
}

static void texts_are_read_and_written(void **state)
{
    AUTO_STRUCT(arena) *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        const struct filter *f = NULL;
        struct err err = {0};
        if (filter_parse(texts[i].in, &names, arena, &f, &err) < 0)
            fail_msg("%s: %s", texts[i].in, err.text);
        assert_string_equal(as_text(f, arena), texts[i].out ? texts[i].out : texts[i].in);
    }
}

static const struct {
    const char *in, *message;
} wrong[] = {
    {"industy = \"x\"",
     "at character 1: there is no field \"industy\"; did you mean \"industry\"?"},
    {"seats > 1 and zzzzzzzz = 1", "at character 15: there is no field \"zzzzzzzz\" to filter by"},
    {"seats >",
     "at character 8: a value: a text in quotes, a number, a day, true or false is missing "
     "at the end"},
    {"seats > many", "at character 9: expected a value: a text in quotes, a number, a day, true or "
                     "false, found \"many\""},
    {"seats > \"5\"", "at character 1: seats is compared with a whole number"},
    {"seats = 1.5", "at character 1: seats is compared with a whole number"},
    {"industry = 5", "at character 1: industry is compared with a text in quotes"},
    {"colour = \"blue\"", "at character 1: colour is never \"blue\"; it is one of red, green"},
    {"colour < \"red\"", "at character 1: colour cannot be compared by <"},
    {"roles = \"x\"", "at character 1: roles cannot be compared by ="},
    {"vip > true", "at character 1: vip cannot be compared by >"},
    {"start = 2026-02-30", "at character 9: \"2026-02-30\" is neither a number nor a day like "
                           "2026-01-31"},
    {"industry = \"x", "at character 12: this text has no closing \""},
    {"industry = \"x\\n\"", "at character 12: a \\ inside a text stands before \" or \\ only"},
    {"ü = 1", "at character 1: \"ü\" does not belong into a filter"},
    {"industry = \"ü\" ; vip", "at character 16: \";\" does not belong into a filter"},
    {"(seats > 1", "at character 11: and, or or ) is missing at the end"},
    {"seats > 1)", "at character 10: expected and or or, found \")\""},
    {"seats > 1 seats < 2", "at character 11: expected and or or, found \"seats\""},
    {"seats in 5", "at character 10: expected ( behind in, found \"5\""},
    {"seats in (5 6)", "at character 13: expected , or ), found \"6\""},
    {"seats in ()", "at character 11: expected a value: a text in quotes, a number, a day, true or "
                    "false, found \")\""},
    {"seats is 5", "at character 10: expected missing or not missing behind is, found \"5\""},
    {"seats", "at character 6: =, !=, <, <=, >, >=, in, contains or is is missing at the end"},
    {"and seats > 1", "at character 5: expected =, !=, <, <=, >, >=, in, contains or is, found "
                      "\"seats\""},
};

static void errors_say_where_and_what(void **state)
{
    AUTO_STRUCT(arena) *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        const struct filter *f = NULL;
        struct err err = {0};
        assert_int_equal(filter_parse(wrong[i].in, &names, arena, &f, &err), ERR_INVALID);
        assert_string_equal(err.field, "filter");
        assert_string_equal(err.text, wrong[i].message);
        assert_null(f);
    }
}

static int parse_repeated(const char *head, const char *part, const char *tail, int n,
                          struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    AUTO_BUF text = {0};
    const struct filter *f;

    buf_str(&text, head);
    for (int i = 0; i < n; i++)
        buf_str(&text, part);
    buf_str(&text, tail);
    return filter_parse(buf_text(&text), &names, arena, &f, err);
}

static void limits_are_kept(void **state)
{
    struct err err = {0};

    (void)state;
    assert_int_equal(parse_repeated("", "not ", "vip = true", FILTER_DEPTH_MAX, &err), 0);
    assert_int_equal(parse_repeated("", "not ", "vip = true", FILTER_DEPTH_MAX + 1, &err),
                     ERR_INVALID);
    assert_non_null(strstr(err.text, "deeper than 32"));
    assert_int_equal(parse_repeated("", "(", "", 4000, &err), ERR_INVALID);
    assert_int_equal(parse_repeated("seats in (1", ",1", ")", FILTER_TERMS_MAX - 1, &err), 0);
    assert_int_equal(parse_repeated("seats in (1", ",1", ")", FILTER_TERMS_MAX, &err), ERR_INVALID);
    assert_int_equal(parse_repeated("seats>1", " or seats>1", "", FILTER_TERMS_MAX, &err),
                     ERR_INVALID);
    assert_non_null(strstr(err.text, "at most 200"));
    assert_int_equal(parse_repeated("industry = \"", "x", "\"", FILTER_TEXT_MAX, &err),
                     ERR_INVALID);
    assert_non_null(strstr(err.text, "4096"));
}

static const struct {
    const char *json, *text; /* text NULL: refused */
    const char *place;       /* of the fault */
} jsons[] = {
    {"null", ""},
    {"{\"field\":\"industry\",\"op\":\"=\",\"value\":\"EdTech\"}", "industry = \"EdTech\""},
    {"{\"and\":[{\"field\":\"seats\",\"op\":\">\",\"value\":5},{\"not\":{\"field\":\"vip\",\"op\":\"=\","
     "\"value\":true}}]}",
     "seats > 5 and not vip = true"},
    {"{\"or\":[{\"field\":\"seats\",\"op\":\"is missing\"}]}", "seats is missing"},
    {"{\"field\":\"start\",\"op\":\"in\",\"value\":[\"2026-01-01\"]}", "start in (2026-01-01)"},
    {"{\"and\":[]}", NULL, "and"},
    {"{\"and\":[],\"or\":[]}", NULL, ""},
    {"[]", NULL, ""},
    {"{\"field\":\"seats\",\"op\":\">\"}", NULL, "value"},
    {"{\"field\":\"seats\",\"op\":\"is missing\",\"value\":1}", NULL, "value"},
    {"{\"field\":\"seats\",\"op\":\"~\",\"value\":1}", NULL, "op"},
    {"{\"field\":\"seats\",\"op\":\"=\",\"value\":1,\"x\":1}", NULL, ""},
    {"{\"field\":\"nope\",\"op\":\"=\",\"value\":1}", NULL, ""},
    {"{\"field\":\"seats\",\"op\":\"in\",\"value\":[]}", NULL, "value"},
    {"{\"field\":\"seats\",\"op\":\"=\",\"value\":[1]}", NULL, "value"},
    {"{\"and\":[{\"field\":\"seats\",\"op\":\">\",\"value\":5},{\"not\":{\"or\":[{\"field\":"
     "\"seats\",\"op\":\"=\",\"value\":null}]}}]}",
     NULL, "and[1].not.or[0].value"},
    {"{\"and\":[{\"field\":\"seats\",\"op\":\">\",\"value\":5},{\"field\":\"nope\",\"op\":\"=\","
     "\"value\":1}]}",
     NULL, "and[1]"},
    {"{\"or\":[7]}", NULL, "or[0]"},
};

static void json_is_read(void **state)
{
    AUTO_STRUCT(arena) *arena = arena_new();

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(jsons); i++) {
        const struct filter *f = NULL;
        struct err err = {0};
        json_t *json = json_keep(arena, json_loads(jsons[i].json, JSON_DECODE_ANY, NULL));
        assert_non_null(json);
        int rc = filter_read(json, &names, arena, &f, &err);
        if (jsons[i].text) {
            if (rc < 0)
                fail_msg("%s: %s", jsons[i].json, err.text);
            assert_string_equal(as_text(f, arena), jsons[i].text);
        } else {
            assert_int_equal(rc, ERR_INVALID);
            assert_string_equal(err.field, jsons[i].place);
        }
    }
}

/* A random filter, written with blanks and parentheses that are not needed. */
static void write_comparison(struct rng *rng, struct buf *out)
{
    static const char *const some[] = {
        "industry = \"a \\\"b\\\"\"",
        "owner != \"\"",
        "seats in (1, 2, 3)",
        "arr >= 0.1",
        "arr < -3e-7",
        "vip = true",
        "start <= 2025-12-31",
        "opened > 2025-12-31T23:59:59.123Z",
        "roles contains \"x\"",
        "owner is missing",
        "custom.tier is not missing",
        "colour in (\"red\", \"green\")",
    };

    buf_str(out, some[rng_below(rng, ARRAY_LEN(some))]);
}

// NOLINTNEXTLINE(misc-no-recursion): depth is given
static void write_random(struct rng *rng, int depth, struct buf *out)
{
    int64_t n = depth ? rng_below(rng, 4) : 0;

    if (n == 0) {
        write_comparison(rng, out);
        return;
    }
    buf_str(out, rng_chance(rng, 0.3) ? "not (" : "(");
    for (int64_t i = 0; i < n; i++) {
        if (i)
            buf_str(out, rng_chance(rng, 0.5) ? " and " : "  OR ");
        write_random(rng, depth - 1, out);
    }
    buf_str(out, " )");
}

static void both_forms_come_back_the_same(void **state)
{
    struct rng rng;

    (void)state;
    rng_init(&rng, 5, 0);
    for (int round = 0; round < 3000; round++) {
        AUTO_STRUCT(arena) *arena = arena_new();
        AUTO_BUF text = {0};
        AUTO_BUF json = {0};
        struct err err = {0};
        const struct filter *f, *again;
        json_t *value;

        write_random(&rng, 4, &text);
        if (filter_parse(buf_text(&text), &names, arena, &f, &err) < 0)
            fail_msg("%s: %s", buf_text(&text), err.text);
        const char *canonical = as_text(f, arena);
        assert_int_equal(filter_parse(canonical, &names, arena, &again, &err), 0);
        assert_string_equal(as_text(again, arena), canonical);

        filter_write_json(f, &json);
        assert_int_equal(json_parse(buf_text(&json), json.len, &value, &err), 0);
        assert_int_equal(filter_read(json_keep(arena, value), &names, arena, &again, &err), 0);
        assert_string_equal(as_text(again, arena), canonical);
    }
}

static void contains_looks_past_case(void **state)
{
    (void)state;
    assert_true(filter_contains("Blue Whale", "WHALE"));
    assert_true(filter_contains("anything", ""));
    assert_true(filter_contains("aab", "ab"));
    assert_false(filter_contains("whal", "whale"));
    assert_false(filter_contains("", "x"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_read_and_written),
        cmocka_unit_test(errors_say_where_and_what),
        cmocka_unit_test(limits_are_kept),
        cmocka_unit_test(json_is_read),
        cmocka_unit_test(both_forms_come_back_the_same),
        cmocka_unit_test(contains_looks_past_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
