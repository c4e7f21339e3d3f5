#include "stats/random.h"
#include "test.h"

#include <math.h>

static void same_seed_same_numbers(void **state)
{
    (void)state;
    struct rng a, b, other;

    rng_init(&a, 1, 7);
    rng_init(&b, 1, 7);
    rng_init(&other, 1, 8);
    int same = 0;
    for (int i = 0; i < 1000; i++) {
        uint64_t x = rng_u64(&a);
        assert_true(x == rng_u64(&b));
        same += x == rng_u64(&other);
    }
    assert_int_equal(same, 0);
}

/* Mean and standard deviation of n draws within five standard errors of what they should be. */
static void moments(double (*draw)(struct rng *), double mean, double sd)
{
    struct rng r;
    const int n = 200000;
    double sum = 0, squares = 0;

    rng_init(&r, 42, 0);
    for (int i = 0; i < n; i++) {
        double x = draw(&r);
        sum += x;
        squares += (x - mean) * (x - mean);
    }
    assert_true(fabs(sum / n - mean) < 5 * sd / sqrt(n));
    assert_true(fabs(sqrt(squares / n) - sd) < 0.03 * sd);
}

static double poisson_small(struct rng *r)
{
    return (double)rng_poisson(r, 3.5);
}

static double poisson_large(struct rng *r)
{
    return (double)rng_poisson(r, 200);
}

static double exponential(struct rng *r)
{
    return rng_exponential(r, 4);
}

static double log_of_lognormal(struct rng *r)
{
    return log(rng_lognormal(r, exp(2), 0.5));
}

static void distributions_have_their_moments(void **state)
{
    (void)state;
    moments(rng_unit, 0.5, sqrt(1.0 / 12));
    moments(rng_normal, 0, 1);
    moments(poisson_small, 3.5, sqrt(3.5));
    moments(poisson_large, 200, sqrt(200));
    moments(exponential, 4, 4);
    moments(log_of_lognormal, 2, 0.5);
}

static void choices_stay_in_range_and_follow_weights(void **state)
{
    (void)state;
    struct rng r;
    const double weights[] = {1, 0, 3};
    int seen[3] = {0};

    rng_init(&r, 5, 5);
    for (int i = 0; i < 40000; i++) {
        seen[rng_choose(&r, weights, 3)]++;
        int64_t x = rng_between(&r, -2, 3);
        assert_true(x >= -2 && x <= 3);
    }
    assert_int_equal(seen[1], 0);
    assert_true(fabs(seen[2] / 40000.0 - 0.75) < 0.011);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_seed_same_numbers),
        cmocka_unit_test(distributions_have_their_moments),
        cmocka_unit_test(choices_stay_in_range_and_follow_weights),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
