#include "field_sample.h"
#include "json/parse.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>

static int read_thing(const char *json, enum fields_mode mode, struct arena *arena,
                      struct thing *out, struct err *err)
{
    json_t *v;

    assert_int_equal(json_parse(json, strlen(json), &v, err), 0);
    fields_init(thing_fields, out);
    return fields_read(thing_fields, json_keep(arena, v), mode, arena, out, err);
}

/* What is refused, with which field and (part of the) sentence. */
static const struct {
    const char *json, *field, *text;
} refusals[] = {
    {"{}", "name", "is required"},
    {"[]", "", "must be an object, is a list"},
    {"7", "", "must be an object, is a number"},
    {"{'name':null}", "name", "must not be null"},
    {"{'name':7}", "name", "must be a text, is a number"},
    {"{'name':''}", "name", "must not be empty"},
    {"{'name':'ninechars'}", "name", "must be at most 8 bytes, is 9"},
    {"{'name':'äöüäö'}", "name", "must be at most 8 bytes, is 10"},
    {"{'name':'a','colour':'pink'}", "colour", "must be red, green or blue"},
    {"{'name':'a','colour':false}", "colour", "must be a text, is false"},
    {"{'name':'a','seats':0}", "seats", "must be from 1 to 500"},
    {"{'name':'a','seats':501}", "seats", "must be from 1 to 500"},
    {"{'name':'a','seats':1.5}", "seats", "must be a whole number, is 1.5"},
    {"{'name':'a','seats':1e300}", "seats", "must be a whole number, is 1e+300"},
    {"{'name':'a','seats':'5'}", "seats", "must be a whole number, is a text"},
    {"{'name':'a','share':1.0001}", "share", "must be from -1 to 1"},
    {"{'name':'a','share':'1'}", "share", "must be a number, is a text"},
    {"{'name':'a','is_active':1}", "is_active", "must be true or false, is a number"},
    {"{'name':'a','is_active':null}", "is_active", "must not be null"},
    {"{'name':'a','start':'2026-02-29'}", "start", "must be a day"},
    {"{'name':'a','start':'26-2-1'}", "start", "must be a day"},
    {"{'name':'a','start':20260201}", "start", "must be a text, is a number"},
    {"{'name':'a','at':'2026-02-01'}", "at", "must be a time"},
    {"{'name':'a','at':'2026-02-01T25:00:00Z'}", "at", "must be a time"},
    {"{'name':'a','custom':[1]}", "custom", "must be an object, is a list"},
    {"{'name':'a','custom':{'k':'0123456789012345678901234'}}", "custom",
     "must be at most 30 bytes as text, is 33"},
    {"{'name':'a','owner':[]}", "owner", "must be an object, is a list"},
    {"{'name':'a','owner':{}}", "owner.name", "is required"},
    {"{'name':'a','groups':{}}", "groups", "must be a list, is an object"},
    {"{'name':'a','groups':[{'name':'x'},7]}", "groups[1]", "must be an object, is a number"},
    {"{'name':'a','groups':[{'name':'x'},{'name':'y'},{'name':'z','weight':101}]}",
     "groups[2].weight", "must be from 0 to 100"},
    {"{'name':'a','groups':[{'name':'x','wieght':1}]}", "groups[0].wieght",
     "did you mean \"weight\"?"},
    {"{'name':'a','groups':[{},{},{},{},{}]}", "groups", "must have at most 4 entries, has 5"},
    {"{'name':'a','tags':['x',2]}", "tags[1]", "must be a text, is a number"},
    {"{'name':'a','tags':['1','2','3','4']}", "tags", "must have at most 3 entries, has 4"},
    {"{'name':'a','shades':['red','pink']}", "shades[1]", "must be red, green or blue"},
    {"{'name':'a','points':[]}", "points", "must have at least 1 entries, has 0"},
    {"{'name':'a','points':[1,null,'x']}", "points[2]", "must be a number or null, is a text"},
    {"{'name':'a','points':[1,-1]}", "points[1]", "must be from 0 to 1e+15"},
    {"{'name':'a','id':5}", "id", "is set by Ripen"},
    {"{'name':'a','nmae':'b'}", "nmae", "did you mean \"name\"?"},
    {"{'name':'a','colors':'red'}", "colors", "did you mean \"colour\"?"},
    {"{'name':'a','zzz':1}", "zzz", "is not a field here; leave it out"},
    {"{'name':'a','':1}", "", "is not a field here; leave it out"},
};

