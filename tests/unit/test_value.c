#include "base/auto.h"
#include "base/day.h"
#include "intake/csv/value_date.h"
#include "intake/csv/value_number.h"
#include "intake/csv/value_word.h"
#include "test.h"

static void numbers_in_many_dresses(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        char mark;
        int64_t digits;
        int scale;
    } rows[] = {
        {"12", '.', 12, 0},
        {" 12 ", '.', 12, 0},
        {"-12.50", '.', -1250, 2},
        {"12-", '.', -12, 0},
        {"\xE2\x88\x92"
         "7",
         '.', -7, 0},
        {"+3", '.', 3, 0},
        {".5", '.', 5, 1},
        {"5.", '.', 5, 0},
        {"1,234.56", '.', 123456, 2},
        {"1.234,56", ',', 123456, 2},
        {"1 234,56", ',', 123456, 2},
        {"1\xC2\xA0"
         "234\xC2\xA0"
         "567",
         ',', 1234567, 0},
        {"1'234'567.8", '.', 12345678, 1},
        {"1,234,567", '.', 1234567, 0},
        {"$1,234", '.', 1234, 0},
        {"-$5", '.', -5, 0},
        {"€ 12,50", ',', 1250, 2},
        {"12,50 €", ',', 1250, 2},
        {"USD 12.50", '.', 1250, 2},
        {"12.50 EUR", '.', 1250, 2},
        {"(12.50)", '.', -1250, 2},
        {"($12.50)", '.', -1250, 2},
        {"$(12.50)", '.', -1250, 2},
        {"1.2E+05", '.', 120000, 0},
        {"1e-3", '.', 1, 3},
        {"000123", '.', 123, 0},
        {"999999999999999999", '.', 999999999999999999, 0},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct decimal d;
        assert_true(number_read(rows[i].text, rows[i].mark, &d));
        assert_int_equal(d.digits, rows[i].digits);
        assert_int_equal(d.scale, rows[i].scale);
        assert_false(d.is_percent);
    }
}

static void texts_that_are_no_number(void **state)
{
    (void)state;
    static const char *const bad[] = {"",          "-",
                                      "$",         "abc",
                                      "12a",       "1,23",
                                      "1,2345",    "1234,567",
                                      "12,34,567", "1.2.3",
                                      "--5",       "(5",
                                      "5)",        "$5$",
                                      "1 23",      "(-5)",
                                      "5 US",      "0x10",
                                      "1e99",      "1e",
                                      "12 34",     ",5",
                                      "1,,234",    "%",
                                      "1,",        "9999999999999999999"};
    struct decimal d = {.digits = 7};

    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_false(number_read(bad[i], '.', &d));
    assert_int_equal(d.digits, 7);
}

static void percentages_are_told(void **state)
{
    (void)state;
    struct decimal d;

    assert_true(number_read("12.5 %", '.', &d));
    assert_true(d.is_percent);
    assert_int_equal(d.digits, 125);
}

static void decimals_are_exact(void **state)
{
    (void)state;
    static const struct {
        struct decimal d;
        int shift;
        int64_t expected;
    } rows[] = {
        {{29, 2, false}, 2, 29},      {{-29, 2, false}, 2, -29},    {{3, 0, false}, 2, 300},
        {{12345, 3, false}, 2, 1235}, {{12344, 3, false}, 2, 1234}, {{-12345, 3, false}, 2, -1235},
        {{1449, 3, false}, 0, 1},     {{1500, 3, false}, 0, 2},
    };
    int64_t v = 7;

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assert_true(decimal_to_i64(rows[i].d, rows[i].shift, &v));
        assert_int_equal(v, rows[i].expected);
    }
    assert_false(decimal_to_i64((struct decimal){.digits = 999999999999999999}, 2, &v));
    assert_true(decimal_to_f64((struct decimal){.digits = 29, .scale = 2}) == 0.29);
    assert_true(decimal_is_whole((struct decimal){.digits = 1200, .scale = 2}));
    assert_false(decimal_is_whole((struct decimal){.digits = 1210, .scale = 2}));
}

static void the_column_tells_the_decimal_mark(void **state)
{
    (void)state;
    static const struct {
        const char *values[4];
        char mark;
    } rows[] = {
        {{"1", "2", "300"}, 0},  {{"1.5", "2"}, '.'},     {{"1,5", "2"}, ','},
        {{"1,234", "5,678"}, 0}, {{"1,234", "1.5"}, '.'}, {{"1.234", "1,5"}, ','},
        {{"1,234.5"}, '.'},      {{"1.234.567"}, ','},    {{"1.5", "2.5", "1,5"}, '.'},
        {{"1.5", "1,5"}, 0},     {{"n/a", "0,5"}, ','},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct number_guess g = {0};
        for (size_t k = 0; k < 4 && rows[i].values[k]; k++)
            number_look(&g, rows[i].values[k]);
        assert_int_equal(number_mark(&g), rows[i].mark);
    }
    struct number_guess g = {0};
    number_look(&g, "1,234");
    assert_int_equal(g.open, 1);
    assert_string_equal(g.example, "1,234");
}

