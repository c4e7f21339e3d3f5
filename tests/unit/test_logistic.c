#include "base/auto.h"
#include "stats/interval.h"
#include "stats/logistic.h"
#include "stats/random.h"
#include "test.h"

#include <string.h>

/* Dalal, Fowlkes and Hoadley (1989), JASA 84: temperature (°F) at 23 launches of the space shuttle,
 * and whether O-rings showed distress. */
static const double temperature[] = {66, 70, 69, 68, 67, 72, 73, 70, 57, 63, 70, 78,
                                     67, 53, 67, 75, 70, 81, 76, 79, 75, 76, 58};
static const bool distress[] = {0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 0,
                                0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 1};

/* glm(distress ~ temperature, binomial) of R: 15.0429 (7.3786), −0.2322 (0.1082), residual deviance
 * 20.315 on 21 degrees of freedom. */
static void the_shuttle_is_as_in_r(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    const double *columns[] = {temperature};
    struct labelled d = {23, 1, columns, distress, NULL};
    struct logistic m;
    struct err err;

    (void)state;
    assert_int_equal(logistic_fit(&d, 0, a, &m, &err), 0);
    double slope = m.coefficient[0] / m.scale[0];
    assert_close(slope, -0.2322, 0.00005);
    assert_close(m.intercept - slope * m.mean[0], 15.0429, 0.00005);
    assert_close(m.std_error[0] / m.scale[0], 0.1082, 0.00005);
    assert_close(-2 * m.log_likelihood, 20.315, 0.0005);
    assert_false(m.is_separated);
    double cold = 31, p;
    logistic_predict(&m, (const double *const[]){&cold}, 1, &p);
    assert_close(p, 0.9996, 0.0001); /* the forecast for the day of the accident */
}

struct sample {
    double values[6][2000];
    const double *columns[6];
    bool label[2000];
    double weight[2000];
    struct labelled d;
};

static void make_up(struct sample *s, struct rng *rng, size_t n, size_t p, const double *truth)
{
    s->d = (struct labelled){n, p, s->columns, s->label, NULL};
    for (size_t j = 0; j < p; j++)
        s->columns[j] = s->values[j];
    for (size_t i = 0; i < n; i++) {
        double eta = -0.5;
        for (size_t j = 0; j < p; j++) {
            s->values[j][i] = rng_normal(rng) * (double)(j + 1) + 10 * (double)j;
            eta += truth[j] * (s->values[j][i] - 10 * (double)j) / (double)(j + 1);
        }
        s->label[i] = rng_chance(rng, 1 / (1 + exp(-eta)));
        s->weight[i] = (double)rng_between(rng, 1, 3);
    }
}

/* The slope of the penalised likelihood, written out, is 0 at the fit; that of the intercept makes
 * the mean probability the share of yes. */
static void the_fit_is_the_top(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    static const double truth[] = {1, -0.5, 0, 0.2, 0};
    struct sample *s = ARENA_NEW(a, struct sample);
    struct rng rng;

    (void)state;
    rng_init(&rng, 51, 0);
    for (int t = 0; t < 12; t++) {
        double ridge = t % 3 ? exp(2 * rng_normal(&rng)) : 0, p[2000], slope[5] = {0}, excess = 0;
        size_t n = (size_t)rng_between(&rng, 255, 515);
        struct logistic m;
        struct err err;
        make_up(s, &rng, n, 5, truth);
        s->d.weight = t % 2 ? s->weight : NULL;
        assert_int_equal(logistic_fit(&s->d, ridge, a, &m, &err), 0);
        logistic_predict(&m, s->columns, n, p);
        for (size_t i = 0; i < n; i++) {
            double off = (t % 2 ? s->weight[i] : 1) * (s->label[i] - p[i]);
            excess += off;
            for (size_t j = 0; j < 5; j++)
                slope[j] += off * (s->values[j][i] - m.mean[j]) / m.scale[j];
        }
        assert_close(excess, 0, 1e-4);
        for (size_t j = 0; j < 5; j++)
            assert_close(slope[j], ridge * m.coefficient[j], 1e-4);
    }
}

/* A weight of 2 is the row twice. */
static void weights_are_repetitions(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    static const double truth[] = {1, -0.5};
    struct sample *s = ARENA_NEW(a, struct sample), *twice = ARENA_NEW(a, struct sample);
    struct logistic one, two;
    struct rng rng;
    struct err err;

    (void)state;
    rng_init(&rng, 52, 0);
    make_up(s, &rng, 300, 2, truth);
    s->d.weight = s->weight;
    twice->d = (struct labelled){0, 2, twice->columns, twice->label, NULL};
    for (size_t i = 0; i < 300; i++)
        for (int k = 0; k < (int)s->weight[i]; k++, twice->d.n++) {
            twice->values[0][twice->d.n] = s->values[0][i];
            twice->values[1][twice->d.n] = s->values[1][i];
            twice->label[twice->d.n] = s->label[i];
        }
    twice->columns[0] = twice->values[0];
    twice->columns[1] = twice->values[1];
    assert_int_equal(logistic_fit(&s->d, 2, a, &one, &err), 0);
    assert_int_equal(logistic_fit(&twice->d, 2, a, &two, &err), 0);
    for (size_t j = 0; j < 2; j++) {
        assert_close(one.coefficient[j], two.coefficient[j], 1e-6);
        assert_close(one.std_error[j], two.std_error[j], 1e-6);
    }
}