/* The tables are written with ' for " so that they can be read. */
static char *json_of(struct arena *arena, const char *s)
{
    char *json = arena_strdup(arena, s);

    for (char *p = json; *p; p++)
        if (*p == '\'')
            *p = '"';
    return json;
}

static void wrong_input_is_refused_by_name(void **state)
{
    (void)state;
    AUTO_STRUCT(arena) *arena = arena_new();

    for (size_t i = 0; i < ARRAY_LEN(refusals); i++) {
        struct thing t;
        struct err err = {0};
        const char *json = json_of(arena, refusals[i].json);
        int rc = read_thing(json, FIELDS_WHOLE, arena, &t, &err);
        if (rc != ERR_INVALID || !strstr(err.text, refusals[i].text))
            print_message("%s gives %d %s: %s\n", json, rc, err.field, err.text);
        assert_int_equal(rc, ERR_INVALID);
        assert_string_equal(err.field, refusals[i].field);
        assert_non_null(strstr(err.text, refusals[i].text));
        /* Nobody has to want the words. */
        assert_int_equal(read_thing(json, FIELDS_WHOLE, arena, &t, NULL), ERR_INVALID);
    }
}

static const char whole[] =
    "{\"name\":\"Ünit\",\"colour\":\"green\",\"seats\":500,\"share\":-0.25,\"is_active\":true,"
    "\"start\":\"2024-02-29\",\"at\":\"2026-01-31T09:30:00Z\",\"custom\":{\"a\":[1,{\"b\":null}]},"
    "\"owner\":{\"name\":\"o\",\"weight\":null},"
    "\"groups\":[{\"name\":\"g1\",\"weight\":0},{\"name\":\"g2\",\"weight\":99.5}],"
    "\"tags\":[\"x\",\"\"],\"shades\":[\"red\"],\"points\":[0.1,null,3],\"id\":null}";

static const char *without_id(struct arena *arena)
{
    size_t n = (size_t)(strstr(whole, ",\"id\"") - whole);

    return arena_printf(arena, "%.*s}", (int)n, whole);
}

/* The same text comes back; only the field that may not be given is left out on the way in. */
static void every_type_goes_round(void **state)
{
    (void)state;
    AUTO_STRUCT(arena) *arena = arena_new();
    AUTO_BUF out = {0};
    struct thing t;
    struct err err = {0};
    const char *in = without_id(arena);

    assert_int_equal(read_thing(in, FIELDS_WHOLE, arena, &t, &err), 0);
    assert_int_equal(t.seats, 500);
    assert_int_equal(t.start, day_from_ymd(2024, 2, 29));
    assert_true(isnan(t.points[1]));
    assert_int_equal(t.n_groups, 2);
    assert_ptr_equal(t.colour, colours[1]);
    fields_write(thing_fields, &t, &out);
    assert_string_equal(buf_text(&out), whole);
}

static void missing_is_null_and_an_empty_list(void **state)
{
    (void)state;
    AUTO_BUF out = {0};
    struct thing t;

    memset(&t, 0x5a, sizeof(t));
    fields_init(thing_fields, &t);
    FIELDS_EACH (f, thing_fields)
        assert_int_equal(field_is_missing(f, &t), f->type != FIELD_T_BOOL);
    fields_write(thing_fields, &t, &out);
    assert_string_equal(
        buf_text(&out),
        "{\"name\":null,\"colour\":null,\"seats\":null,\"share\":null,\"is_active\":false,"
        "\"start\":null,\"at\":null,\"custom\":null,\"owner\":null,\"groups\":[],\"tags\":[],"
        "\"shades\":[],\"points\":[],\"id\":null}");
}

