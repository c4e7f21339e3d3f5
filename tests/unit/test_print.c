#include "app/print.h"
#include "test.h"

#include <stdlib.h>
#include <string.h>

struct row {
    const char *name;
    int64_t arr_cents;
    double health;
    int32_t day;
};
static const struct field row_fields[] = {
    FIELD_STR(struct row, name),
    FIELD_I64(struct row, arr_cents),
    FIELD_F64(struct row, health),
    FIELD_DAY(struct row, day),
    FIELD_END,
};
static const struct shape row_shape = SHAPE(row);
static const struct row rows[] = {
    {"Ünal \"A\"", 1234505, 71.25, 20000},
    {"=SUM(A1)\nx", -50, NAN, DAY_NONE},
};

static char *printed(const char *format, const char *columns, size_t n)
{
    char *text = NULL;
    size_t size = 0;
    FILE *f = open_memstream(&text, &size);

    print_rows(f, format, &row_shape, columns, rows, n);
    fclose(f);
    return text;
}

static void check(const char *format, const char *columns, size_t n, const char *want)
{
    char *text = printed(format, columns, n);
    assert_string_equal(text, want);
    free(text);
}

static void tables_are_aligned(void **state)
{
    (void)state;
    check("table", "name arr_cents health", 2,
          "name             arr  health\n"
          "Ünal \"A\"    12345.05    71.2\n"
          "=SUM(A1) x     -0.50       –\n");
    check("table", "health name", 0, "health  name\n");
}

/* What a sentence says stands last, where nothing must line up behind it. */
static void the_last_column_may_be_long(void **state)
{
    (void)state;
    static const char sentence[] = "a sentence that says in more than forty-eight letters why";
    const struct row row = {.name = sentence, .health = 1};
    char *text = NULL;
    size_t size = 0;
    FILE *f = open_memstream(&text, &size);

    print_rows(f, "table", &row_shape, "health name", &row, 1);
    print_rows(f, "table", &row_shape, "name health", &row, 1);
    fclose(f);
    assert_non_null(
        strstr(text, "   1.0  a sentence that says in more than forty-eight letters why"));
    assert_non_null(strstr(text, "a sentence that says in more than forty-eight le     1.0"));
    free(text);
}

static void csv_is_quoted_and_safe_to_open(void **state)
{
    (void)state;
    check("csv", NULL, 2,
          "name,arr_cents,health,day\n"
          "\"Ünal \"\"A\"\"\",1234505,71.25,2024-10-04\n"
          "\"'=SUM(A1)\nx\",-50,,\n");
}

static void json_keeps_missing_as_null(void **state)
{
    (void)state;
    check("json", "name health day", 2,
          "[\n {\"name\": \"Ünal \\\"A\\\"\", \"health\": 71.25, \"day\": \"2024-10-04\"},"
          "\n {\"name\": \"=SUM(A1)\\nx\", \"health\": null, \"day\": null}\n]\n");
    check("json", NULL, 0, "[\n]\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_are_aligned),
        cmocka_unit_test(the_last_column_may_be_long),
        cmocka_unit_test(csv_is_quoted_and_safe_to_open),
        cmocka_unit_test(json_keeps_missing_as_null),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