/* The intervals of 95 % hold what the data were made with. */
static void intervals_hold_the_truth(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    static const double truth[] = {0.8, -0.4, 0};
    enum { TRIES = 400 };
    int holds = 0;
    struct rng rng;

    (void)state;
    rng_init(&rng, 53, 0);
    for (int t = 0; t < TRIES; t++) {
        struct sample *s = ARENA_NEW(a, struct sample);
        struct logistic m;
        struct err err;
        make_up(s, &rng, 800, 3, truth);
        assert_int_equal(logistic_fit(&s->d, 0, a, &m, &err), 0);
        for (size_t j = 0; j < 3; j++) {
            double per_unit = m.coefficient[j] / m.scale[j] * (double)(j + 1);
            double error = m.std_error[j] / m.scale[j] * (double)(j + 1);
            holds += fabs(per_unit - truth[j]) < Z_95 * error;
        }
        arena_reset(a);
    }
    assert_close((double)holds / (3 * TRIES), 0.95, 0.02);
}

static void separation_is_refused_or_named(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    double x[40], noise[40], repeated[40];
    bool label[40], quasi[40];
    const double *columns[] = {x, noise}, *repeats[] = {noise, repeated};
    struct logistic m;
    struct err err;
    struct rng rng;

    (void)state;
    rng_init(&rng, 54, 0);
    for (size_t i = 0; i < 40; i++) {
        x[i] = (double)i;
        noise[i] = rng_normal(&rng);
        repeated[i] = 3 - 2 * noise[i];
        label[i] = i >= 20;
        quasi[i] = i >= 25 || i % 2;
        if (i < 20)
            quasi[i] = false;
    }
    struct labelled d = {40, 2, columns, label, NULL};
    assert_int_equal(logistic_fit(&d, 0, a, &m, &err), ERR_INVALID);
    assert_string_equal(err.field, "ridge");
    assert_int_equal(logistic_fit(&d, 1, a, &m, &err), 0);
    assert_true(m.is_separated);
    assert_true(m.coefficient[0] > 1 && m.coefficient[0] < 10 && m.std_error[0] > 0);
    d.label = quasi;
    assert_int_equal(logistic_fit(&d, 1, a, &m, &err), 0);
    assert_false(m.is_separated);
    /* A column twice over has no best fit without a ridge; with it they share. */
    d.columns = repeats;
    d.label = quasi;
    assert_int_equal(logistic_fit(&d, 0, a, &m, &err), ERR_INVALID);
    assert_int_equal(logistic_fit(&d, 0.5, a, &m, &err), 0);
    assert_close(m.coefficient[0], -m.coefficient[1], 1e-8);
}

static void parts_add_up_and_missing_moves_nothing(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    static const double truth[] = {1, -1, 0.5};
    struct sample *s = ARENA_NEW(a, struct sample);
    struct logistic m;
    struct rng rng;
    struct err err;
    double eta[2000], parts[4];

    (void)state;
    rng_init(&rng, 55, 0);
    make_up(s, &rng, 700, 3, truth);
    for (size_t i = 0; i < 700; i++) {
        if (i % 7 == 0)
            s->values[1][i] = NAN;
        s->values[3][i] = 4.2; /* the same in all rows */
    }
    s->columns[3] = s->values[3];
    s->d.p = 4;
    assert_int_equal(logistic_fit(&s->d, 1, a, &m, &err), 0);
    assert_close(m.coefficient[3], 0, 0);
    assert_true(isnan(m.std_error[3]));
    logistic_log_odds(&m, s->columns, 700, eta);
    for (size_t i = 0; i < 700; i++) {
        double sum = m.intercept;
        logistic_parts(&m, s->columns, i, parts);
        for (size_t j = 0; j < 4; j++)
            sum += parts[j];
        assert_close(sum, eta[i], 1e-12);
        if (i % 7 == 0)
            assert_close(parts[1], 0, 0);
    }
}

static void what_cannot_be_fitted_is_refused(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    double x[] = {1, 2, 3}, far[] = {1, INFINITY, 3}, weight[] = {1, 0, 1},
           unknown[] = {NAN, NAN, NAN};
    bool label[] = {0, 1, 0}, same[] = {1, 1, 1};
    const double *columns[] = {x}, *fars[] = {far}, *none[] = {unknown};
    struct logistic m;
    struct err err;

    (void)state;
    struct labelled d = {3, 1, columns, same, NULL};
    assert_int_equal(logistic_fit(&d, 1, a, &m, &err), ERR_INVALID);
    assert_string_equal(err.field, "label");
    d.label = label;
    assert_int_equal(logistic_fit(&d, -1, a, &m, &err), ERR_INVALID);
    assert_int_equal(logistic_fit(&d, NAN, a, &m, &err), ERR_INVALID);
    assert_string_equal(err.field, "ridge");
    d.weight = weight;
    assert_int_equal(logistic_fit(&d, 1, a, &m, &err), ERR_INVALID);
    d.weight = NULL;
    d.columns = fars;
    assert_int_equal(logistic_fit(&d, 1, a, &m, &err), ERR_INVALID);
    assert_string_equal(err.field, "data");
    d.columns = none;
    assert_int_equal(logistic_fit(&d, 0, a, &m, &err), 0);
    assert_close(m.intercept, log(0.5), 1e-9);
    d.p = 0;
    assert_int_equal(logistic_fit(&d, 0, a, &m, &err), 0);
    assert_close(m.intercept_std_error, sqrt(1.5), 1e-6);
    d.n = 0;
    assert_int_equal(logistic_fit(&d, 0, a, &m, &err), ERR_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_shuttle_is_as_in_r),
        cmocka_unit_test(the_fit_is_the_top),
        cmocka_unit_test(weights_are_repetitions),
        cmocka_unit_test(intervals_hold_the_truth),
        cmocka_unit_test(separation_is_refused_or_named),
        cmocka_unit_test(parts_add_up_and_missing_moves_nothing),
        cmocka_unit_test(what_cannot_be_fitted_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