static void patch_touches_only_what_is_there(void **state)
{
    (void)state;
    AUTO_STRUCT(arena) *arena = arena_new();
    struct thing t;
    struct err err = {0};
    json_t *v;
    const char *patch = json_of(arena, "{'seats':null,'share':0.5,'tags':null,'owner':null}");

    assert_int_equal(read_thing(without_id(arena), FIELDS_WHOLE, arena, &t, &err), 0);
    assert_int_equal(json_parse(patch, strlen(patch), &v, &err), 0);
    assert_int_equal(fields_read(thing_fields, json_keep(arena, v), FIELDS_PATCH, arena, &t, &err),
                     0);
    assert_string_equal(t.name, "Ünit");
    assert_int_equal(t.seats, I64_NONE);
    assert_true(t.share == 0.5);
    assert_int_equal(t.n_tags, 0);
    assert_null(t.owner);
    assert_int_equal(t.n_groups, 2);

    assert_int_equal(read_thing(json_of(arena, "{'name':null}"), FIELDS_PATCH, arena, &t, &err),
                     ERR_INVALID);
    assert_string_equal(err.text, "must not be null");
    /* Lists inside a patch are whole things. */
    assert_int_equal(read_thing(json_of(arena, "{'groups':[{}]}"), FIELDS_PATCH, arena, &t, &err),
                     ERR_INVALID);
    assert_string_equal(err.field, "groups[0].name");
}

static void texts_that_no_parser_lets_through_are_refused(void **state)
{
    (void)state;
    AUTO_STRUCT(arena) *arena = arena_new();
    static const struct {
        const char *bytes;
        size_t n;
        const char *text;
    } rows[] = {{"a\0b", 3, "must not hold a NUL character"}, {"a\xff", 2, "must be UTF-8"}};

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct thing t;
        struct err err = {0};
        json_t *name = json_stringn_nocheck(rows[i].bytes, rows[i].n);
        json_t *v = json_keep(arena, json_pack("{s:o}", "name", name));
        fields_init(thing_fields, &t);
        assert_int_equal(fields_read(thing_fields, v, FIELDS_WHOLE, arena, &t, &err), ERR_INVALID);
        assert_string_equal(err.text, rows[i].text);
    }
}

static void whole_numbers_may_be_spelled_as_reals(void **state)
{
    (void)state;
    AUTO_STRUCT(arena) *arena = arena_new();
    static const char *const rows[] = {"{'name':'a','seats':100}", "{'name':'a','seats':100.0}",
                                       "{'name':'a','seats':1e2}"};

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct thing t;
        assert_int_equal(read_thing(json_of(arena, rows[i]), FIELDS_WHOLE, arena, &t, NULL), 0);
        assert_int_equal(t.seats, 100);
    }
}

/* One field, one text: what it becomes when written as text again, or why not. */
static const struct {
    const char *field, *text, *written, *error;
} texts[] = {
    {"name", "Ann", "Ann", NULL},
    {"name", "", NULL, "is required"},
    {"name", "ninechars", NULL, "must be at most 8 bytes, is 9"},
    {"name", "\xc3", NULL, "must be UTF-8"},
    {"colour", "blue", "blue", NULL},
    {"colour", "Blue", NULL, "must be red, green or blue"},
    {"colour", "", "", NULL},
    {"seats", "7", "7", NULL},
    {"seats", "7.0", NULL, "must be a whole number"},
    {"seats", " 7", NULL, "must be a whole number"},
    {"seats", "9223372036854775808", NULL, "must be a whole number"},
    {"seats", "0", NULL, "must be from 1 to 500"},
    {"share", "-.5", "-0.5", NULL},
    {"share", "nan", NULL, "must be a number"},
    {"share", "0x1", NULL, "must be a number"},
    {"is_active", "true", "true", NULL},
    {"is_active", "yes", NULL, "must be true or false"},
    {"is_active", "", "false", NULL},
    {"start", "2026-01-31", "2026-01-31", NULL},
    {"start", "31.1.2026", NULL, "must be a day"},
    {"at", "2026-01-31T10:30:00+01:00", "2026-01-31T09:30:00Z", NULL},
    {"custom", "{\"a\": 1}", "{\"a\":1}", NULL},
    {"custom", "[]", NULL, "must be a JSON object"},
    {"custom", "{", NULL, "the JSON is wrong at line 1"},
    {"tags", "x, y", "x,y", NULL},
    {"tags", "1,2,3,4", NULL, "must have at most 3 entries, has 4"},
    {"shades", "red,blue", "red,blue", NULL},
    {"shades", "red,", NULL, "must be red, green or blue"},
    {"points", "1", NULL, "cannot be given as text"},
    {"owner", "x", NULL, "cannot be given as text"},
};

