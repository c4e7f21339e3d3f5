#include "base/auto.h"
#include "base/mem.h"
#include "json/slice.h"
#include "json/walk.h"
#include "test.h"

struct walk_test {
    struct scanner *scanner;
    struct arena *arena;
    struct walk walk;
};

static int init(void **state)
{
    struct walk_test *t = mem_zalloc(sizeof(*t));

    t->scanner = scanner_new();
    t->arena = arena_new();
    *state = t;
    return 0;
}

static int done(void **state)
{
    struct walk_test *t = *state;

    scanner_free(t->scanner);
    arena_free(t->arena);
    mem_free(t);
    return 0;
}

/* Walks over a whole text of n bytes that lies exactly as long as it is, so that one byte too many
 * is seen by AddressSanitizer; gives the value. */
static bool walk_bytes(struct walk_test *t, const char *text, size_t n, struct text *ret)
{
    char *own = mem_alloc(n + 1);

    memcpy(own, text, n);
    own[n] = 0;
    walk_start(&t->walk, t->scanner, own, n);
    walk_value(&t->walk, ret);
    bool is_json = walk_end(&t->walk);
    if (is_json)
        ret->p = arena_strndup(t->arena, ret->p, ret->n);
    mem_free(own);
    return is_json;
}

static void what_is_json_is_walked_over_whole(void **state)
{
    static const char *const texts[] = {
        "{}",
        "[]",
        " [ 1 , 2 ] ",
        "0",
        "-0.5e+10",
        "1E9",
        "123456789012345678901234567890",
        "1e999",
        "true",
        " null",
        "\"\"",
        "\"a\\\"b\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\uD83D\\uDE00\"",
        "\"\\ud800\"", /* half a character: left to who decodes it */
        "{\"a\":{\"b\":[{},[],\"\",{\"c\":null}]},\"a\":1}",
        "{\"\":[[[[]]]]}",
        "[\"x\\\\\" , \"y\"]",
        "\"\xf0\x9f\x98\x80\"",
    };
    struct walk_test *t = *state;
    struct text value;

    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        if (!walk_bytes(t, texts[i], strlen(texts[i]), &value))
            fail_msg("%s: %s at %u", texts[i], t->walk.problem, t->walk.problem_at);
        assert_null(t->walk.problem);
    }
}

static void what_is_no_json_is_refused_where_it_is_wrong(void **state)
{
    static const struct {
        const char *text;
        uint32_t at;
        size_t n; /* 0: as long as the text */
    } cases[] = {
        {"", 0},
        {"   ", 3},
        {"{", 1},
        {"[1,]", 3},
        {"{\"a\":1,}", 7},
        {"{\"a\"}", 4},
        {"{\"a\" 1}", 5},
        {"{a:1}", 1},
        {"{1:1}", 1},
        {"[1 2]", 3},
        {"[1}", 2},
        {"{\"a\":[}]", 6},
        {"{\"a\":1]", 6},
        {"[]]", 2},
        {"{} {}", 3},
        {"\"a\"\"b\"", 3},
        {"\"a\"b", 3},
        {"01", 0},
        {"-", 0},
        {"+1", 0},
        {".5", 0},
        {"1.", 0},
        {"1e", 0},
        {"1e+", 0},
        {"0x10", 0},
        {"1\"a\"", 0},
        {"tru", 0},
        {"truee", 0},
        {"nul", 0},
        {"NaN", 0},
        {"[1,Infinity]", 3},
        {"\"\\x\"", 1},
        {"\"\\u12g4\"", 1},
        {"\"\\u12\"", 1},
        {"\"ok\",\"\\q\"", 4},
        {"[\"ok\",\"\\q\"]", 7},
        {"\\", 0},
        {"\"a", 2},
        {"\"a\\\"", 4},
        {"\"a\nb\"", 2},
        {"\"\xff\"", 1},
        {"\"\xed\xa0\x80\"", 1},
        {"\xef\xbb\xbf{}", 0},
        {"1\0", 0, 2},
        {"[1\0,2]", 1, 6},
        {"[1]\0", 3, 4},
        {"\"\0\"", 1, 3},
    };
    struct walk_test *t = *state;
    struct text value;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        size_t n = cases[i].n ? cases[i].n : strlen(cases[i].text);
        if (walk_bytes(t, cases[i].text, n, &value))
            fail_msg("%s is taken", cases[i].text);
        assert_non_null(t->walk.problem);
        if (t->walk.problem_at != cases[i].at)
            fail_msg("%s: %s at %u", cases[i].text, t->walk.problem, t->walk.problem_at);
    }
}

static void depth_is_counted_and_has_an_end(void **state)
{
    struct walk_test *t = *state;
    char text[2 * (WALK_DEPTH_MAX + 1)];
    struct text value;

    for (uint32_t depth = 1; depth <= WALK_DEPTH_MAX + 1; depth += 31) {
        memset(text, '[', depth);
        memset(text + depth, ']', depth);
        assert_true(walk_bytes(t, text, 2 * (size_t)depth, &value));
        assert_int_equal(t->walk.deepest, depth);
    }
    memset(text, '[', WALK_DEPTH_MAX + 1);
    memset(text + WALK_DEPTH_MAX + 1, ']', WALK_DEPTH_MAX + 1);
    assert_false(walk_bytes(t, text, sizeof(text), &value));
    assert_int_equal(t->walk.problem_at, WALK_DEPTH_MAX);
}

