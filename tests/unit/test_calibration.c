#include "base/auto.h"
#include "stats/calibration.h"
#include "stats/random.h"
#include "test.h"

#define MOST 600

struct sample {
    double score[MOST];
    bool label[MOST];
    size_t n;
};

/* Scores on few values, whose log-odds are 0.8 × score − 1; every ninth is missing. */
static void make_up(struct sample *s, struct rng *rng, size_t n)
{
    s->n = n;
    for (size_t i = 0; i < n; i++) {
        double score = round(3 * rng_normal(rng)) / 2;
        s->label[i] = rng_chance(rng, 1 / (1 + exp(1 - 0.8 * score)));
        s->score[i] = i % 9 == 8 ? NAN : score;
    }
}

/* The slope of Platt's loss, written out, is 0 at the fit; it finds what made the data. */
static void platt_is_the_least_loss(void **state)
{
    struct rng rng;
    double sum = 0;

    (void)state;
    rng_init(&rng, 71, 0);
    for (int t = 0; t < 100; t++) {
        struct sample s;
        struct platt f;
        struct err err;
        double yes = 0, known = 0, by[2] = {0};
        make_up(&s, &rng, (size_t)rng_between(&rng, 30, MOST));
        for (size_t i = 0; i < s.n; i++) {
            known += !isnan(s.score[i]);
            yes += !isnan(s.score[i]) && s.label[i];
        }
        assert_int_equal(platt_fit(s.score, s.label, s.n, &f, &err), 0);
        for (size_t i = 0; i < s.n; i++) {
            if (isnan(s.score[i]))
                continue;
            double target = s.label[i] ? (yes + 1) / (yes + 2) : 1 / (known - yes + 2);
            double off = platt_at(&f, s.score[i]) - target;
            by[0] += off;
            by[1] += off * s.score[i];
        }
        assert_close(by[0], 0, 1e-4);
        assert_close(by[1], 0, 1e-4);
        sum += f.slope / 100;
    }
    assert_close(sum, 0.8, 0.1);
}

static void few_rows_give_no_certainty(void **state)
{
    static const double score[] = {1, 2, 3, 4, 5, 6}, same[] = {2, 2, 2, 2, 2, 2},
                        far[] = {1e12, 1e12 + 1, 1e12 + 2, 1e12 + 3, 1e12 + 4, 1e12 + 5};
    static const bool label[] = {0, 0, 0, 1, 1, 1}, all[] = {1, 1, 1, 1, 1, 1};
    struct platt f;
    struct err err;

    (void)state;
    assert_int_equal(platt_fit(score, label, 6, &f, &err), 0);
    assert_true(platt_at(&f, 6) < 0.95 && platt_at(&f, 6) > 0.7 && platt_at(&f, 1) > 0.05);
    assert_int_equal(platt_fit(far, label, 6, &f, &err), 0);
    assert_true(platt_at(&f, 1e12 + 5) < 0.95 && platt_at(&f, 1e12 + 5) > 0.7);
    assert_int_equal(platt_fit(same, label, 6, &f, &err), 0);
    assert_close(f.slope, 0, 1e-9);
    assert_close(platt_at(&f, 2), 0.5, 1e-9);
    assert_true(isnan(platt_at(&f, NAN)));
    assert_int_equal(platt_fit(score, all, 6, &f, &err), ERR_INVALID);
    assert_string_equal(err.field, "label");
    assert_int_equal(platt_fit(score, label, 0, &f, &err), ERR_INVALID);
}

static double mean_between(const struct sample *s, double low, double high)
{
    double n = 0, yes = 0;

    for (size_t i = 0; i < s->n; i++)
        if (s->score[i] >= low && s->score[i] <= high) {
            n++;
            yes += s->label[i];
        }
    return yes / n;
}

/* The formula of Ayer et al.: the largest over beginnings of the least over ends of the mean
 * between. */
