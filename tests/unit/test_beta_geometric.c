#include "base/auto.h"
#include "stats/beta_geometric.h"
#include "stats/random.h"
#include "test.h"

#include <string.h>

/* Fader and Hardie (2007), Table 1: % still customers after 0 … 7 years, of 1000 in each segment;
 * what they were after years 8 … 12 is for the projection to foretell. */
static const double high_end[] = {1000, 869, 743, 653, 593, 551, 517, 491};
static const double regular[] = {1000, 631, 468, 382, 326, 289, 262, 241};

static struct sbg fit(const double *survivors, size_t n)
{
    struct sbg_period periods[20] = {0};
    struct sbg s;
    struct err err;

    sbg_add_cohort(periods, survivors, n);
    assert_int_equal(sbg_fit(periods, n - 1, &s, &err), 0);
    return s;
}

static void fader_and_hardie_are_met(void **state)
{
    static const double projected[] = {46.04, 43.58, 41.42, 39.51, 37.80};
    struct sbg s = fit(high_end, ARRAY_LEN(high_end));

    (void)state;
    assert_close(s.alpha, 0.668, 0.0005);
    assert_close(s.beta, 3.806, 0.0005);
    assert_close(s.log_likelihood, -1611.158, 0.0005);
    assert_int_equal(s.edge, SBG_INSIDE);
    for (size_t k = 0; k < ARRAY_LEN(projected); k++)
        assert_close(100 * sbg_survival(&s, (double)k + 8), projected[k], 0.005);
    s = fit(regular, ARRAY_LEN(regular));
    assert_close(s.alpha, 0.704, 0.0005);
    assert_close(s.beta, 1.182, 0.0005);
    assert_close(s.log_likelihood, -1680.265, 0.0005);
}

/* The same fits at a discount of 10 % a year: lifetimes of new customers 5.9223 and 3.6949, and of
 * High End ones just before their first … fourth renewal. Without discount both are infinite. */
static void lifetimes_are_met(void **state)
{
    static const double residual[] = {5.4145, 5.9014, 6.2939, 6.6199};
    struct sbg s = fit(high_end, ARRAY_LEN(high_end));
    struct sbg_lifetime l = sbg_lifetime(&s, 0, 0.1, 0);

    (void)state;
    assert_close(l.value, 5.9223, 0.00005);
    assert_true(l.error < 1e-10);
    for (size_t n = 1; n <= ARRAY_LEN(residual); n++)
        assert_close(sbg_lifetime(&s, n, 0.1, 0).value, residual[n - 1], 0.00005);
    assert_true(isinf(sbg_lifetime(&s, 0, 0, 0).value) && isinf(sbg_lifetime(&s, 3, 0, 0).value));
    s = fit(regular, ARRAY_LEN(regular));
    assert_close(sbg_lifetime(&s, 0, 0.1, 0).value, 3.6949, 0.00005);
    assert_true(isinf(sbg_lifetime(&s, 0, 0, 0).value));
}

/* Sums of any length against adding up, and the error told is no smaller than the real one. */
static void sums_are_what_adding_up_gives(void **state)
{
    struct rng rng;

    (void)state;
    rng_init(&rng, 31, 0);
    for (int t = 0; t < 60; t++) {
        struct sbg s = {.alpha = exp(2 * rng_normal(&rng)), .beta = exp(2 * rng_normal(&rng))};
        double discount = exp(-1 - 4 * rng_unit(&rng)), v = 1 / (1 + discount);
        size_t n = (size_t)rng_below(&rng, 5), first = n ? n : 0;
        double sum = 0, five = 0, before = n ? sbg_survival(&s, (double)n - 1) : 1;
        for (size_t k = 0; k < 8000; k++) {
            double term = sbg_survival(&s, (double)(first + k)) / before * pow(v, (double)k);
            sum += term;
            five += k < 5 ? term : 0;
        }
        struct sbg_lifetime l = sbg_lifetime(&s, n, discount, 0);
        assert_close(l.value, sum, l.error + 1e-9 * sum);
        assert_true(l.error <= 1e-9 * sum);
        assert_close(sbg_lifetime(&s, n, discount, 5).value, five, 1e-9 * five);
    }
    /* Without discount, α > 1: Σ S(t) = (α + β − 1) ÷ (α − 1); here the terms fall as t^−6. */
    struct sbg s = {.alpha = 6, .beta = 9};
    double sum = 0;
    for (int k = 0; k < 5000; k++)
        sum += sbg_survival(&s, k);
    assert_close(sbg_lifetime(&s, 0, 0, 0).value, sum, 1e-9);
    assert_close(sbg_lifetime(&s, 0, 0, 0).value, 14.0 / 5, 1e-12);
    assert_close(sbg_lifetime(&s, 2, 0, 0).value,
                 (sum - 1 - sbg_survival(&s, 1)) / sbg_survival(&s, 1), 1e-9);
    assert_close(sbg_lifetime(&s, 0, 0, 3).value, 1 + 0.6 + 0.6 * 10 / 16, 1e-12);
    /* A discount too small to reach the end of the sum says by its error that it did not. */
    s.alpha = 0.5;
    struct sbg_lifetime l = sbg_lifetime(&s, 0, 1e-9, 0);
    assert_true(l.value > 1000 && l.error > 0);
    assert_true(isnan(sbg_lifetime(&s, 0, -0.1, 0).value) &&
                isnan(sbg_lifetime(&s, 0, NAN, 0).value));
}

