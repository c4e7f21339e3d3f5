#include "base/auto.h"
#include "stats/kaplan_meier.h"
#include "stats/random.h"
#include "survival_sample.h"
#include "test.h"

/* summary(survfit(Surv(time, status) ~ x, aml)) of R's package survival, as printed; S(23) of the
 * maintained group to all its digits. */
static void aml_is_as_in_r(void **state)
{
    static const struct {
        double time, share, std_error, low, high;
        size_t at_risk, events;
    } maintained[] =
        {
            {9, 0.909, 0.0867, 0.7541, 1.000, 11, 1}, {13, 0.818, 0.1163, 0.6192, 1.000, 10, 1},
            {18, 0.716, 0.1397, 0.4884, 1.000, 8, 1}, {23, 0.614, 0.1526, 0.3769, 0.999, 7, 1},
            {31, 0.491, 0.1642, 0.2549, 0.946, 5, 1}, {34, 0.368, 0.1627, 0.1549, 0.875, 4, 1},
            {48, 0.184, 0.1535, 0.0359, 0.944, 2, 1},
        },
      rest[] = {
          {5, 0.8333, 0.1076, 0.6470, 1.000, 12, 2}, {8, 0.6667, 0.1361, 0.4468, 0.995, 10, 2},
          {12, 0.5833, 0.1423, 0.3616, 0.941, 8, 1}, {23, 0.4861, 0.1481, 0.2675, 0.883, 6, 1},
          {27, 0.3889, 0.1470, 0.1854, 0.816, 5, 1}, {30, 0.2917, 0.1387, 0.1148, 0.741, 4, 1},
          {33, 0.1944, 0.1219, 0.0569, 0.664, 3, 1}, {43, 0.0972, 0.0919, 0.0153, 0.620, 2, 1},
      };
    AUTO_STRUCT(arena) *a = arena_new();
    struct kaplan_meier km;
    struct err err;

    (void)state;
    assert_int_equal(kaplan_meier(&aml_maintained, SURVIVAL_LOG, Z_95, a, &km, &err), 0);
    for (size_t k = 0; k < ARRAY_LEN(maintained); k++) {
        const struct survival_step *s = kaplan_meier_at(&km, maintained[k].time + 0.5);
        assert_int_equal(s->at_risk, maintained[k].at_risk);
        assert_int_equal(s->events, maintained[k].events);
        assert_close(s->share, maintained[k].share, 0.0005);
        assert_close(s->share * s->sigma, maintained[k].std_error, 0.00005);
        assert_close(s->range.low, maintained[k].low, 0.00005);
        assert_close(s->range.high, maintained[k].high, 0.0005);
    }
    assert_close(kaplan_meier_at(&km, 23)->share, 0.613636, 0.0000005);
    assert_close(kaplan_meier_at(&km, 23)->share * kaplan_meier_at(&km, 23)->sigma, 0.1526323,
                 0.00000005);
    assert_null(kaplan_meier_at(&km, 8.9));
    assert_int_equal(kaplan_meier(&aml_rest, SURVIVAL_LOG, Z_95, a, &km, &err), 0);
    for (size_t k = 0; k < ARRAY_LEN(rest); k++) {
        const struct survival_step *s = kaplan_meier_at(&km, rest[k].time);
        assert_int_equal(s->at_risk, rest[k].at_risk);
        assert_int_equal(s->events, rest[k].events);
        assert_close(s->share, rest[k].share, 0.00005);
        assert_close(s->share * s->sigma, rest[k].std_error, 0.00005);
        assert_close(s->range.low, rest[k].low, 0.00005);
        assert_close(s->range.high, rest[k].high, 0.0005);
    }
    assert_close(kaplan_meier_at(&km, 45)->share, 0, 0);
    assert_true(isnan(kaplan_meier_at(&km, 45)->range.low));
}

/* print(survfit(…), rmean = "common") of the same: medians 31 (18 – NA) and 23 (8 – NA), means up
 * to 161 of 52.6 (19.83) and 22.7 (4.18). */