static void texts_are_read_and_written(void **state)
{
    (void)state;
    AUTO_STRUCT(arena) *arena = arena_new();

    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        AUTO_BUF out = {0};
        struct thing t;
        struct err err = {0};
        const struct field *f = fields_find(thing_fields, texts[i].field);
        fields_init(thing_fields, &t);
        int rc = field_read_text(f, texts[i].text, arena, &t, &err);
        if (texts[i].error) {
            assert_int_equal(rc, ERR_INVALID);
            assert_non_null(strstr(err.text, texts[i].error));
            continue;
        }
        assert_int_equal(rc, 0);
        field_write_text(f, &t, &out);
        assert_string_equal(buf_text(&out), texts[i].written);
    }
}

static void lists_of_numbers_as_text(void **state)
{
    (void)state;
    double points[] = {1.5, NAN, 2};
    struct thing t = {.points = points, .n_points = 3};
    AUTO_BUF out = {0};

    field_write_text(fields_find(thing_fields, "points"), &t, &out);
    assert_string_equal(buf_text(&out), "1.5,,2");
}

static void numbers_are_short_and_exact(void **state)
{
    (void)state;
    static const struct {
        double v;
        const char *json;
    } rows[] = {
        {0, "0"},
        {-0.0, "0"},
        {0.1, "0.1"},
        {1.0 / 3, "0.3333333333333333"},
        {100, "100"},
        {1e15, "1e+15"},
        {1e300, "1e+300"},
        {5e-324, "4.94065645841247e-324"},
        {NAN, "null"},
        {INFINITY, "null"},
        {-123456789012345, "-123456789012345"},
        {0.30000000000000004, "0.30000000000000004"},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        AUTO_BUF out = {0};
        json_write_f64(&out, rows[i].v);
        assert_string_equal(buf_text(&out), rows[i].json);
        if (isfinite(rows[i].v))
            assert_true(strtod(buf_text(&out), NULL) == rows[i].v);
    }
}

static void a_path_is_cut_to_fit(void **state)
{
    (void)state;
    AUTO_STRUCT(arena) *arena = arena_new();
    struct thing t;
    struct err err = {0};
    char name[200] = "";

    memset(name, 'x', sizeof(name) - 1);
    const char *json = arena_printf(arena, "{\"name\":\"a\",\"groups\":[{\"%s\":1}]}", name);
    assert_int_equal(read_thing(json, FIELDS_WHOLE, arena, &t, &err), ERR_INVALID);
    assert_int_equal(strlen(err.field), sizeof(err.field) - 1);
    assert_memory_equal(err.field, "groups[0].xxx", 13);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_input_is_refused_by_name),
        cmocka_unit_test(every_type_goes_round),
        cmocka_unit_test(missing_is_null_and_an_empty_list),
        cmocka_unit_test(patch_touches_only_what_is_there),
        cmocka_unit_test(texts_that_no_parser_lets_through_are_refused),
        cmocka_unit_test(whole_numbers_may_be_spelled_as_reals),
        cmocka_unit_test(texts_are_read_and_written),
        cmocka_unit_test(lists_of_numbers_as_text),
        cmocka_unit_test(numbers_are_short_and_exact),
        cmocka_unit_test(a_path_is_cut_to_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
