#include "stats/summary.h"
#include "test.h"

#include <math.h>

static void means_pass_over_what_is_missing(void **state)
{
    (void)state;
    const double values[] = {1, NAN, 2, 6, NAN};
    size_t known;

    assert_close(summary_mean(values, 5, &known), 3, 1e-12);
    assert_int_equal(known, 3);
    assert_true(isnan(summary_mean(values + 1, 1, NULL)));
    assert_true(isnan(summary_mean(values, 0, NULL)));
}

/* Type 7 of quantile() in R, by hand: place = p × (8 − 1) among 1 1 2 3 4 5 6 9. */
static void quantiles_match_r(void **state)
{
    (void)state;
    double values[] = {3, 1, NAN, 4, 1, 5, 9, 2, 6};
    size_t n = summary_sort(values, 9);

    assert_int_equal(n, 8);
    assert_close(summary_quantile(values, n, 0), 1, 1e-12);
    assert_close(summary_quantile(values, n, 0.25), 1.75, 1e-12);
    assert_close(summary_quantile(values, n, 0.5), 3.5, 1e-12);
    assert_close(summary_quantile(values, n, 0.9), 6.9, 1e-12);
    assert_close(summary_quantile(values, n, 1), 9, 1e-12);
}

static void medians_of_few(void **state)
{
    (void)state;
    double one[] = {NAN, 7}, two[] = {8, 4}, none[] = {NAN};

    assert_close(summary_median(one, 2), 7, 0);
    assert_close(summary_median(two, 2), 6, 0);
    assert_true(isnan(summary_median(none, 1)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(means_pass_over_what_is_missing),
        cmocka_unit_test(quantiles_match_r),
        cmocka_unit_test(medians_of_few),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