static void aml_medians_and_means_are_as_in_r(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    struct kaplan_meier km;
    struct err err;

    (void)state;
    assert_int_equal(kaplan_meier(&aml_maintained, SURVIVAL_LOG, Z_95, a, &km, &err), 0);
    struct survival_quantile median = kaplan_meier_quantile(&km, 0.5);
    assert_close(median.time, 31, 0);
    assert_close(median.range.low, 18, 0);
    assert_true(isnan(median.range.high));
    struct restricted_mean mean = kaplan_meier_mean(&km, 161);
    assert_close(mean.mean, 52.6, 0.05);
    assert_close(mean.std_error, 19.83, 0.005);
    assert_true(isnan(kaplan_meier_mean(&km, 161.5).mean));

    assert_int_equal(kaplan_meier(&aml_rest, SURVIVAL_LOG, Z_95, a, &km, &err), 0);
    median = kaplan_meier_quantile(&km, 0.5);
    assert_close(median.time, 23, 0);
    assert_close(median.range.low, 8, 0);
    assert_true(isnan(median.range.high));
    mean = kaplan_meier_mean(&km, 161);
    assert_close(mean.mean, 22.7, 0.05);
    assert_close(mean.std_error, 4.18, 0.005);
}

/* ln(−ln S) is what the log-log interval is symmetric in; it lies within 0 … 1 by itself. */
static void log_log_is_symmetric_in_its_scale(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    struct kaplan_meier km;
    struct err err;

    (void)state;
    assert_int_equal(kaplan_meier(&aml_maintained, SURVIVAL_LOG_LOG, Z_95, a, &km, &err), 0);
    for (size_t i = 0; i < km.n; i++) {
        const struct survival_step *s = &km.steps[i];
        double middle = log(-log(s->share)), half = Z_95 * s->sigma / fabs(log(s->share));
        assert_close(log(-log(s->range.low)), middle + half, 1e-9);
        assert_close(log(-log(s->range.high)), middle - half, 1e-9);
        assert_true(s->range.low > 0 && s->range.high < 1);
    }
}

/* Nobody censored: the curve is the share still there, and the mean's error that of a mean. */
static void without_censoring_it_is_the_plain_share(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    struct rng rng;
    double time[400], sum = 0, squares = 0;
    bool is_event[400];
    struct survival_data d = {400, time, is_event, NULL};
    struct kaplan_meier km;
    struct err err;

    (void)state;
    rng_init(&rng, 11, 0);
    for (size_t i = 0; i < d.n; i++) {
        time[i] = (double)rng_between(&rng, 1, 60);
        is_event[i] = true;
        double up_to = fmin(time[i], 40);
        sum += up_to;
        squares += up_to * up_to;
    }
    assert_int_equal(kaplan_meier(&d, SURVIVAL_LOG, Z_95, a, &km, &err), 0);
    for (size_t k = 0; k < km.n; k++) {
        size_t above = 0;
        for (size_t i = 0; i < d.n; i++)
            above += time[i] > km.steps[k].time;
        double p = (double)above / 400;
        assert_close(km.steps[k].share, p, 1e-12);
        if (p > 0)
            assert_close(p * km.steps[k].sigma, sqrt(p * (1 - p) / 400), 1e-12);
    }
    struct restricted_mean mean = kaplan_meier_mean(&km, 40);
    assert_close(mean.mean, sum / 400, 1e-9);
    assert_close(mean.std_error, sqrt((squares / 400 - mean.mean * mean.mean) / 400), 1e-9);
}

static void check_curve(const struct survival_data *d, const struct kaplan_meier *km)
{
    double before = 1, last = -1;
    size_t seen = 0;

    for (size_t k = 0; k < km->n; k++) {
        const struct survival_step *s = &km->steps[k];
        size_t at_risk = 0, events = 0;
        for (size_t i = 0; i < d->n; i++) {
            at_risk += d->time[i] >= s->time && (!d->entry || d->entry[i] < s->time);
            events += d->time[i] == s->time && d->is_event[i];
        }
        assert_int_equal(s->at_risk, at_risk);
        assert_int_equal(s->events, events);
        assert_true(s->time > last && s->share <= before && s->share >= 0);
        assert_close(s->share, before * (1 - (double)events / (double)at_risk), 1e-12);
        if (s->share > 0)
            assert_true(s->range.low <= s->share + 1e-12 && s->range.high >= s->share - 1e-12 &&
                        s->range.low >= 0 && s->range.high <= 1);
        before = s->share;
        last = s->time;
        seen += s->events + s->censored;
    }
    assert_int_equal(seen, d->n);
    struct survival_quantile q = kaplan_meier_quantile(km, 0.5);
    if (!isnan(q.time))
        assert_true(kaplan_meier_at(km, q.time)->share <= 0.5 + 1e-9);
}

