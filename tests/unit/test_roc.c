#include "base/auto.h"
#include "stats/random.h"
#include "stats/roc.h"
#include "test.h"

#define MOST 80

struct sample {
    double a[MOST], b[MOST];
    bool label[MOST];
    size_t n;
};

/* Two scores that both know something of the label, on few values so that many are equal. */
static void make_up(struct sample *s, struct rng *rng, size_t n, double signal_a, double signal_b)
{
    s->n = n;
    for (size_t i = 0; i < n; i++) {
        double common = rng_normal(rng);
        s->label[i] = rng_chance(rng, 0.4);
        s->a[i] = round(2 * (common + rng_normal(rng) + signal_a * s->label[i]));
        s->b[i] = round(2 * (common + rng_normal(rng) + signal_b * s->label[i]));
    }
}

static double beats(double yes, double no)
{
    return yes > no ? 1 : yes == no ? 0.5 : 0;
}

static size_t count(const struct sample *s, bool label)
{
    size_t n = 0;

    for (size_t i = 0; i < s->n; i++)
        n += s->label[i] == label;
    return n;
}

/* A row's placement among the rows of the other label, straight from the definition. */
static double placement(const struct sample *s, const double *score, size_t i)
{
    double sum = 0;

    for (size_t k = 0; k < s->n; k++)
        if (s->label[k] != s->label[i])
            sum += s->label[i] ? beats(score[i], score[k]) : beats(score[k], score[i]);
    return sum / (double)count(s, !s->label[i]);
}

static double auc_by_hand(const struct sample *s, const double *score)
{
    double sum = 0;

    for (size_t i = 0; i < s->n; i++)
        sum += s->label[i] ? placement(s, score, i) : 0;
    return sum / (double)count(s, true);
}

/* DeLong's covariance, equation (6) and on, in n² steps. */
static double covariance_by_hand(const struct sample *s, const double *x, const double *y)
{
    double sum[2] = {0}, n[2] = {(double)count(s, false), (double)count(s, true)};
    double auc_x = auc_by_hand(s, x), auc_y = auc_by_hand(s, y);

    for (size_t i = 0; i < s->n; i++)
        sum[s->label[i]] += (placement(s, x, i) - auc_x) * (placement(s, y, i) - auc_y);
    return sum[0] / (n[0] - 1) / n[0] + sum[1] / (n[1] - 1) / n[1];
}

/* The example of scikit-learn's roc_auc_score. */
static void a_known_auc_is_met(void **state)
{
    static const double score[] = {0.1, 0.4, 0.35, 0.8}, same[] = {1, 1, 1, 1};
    static const bool label[] = {0, 0, 1, 1};
    struct auc a = roc_auc(score, label, 4, Z_95);

    (void)state;
    assert_close(a.value, 0.75, 0);
    assert_int_equal(a.yes, 2);
    assert_int_equal(a.no, 2);
    a = roc_auc(same, label, 4, Z_95);
    assert_close(a.value, 0.5, 0);
}

static void delong_is_as_by_hand(void **state)
{
    struct rng rng;
    struct sample s;

    (void)state;
    rng_init(&rng, 41, 0);
    for (int t = 0; t < 200; t++) {
        make_up(&s, &rng, (size_t)rng_between(&rng, 12, MOST), 1, 0.5);
        if (count(&s, true) < 2 || count(&s, false) < 2)
            continue;
        struct auc_difference d = roc_compare(s.a, s.b, s.label, s.n, Z_95);
        double aa = covariance_by_hand(&s, s.a, s.a), bb = covariance_by_hand(&s, s.b, s.b);
        double ab = covariance_by_hand(&s, s.a, s.b);
        assert_close(d.a.value, auc_by_hand(&s, s.a), 1e-12);
        assert_close(d.b.value, auc_by_hand(&s, s.b), 1e-12);
        assert_close(d.a.std_error, sqrt(aa), 1e-12);
        assert_close(d.b.std_error, sqrt(bb), 1e-12);
        assert_close(d.difference, d.a.value - d.b.value, 0);
        assert_close(d.std_error, sqrt(aa + bb - 2 * ab), 1e-9);
        assert_close(roc_auc(s.a, s.label, s.n, Z_95).value, d.a.value, 0);
        assert_true(d.a.range.low <= d.a.value && d.a.value <= d.a.range.high);
    }
}

