#include "http/page.h"
#include "http_test.h"

static int set_up(void **state)
{
    *state = arena_new();
    return 0;
}

static int tear_down(void **state)
{
    arena_free(*state);
    return 0;
}

static void a_cursor_gives_back_its_parts(void **state)
{
    struct arena *arena = *state;
    const char *const parts[] = {"2026-01-05", NULL, "a \"key\", ü"}, *back[3];

    const char *cursor = page_cursor(arena, parts, 3);
    assert_int_equal(
        strspn(cursor, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
        strlen(cursor));
    assert_int_equal(page_read(cursor, arena, back, 3, NULL), 0);
    assert_string_equal(back[0], parts[0]);
    assert_null(back[1]);
    assert_string_equal(back[2], parts[2]);
    assert_int_equal(page_read(cursor, arena, back, 2, NULL), ERR_INVALID); /* of another list */
    assert_int_equal(page_read(NULL, arena, back, 3, NULL), 0);
    assert_true(!back[0] && !back[1] && !back[2]);
}

static void what_is_no_cursor_is_refused(void **state)
{
    struct arena *arena = *state;
    static const char *const texts[] = {
        "",
        "x",
        "2",
        "!!!!",
        "bnVsbA" /* null */,
        "W10" /* [] */,
        "WzFd" /* [1] */,
        "WyJhIl" /* ["a" */,
        "e30" /* {} */,
    };

    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        const char *part = "untouched";
        struct err err = {0};
        if (page_read(texts[i], arena, &part, 1, &err) != ERR_INVALID)
            fail_msg("\"%s\" is taken", texts[i]);
        assert_string_equal(err.field, "after");
    }
}

static void lists_by_id(void **state)
{
    struct arena *arena = *state;
    const struct {
        const char *part;
        int expected;
        int64_t id;
    } cases[] = {
        {"7", 0, 7},
        {"9007199254740993", 0, 9007199254740993},
        {"0", ERR_INVALID, 0},
        {"-1", ERR_INVALID, 0},
        {"seven", ERR_INVALID, 0},
    };
    int64_t id = 5;

    assert_int_equal(page_read_id(NULL, arena, &id, NULL), 0);
    assert_int_equal(id, 0);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct err err = {0};
        int rc = page_read_id(page_cursor(arena, &cases[i].part, 1), arena, &id, &err);
        if (rc != cases[i].expected || (rc == 0 && id != cases[i].id))
            fail_msg("%s: %d", cases[i].part, rc);
    }
}

struct list_in {
    int64_t limit;
    const char *after;
};
static const struct field list_in_fields[] = {PAGE_FIELDS(struct list_in), FIELD_END};
struct list {
    const char *next;
};
static const struct field list_fields[] = {FIELD_STR(struct list, next), FIELD_END};

HANDLER(list_get, list_in, list)
{
    const char *last[1];
    int rc = page_read(in->after, r->arena, last, 1, &r->err);

    if (rc < 0)
        return rc;
    if (!last[0])
        out->next = page_next(r, (const char *[]){"the last"}, 1);
    return 0;
}

static const struct endpoint endpoints[] = {
    {"GET", "/list", "List", .in = SHAPE(list_in), .out = SHAPE(list), .tx = TX_NONE,
     .fn = list_get_call},
    ENDPOINT_END,
};

/* A client follows either the body or the header. */
static void the_next_page_is_told_twice(void **state)
{
    (void)state;
    struct http_test t;
    char target[128], link[160];

    assert_int_equal(page_limit(I64_NONE), PAGE_LIMIT_DEFAULT);
    http_test_init(&t, endpoints);
    assert_int_equal(http_call(&t, "GET", "/list?limit=3", NULL), 200);
    snprintf(target, sizeof(target), "/list?limit=3&after=%s", http_text(&t, "next"));
    snprintf(link, sizeof(link), "<%s>; rel=\"next\"", target);
    assert_string_equal(reply_header_value(&t.reply, "Link"), link);
    assert_int_equal(http_call(&t, "GET", target, NULL), 200);
    assert_null(reply_header_value(&t.reply, "Link"));
    assert_int_equal(http_call(&t, "GET", "/list?after=zzz", NULL), 400);
    assert_int_equal(http_call(&t, "GET", "/list?limit=501", NULL), 400);
    http_test_done(&t);
}

static void parts_end_where_the_list_does(void **state)
{
    static const struct {
        int64_t offset, limit;
        size_t from, n;
    } cases[] = {
        {I64_NONE, I64_NONE, 0, 5}, {0, 3, 0, 3},        {5, 3, 5, 2}, {7, 3, 7, 0}, {100, 3, 7, 0},
        {0, INT64_MAX, 0, 7},       {3, I64_NONE, 3, 4},
    };

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct page_part part = page_part(cases[i].offset, cases[i].limit, 5, 7);
        assert_int_equal(part.from, cases[i].from);
        assert_int_equal(part.n, cases[i].n);
    }
    assert_int_equal(page_part(I64_NONE, I64_NONE, 5, 0).n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_cursor_gives_back_its_parts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_cursor_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(lists_by_id, set_up, tear_down),
        cmocka_unit_test(the_next_page_is_told_twice),
        cmocka_unit_test(parts_end_where_the_list_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