/* Ties, censoring and late entries at random, against counting by hand. */
static void any_data_gives_a_falling_curve(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    struct rng rng;

    (void)state;
    rng_init(&rng, 12, 0);
    for (int t = 0; t < 600; t++) {
        double time[60], entry[60];
        bool is_event[60];
        struct survival_data d = {(size_t)rng_between(&rng, 0, 60), time, is_event,
                                  rng_chance(&rng, 0.5) ? entry : NULL};
        double censored = rng_unit(&rng);
        int64_t span = rng_between(&rng, 1, 40);
        struct kaplan_meier km;
        struct err err;
        for (size_t i = 0; i < d.n; i++) {
            entry[i] = (double)rng_below(&rng, 20);
            time[i] = (double)rng_between(&rng, 1, span) + (d.entry ? entry[i] : 0);
            is_event[i] = !rng_chance(&rng, censored);
        }
        assert_int_equal(
            kaplan_meier(&d, t % 2 ? SURVIVAL_LOG : SURVIVAL_LOG_LOG, Z_95, a, &km, &err), 0);
        check_curve(&d, &km);
        arena_reset(a);
    }
}

/* Accounts that were customers before the first import: those that left before it are not in the
 * data. Counted from their entry the curve is right; counted from the start it is too good. */
static void late_entries_do_not_flatter(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    enum { N = 20000 };
    double *time = ARENA_ARRAY(a, N, double), *entry = ARENA_ARRAY(a, N, double);
    bool *is_event = ARENA_ARRAY(a, N, bool);
    struct survival_data d = {0, time, is_event, entry};
    struct kaplan_meier km;
    struct rng rng;
    struct err err;

    (void)state;
    rng_init(&rng, 13, 0);
    for (size_t i = 0; i < N; i++) {
        double life = rng_exponential(&rng, 10), from = rng_unit(&rng) * 8;
        if (life <= from)
            continue;
        time[d.n] = life;
        entry[d.n] = from;
        is_event[d.n++] = true;
    }
    assert_int_equal(kaplan_meier(&d, SURVIVAL_LOG, Z_95, a, &km, &err), 0);
    assert_close(kaplan_meier_at(&km, 10)->share, exp(-1), 0.02);
    d.entry = NULL;
    assert_int_equal(kaplan_meier(&d, SURVIVAL_LOG, Z_95, a, &km, &err), 0);
    assert_true(kaplan_meier_at(&km, 10)->share > exp(-1) + 0.1);
}

static void little_data_is_no_trouble(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    double time[] = {5, 5, 5}, bad[] = {1, NAN};
    bool events[] = {true, true, true}, none[] = {false, false, false};
    struct kaplan_meier km;
    struct err err;

    (void)state;
    assert_int_equal(kaplan_meier(&(struct survival_data){0}, SURVIVAL_LOG, Z_95, a, &km, &err), 0);
    assert_int_equal(km.n, 0);
    assert_null(kaplan_meier_at(&km, 3));
    assert_true(isnan(kaplan_meier_mean(&km, 3).mean) &&
                isnan(kaplan_meier_quantile(&km, 0.5).time));

    struct survival_data one = {1, time, events, NULL};
    assert_int_equal(kaplan_meier(&one, SURVIVAL_LOG, Z_95, a, &km, &err), 0);
    assert_close(kaplan_meier_quantile(&km, 0.5).time, 5, 0);
    assert_close(kaplan_meier_mean(&km, 9).mean, 5, 0);
    assert_close(kaplan_meier_mean(&km, 3).mean, 3, 0);

    struct survival_data censored = {3, time, none, NULL};
    assert_int_equal(kaplan_meier(&censored, SURVIVAL_LOG_LOG, Z_95, a, &km, &err), 0);
    assert_int_equal(km.n, 1);
    assert_close(km.steps[0].share, 1, 0);
    assert_close(km.steps[0].range.low, 1, 0);
    assert_true(isnan(kaplan_meier_quantile(&km, 0.5).time));
    assert_close(kaplan_meier_mean(&km, 5).mean, 5, 0);
    assert_close(kaplan_meier_mean(&km, 5).std_error, 0, 0);

    struct survival_data wrong = {2, bad, events, NULL};
    assert_int_equal(kaplan_meier(&wrong, SURVIVAL_LOG, Z_95, a, &km, &err), ERR_INVALID);
    assert_string_equal(err.field, "time");
    struct survival_data late = {1, time, events, time};
    assert_int_equal(kaplan_meier(&late, SURVIVAL_LOG, Z_95, a, &km, &err), ERR_INVALID);
    assert_string_equal(err.field, "entry");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(aml_is_as_in_r),
        cmocka_unit_test(aml_medians_and_means_are_as_in_r),
        cmocka_unit_test(log_log_is_symmetric_in_its_scale),
        cmocka_unit_test(without_censoring_it_is_the_plain_share),
        cmocka_unit_test(any_data_gives_a_falling_curve),
        cmocka_unit_test(late_entries_do_not_flatter),
        cmocka_unit_test(little_data_is_no_trouble),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