static void dates_in_many_spellings(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum date_order order;
        const char *utc;
    } rows[] = {
        {"2023-07-28", DATE_ORDER_NONE, "2023-07-28T00:00:00Z"},
        {"2023-7-8", DATE_ORDER_NONE, "2023-07-08T00:00:00Z"},
        {"2023/07/28", DATE_ORDER_NONE, "2023-07-28T00:00:00Z"},
        {"2023.07.28", DATE_ORDER_NONE, "2023-07-28T00:00:00Z"},
        {"20230728", DATE_ORDER_NONE, "2023-07-28T00:00:00Z"},
        {" 2023-07-28 ", DATE_ORDER_NONE, "2023-07-28T00:00:00Z"},
        {"28.07.2023", DATE_DMY, "2023-07-28T00:00:00Z"},
        {"07/28/2023", DATE_MDY, "2023-07-28T00:00:00Z"},
        {"3/4/24", DATE_MDY, "2024-03-04T00:00:00Z"},
        {"3-4-24", DATE_DMY, "2024-04-03T00:00:00Z"},
        {"24-04-03", DATE_YMD, "2024-04-03T00:00:00Z"},
        {"1.1.70", DATE_DMY, "1970-01-01T00:00:00Z"},
        {"28 Jul 2023", DATE_ORDER_NONE, "2023-07-28T00:00:00Z"},
        {"28-Jul-23", DATE_ORDER_NONE, "2023-07-28T00:00:00Z"},
        {"July 28, 2023", DATE_ORDER_NONE, "2023-07-28T00:00:00Z"},
        {"Sept 1, 2023", DATE_ORDER_NONE, "2023-09-01T00:00:00Z"},
        {"2023-07-28 3:00", DATE_ORDER_NONE, "2023-07-28T03:00:00Z"},
        {"2023-07-28T15:04:05.25", DATE_ORDER_NONE, "2023-07-28T15:04:05.250Z"},
        {"2023-07-28T15:04:05Z", DATE_ORDER_NONE, "2023-07-28T15:04:05Z"},
        {"2023-07-28 15:04:05+02:00", DATE_ORDER_NONE, "2023-07-28T13:04:05Z"},
        {"2023-07-28 15:04:05 -0530", DATE_ORDER_NONE, "2023-07-28T20:34:05Z"},
        {"2023-07-28 15:04:05 UTC", DATE_ORDER_NONE, "2023-07-28T15:04:05Z"},
        {"7/28/2023 12:30 AM", DATE_MDY, "2023-07-28T00:30:00Z"},
        {"7/28/2023, 12:30 PM", DATE_MDY, "2023-07-28T12:30:00Z"},
        {"7/28/2023 3:04:05pm", DATE_MDY, "2023-07-28T15:04:05Z"},
        {"2023-07-28 24:00", DATE_ORDER_NONE, "2023-07-29T00:00:00Z"},
        {"1690502400", DATE_ORDER_NONE, "2023-07-28T00:00:00Z"},
        {"1690502400123", DATE_ORDER_NONE, "2023-07-28T00:00:00.123Z"},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct date_value v;
        char text[32];
        assert_true(date_read(rows[i].text, rows[i].order, &v));
        assert_string_equal(time_format(date_time(&v), text), rows[i].utc);
    }
}

static void texts_that_are_no_date(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum date_order order;
    } bad[] = {
        {"", DATE_DMY},
        {"2023-02-30", DATE_DMY},
        {"31.02.2023", DATE_DMY},
        {"13/13/2023", DATE_MDY},
        {"07/28/2023", DATE_DMY},
        {"28.07.2023", DATE_ORDER_NONE},
        {"2023-07", DATE_DMY},
        {"28/07-2023", DATE_DMY},
        {"2023-07-28x", DATE_DMY},
        {"12", DATE_DMY},
        {"2023-07-28 25:00", DATE_DMY},
        {"2023-07-28 3:60", DATE_DMY},
        {"2023-07-28T", DATE_DMY},
        {"28 Foo 2023", DATE_DMY},
        {"28 7 2023", DATE_DMY},
        {"1890-01-01", DATE_DMY},
        {"1/2/345", DATE_DMY},
        {"2023-07-28 13:00 PM", DATE_DMY},
        {"Ju 28, 2023", DATE_DMY},
        {"tomorrow", DATE_DMY},
    };
    struct date_value v = {.day = 7};

    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_false(date_read(bad[i].text, bad[i].order, &v));
    assert_int_equal(v.day, 7);
}