static void survival_is_the_product_of_retention(void **state)
{
    struct sbg s = {.alpha = 0.668, .beta = 3.806};
    double product = 1;

    (void)state;
    assert_close(sbg_survival(&s, 0), 1, 1e-15);
    for (size_t t = 1; t < 200; t++) {
        product *= sbg_retention(&s, t);
        assert_close(sbg_survival(&s, (double)t), product, 1e-12);
        assert_true(sbg_retention(&s, t) < sbg_retention(&s, t + 1));
        assert_true(sbg_survival(&s, (double)t + 0.5) < product);
    }
    assert_true(isnan(sbg_survival(&s, -1)));
}

/* One made-up customer after the other: its own churn rate, watched from some renewal to some
 * other. Beta(α, β) for whole α and β is by the order of exponential times. */
static void add_somebody(struct sbg_period *periods, struct rng *rng, int alpha, int beta)
{
    double a = 0, b = 0;
    size_t from = (size_t)rng_below(rng, 3), to = (size_t)rng_between(rng, 3, 9), t = 0;

    for (int k = 0; k < alpha; k++)
        a += rng_exponential(rng, 1);
    for (int k = 0; k < beta; k++)
        b += rng_exponential(rng, 1);
    bool is_lost = false;
    while (t < to && !is_lost) {
        t++;
        is_lost = rng_chance(rng, a / (a + b));
    }
    if (!is_lost || t > from) /* those that left before we looked are not in the data */
        sbg_add_customers(periods, from, t, is_lost, 1);
}

/* Cohorts of different ages, censored, some first seen late: the interval of 95 % holds what they
 * were made with 95 times of 100. */
static void many_cohorts_give_back_what_made_them(void **state)
{
    enum { TRIES = 400 };
    struct rng rng;
    int hits_alpha = 0, hits_beta = 0, inside = 0;

    (void)state;
    rng_init(&rng, 32, 0);
    for (int t = 0; t < TRIES; t++) {
        struct sbg_period periods[9] = {0};
        struct sbg s;
        struct err err;
        for (int i = 0; i < 3000; i++)
            add_somebody(periods, &rng, 1, 3);
        assert_int_equal(sbg_fit(periods, 9, &s, &err), 0);
        if (s.edge != SBG_INSIDE)
            continue;
        inside++;
        hits_alpha += fabs(log(s.alpha)) < Z_95 * sqrt(s.covariance[0][0]);
        hits_beta += fabs(log(s.beta / 3)) < Z_95 * sqrt(s.covariance[1][1]);
    }
    assert_int_equal(inside, TRIES);
    assert_close((double)hits_alpha / TRIES, 0.95, 0.03);
    assert_close((double)hits_beta / TRIES, 0.95, 0.03);
}

/* One cohort or its halves, one of them watched for fewer years: the same counts, the same fit. */
static void cohorts_add_up(void **state)
{
    double half[] = {500, 434.5, 371.5, 326.5, 296.5, 275.5, 258.5, 245.5};
    struct sbg_period periods[7] = {0}, shorter[7] = {0};
    struct sbg one = fit(high_end, 8), two;
    struct err err;

    (void)state;
    sbg_add_cohort(periods, half, 8);
    sbg_add_cohort(periods, half, 8);
    assert_int_equal(sbg_fit(periods, 7, &two, &err), 0);
    assert_close(one.alpha, two.alpha, 1e-6);
    assert_close(one.beta, two.beta, 1e-6);
    sbg_add_cohort(shorter, half, 8);
    sbg_add_cohort(shorter, half, 4);
    assert_close(shorter[2].at_risk, 743, 0);
    assert_close(shorter[3].at_risk, 326.5, 0);
    assert_int_equal(sbg_fit(shorter, 7, &two, &err), 0);
    assert_close(two.alpha, one.alpha, 0.15);
    assert_true(two.covariance[0][0] > one.covariance[0][0]);
}

static double lifetime_of(const struct sbg *s, void *ctx)
{
    return sbg_lifetime(s, 0, *(double *)ctx, 0).value;
}

static double beta_of(const struct sbg *s, void *ctx)
{
    (void)ctx;
    return s->beta;
}

static void intervals_come_from_the_covariance(void **state)
{
    struct sbg s = fit(high_end, 8);
    double discount = 0.1;
    struct interval i = sbg_interval(&s, lifetime_of, &discount, Z_95);

    (void)state;
    assert_true(i.low > 5 && i.low < 5.9223 && i.high > 5.9223 && i.high < 7);
    i = sbg_interval(&s, beta_of, NULL, Z_95);
    assert_close(log(i.high / i.low), 2 * Z_95 * sqrt(s.covariance[1][1]), 1e-6);
}