static double by_hand(const struct sample *s, double score)
{
    double most = 0;

    for (size_t i = 0; i < s->n; i++) {
        double least = 1;
        if (!(s->score[i] <= score))
            continue;
        for (size_t k = 0; k < s->n; k++)
            if (s->score[k] >= score)
                least = fmin(least, mean_between(s, s->score[i], s->score[k]));
        most = fmax(most, least);
    }
    return most;
}

static void isotonic_is_as_by_its_formula(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    struct rng rng;

    (void)state;
    rng_init(&rng, 72, 0);
    for (int t = 0; t < 60; t++) {
        struct sample s;
        struct isotonic f;
        struct err err;
        make_up(&s, &rng, (size_t)rng_between(&rng, 5, 40));
        if (isotonic_fit(s.score, s.label, s.n, a, &f, &err) < 0)
            continue;
        for (size_t k = 1; k < f.n; k++)
            assert_true(f.score[k] > f.score[k - 1] && f.p[k] >= f.p[k - 1]);
        for (size_t i = 0; i < s.n; i++)
            if (!isnan(s.score[i]))
                assert_close(isotonic_at(&f, s.score[i]), by_hand(&s, s.score[i]), 1e-12);
        assert_true(isnan(isotonic_at(&f, NAN)));
        assert_close(isotonic_at(&f, -100), f.p[0], 0);
        assert_close(isotonic_at(&f, 100), f.p[f.n - 1], 0);
        double between = isotonic_at(&f, (f.score[0] + f.score[f.n - 1]) / 2 + 0.01);
        assert_true(between >= f.p[0] && between <= f.p[f.n - 1]);
        arena_reset(a);
    }
}

static void isotonic_refuses_one_outcome(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    static const double score[] = {1, 2, NAN};
    static const bool same[] = {0, 0, 1};
    struct isotonic f;
    struct err err;

    (void)state;
    assert_int_equal(isotonic_fit(score, same, 3, a, &f, &err), ERR_INVALID);
    assert_string_equal(err.field, "label");
}

/* Calibrated probabilities lie on the diagonal within the intervals; ones twice as high do not. */
static void bins_show_what_is_wrong(void **state)
{
    struct rng rng;
    static double p[20000], high[20000];
    static bool label[20000];
    struct calibration_bin bins[10];
    size_t holds = 0, total = 0;

    (void)state;
    rng_init(&rng, 73, 0);
    for (size_t i = 0; i < 20000; i++) {
        p[i] = rng_unit(&rng) * 0.5;
        high[i] = 2 * p[i];
        label[i] = rng_chance(&rng, p[i]);
    }
    assert_int_equal(calibration_bins(p, label, 20000, 3, 10, bins), 10);
    for (size_t k = 0; k < 10; k++) {
        assert_int_equal(bins[k].n, 2000);
        assert_close(bins[k].told, 0.05 * (double)k + 0.025, 0.005);
        holds += bins[k].range.low <= bins[k].told && bins[k].told <= bins[k].range.high;
    }
    assert_true(holds >= 9);
    assert_true(calibration_error(bins, 10) < 0.012);
    calibration_bins(high, label, 20000, 3, 10, bins);
    assert_close(calibration_error(bins, 10), 0.25, 0.02);

    for (size_t i = 0; i < 100; i++)
        p[i] = i < 90 ? 0.2 : i < 95 ? 0.7 : NAN; /* equal ones stay together */
    size_t n = calibration_bins(p, label, 100, 3, 10, bins);
    assert_int_equal(n, 2);
    for (size_t k = 0; k < n; k++)
        total += bins[k].n;
    assert_int_equal(total, 95);
    assert_int_equal(bins[0].n, 90);
    assert_int_equal(calibration_bins(p, label, 0, 3, 10, bins), 0);
    assert_true(isnan(calibration_error(bins, 0)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(platt_is_the_least_loss),
        cmocka_unit_test(few_rows_give_no_certainty),
        cmocka_unit_test(isotonic_is_as_by_its_formula),
        cmocka_unit_test(isotonic_refuses_one_outcome),
        cmocka_unit_test(bins_show_what_is_wrong),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
