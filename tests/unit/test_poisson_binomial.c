#include "base/auto.h"
#include "stats/poisson_binomial.h"
#include "stats/random.h"
#include "test.h"

#include <stdlib.h>

/* All 2^n outcomes. */
static void counts_are_as_by_hand(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    struct rng rng;

    (void)state;
    rng_init(&rng, 81, 0);
    for (int t = 0; t < 60; t++) {
        enum { MOST = 11 };
        double p[MOST], mass[MOST + 1] = {0};
        size_t n = (size_t)rng_between(&rng, 1, MOST);
        struct poisson_binomial d;
        struct err err;
        for (size_t i = 0; i < n; i++)
            p[i] = rng_chance(&rng, 0.1) ? (double)rng_below(&rng, 2) : rng_unit(&rng);
        for (size_t outcome = 0; outcome < (size_t)1 << n; outcome++) {
            double chance = 1;
            size_t count = 0;
            for (size_t i = 0; i < n; i++) {
                bool is_true = outcome >> i & 1;
                chance *= is_true ? p[i] : 1 - p[i];
                count += is_true;
            }
            mass[count] += chance;
        }
        assert_int_equal(poisson_binomial(p, n, a, &d, &err), 0);
        double below = 0;
        for (size_t k = 0; k <= n; k++) {
            bool is_in = k >= d.first && k < d.first + d.n;
            assert_close(is_in ? d.mass[k - d.first] : 0, mass[k], 1e-14);
            assert_close(poisson_binomial_at_least(&d, (double)k), 1 - below, 1e-12);
            below += mass[k];
            assert_close(poisson_binomial_at_most(&d, (double)k), below, 1e-12);
        }
        arena_reset(a);
    }
}

/* Equal probabilities are the binomial distribution, whose tails the beta function knows; here by
 * adding up logarithms. Few are cut off of 20,000. */
static void equal_ones_are_binomial(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    enum { N = 20000 };
    double *p = ARENA_ARRAY(a, N, double);
    struct poisson_binomial d;
    struct err err;
    int sign;

    (void)state;
    for (size_t i = 0; i < N; i++)
        p[i] = 0.03;
    assert_int_equal(poisson_binomial(p, N, a, &d, &err), 0);
    assert_true(d.n < 1000 && d.cut < 1e-11);
    assert_close(d.mean, 600, 1e-9);
    assert_close(d.variance, 582, 1e-9);
    for (size_t k = 0; k < d.n; k++) {
        double count = (double)(d.first + k);
        double wanted = lgamma_r(N + 1, &sign) - lgamma_r(count + 1, &sign) -
                        lgamma_r(N - count + 1, &sign) + count * log(0.03) +
                        (N - count) * log1p(-0.03);
        assert_close(d.mass[k], exp(wanted), 1e-9);
    }
    struct interval r = poisson_binomial_range(&d, 0.95);
    assert_close(r.low, 600 - 1.96 * sqrt(582), 1.5);
    assert_close(r.high, 600 + 1.96 * sqrt(582), 1.5);
}

