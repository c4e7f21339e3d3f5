#include "base/html_text.h"
#include "http/form.h"
#include "test.h"

#include <string.h>

static int read_form(const char *body, struct arena *arena, struct form *form, struct err *err)
{
    return form_read(body, strlen(body), arena, form, err);
}

static void a_form_is_read_in_order(void **state)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct form form;
    struct err err = {0};

    (void)state;
    assert_int_equal(read_form("a=1&b=x+y&a=%C3%BC%26%3D&&empty=&bare", arena, &form, &err), 0);
    assert_int_equal(form.n, 5);
    assert_string_equal(form.pairs[1].value, "x y");
    assert_string_equal(form.pairs[2].name, "a");
    assert_string_equal(form.pairs[2].value, "ü&=");
    assert_string_equal(form_value(&form, "a"), "1");
    assert_string_equal(form_value(&form, "empty"), "");
    assert_string_equal(form_value(&form, "bare"), "");
    assert_null(form_value(&form, "c"));
    assert_int_equal(read_form("", arena, &form, &err), 0);
    assert_int_equal(form.n, 0);
    assert_null(form_value(NULL, "a"));
}

static void line_breaks_are_alike(void **state)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct form form;
    struct err err = {0};

    (void)state;
    assert_int_equal(read_form("t=a%0D%0Ab%0Ac%0Dd%09e", arena, &form, &err), 0);
    assert_string_equal(form_value(&form, "t"), "a\nb\nc\nd\te");
}

static void what_is_no_text_is_refused(void **state)
{
    static const char *const bad[] = {"a=%",   "a=%4",   "a=%zz",       "a=%00", "a=%1B",
                                      "a=%FF", "a=\xff", "%0A=b",       "a=%C3", "%=b",
                                      "a=%7F", "a%00=b", "a=%ED%A0%80", "a=\x01"};
    AUTO_STRUCT(arena) *arena = arena_new();
    struct form form;

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        struct err err = {0};
        assert_int_equal(read_form(bad[i], arena, &form, &err), ERR_INVALID);
        assert_true(err.text[0]);
    }
    struct err err = {0};
    assert_int_equal(form_read("a=b\0c", 5, arena, &form, &err), ERR_INVALID);
}

static void everything_is_limited(void **state)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct form form;
    struct err err = {0};
    AUTO_BUF many = {0}, name = {0};

    (void)state;
    for (int i = 0; i < FORM_PAIRS_MAX; i++)
        buf_str(&many, i ? "&a=b" : "a=b");
    assert_int_equal(read_form(many.data, arena, &form, &err), 0);
    assert_int_equal(form.n, FORM_PAIRS_MAX);
    buf_str(&many, "&a=b");
    assert_int_equal(read_form(many.data, arena, &form, &err), ERR_TOO_LARGE);
    for (int i = 0; i < FORM_NAME_MAX; i++)
        buf_char(&name, 'n');
    assert_int_equal(read_form(name.data, arena, &form, &err), 0);
    buf_char(&name, 'n');
    assert_int_equal(read_form(name.data, arena, &form, &err), ERR_TOO_LARGE);
}

static void html_stays_text(void **state)
{
    AUTO_BUF b = {0};

    (void)state;
    html_write_text(&b, "<script>alert(\"1\" & '2')</script>\n");
    assert_string_equal(b.data,
                        "&lt;script&gt;alert(&#34;1&#34; &amp; &#39;2&#39;)&lt;/script&gt;\n");
    buf_clear(&b);
    html_write_lines(&b, "a\n<b>");
    assert_string_equal(b.data, "a<br>\n&lt;b&gt;");
    buf_clear(&b);
    html_write_text(&b, NULL);
    assert_string_equal(buf_text(&b), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_form_is_read_in_order),
        cmocka_unit_test(line_breaks_are_alike),
        cmocka_unit_test(what_is_no_text_is_refused),
        cmocka_unit_test(everything_is_limited),
        cmocka_unit_test(html_stays_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
