/* Churn arithmetic: the closed form, and the white paper's example. */
#include "stats/churn_arithmetic.h"
#include "test.h"

static void the_example_comes_to_rest_at_80000(void **state)
{
    struct churn_month m[121];
    struct err err;

    (void)state;
    assert_int_equal(churn_arithmetic(&churn_preset, 120, m, &err), 0);
    assert_close(m[0].revenue, 10000, 0);
    assert_close(m[1].revenue, 11750, 1e-9); /* 10,000 − 250 + 2,000 */
    assert_close(m[2].revenue, 13456.25, 1e-9);
    assert_close(m[24].no_churn, 58000, 0);
    assert_close(m[24].revenue, 80000 - 70000 * pow(.975, 24), 1e-6);
    assert_close(m[24].lost_before, 58000 - m[24].revenue, 1e-9);
    for (int t = 0; t <= 120; t++)
        assert_close(m[t].revenue, 80000 - 70000 * pow(.975, t), 1e-6);
    assert_close(churn_plateau(&churn_preset), 80000, 1e-9);
    assert_close(churn_half_way(&churn_preset), 27.377851, 1e-5);
    /* Half of 2,000 is lost once 40,000 are there. */
    double month = churn_month_of_loss(&churn_preset, .5);
    assert_true(m[(int)month].lost >= 1000 && m[(int)month - 1].lost < 1000);
}

static void edges_are_named(void **state)
{
    struct churn_month m[11];
    struct err err;

    (void)state;
    const struct churn_plan none = {100, 10, 0}, all = {100, 10, 1}, falling = {1000, 10, .1};
    assert_int_equal(churn_arithmetic(&none, 10, m, &err), 0);
    assert_close(m[10].revenue, 200, 0);
    assert_close(m[10].lost_before, 0, 0);
    assert_true(isinf(churn_plateau(&none)) && isinf(churn_half_way(&none)));
    assert_true(isnan(churn_month_of_loss(&none, .5)));
    assert_int_equal(churn_arithmetic(&all, 10, m, &err), 0);
    assert_close(m[1].revenue, 10, 0);
    assert_close(churn_plateau(&all), 10, 0);
    assert_int_equal(churn_arithmetic(&falling, 10, m, &err), 0);
    assert_true(m[10].revenue < m[9].revenue && m[10].revenue > churn_plateau(&falling));
    assert_close(churn_month_of_loss(&falling, .5), 1, 0); /* from the first month on */
    assert_int_equal(churn_arithmetic(&(struct churn_plan){1, 1, 1.5}, 10, m, &err), ERR_INVALID);
    assert_string_equal(err.field, "churn");
    assert_int_equal(churn_arithmetic(&(struct churn_plan){NAN, 1, .5}, 10, m, &err), ERR_INVALID);
    assert_int_equal(churn_arithmetic(&none, 601, m, &err), ERR_INVALID);
    assert_string_equal(err.field, "months");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_comes_to_rest_at_80000),
        cmocka_unit_test(edges_are_named),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