static void ranges_hold_their_level(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    static const double sure[] = {1, 1, 0};
    struct poisson_binomial d;
    struct err err;
    struct rng rng;

    (void)state;
    rng_init(&rng, 82, 0);
    for (int t = 0; t < 200; t++) {
        double p[50];
        size_t n = (size_t)rng_between(&rng, 1, 50);
        for (size_t i = 0; i < n; i++)
            p[i] = rng_unit(&rng);
        assert_int_equal(poisson_binomial(p, n, a, &d, &err), 0);
        struct interval r = poisson_binomial_range(&d, 0.9);
        assert_true(poisson_binomial_at_most(&d, r.low - 1) <= 0.05);
        assert_true(poisson_binomial_at_least(&d, r.high + 1) <= 0.05);
        assert_true(poisson_binomial_at_most(&d, r.low) > 0.05 || r.low == r.high);
        arena_reset(a);
    }
    assert_int_equal(poisson_binomial(sure, 3, a, &d, &err), 0);
    assert_close(poisson_binomial_range(&d, 0.95).low, 2, 0);
    assert_close(poisson_binomial_range(&d, 0.95).high, 2, 0);
    assert_int_equal(poisson_binomial(sure, 0, a, &d, &err), 0);
    assert_close(poisson_binomial_range(&d, 0.95).high, 0, 0);
    assert_close(poisson_binomial_at_most(&d, 0), 1, 0);
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Amounts of all kinds against playing it 20,000 times. */
static void check_amounts(struct rng *rng, size_t n, double sigma, struct arena *a)
{
    enum { TRIES = 20000 };
    double *p = ARENA_ARRAY(a, n, double), *amount = ARENA_ARRAY(a, n, double);
    double *played = ARENA_ARRAY(a, TRIES, double), whole = 0;
    struct weighted_outcome w;
    struct err err;

    for (size_t i = 0; i < n; i++) {
        p[i] = 0.6 + 0.4 * rng_unit(rng);
        amount[i] = rng_lognormal(rng, 1e6, sigma);
        whole += amount[i];
    }
    assert_int_equal(poisson_binomial_amount(p, amount, n, 0.9, a, &w, &err), 0);
    for (int t = 0; t < TRIES; t++)
        for (size_t i = 0; i < n; i++)
            played[t] += rng_chance(rng, p[i]) ? amount[i] : 0;
    qsort(played, TRIES, sizeof(*played), by_size);
    /* What is played is itself off: judged by how often it falls within. */
    double below = 0, above = 0, slack = 0.001 * whole;
    for (int t = 0; t < TRIES; t++) {
        below += played[t] < w.range.low - slack;
        above += played[t] > w.range.high + slack;
    }
    assert_true(below / TRIES < 0.057 && above / TRIES < 0.057);
    below = above = 0;
    for (int t = 0; t < TRIES; t++) {
        below += played[t] < w.range.low + slack;
        above += played[t] > w.range.high - slack;
    }
    assert_true(below / TRIES > 0.043 && above / TRIES > 0.043);
}

static void amounts_are_as_when_played(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    static const size_t sizes[] = {3, 12, 60, 400, 3000};
    static const double sigmas[] = {0, 0.5, 2};
    struct rng rng;

    (void)state;
    rng_init(&rng, 83, 0);
    for (size_t k = 0; k < ARRAY_LEN(sizes); k++)
        for (size_t s = 0; s < ARRAY_LEN(sigmas); s++) {
            if (sizes[k] * (k + 1) > 3000 && s < 2)
                continue; /* the skewed one is the hard one */
            check_amounts(&rng, sizes[k], sigmas[s], a);
            arena_reset(a);
        }
}

static void plain_amounts_are_exact(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    static const double p[] = {0.5, 0.5, 1, 0.2}, amount[] = {100, 300, 600, 0};
    struct weighted_outcome w;
    struct err err;

    (void)state;
    assert_int_equal(poisson_binomial_amount(p, amount, 4, 0.95, a, &w, &err), 0);
    assert_close(w.mean, 800, 1e-9);
    assert_close(w.std_error, sqrt(0.25 * (100 * 100 + 300 * 300)), 1e-9);
    assert_close(w.range.low, 600, 0.5);
    assert_close(w.range.high, 1000, 0.5);
    assert_int_equal(poisson_binomial_amount(p, amount, 4, 0.4, a, &w, &err), 0);
    assert_close(w.range.low, 700, 0.5);
    assert_close(w.range.high, 900, 0.5);
    assert_int_equal(poisson_binomial_amount(p, amount, 0, 0.95, a, &w, &err), 0);
    assert_close(w.range.high, 0, 0);
    assert_int_equal(poisson_binomial_amount(p, amount + 3, 1, 0.95, a, &w, &err), 0);
    assert_close(w.mean + w.range.low + w.range.high, 0, 0);
    struct expected_outcome both;
    assert_int_equal(poisson_binomial_outcome(p, amount, 4, 0.95, a, &both, &err), 0);
    assert_close(both.count, 2.2, 1e-12);
    assert_close(both.count_range.low, 1, 0);
    assert_close(both.count_range.high, 4, 0);
    assert_close(both.amount.mean, 800, 1e-9);
}

static void what_cannot_be_is_refused(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    static const double p[] = {0.5, 1.01}, q[] = {0.5, NAN}, fine[] = {0, 1}, amount[] = {1, -1};
    struct poisson_binomial d;
    struct weighted_outcome w;
    struct err err;

    (void)state;
    assert_int_equal(poisson_binomial(p, 2, a, &d, &err), ERR_INVALID);
    assert_string_equal(err.text, "row 1 has the probability 1.01");
    assert_int_equal(poisson_binomial(q, 2, a, &d, &err), ERR_INVALID);
    assert_int_equal(poisson_binomial_amount(fine, amount, 2, 0.9, a, &w, &err), ERR_INVALID);
    assert_string_equal(err.field, "amount");
    assert_int_equal(poisson_binomial(p, POISSON_BINOMIAL_MAX + 1, a, &d, &err), ERR_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_are_as_by_hand),   cmocka_unit_test(equal_ones_are_binomial),
        cmocka_unit_test(ranges_hold_their_level), cmocka_unit_test(amounts_are_as_when_played),
        cmocka_unit_test(plain_amounts_are_exact), cmocka_unit_test(what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
