#include "stats/interval.h"
#include "test.h"

#include <math.h>

/* Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3. */
static void wilson_matches_newcombe(void **state)
{
    (void)state;
    static const struct {
        int hits, n;
        double low, high;
    } cases[] = {
        {81, 263, 0.2553, 0.3662},
        {15, 148, 0.0624, 0.1605},
        {0, 20, 0.0000, 0.1611},
        {1, 29, 0.0061, 0.1718},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct interval w = interval_wilson(cases[i].hits, cases[i].n, Z_95);
        assert_close(w.low, cases[i].low, 0.00005);
        assert_close(w.high, cases[i].high, 0.00005);
    }
}

/* Counts, score and interval as in issue and docs: NPS 30, 14.05 … 44.20. */
static void nps_is_by_adjusted_wald(void **state)
{
    (void)state;
    struct interval i = interval_nps(50, 30, 20, Z_95);
    assert_close(100 * i.low, 14.05, 0.005);
    assert_close(100 * i.high, 44.20, 0.005);
    i = interval_nps(1, 0, 0, Z_95);
    assert_true(i.low < 0 && i.high <= 1); /* one friend is no proof */
    assert_true(isnan(interval_nps(0, 0, 0, Z_95).low));
    for (int64_t n = 1; n < 30; n++) {
        i = interval_nps(0, 0, n, Z_95);
        assert_true(i.low >= -1 && i.low < i.high && i.high < 1);
    }
}

static void nothing_tried_gives_no_interval(void **state)
{
    (void)state;
    assert_true(isnan(interval_wilson(0, 0, Z_95).low));
    assert_true(isnan(interval_wilson(0, 0, Z_95).high));
}

static void stays_between_zero_and_one(void **state)
{
    (void)state;
    for (int n = 1; n < 60; n++) {
        for (int hits = 0; hits <= n; hits++) {
            struct interval w = interval_wilson(hits, n, Z_95);
            assert_true(w.low >= 0 && w.high <= 1 && w.low < w.high);
            assert_true(w.low <= (double)hits / n + 1e-12 && w.high >= (double)hits / n - 1e-12);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wilson_matches_newcombe),
        cmocka_unit_test(nps_is_by_adjusted_wald),
        cmocka_unit_test(nothing_tried_gives_no_interval),
        cmocka_unit_test(stays_between_zero_and_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
