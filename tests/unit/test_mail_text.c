#include "base/auto.h"
#include "notify/mail_text.h"
#include "test.h"

#include <string.h>

static void addresses_are_plain(void **state)
{
    static const char *const good[] = {"ann@example.com", "a.b+c@mail.example.co.uk",
                                       "o'neil@x-y.example", "x@localhost"};
    static const char *const bad[] = {
        "",
        "ann",
        "@example.com",
        "ann@",
        "ann@exa mple.com",
        "ann@example.com\r\nBcc: all@example.com",
        "ann@example.com, bob@example.com",
        "Ann <ann@example.com>",
        "ann@.example.com",
        "ann..lee@example.com",
        "ann@example..com",
        ".ann@example.com",
        "\"ann\"@example.com",
        "ann@ex_ample.com",
        "\xc3\xa4nn@example.com",
        "a@b@example.com",
        "ann@example.com>",
    };
    struct err err;
    AUTO_BUF local = {0};

    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(good); i++)
        assert_int_equal(mail_address_check(good[i], "email", &err), 0);
    for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
        assert_int_equal(mail_address_check(bad[i], "email", &err), ERR_INVALID);
        assert_string_equal(err.field, "email");
    }
    for (int i = 0; i < 65; i++)
        buf_char(&local, 'a');
    buf_str(&local, "@x.y");
    assert_int_equal(mail_address_check(buf_text(&local), "email", &err), ERR_INVALID);
    assert_int_equal(mail_address_check(buf_text(&local) + 1, "email", &err), 0);
    assert_int_equal(mail_address_check(NULL, "email", &err), ERR_INVALID);
    assert_string_equal(mail_domain("ann@example.com"), "example.com");
}

static void one_line_is_one_line(void **state)
{
    struct err err;

    (void)state;
    assert_int_equal(mail_phrase_check("How are we doing?", "subject", &err), 0);
    assert_int_equal(mail_phrase_check("Wie läuft’s?", "subject", &err), 0);
    assert_int_equal(mail_phrase_check("Hi\r\nBcc: all@example.com", "subject", &err), ERR_INVALID);
    assert_int_equal(mail_phrase_check("Hi\nthere", "subject", &err), ERR_INVALID);
    assert_int_equal(mail_phrase_check("tab\t", "subject", &err), ERR_INVALID);
    assert_int_equal(mail_phrase_check("\xff", "subject", &err), ERR_INVALID);
}

static void phrase_is(const char *text, size_t used, const char *expected)
{
    AUTO_BUF b = {0};

    mail_phrase_write(text, used, &b);
    assert_string_equal(buf_text(&b), expected);
}

static void phrases_are_encoded_where_needed(void **state)
{
    (void)state;
    phrase_is("How are we doing?", 9, "How are we doing?");
    /* The examples' own base64, by coreutils: printf '…' | base64 */
    phrase_is("Wie läuft’s?", 9, "=?UTF-8?B?V2llIGzDpHVmdOKAmXM/?=");
    phrase_is("=?UTF-8?B?V2ll?=", 9, "=?UTF-8?B?PT9VVEYtOD9CP1YybGw/PQ==?=");
}

/* Every line keeps within 76 characters, and no letter is cut in two. */
static void long_phrases_are_folded(void **state)
{
    AUTO_BUF text = {0};
    AUTO_BUF b = {0};

    (void)state;
    for (int i = 0; i < 60; i++)
        buf_str(&text, i % 7 ? "ü" : " €");
    mail_phrase_write(buf_text(&text), 9, &b);
    size_t line = 9, lines = 1;
    for (const char *s = b.data; *s; s++) {
        line++;
        if (s[0] == '\r' && s[1] == '\n') {
            assert_int_equal(s[2], ' ');
            assert_true(line - 1 <= 76);
            line = 0;
            lines++;
            s++;
        }
    }
    assert_true(line <= 76 && lines >= 4);
    assert_null(strchr(b.data, '\xc3'));
}

static void mailbox_is(const char *name, const char *expected)
{
    AUTO_BUF b = {0};

    mail_mailbox_write(name, "ann@example.com", 4, &b);
    assert_string_equal(buf_text(&b), expected);
}

static void names_are_quoted(void **state)
{
    (void)state;
    mailbox_is(NULL, "ann@example.com");
    mailbox_is("", "ann@example.com");
    mailbox_is("Ann", "Ann <ann@example.com>");
    mailbox_is("Lee, Ann", "\"Lee, Ann\" <ann@example.com>");
    mailbox_is("Ann \"A\" <x@y.z>", "\"Ann \\\"A\\\" <x@y.z>\" <ann@example.com>");
    mailbox_is("Änn", "=?UTF-8?B?w4Rubg==?= <ann@example.com>");
}

static void dates_are_rfc_5322(void **state)
{
    AUTO_BUF b = {0};

    (void)state;
    mail_date_write(1769860800000, &b);
    assert_string_equal(b.data, "Sat, 31 Jan 2026 12:00:00 +0000");
    buf_clear(&b);
    mail_date_write(1767225661000, &b);
    assert_string_equal(b.data, "Thu, 1 Jan 2026 00:01:01 +0000");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_plain),
        cmocka_unit_test(one_line_is_one_line),
        cmocka_unit_test(phrases_are_encoded_where_needed),
        cmocka_unit_test(long_phrases_are_folded),
        cmocka_unit_test(names_are_quoted),
        cmocka_unit_test(dates_are_rfc_5322),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
