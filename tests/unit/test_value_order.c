/* Values in order, and how unevenly they lie. */
#include "forecast/value/value_order.h"
#include "test.h"

#include <math.h>

static struct value_row row_of(const char *key, int64_t ltv_3y, int64_t life, double payback)
{
    return (struct value_row){.key = key,
                              .ltv_3y_cents = ltv_3y,
                              .ltv_5y_cents = ltv_3y,
                              .life_cents = life,
                              .is_life_infinite = life == I64_NONE,
                              .acquisition_cents = I64_NONE,
                              .payback_months = payback,
                              .life_to_acquisition = NAN};
}

static void check_order(const struct value_row *rows, size_t n, const char *sort, const char *keys)
{
    const struct value_row *list[8];
    char text[9] = {0};

    for (size_t k = 0; k < n; k++)
        list[k] = &rows[k];
    value_order(list, n, sort);
    for (size_t k = 0; k < n; k++)
        text[k] = list[k]->key[0];
    assert_string_equal(text, keys);
}

static void missing_comes_last_both_ways(void **state)
{
    (void)state;
    const struct value_row rows[] = {
        row_of("a", 10, 30, NAN),
        row_of("b", 30, 20, 5),
        row_of("c", 20, I64_NONE, 7), /* for ever */
        row_of("d", 20, 20, NAN),
    };

    check_order(rows, 4, NULL, "cabd");
    check_order(rows, 4, "-life", "cabd");
    check_order(rows, 4, "life", "bdac");
    check_order(rows, 4, "-ltv_3y", "bcda");
    check_order(rows, 4, "-payback", "cbad");
    check_order(rows, 4, "payback", "bcad");
    check_order(rows, 4, "acquisition", "abcd"); /* of nobody known */
}

static void the_most_valuable_few_have_half(void **state)
{
    (void)state;
    AUTO_STRUCT(arena) *arena = arena_new();
    const struct value_row rows[] = {row_of("a", 10, 0, 0), row_of("b", 50, 0, 0),
                                     row_of("c", 20, 0, 0), row_of("d", 20, 0, 0)};
    const struct value_row *list[] = {&rows[0], &rows[1], &rows[2], &rows[3]};
    int64_t half;
    size_t n;
    const struct value_share *shares = value_shares(list, 4, arena, &n, &half);

    assert_int_equal(n, 5);
    assert_int_equal(half, 1); /* 50 of 100 */
    assert_int_equal(shares[0].accounts, 0);
    assert_close(shares[0].ltv_3y_pct, 0, 0);
    assert_close(shares[1].ltv_3y_pct, 50, 1e-12);
    assert_close(shares[2].accounts_pct, 50, 1e-12);
    assert_close(shares[3].ltv_3y_pct, 90, 1e-12);
    assert_close(shares[4].ltv_3y_pct, 100, 1e-12);

    value_shares(list, 0, arena, &n, &half);
    assert_int_equal(n, 0);
    assert_int_equal(half, I64_NONE);
}

/* 120 alike: steps of two or three, from none to all, half of it with half of them. */
static void many_are_told_in_fifty_steps(void **state)
{
    (void)state;
    AUTO_STRUCT(arena) *arena = arena_new();
    const struct value_row row = row_of("a", 7, 0, 0);
    const struct value_row *list[120];
    int64_t half;
    size_t n;

    for (size_t k = 0; k < ARRAY_LEN(list); k++)
        list[k] = &row;
    const struct value_share *shares = value_shares(list, ARRAY_LEN(list), arena, &n, &half);
    assert_int_equal(n, VALUE_SHARES + 1);
    assert_int_equal(shares[n - 1].accounts, 120);
    assert_int_equal(half, 60);
    for (size_t k = 0; k < n; k++)
        assert_close(shares[k].ltv_3y_pct, shares[k].accounts_pct, 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(missing_comes_last_both_ways),
        cmocka_unit_test(the_most_valuable_few_have_half),
        cmocka_unit_test(many_are_told_in_fifty_steps),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
