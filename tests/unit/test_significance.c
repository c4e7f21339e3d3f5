#include "base/auto.h"
#include "stats/contingency.h"
#include "stats/interval.h"
#include "stats/random.h"
#include "stats/significance.h"
#include "test.h"

#include <math.h>

/* NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.4: upper critical values of chi-square.
 */
static void chi_square_matches_the_table(void **state)
{
    static const struct {
        double df, at_05, at_01, at_001;
    } rows[] = {
        {1, 3.841, 6.635, 10.828},    {2, 5.991, 9.210, 13.816},
        {5, 11.070, 15.086, 20.515},  {10, 18.307, 23.209, 29.588},
        {30, 43.773, 50.892, 59.703}, {100, 124.342, 135.807, 149.449},
    };

    (void)state;
    for (size_t k = 0; k < ARRAY_LEN(rows); k++) {
        assert_close(chi_square_tail(rows[k].at_05, rows[k].df), 0.05, 0.00002);
        assert_close(chi_square_tail(rows[k].at_01, rows[k].df), 0.01, 0.00001);
        assert_close(chi_square_tail(rows[k].at_001, rows[k].df), 0.001, 0.000002);
    }
}

/* Where the functions have closed forms. */
static void closed_forms_hold(void **state)
{
    (void)state;
    for (int k = 0; k < 160; k++) {
        double x = 0.37 * k;
        assert_close(chi_square_tail(x, 2), exp(-x / 2), 1e-14);
        assert_close(chi_square_tail(x, 1), erfc(sqrt(x / 2)), 1e-13);
        assert_close(chi_square_tail(x, 4), exp(-x / 2) * (1 + x / 2), 1e-14);
    }
    for (int k = 0; k <= 100; k++) {
        double x = k / 100.0;
        assert_close(beta_lower(1, 3, x), 1 - pow(1 - x, 3), 1e-14);
        assert_close(beta_lower(2, 2, x), x * x * (3 - 2 * x), 1e-14);
        assert_close(beta_lower(2.5, 7, x) + beta_lower(7, 2.5, 1 - x), 1, 1e-13);
    }
    assert_close(chi_square_tail(2000, 1), 0, 1e-300);
    assert_true(chi_square_tail(700, 1) > 0);
    assert_true(isnan(gamma_upper(0, 1)) && isnan(gamma_upper(1, -1)) &&
                isnan(gamma_upper(1, NAN)));
    assert_true(isnan(beta_lower(1, 1, 1.1)));
}

/* NIST/SEMATECH e-Handbook, 1.3.6.7.2: critical values of Student's t. */
static void student_matches_the_table(void **state)
{
    static const struct {
        double df, at_975, at_995;
    } rows[] = {{1, 12.706, 63.657}, {2, 4.303, 9.925},  {5, 2.571, 4.032},
                {10, 2.228, 3.169},  {30, 2.042, 2.750}, {100, 1.984, 2.626}};

    (void)state;
    for (size_t k = 0; k < ARRAY_LEN(rows); k++) {
        assert_close(student_quantile(0.975, rows[k].df), rows[k].at_975, 0.0006);
        assert_close(student_quantile(0.995, rows[k].df), rows[k].at_995, 0.0006);
    }
    assert_close(student_quantile(0.975, 1e9), Z_95, 1e-6);
    assert_close(student_quantile(0.5, 7), 0, 1e-9);
    assert_true(isnan(student_quantile(0.975, 0)) && isnan(student_quantile(1, 5)));
}

/* As R's p.adjust(…, "holm") gives them. */
static void holm_adjusts(void **state)
{
    double p[] = {0.05, 0.01, NAN, 0.03, 0.02, 0.04}, tied[] = {0.6, 0.6, 0.001};
    static const double wanted[] = {0.09, 0.05, NAN, 0.09, 0.08, 0.09};

    (void)state;
    holm_adjust(p, ARRAY_LEN(p), p);
    for (size_t k = 0; k < ARRAY_LEN(p); k++)
        if (isnan(wanted[k]))
            assert_true(isnan(p[k]));
        else
            assert_close(p[k], wanted[k], 1e-15);
    holm_adjust(tied, 3, tied);
    assert_close(tied[0], 1, 0);
    assert_close(tied[1], 1, 0);
    assert_close(tied[2], 0.003, 1e-15);
    holm_adjust(p, 0, p);
}

/* McDonald, Handbook of Biological Statistics (2014), G-test of independence: severe reactions of
 * 30 of 4788 children vaccinated in the thigh, 76 of 8916 in the arm: G = 2.14, 1 d.f., P = 0.14.
 */
static void g_matches_mcdonald(void **state)
{
    static const int64_t hits[] = {30, 76}, totals[] = {4788, 8916};
    struct contingency c;

    (void)state;
    contingency_test(hits, totals, 2, &c);
    assert_close(c.g, 2.14, 0.005);
    assert_close(c.df, 1, 0);
    assert_close(c.p, 0.14, 0.005);
    assert_int_equal(c.few, 0);
}

/* The information gain is the entropy less what is left of it inside the classes. */
static void gain_is_what_the_classes_tell(void **state)
{
    static const int64_t hits[] = {4, 0, 0}, totals[] = {4, 4, 0};
    static const int64_t same[] = {1, 2, 3}, of[] = {10, 20, 30}, none[] = {0, 0};
    struct contingency c;

    (void)state;
    contingency_test(hits, totals, 3, &c);
    assert_close(c.gain_bits, 1, 1e-15);
    assert_close(c.entropy_bits, 1, 1e-15);
    assert_close(c.df, 1, 0);
    assert_int_equal(c.few, 4);
    contingency_test(same, of, 3, &c);
    assert_close(c.g, 0, 1e-12);
    assert_close(c.p, 1, 1e-6);
    contingency_test(none, of, 2, &c);
    assert_true(isnan(c.p));
    assert_close(c.entropy_bits, 0, 0);
    contingency_test(same, of, 1, &c);
    assert_true(isnan(c.p));
    contingency_test(none, none, 2, &c);
    assert_true(isnan(c.entropy_bits));
}

/* If the class has nothing to do with it, one p-value in twenty is below 0.05. */
static void p_is_even_when_there_is_nothing(void **state)
{
    struct rng rng;
    int below = 0, tries = 4000;

    (void)state;
    rng_init(&rng, 3, 0);
    for (int t = 0; t < tries; t++) {
        int64_t hits[3] = {0}, totals[3] = {0};
        struct contingency c;
        for (int i = 0; i < 300; i++) {
            int64_t k = rng_below(&rng, 3);
            totals[k]++;
            hits[k] += rng_chance(&rng, 0.3);
        }
        contingency_test(hits, totals, 3, &c);
        below += c.p < 0.05;
    }
    assert_close((double)below / tries, 0.05, 0.012);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chi_square_matches_the_table),
        cmocka_unit_test(closed_forms_hold),
        cmocka_unit_test(student_matches_the_table),
        cmocka_unit_test(holm_adjusts),
        cmocka_unit_test(g_matches_mcdonald),
        cmocka_unit_test(gain_is_what_the_classes_tell),
        cmocka_unit_test(p_is_even_when_there_is_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
