/* Numbers in events: what is one, to the last millionth, and what is none. */
#include "facts/usage/usage_amount.h"
#include "stats/random.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct text text_of(const char *s)
{
    return (struct text){s, (uint32_t)strlen(s)};
}

static void what_is_a_number(void **state)
{
    static const struct {
        const char *json;
        int64_t millionths;
    } cases[] = {
        {"0", 0},
        {"-0", 0},
        {"-0.0e5", 0},
        {"1", 1000000},
        {"-3", -3000000},
        {"12.50", 12500000},
        {"\"12.50\"", 12500000},
        {"\"-1e2\"", -100000000},
        {"0.1", 100000},
        {"0.000001", 1},
        {"0.0000004", 0},
        {"0.0000005", 1},
        {"-0.0000005", -1},
        {"0.00000049999999999999999999999999999999999999999999", 0},
        {"1.0000014999999999999999999999999999999999999999999", 1000001},
        {"1e3", 1000000000},
        {"1E+3", 1000000000},
        {"25e-1", 2500000},
        {"1e-6", 1},
        {"1e-999999999999", 0},
        {"0e999999999999", 0},
        {"0.00000000000000000000000000000000000000001e41", 1000000},
        {"100000000000000000000000000000000000000000e-41", 1000000},
        {"99999999999.999999", 99999999999999999},
        {"9007199254740.993", 9007199254740993000},
    };
    (void)state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        usage_amount a = -77;
        if (!usage_amount_read(text_of(cases[i].json), &a))
            fail_msg("%s is a number", cases[i].json);
        if (a != cases[i].millionths)
            fail_msg("%s is %lld millionths", cases[i].json, (long long)a);
    }
    usage_amount most;
    assert_true(usage_amount_read(text_of("1000000000000000"), &most));
    assert_true(most == USAGE_AMOUNT_MOST);
    assert_true(usage_amount_read(text_of("-1e15"), &most));
    assert_true(most == -USAGE_AMOUNT_MOST);
}

static void what_is_none(void **state)
{
    static const char *const cases[] = {
        "",
        "null",
        "true",
        "false",
        "[1]",
        "{\"a\":1}",
        "\"\"",
        "\"NaN\"",
        "\"1,000\"",
        "\"5 EUR\"",
        "\" 1\"",
        "\"1 \"",
        "\"0x10\"",
        "\"+1\"",
        "\"1e\"",
        "\"1e+\"",
        "\"1.\"",
        "\".5\"",
        "\"01\"",
        "\"-\"",
        "\"Infinity\"",
        "\"1_000\"",
        "\"\\u0031\"",
        "1e999",
        "-1e999",
        "1e16",
        "1000000000000000.1",
        "1e99999999999999999999",
        "\"1e999\"",
        "NaN",
        "-Infinity",
        "99999999999999999999999999999999999999999999999999999",
    };
    (void)state;

    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        usage_amount a = -77;
        if (usage_amount_read(text_of(cases[i]), &a))
            fail_msg("%s is %lld millionths", cases[i], (long long)a);
        assert_true(a == -77);
    }
    assert_false(usage_amount_read((struct text){NULL, 0}, &(usage_amount){0}));
}

/* Doubles of moderate size, printed to the last digit, are within half a millionth. */
static void is_what_a_double_is(void **state)
{
    struct rng r;
    (void)state;

    rng_init(&r, 1, 0);
    for (int i = 0; i < 20000; i++) {
        double scale = pow(10, (double)rng_below(&r, 16) - 7);
        double v = (rng_unit(&r) - 0.5) * scale;
        char text[64];
        usage_amount a;
        snprintf(text, sizeof(text), i % 2 ? "%.17g" : "%.12f", v);
        assert_true(usage_amount_read(text_of(text), &a));
        assert_close(usage_amount_value(a), strtod(text, NULL), 0.5000001e-6 + fabs(v) * 1e-15);
    }
}

static void at_a_path(void **state)
{
    const struct text o =
        text_of("{\"amount\":1,\"order\":{\"total\":\"2.5\",\"lines\":[{\"n\":3}]},"
                "\"amount\":4,\"Cart Total\":5,\"caf\\u00e9\":6,\"a.b\":7,\"\":8}");
    usage_amount a;
    (void)state;

    assert_true(usage_amount_at(o, "amount", &a));
    assert_true(a == 4 * USAGE_AMOUNT_ONE); /* the last counts */
    assert_true(usage_amount_at(o, "order.total", &a));
    assert_true(a == 2500000);
    assert_true(usage_amount_at(o, "Cart Total", &a));
    assert_true(usage_amount_at(o, "café", &a));
    assert_true(a == 6 * USAGE_AMOUNT_ONE);
    assert_false(usage_amount_at(o, "order", &a));
    assert_false(usage_amount_at(o, "order.lines", &a));
    assert_false(usage_amount_at(o, "order.lines.n", &a));
    assert_false(usage_amount_at(o, "amount.more", &a));
    assert_false(usage_amount_at(o, "a.b", &a)); /* a dot goes into an object */
    assert_false(usage_amount_at(o, "", &a));
    assert_false(usage_amount_at((struct text){NULL, 0}, "amount", &a));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_a_number),
        cmocka_unit_test(what_is_none),
        cmocka_unit_test(is_what_a_double_is),
        cmocka_unit_test(at_a_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
