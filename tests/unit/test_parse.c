#include "base/buf.h"
#include "json/parse.h"
#include "test.h"

#include <string.h>

static void wrong_json_is_refused_with_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *json;
        size_t n; /* 0: the text's length */
        const char *text;
    } rows[] = {
        {"", 0, "line 1"},
        {"nope", 0, "line 1"},
        {"{\n\"a\":}", 0, "line 2, column 5"},
        {"{} {}", 0, "end of file"},
        {"{\"a\":1,\"a\":2}", 0, "duplicate object key"},
        {"\"a\\u0000b\"", 0, "not allowed"},
        {"\"a\0b\"", 5, "control character"},
        {"\"\xff\"", 0, "decode byte 0xff"},
        {"\"\\ud800\"", 0, "Unicode"},
        {"1e999", 0, "overflow"},
        {"9223372036854775808", 0, "too big"},
        {"01", 0, "line 1"},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        json_t *v = NULL;
        struct err err = {0};
        size_t n = rows[i].n ? rows[i].n : strlen(rows[i].json);
        assert_int_equal(json_parse(rows[i].json, n, &v, &err), ERR_INVALID);
        assert_null(v);
        if (!strcasestr(err.text, rows[i].text))
            print_message("%s: %s\n", rows[i].json, err.text);
        assert_non_null(strcasestr(err.text, rows[i].text));
    }
}

static void depth_is_limited(void **state)
{
    (void)state;

    for (int depth = JSON_DEPTH_MAX; depth <= JSON_DEPTH_MAX + 1; depth++) {
        AUTO_BUF b = {0};
        AUTO(json_t) v = NULL;
        struct err err = {0};
        for (int i = 0; i < depth; i++)
            buf_str(&b, i % 2 ? "{\"]\\\"[[\":" : "[");
        buf_str(&b, "0");
        for (int i = depth; i-- > 0;)
            buf_str(&b, i % 2 ? "}" : "]");
        int rc = json_parse(b.data, b.len, &v, &err);
        assert_int_equal(rc, depth <= JSON_DEPTH_MAX ? 0 : ERR_INVALID);
    }
}

/* A million brackets are an answer, not a crash. */
static void no_depth_overruns_the_stack(void **state)
{
    (void)state;
    static char text[1000000];
    json_t *v = NULL;
    struct err err = {0};

    memset(text, '[', sizeof(text));
    assert_int_equal(json_parse(text, sizeof(text), &v, &err), ERR_INVALID);
    assert_string_equal(err.text, "the JSON is nested deeper than 32 levels at line 1, column 33");
    static const char start[] = {'[', '\n', '"', '\xc3', '\xbc', '"', ','};
    memcpy(text, start, sizeof(start));
    assert_int_equal(json_parse(text, sizeof(text), &v, &err), ERR_INVALID);
    assert_string_equal(err.text, "the JSON is nested deeper than 32 levels at line 2, column 36");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wrong_json_is_refused_with_its_place),
        cmocka_unit_test(depth_is_limited),
        cmocka_unit_test(no_depth_overruns_the_stack),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