/* Customers all alike, and customers that leave at once or never: the curve is right, the edge
 * named, and no interval is given. */
static void edges_are_named(void **state)
{
    static const double alike[] = {10000, 8000, 6400, 5120, 4096},
                        ageing[] = {1000, 950, 850, 650, 250}, split[] = {1000, 600, 600, 600, 600};
    struct sbg s = fit(alike, 5);

    (void)state;
    assert_int_equal(s.edge, SBG_ALIKE);
    for (int t = 0; t < 10; t++)
        assert_close(sbg_survival(&s, t), pow(0.8, t), 1e-4);
    assert_close(sbg_lifetime(&s, 0, 0, 0).value, 5, 1e-3);
    assert_true(isnan(s.covariance[0][0]));
    assert_true(isnan(sbg_interval(&s, beta_of, NULL, Z_95).low));
    assert_int_equal(fit(ageing, 5).edge, SBG_ALIKE);
    s = fit(split, 5);
    assert_int_equal(s.edge, SBG_SPLIT);
    assert_close(sbg_survival(&s, 1), 0.6, 0.001);
    assert_close(sbg_survival(&s, 4), 0.6, 0.002);
}

static void what_cannot_be_fitted_is_refused(void **state)
{
    static const struct {
        struct sbg_period periods[3];
        const char *why;
    } cases[] = {
        {{{0}}, "at 0 ages"},
        {{{100, 20}}, "at 1 age"},
        {{{100, 0}, {50, 0}}, "every one renewed"},
        {{{100, 100}, {20, 20}}, "none renewed"},
        {{{100, 120}, {20, 2}}, "120 of 100"},
        {{{100, -1}, {20, 2}}, "-1 of 100"},
        {{{100, NAN}, {20, 2}}, "cannot be"},
        {{{INFINITY, 3}, {20, 2}}, "cannot be"},
    };
    struct sbg s;
    struct err err;

    (void)state;
    for (size_t k = 0; k < ARRAY_LEN(cases); k++) {
        assert_int_equal(sbg_fit(cases[k].periods, 3, &s, &err), ERR_INVALID);
        assert_string_equal(err.field, "periods");
        assert_non_null(strstr(err.text, cases[k].why));
    }
    assert_int_equal(sbg_fit(cases[0].periods, SBG_PERIODS_MAX + 1, &s, &err), ERR_INVALID);
}

static double likelihood_of(const struct sbg_period *periods, size_t n, const struct sbg *s)
{
    double sum = 0;

    for (size_t k = 0; k < n; k++) {
        double r = sbg_retention(s, k + 1), lost = periods[k].lost;
        sum += (lost ? lost * log(1 - r) : 0) +
               (periods[k].at_risk > lost ? (periods[k].at_risk - lost) * log(r) : 0);
    }
    return sum;
}

/* Whatever the counts, no other α and β do better. */
static void nothing_beats_the_fit(void **state)
{
    struct rng rng;
    size_t fitted = 0;

    (void)state;
    rng_init(&rng, 33, 0);
    for (int t = 0; t < 500; t++) {
        struct sbg_period periods[12] = {0};
        struct sbg s;
        struct err err;
        size_t n = (size_t)rng_between(&rng, 1, 12);
        for (size_t k = 0; k < n; k++) {
            periods[k].at_risk = (double)rng_below(&rng, 200) * (rng_chance(&rng, 0.9) ? 1 : 0);
            periods[k].lost = floor(periods[k].at_risk * rng_unit(&rng));
        }
        if (sbg_fit(periods, n, &s, &err) < 0)
            continue;
        fitted++;
        double best = likelihood_of(periods, n, &s);
        assert_close(best, s.log_likelihood, 1e-6 * fabs(best));
        for (int k = 0; k < 200; k++) {
            double near = k % 2 ? 0.05 : 3;
            struct sbg other = {.alpha = s.alpha * exp(near * rng_normal(&rng)),
                                .beta = s.beta * exp(near * rng_normal(&rng))};
            assert_true(likelihood_of(periods, n, &other) <= best + 1e-5 * fabs(best));
        }
    }
    assert_true(fitted > 400);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fader_and_hardie_are_met),
        cmocka_unit_test(lifetimes_are_met),
        cmocka_unit_test(sums_are_what_adding_up_gives),
        cmocka_unit_test(survival_is_the_product_of_retention),
        cmocka_unit_test(many_cohorts_give_back_what_made_them),
        cmocka_unit_test(cohorts_add_up),
        cmocka_unit_test(intervals_come_from_the_covariance),
        cmocka_unit_test(edges_are_named),
        cmocka_unit_test(what_cannot_be_fitted_is_refused),
        cmocka_unit_test(nothing_beats_the_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
