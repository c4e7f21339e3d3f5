#include "app/option.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>

struct options {
    const char *data;
    int64_t port;
    bool dry_run;
    int32_t as_of;
};
static const struct field options_fields[] = {
    FIELD_STR(struct options, data, .help = "where"),
    FIELD_I64(struct options, port, .min = 0, .max = 65535, .help = "which"),
    FIELD_BOOL(struct options, dry_run, .help = "only look"),
    FIELD_DAY(struct options, as_of, .help = "when"),
    FIELD_END,
};

struct parsed {
    struct options o;
    struct option_words w;
    struct err err;
    int rc;
};

static struct parsed parse(struct arena *arena, const char *line)
{
    struct parsed p = {0};
    char *argv[16] = {0}, *save = NULL, *copy = arena_strdup(arena, line);
    int n = 0;

    for (char *w = strtok_r(copy, " ", &save); w; w = strtok_r(NULL, " ", &save))
        argv[n++] = w;
    fields_init(options_fields, &p.o);
    p.rc = options_read(options_fields, argv, arena, &p.o, &p.w, &p.err);
    return p;
}

static void options_and_words_in_any_order(void **state)
{
    (void)state;
    AUTO_STRUCT(arena) *arena = arena_new();
    struct parsed p =
        parse(arena, "a.csv --data /x --dry-run b.csv --port=8080 --as-of 2026-01-31 -- --c");

    assert_int_equal(p.rc, 0);
    assert_string_equal(p.o.data, "/x");
    assert_int_equal(p.o.port, 8080);
    assert_true(p.o.dry_run);
    assert_int_equal(p.o.as_of, day_from_ymd(2026, 1, 31));
    assert_int_equal(p.w.n_words, 3);
    assert_string_equal(p.w.words[2], "--c");
    assert_false(p.w.wants_help);
    assert_true(parse(arena, "--help").w.wants_help);
}

static void bad_options_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *line, *text;
    } cases[] = {
        {"--dry-rum", "there is no option --dry-rum; did you mean --dry-run?"},
        {"--quite-other", "there is no option --quite-other; --help lists them"},
        {"--port", "--port needs a value"},
        {"--port 70000", "--port: must be from 0 to 65535"},
        {"--as-of 2026-02-30", "--as-of: "},
    };
    AUTO_STRUCT(arena) *arena = arena_new();

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct parsed p = parse(arena, cases[i].line);
        assert_int_equal(p.rc, ERR_INVALID);
        if (strncmp(p.err.text, cases[i].text, strlen(cases[i].text)) != 0)
            fail_msg("%s: %s", cases[i].line, p.err.text);
    }
}

static void the_command_line_beats_the_environment(void **state)
{
    (void)state;
    AUTO_STRUCT(arena) *arena = arena_new();

    setenv("RIPEN_PORT", "1000", 1);
    setenv("RIPEN_DATA", "/env", 1);
    struct parsed p = parse(arena, "--port 2000");
    assert_int_equal(p.o.port, 2000);
    assert_string_equal(p.o.data, "/env");
    setenv("RIPEN_PORT", "many", 1);
    p = parse(arena, "");
    assert_int_equal(p.rc, ERR_INVALID);
    assert_non_null(strstr(p.err.text, "RIPEN_PORT in the environment"));
    unsetenv("RIPEN_PORT");
    unsetenv("RIPEN_DATA");
}

static void help_names_option_variable_and_words(void **state)
{
    (void)state;
    AUTO_BUF b = {0};

    options_help(options_fields, &b);
    assert_non_null(strstr(buf_text(&b), "--dry-run"));
    assert_non_null(strstr(buf_text(&b), "[RIPEN_AS_OF]"));
    assert_non_null(strstr(buf_text(&b), "--port N"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(options_and_words_in_any_order),
        cmocka_unit_test(bad_options_are_named),
        cmocka_unit_test(the_command_line_beats_the_environment),
        cmocka_unit_test(help_names_option_variable_and_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
