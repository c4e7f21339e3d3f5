#include "base/buf.h"
#include "base/mem.h"
#include "test.h"

#include <string.h>

static void text_grows(void **state)
{
    (void)state;
    AUTO_BUF b = {0};

    assert_string_equal(buf_text(&b), "");
    for (int i = 0; i < 1000; i++)
        buf_printf(&b, "%d,", i);
    assert_int_equal(b.len, 3890);
    assert_int_equal(strlen(b.data), b.len);
    assert_memory_equal(b.data + b.len - 8, "998,999,", 8);
    buf_clear(&b);
    assert_string_equal(buf_text(&b), "");
    buf_char(&b, 'x');
    assert_string_equal(buf_text(&b), "x");
}

static void bytes_may_hold_zeros(void **state)
{
    (void)state;
    AUTO_BUF b = {0};

    buf_add(&b, "a\0b", 3);
    buf_add(&b, NULL, 0);
    memcpy(buf_room(&b, 2), "cd", 2);
    b.len += 2;
    assert_int_equal(b.len, 5);
    assert_memory_equal(b.data, "a\0bcd", 5);
}

static void taking_empties(void **state)
{
    (void)state;
    AUTO_BUF b = {0};
    char *nothing = buf_take(&b);

    assert_string_equal(nothing, "");
    mem_free(nothing);
    buf_str(&b, "mine");
    char *text = buf_take(&b);
    assert_string_equal(text, "mine");
    assert_int_equal(b.len, 0);
    assert_null(b.data);
    mem_free(text);
}

static void json_texts_are_escaped(void **state)
{
    (void)state;
    static const struct {
        const char *text, *json;
    } rows[] = {
        {"", "\"\""},
        {"plain", "\"plain\""},
        {"a\"b\\c/d", "\"a\\\"b\\\\c/d\""},
        {"\b\f\n\r\t", "\"\\b\\f\\n\\r\\t\""},
        {"\x01\x1f\x7f", "\"\\u0001\\u001f\\u007f\""},
        {"Zürich €", "\"Zürich €\""},
        {"a\u2028\u2029\u2027", "\"a\\u2028\\u2029\u2027\""},
        {"a\xffz\xe2\x82", "\"a\xef\xbf\xbdz\xef\xbf\xbd\xef\xbf\xbd\""},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        AUTO_BUF b = {0};
        buf_json_str(&b, rows[i].text);
        assert_string_equal(buf_text(&b), rows[i].json);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_grows),
        cmocka_unit_test(bytes_may_hold_zeros),
        cmocka_unit_test(taking_empties),
        cmocka_unit_test(json_texts_are_escaped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
