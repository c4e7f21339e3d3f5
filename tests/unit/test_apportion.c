#include "stats/apportion.h"
#include "stats/random.h"
#include "test.h"

#include <math.h>

static void keeps_the_rounded_whole(void **state)
{
    (void)state;
    const double thirds[] = {100.0 / 3, 100.0 / 3, 100.0 / 3};
    double shown[3];

    apportion(thirds, 3, 100, 1, shown);
    assert_close(shown[0], 33.4, 1e-12);
    assert_close(shown[1], 33.3, 1e-12);
    assert_close(shown[2], 33.3, 1e-12);
}

static void rounds_numbers_that_need_nothing(void **state)
{
    (void)state;
    const double parts[] = {0.1, 0.2, -0.3};
    double shown[3];

    apportion(parts, 3, 0.1 + 0.2 - 0.3, 1, shown);
    for (int i = 0; i < 3; i++)
        assert_close(shown[i], parts[i], 1e-12);
    assert_close(round_decimals(2.36666, 1), 2.4, 1e-12);
    assert_true(isnan(round_decimals(NAN, 1)));
}

/* 61.44 → 62.36 is shown as 61.4 → 62.4: parts of 0.92 must show 1.0. */
static void fits_a_whole_that_was_rounded_before(void **state)
{
    (void)state;
    const double parts[] = {0.5, 0.42};
    double shown[2];

    apportion(parts, 2, 1.0, 1, shown);
    assert_close(shown[0] + shown[1], 1.0, 1e-12);
    apportion(parts, 2, 1.1, 1, shown);
    assert_close(shown[0] + shown[1], 1.1, 1e-12);
    apportion(parts, 2, 0.8, 1, shown);
    assert_close(shown[0] + shown[1], 0.8, 1e-12);
    apportion(parts, 1, 0.3, 1, shown);
    assert_close(shown[0], 0.3, 1e-12);
}

/* Whatever the parts, in units of the last decimal: the sum is exact and no part is off by a unit.
 */
static void any_parts_add_up(void **state)
{
    (void)state;
    struct rng r;

    rng_init(&r, 1, 0);
    for (int turn = 0; turn < 20000; turn++) {
        size_t n = (size_t)rng_between(&r, 1, 30);
        int decimals = (int)rng_between(&r, 0, 2);
        double parts[30], shown[30], whole = 0, unit = decimals == 0 ? 1 : decimals == 1 ? 10 : 100;
        for (size_t i = 0; i < n; i++) {
            parts[i] = (rng_unit(&r) - 0.4) * (double)rng_between(&r, 1, 20);
            whole += parts[i];
        }
        apportion(parts, n, whole, decimals, shown);
        long long units = 0;
        for (size_t i = 0; i < n; i++) {
            units += llround(shown[i] * unit);
            assert_true(fabs(shown[i] - parts[i]) < 1 / unit + 1e-9);
        }
        assert_int_equal(units, llround(whole * unit));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_the_rounded_whole),
        cmocka_unit_test(rounds_numbers_that_need_nothing),
        cmocka_unit_test(fits_a_whole_that_was_rounded_before),
        cmocka_unit_test(any_parts_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
