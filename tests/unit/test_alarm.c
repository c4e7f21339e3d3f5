#include "base/auto.h"
#include "stats/alarm.h"
#include "stats/random.h"
#include "test.h"

static const double score[] = {90, 80, 70, 60, 50, 40, 30, 20, 10, NAN};
static const bool label[] = {0, 0, 0, 1, 0, 0, 1, 1, 1, 1};
static const double amount[] = {100, 200, 300, 400, 500, 600, 700, NAN, 900, 50};

static void an_alarm_is_counted(void **state)
{
    struct alarm a = alarm_at(score, label, amount, 10, 40, true, Z_95);

    (void)state;
    assert_int_equal(a.n, 4);
    assert_int_equal(a.yes, 3);
    assert_int_equal(a.all, 9);
    assert_int_equal(a.all_yes, 4);
    assert_int_equal(a.missing, 1);
    assert_int_equal(a.missing_yes, 1);
    assert_close(a.precision, 0.75, 0);
    assert_close(a.recall, 0.75, 0);
    assert_close(a.lift, 0.75 / (4.0 / 9), 1e-12);
    assert_close(a.amount, 2200, 0);
    assert_close(a.amount_yes, 1600, 0);
    assert_close(a.amount_recall, 0.8, 1e-12);
    assert_close(a.range.low, interval_wilson(3, 4, Z_95).low, 0);
    a = alarm_at(score, label, NULL, 10, 60, false, Z_95);
    assert_int_equal(a.n, 4);
    assert_close(a.precision, 0.25, 0);
    assert_close(a.amount, 4, 0);
    a = alarm_at(score, label, amount, 10, 5, true, Z_95);
    assert_int_equal(a.n, 0);
    assert_true(isnan(a.precision) && isnan(a.lift) && isnan(a.range.low));
    assert_close(a.recall, 0, 0);
    assert_true(
        isnan(alarm_at(score, label, amount, 3, 80, true, Z_95).recall)); /* no yes at all */
}

static void bands_add_up(void **state)
{
    static const int band[] = {2, 2, 2, 1, 1, 1, 0, 0, 0, -1};
    struct alarm a[4];
    double recall = 0, money = 0;
    size_t n = 0;

    (void)state;
    alarm_by_band(band, label, amount, 10, 4, Z_95, a);
    for (size_t k = 0; k < 3; k++) {
        recall += a[k].recall;
        money += a[k].amount_recall;
        n += a[k].n;
        assert_int_equal(a[k].missing_yes, 1);
    }
    assert_int_equal(n, 9);
    assert_close(recall, 1, 1e-12);
    assert_close(money, 1, 1e-12);
    assert_close(a[0].precision, 1, 0);
    assert_close(a[2].precision, 0, 0);
    assert_true(a[2].range.high > 0.5); /* three are no proof */
    assert_int_equal(a[3].n, 0);
    assert_true(isnan(a[3].precision));
}

/* scikit-learn: average_precision_score of .1 .4 .35 .8 for 0 0 1 1 is 0.83. */
static void average_precision_is_known(void **state)
{
    static const double s[] = {0.1, 0.4, 0.35, 0.8}, same[] = {1, 1, 1, 1};
    static const bool y[] = {0, 0, 1, 1};

    (void)state;
    assert_close(average_precision(s, y, 4), 0.8333, 0.00005);
    assert_close(average_precision(same, y, 4), 0.5, 1e-12);
    assert_true(isnan(average_precision(s, y, 2)) && isnan(average_precision(s, y, 0)));
}

static void gains_are_counted_from_the_top(void **state)
{
    static const double risk[] = {9, 8, 7, 7, 7, 7, 3, 2, 1, 0};
    static const bool y[] = {1, 0, 1, 1, 0, 0, 0, 1, 0, 0};
    static const double shares[] = {0, 0.1, 0.2, 0.4, 0.6, 0.75, 1};
    static const double found[] = {0, 0.25, 0.25, 0.5, 0.75, 0.875, 1};
    struct gain g[7];

    (void)state;
    gain_curve(risk, y, 10, shares, 7, g);
    for (size_t k = 0; k < 7; k++)
        assert_close(g[k].found, found[k], 1e-12);
    assert_close(g[1].lift, 2.5, 1e-12);
    assert_close(g[1].precision, 1, 1e-12);
    assert_close(g[6].precision, 0.4, 1e-12);
    assert_close(g[6].lift, 1, 1e-12);
    assert_true(isnan(g[0].precision));
    gain_curve(risk, y, 0, shares, 7, g);
    assert_true(isnan(g[6].found));
}

/* Found rises, ends at all of it, and a score that knows nothing finds what chance finds. */
static void gains_rise(void **state)
{
    static double s[5000];
    static bool y[5000];
    double shares[20];
    struct gain g[20];
    struct rng rng;

    (void)state;
    rng_init(&rng, 76, 0);
    for (int t = 0; t < 30; t++) {
        for (size_t k = 0; k < 20; k++)
            shares[k] = ((double)k + 1) / 20;
        for (size_t i = 0; i < 5000; i++) {
            s[i] = rng_chance(&rng, 0.1) ? NAN : (double)rng_below(&rng, 1 + 30 * t);
            y[i] = rng_chance(&rng, 0.3);
        }
        gain_curve(s, y, 5000, shares, 20, g);
        for (size_t k = 0; k < 20; k++) {
            assert_true(k == 0 || g[k].found >= g[k - 1].found);
            assert_close(g[k].found, shares[k], 0.05);
        }
        assert_close(g[19].found, 1, 1e-12);
        assert_close(average_precision(s, y, 5000), 0.3, 0.05);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_alarm_is_counted),
        cmocka_unit_test(bands_add_up),
        cmocka_unit_test(average_precision_is_known),
        cmocka_unit_test(gains_are_counted_from_the_top),
        cmocka_unit_test(gains_rise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