/* Scores that know nothing: the interval of 95 % holds a half, and one p in twenty is below 0.05.
 */
static void intervals_and_p_are_what_they_say(void **state)
{
    enum { TRIES = 3000 };
    struct rng rng;
    struct sample s;
    int holds = 0, below = 0, finds = 0;

    (void)state;
    rng_init(&rng, 42, 0);
    for (int t = 0; t < TRIES; t++) {
        make_up(&s, &rng, MOST, 0, 0);
        struct auc a = roc_auc(s.a, s.label, s.n, Z_95);
        holds += a.range.low <= 0.5 && 0.5 <= a.range.high;
        make_up(&s, &rng, MOST, 0.7, 0.7);
        below += roc_compare(s.a, s.b, s.label, s.n, Z_95).p < 0.05;
        make_up(&s, &rng, MOST, 2.5, 0);
        finds += roc_compare(s.a, s.b, s.label, s.n, Z_95).p < 0.05;
    }
    assert_close((double)holds / TRIES, 0.95, 0.02);
    assert_close((double)below / TRIES, 0.05, 0.02);
    assert_true(finds > TRIES * 9 / 10);
}

static void turned_scores_give_the_rest(void **state)
{
    struct rng rng;
    struct sample s;

    (void)state;
    rng_init(&rng, 43, 0);
    for (int t = 0; t < 50; t++) {
        make_up(&s, &rng, MOST, 1, 1);
        for (size_t i = 0; i < s.n; i++)
            s.b[i] = -s.a[i];
        struct auc_difference d = roc_compare(s.a, s.b, s.label, s.n, Z_95);
        assert_close(d.a.value + d.b.value, 1, 1e-12);
        assert_close(d.std_error, 2 * d.a.std_error, 1e-9);
        for (size_t i = 0; i < s.n; i++)
            s.b[i] = exp(s.a[i]);
        d = roc_compare(s.a, s.b, s.label, s.n, Z_95);
        assert_close(d.difference, 0, 0);
        assert_close(d.p, 1, 0);
    }
}

static void missing_scores_are_passed_over(void **state)
{
    static const double a[] = {0.1, NAN, 0.4, 0.35, 0.8, NAN}, b[] = {1, 2, 3, 4, NAN, 5};
    static const bool label[] = {0, 1, 0, 1, 1, 0}, all[] = {1, 1, 1, 1, 1, 1};
    struct auc one = roc_auc(a, label, 6, Z_95);
    struct auc_difference d = roc_compare(a, b, label, 6, Z_95);

    (void)state;
    assert_close(one.value, 0.75, 0);
    assert_int_equal(d.a.yes, 1);
    assert_int_equal(d.b.no, 2);
    assert_close(d.a.value, 0.5, 0);
    assert_close(d.b.value, 1, 0);
    assert_true(isnan(d.p)); /* one yes has no spread */
    assert_true(isnan(roc_auc(a, all, 6, Z_95).value) && isnan(roc_auc(a, label, 0, Z_95).value));
    assert_true(isnan(roc_compare(a, b, all, 6, Z_95).p));
}

/* All ranked right says less the fewer there were. */
static void perfect_ranking_is_not_certainty(void **state)
{
    static const double score[] = {1, 2, 3, 4, 5, 6, 7, 8};
    static const bool label[] = {0, 0, 0, 0, 0, 1, 1, 1};
    struct auc a = roc_auc(score, label, 8, Z_95);

    (void)state;
    assert_close(a.value, 1, 0);
    assert_close(a.range.high, 1, 0);
    assert_close(a.range.low, interval_wilson(3, 3, Z_95).low, 0);
    assert_true(a.range.low < 0.5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_known_auc_is_met),
        cmocka_unit_test(delong_is_as_by_hand),
        cmocka_unit_test(intervals_and_p_are_what_they_say),
        cmocka_unit_test(turned_scores_give_the_rest),
        cmocka_unit_test(missing_scores_are_passed_over),
        cmocka_unit_test(perfect_ranking_is_not_certainty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
