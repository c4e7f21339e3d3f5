#include "stats/order.h"
#include "stats/random.h"
#include "test.h"

static void orders_and_keeps_equals_in_place(void **state)
{
    (void)state;
    static const double key[] = {3, NAN, -1, 3, 0, -0.0, 1e300, -1e-300, NAN, -1e300};
    static const uint32_t up[] = {9, 2, 7, 4, 5, 0, 3, 6, 1, 8};
    static const uint32_t down[] = {6, 0, 3, 4, 5, 7, 2, 9, 1, 8};
    uint32_t rows[10];

    for (int turn = 0; turn < 2; turn++) {
        for (uint32_t i = 0; i < 10; i++)
            rows[i] = i;
        order_rows(key, rows, 10, turn);
        for (int i = 0; i < 10; i++)
            assert_int_equal(rows[i], turn ? down[i] : up[i]);
    }
}

static void some_rows_of_many(void **state)
{
    (void)state;
    static double key[5000];
    uint32_t rows[1000];
    struct rng r;

    rng_init(&r, 3, 0);
    for (int i = 0; i < 5000; i++)
        key[i] = rng_chance(&r, 0.1) ? NAN : rng_normal(&r) * 1e6;
    for (uint32_t i = 0; i < 1000; i++)
        rows[i] = i * 5;
    order_rows(key, rows, 1000, true);
    for (int i = 1; i < 1000; i++)
        assert_true(isnan(key[rows[i]]) || key[rows[i - 1]] >= key[rows[i]]);
    order_rows(key, rows, 1, true);
    order_rows(key, rows, 0, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(orders_and_keeps_equals_in_place),
        cmocka_unit_test(some_rows_of_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
