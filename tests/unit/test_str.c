#include "base/auto.h"
#include "base/str.h"
#include "test.h"

#include <string.h>

static void comparisons(void **state)
{
    (void)state;
    static const char *const list[] = {"viewer", "manager", "admin", NULL};

    assert_true(str_eq("a", "a"));
    assert_false(str_eq("a", "A"));
    assert_true(str_eq(NULL, NULL));
    assert_false(str_eq(NULL, ""));
    assert_true(str_starts("account-1", "account"));
    assert_true(str_starts("a", ""));
    assert_false(str_starts("acc", "account"));
    assert_int_equal(str_index(list, "admin"), 2);
    assert_int_equal(str_index(list, "adm"), -1);
    assert_int_equal(str_index(list, NULL), -1);
}

static void trim_and_lower(void **state)
{
    (void)state;
    char padded[] = " \t Ärger A-Z \r\n", blank[] = " \t ", empty[] = "";

    assert_string_equal(str_lower(str_trim(padded)), "Ärger a-z");
    assert_string_equal(str_trim(blank), "");
    assert_string_equal(str_trim(empty), "");
}

static void integers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool is_ok;
        int64_t value;
    } rows[] = {
        {"0", true, 0},
        {"-12", true, -12},
        {"+7", true, 7},
        {"007", true, 7},
        {"9223372036854775807", true, INT64_MAX},
        {"-9223372036854775808", true, INT64_MIN},
        {"9223372036854775808", false, 0},
        {"", false, 0},
        {"-", false, 0},
        {"+-1", false, 0},
        {" 1", false, 0},
        {"1 ", false, 0},
        {"1.0", false, 0},
        {"0x10", false, 0},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        int64_t v = 99;
        assert_int_equal(str_to_i64(rows[i].text, &v), rows[i].is_ok);
        assert_int_equal(v, rows[i].is_ok ? rows[i].value : 99);
    }
}

static void numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool is_ok;
        double value;
    } rows[] = {
        {"0", true, 0},     {"-1.5", true, -1.5}, {".5", true, 0.5},   {"5.", true, 5},
        {"1e3", true, 1e3}, {"1E-3", true, 1e-3}, {"", false, 0},      {".", false, 0},
        {"-", false, 0},    {"1e", false, 0},     {"1 ", false, 0},    {" 1", false, 0},
        {"nan", false, 0},  {"inf", false, 0},    {"0x1p3", false, 0}, {"1e999", false, 0},
        {"1,5", false, 0},  {"1.2.3", false, 0},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        double v = 99;
        assert_int_equal(str_to_f64(rows[i].text, &v), rows[i].is_ok);
        assert_true(v == (rows[i].is_ok ? rows[i].value : 99));
    }
}

/* The bad ones are after Markus Kuhn's UTF-8 decoder stress test. */
static void utf8(void **state)
{
    (void)state;
    static const char *const good[] = {"",
                                       "plain ASCII, longer than eight",
                                       "Zürich",
                                       "\xe2\x82\xac",
                                       "\xed\x9f\xbf",
                                       "\xee\x80\x80",
                                       "\xef\xbf\xbf",
                                       "\xf0\x90\x80\x80",
                                       "\xf4\x8f\xbf\xbf",
                                       "1234567\xc3\xbc"};
    static const char *const bad[] = {"\x80",
                                      "\xbf",
                                      "\xc3",
                                      "\xc0\xaf",
                                      "\xc1\xbf",
                                      "\xe0\x80\xaf",
                                      "\xe0\x9f\xbf",
                                      "\xed\xa0\x80",
                                      "\xed\xbf\xbf",
                                      "\xe2\x82",
                                      "\xe2\x28\xa1",
                                      "\xf0\x8f\xbf\xbf",
                                      "\xf0\x90\x80",
                                      "\xf4\x90\x80\x80",
                                      "\xf5\x80\x80\x80",
                                      "\xff",
                                      "12345678\xfc"};

    for (size_t i = 0; i < ARRAY_LEN(good); i++)
        assert_true(str_is_utf8(good[i], strlen(good[i])));
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_false(str_is_utf8(bad[i], strlen(bad[i])));
    assert_int_equal(str_utf8_char("\xe2\x82\xac", 3), 3);
    assert_int_equal(str_utf8_char("\xe2\x82\xac", 2), 0);
}

static void distances(void **state)
{
    (void)state;
    char long_a[201], long_b[201];

    assert_int_equal(str_distance("kitten", "sitting"), 3);
    assert_int_equal(str_distance("", "abc"), 3);
    assert_int_equal(str_distance("abc", ""), 3);
    assert_int_equal(str_distance("renewal", "renewal"), 0);
    assert_int_equal(str_distance("flaw", "lawn"), 2);
    memset(long_a, 'a', 200);
    memset(long_b, 'b', 200);
    long_a[200] = long_b[200] = 0;
    assert_int_equal(str_distance(long_a, long_b), 64);
}

static void copies_end_at_a_character(void **state)
{
    (void)state;
    char to[5] = "????";

    str_copy(to, sizeof(to), "abcd");
    assert_string_equal(to, "abcd");
    str_copy(to, sizeof(to), "abcde");
    assert_string_equal(to, "abcd");
    str_copy(to, sizeof(to), "ab\xe2\x82\xac");
    assert_string_equal(to, "ab");
    str_copy(to, sizeof(to), "\xc3\xbc\xc3\xbc\xc3\xbc");
    assert_string_equal(to, "\xc3\xbc\xc3\xbc");
    str_copy(to, 1, "x");
    assert_string_equal(to, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comparisons),
        cmocka_unit_test(trim_and_lower),
        cmocka_unit_test(integers),
        cmocka_unit_test(numbers),
        cmocka_unit_test(utf8),
        cmocka_unit_test(distances),
        cmocka_unit_test(copies_end_at_a_character),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
