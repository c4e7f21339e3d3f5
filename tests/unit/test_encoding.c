#include "base/auto.h"
#include "intake/csv/encoding.h"
#include "test.h"

#include <string.h>

static void encodings_are_told_from_all_bytes(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        enum encoding encoding;
        int64_t stray;
    } rows[] = {
        {"", ENCODING_UTF8, 0},
        {"plain ASCII that is longer than eight bytes", ENCODING_UTF8, 0},
        {"Z\xC3\xBCrich \xE2\x82\xAC \xF0\x9F\x98\x80", ENCODING_UTF8, 0},
        {"Z\xFCrich", ENCODING_WINDOWS_1252, 1},
        {"Z\xFCrich, M\xFCnchen and one M\xC3\xBC", ENCODING_WINDOWS_1252, 2},
        {"cut at the end \xE2\x82", ENCODING_WINDOWS_1252, 2},
        /* Eleven good characters against one broken byte: a damaged UTF-8 file. */
        {"\xC3\xBC\xC3\xBC\xC3\xBC\xC3\xBC\xC3\xBC\xC3\xBC\xC3\xBC\xC3\xBC\xC3\xBC\xC3\xBC\xC3\xBC"
         "\xFF",
         ENCODING_UTF8, 1},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        size_t n = strlen(rows[i].bytes);
        for (size_t step = 1; step <= n + 1; step++) {
            struct encoding_guess g = {0};
            for (size_t at = 0; at < n; at += step)
                encoding_look(&g, rows[i].bytes + at, n - at < step ? n - at : step);
            assert_int_equal(encoding_decide(&g), rows[i].encoding);
            assert_int_equal(g.stray, rows[i].stray);
        }
    }
}

static void windows_1252_becomes_utf8(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to;
    } rows[] = {
        {"", ""},
        {"Z\xFCrich", "Zürich"},
        {"5 \x80 \x96 \x93quoted\x94", "5 € – “quoted”"},
        {"\xA0\xFF", "\xC2\xA0\xC3\xBF"},
        {"\x81", "\xEF\xBF\xBD"},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        AUTO_BUF out = {0};
        encoding_from_1252(&out, rows[i].from, strlen(rows[i].from));
        assert_string_equal(buf_text(&out), rows[i].to);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(encodings_are_told_from_all_bytes),
        cmocka_unit_test(windows_1252_becomes_utf8),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