static void times_without_zone_are_local(void **state)
{
    (void)state;
    struct date_value v;
    char text[32];

    assert_true(clock_set_zone("Europe/Vienna"));
    assert_true(date_read("2023-07-28 3:00", DATE_ORDER_NONE, &v));
    assert_string_equal(time_format(date_time(&v), text), "2023-07-28T01:00:00Z");
    assert_true(date_read("2023-07-28T23:00:00Z", DATE_ORDER_NONE, &v));
    assert_string_equal(day_format(v.day, text), "2023-07-29");
    assert_true(clock_set_zone("UTC"));
}

static void the_column_tells_the_order(void **state)
{
    (void)state;
    static const struct {
        const char *values[4];
        enum date_verdict verdict;
        enum date_order order;
    } rows[] = {
        {{NULL}, DATE_CLEAR, DATE_YMD},
        {{"2023-07-28", "junk"}, DATE_CLEAR, DATE_YMD},
        {{"28/07/2023", "01/02/2023"}, DATE_CLEAR, DATE_DMY},
        {{"01/02/2023", "07/28/2023"}, DATE_CLEAR, DATE_MDY},
        {{"01/02/2023", "03/04/2023"}, DATE_AMBIGUOUS, DATE_ORDER_NONE},
        {{"05/05/2023", "04/04/2023"}, DATE_CLEAR, DATE_DMY},
        {{"28/07/2023", "07/28/2023"}, DATE_MIXED, DATE_ORDER_NONE},
        {{"23-07-28", "24-01-02"}, DATE_AMBIGUOUS, DATE_ORDER_NONE},
        {{"99-07-28", "24-01-02"}, DATE_CLEAR, DATE_YMD},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct date_guess g = {0};
        enum date_order order = DATE_ORDER_NONE;
        for (size_t k = 0; k < 4 && rows[i].values[k]; k++)
            date_look(&g, rows[i].values[k]);
        assert_int_equal(date_decide(&g, &order), rows[i].verdict);
        assert_int_equal(order, rows[i].order);
    }
}

static void one_slip_in_a_hundred_is_forgiven(void **state)
{
    (void)state;
    struct date_guess g = {0};
    enum date_order order;

    for (int i = 0; i < 100; i++)
        date_look(&g, "28/07/2023");
    date_look(&g, "07/28/2023");
    assert_int_equal(date_decide(&g, &order), DATE_CLEAR);
    assert_int_equal(order, DATE_DMY);
    date_look(&g, "07/28/2023");
    assert_int_equal(date_decide(&g, &order), DATE_MIXED);
}

static void truth_in_many_words(void **state)
{
    (void)state;
    static const char *const yes[] = {"TRUE", "true", "Yes", "y", "1", "on", "X", "ja"};
    static const char *const no[] = {"FALSE", "False", "No", "n", "0", "off", "", "nein"};

    for (size_t i = 0; i < ARRAY_LEN(yes); i++)
        assert_int_equal(word_truth(yes[i]), 1);
    for (size_t i = 0; i < ARRAY_LEN(no); i++)
        assert_int_equal(word_truth(no[i]), 0);
    assert_int_equal(word_truth("maybe"), -1);
}

static void missing_in_many_words(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool in_text, elsewhere;
    } rows[] = {
        {"", true, true},      {"  ", true, true},  {"NULL", true, true},  {"\\N", true, true},
        {"NA", false, true},   {"-", false, true},  {"#N/A", false, true}, {"0", false, false},
        {"none", false, true}, {"x", false, false},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        assert_int_equal(word_is_missing(rows[i].text, true), rows[i].in_text);
        assert_int_equal(word_is_missing(rows[i].text, false), rows[i].elsewhere);
    }
}

static void folding_keeps_letters_and_digits(void **state)
{
    (void)state;
    char folded[16];

    assert_string_equal(word_fold(folded, sizeof(folded), "Account ID"), "accountid");
    assert_string_equal(word_fold(folded, sizeof(folded), " mrr_amount (€)"), "mrramount€");
    assert_string_equal(word_fold(folded, 5, "Customer"), "cust");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_in_many_dresses),
        cmocka_unit_test(texts_that_are_no_number),
        cmocka_unit_test(percentages_are_told),
        cmocka_unit_test(decimals_are_exact),
        cmocka_unit_test(the_column_tells_the_decimal_mark),
        cmocka_unit_test(dates_in_many_spellings),
        cmocka_unit_test(texts_that_are_no_date),
        cmocka_unit_test(times_without_zone_are_local),
        cmocka_unit_test(the_column_tells_the_order),
        cmocka_unit_test(one_slip_in_a_hundred_is_forgiven),
        cmocka_unit_test(truth_in_many_words),
        cmocka_unit_test(missing_in_many_words),
        cmocka_unit_test(folding_keeps_letters_and_digits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