static void members_are_read_one_by_one(void **state)
{
    static const char text[] =
        " { \"one\" : 1 , \"t\\u0077o\": \"b\\n\" ,\"three\":[ 1, {\"x\":2} ] } ";
    struct walk_test *t = *state;
    struct walk *w = &t->walk;
    struct text value;

    assert_true(walk_start(w, t->scanner, text, sizeof(text) - 1));
    assert_true(walk_open(w, '{'));
    assert_true(text_is(walk_key(w), "one"));
    assert_int_equal(walk_peek(w), '1');
    assert_true(walk_value(w, &value));
    assert_true(text_is(value, "1"));
    assert_true(walk_more(w, '}'));
    assert_true(text_is(walk_key(w), "two"));
    assert_true(walk_string(w, &value)); /* has an escape */
    assert_true(text_is(value, "b\\n"));
    assert_true(walk_more(w, '}'));
    assert_true(text_is(walk_key(w), "three"));
    assert_true(walk_value(w, &value));
    assert_true(text_is(value, "[ 1, {\"x\":2} ]"));
    assert_false(walk_more(w, '}'));
    assert_true(walk_end(w));
    assert_int_equal(w->members, 4);
    assert_int_equal(w->deepest, 2);
}

static void after_a_problem_nothing_more_is_given(void **state)
{
    static const char text[] = "{\"a\":?,\"b\":1}";
    struct walk_test *t = *state;
    struct walk *w = &t->walk;
    struct text value;

    walk_start(w, t->scanner, text, sizeof(text) - 1);
    assert_true(walk_open(w, '{'));
    walk_key(w);
    assert_false(walk_value(w, &value));
    assert_null(value.p);
    assert_false(walk_more(w, '}'));
    assert_null(walk_key(w).p);
    assert_false(walk_string(w, &value));
    assert_false(walk_open(w, '['));
    assert_false(walk_end(w));
    assert_int_equal(w->problem_at, 5);
}

static void a_member_is_found_in_a_slice(void **state)
{
    static const char text[] =
        "{\"a\":1, \"b\" : {\"a\":2,\"c\":\"}\\\"\"} ,\"\\u0063\":\"x\\ty\",\"d\":[1,[2],{}],"
        "\"a\":-2.5e1,\"e\":null}";
    static const struct {
        const char *name, *value;
    } cases[] = {
        {"a", "-2.5e1"},    {"b", "{\"a\":2,\"c\":\"}\\\"\"}"},
        {"c", "\"x\\ty\""}, {"d", "[1,[2],{}]"},
        {"e", "null"},      {"f", NULL},
    };
    struct walk_test *t = *state;
    struct text object, value;
    double number;

    assert_true(walk_bytes(t, text, sizeof(text) - 1, &object));
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        value = (struct text){0};
        assert_int_equal(slice_member(object, cases[i].name, &value), cases[i].value != NULL);
        if (cases[i].value)
            assert_true(text_is(value, cases[i].value));
    }
    slice_member(object, "a", &value);
    assert_true(slice_number(value, &number));
    assert_close(number, -25, 0);
    slice_member(object, "c", &value);
    assert_true(text_is(slice_string(value, t->arena), "x\ty"));
    assert_false(slice_number(value, &number));
    slice_member(object, "d", &value);
    assert_null(slice_string(value, t->arena).p);
    int n = 0;
    SLICE_EACH (m, value) {
        assert_null(m.key.p);
        n++;
    }
    assert_int_equal(n, 3);
    SLICE_EACH (m, ((struct text){0}))
        fail();
    assert_false(slice_number(TEXT("1e999"), &number));
}

static void escapes_become_what_they_stand_for(void **state)
{
    static const struct {
        const char *raw, *text;
    } cases[] = {
        {"", ""},
        {"plain", "plain"},
        {"\\\"\\\\\\/\\b\\f\\n\\r\\t", "\"\\/\b\f\n\r\t"},
        {"\\u0041\\u00e9\\u20ac\\ud83d\\ude00", "A\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"},
        {"a\\u0000b", "a\xef\xbf\xbd"
                      "b"},
        {"\\ud800", "\xef\xbf\xbd"},
        {"\\ud800x", "\xef\xbf\xbdx"},
        {"\\ude00\\ud83d", "\xef\xbf\xbd\xef\xbf\xbd"},
        {"\\ud83d\\u0041", "\xef\xbf\xbd"
                           "A"},
        {"\\ud83d\\ud83d\\ude00", "\xef\xbf\xbd\xf0\x9f\x98\x80"},
    };
    char to[64];

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct text raw = {cases[i].raw, (uint32_t)strlen(cases[i].raw)};
        uint32_t n = slice_decode(raw, to);
        assert_true(n <= raw.n);
        assert_true(text_is((struct text){to, n}, cases[i].text));
    }
}

#define walk_unit_test(fn) cmocka_unit_test_setup_teardown(fn, init, done)

int main(void)
{
    const struct CMUnitTest tests[] = {
        walk_unit_test(what_is_json_is_walked_over_whole),
        walk_unit_test(what_is_no_json_is_refused_where_it_is_wrong),
        walk_unit_test(depth_is_counted_and_has_an_end),
        walk_unit_test(members_are_read_one_by_one),
        walk_unit_test(after_a_problem_nothing_more_is_given),
        walk_unit_test(a_member_is_found_in_a_slice),
        cmocka_unit_test(escapes_become_what_they_stand_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
