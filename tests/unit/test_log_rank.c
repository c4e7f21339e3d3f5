#include "base/auto.h"
#include "stats/log_rank.h"
#include "stats/random.h"
#include "stats/significance.h"
#include "survival_sample.h"
#include "test.h"

#include <string.h>

#define MOST 64

struct sample {
    double time[MOST];
    bool is_event[MOST];
    uint32_t group[MOST];
    struct survival_data d;
};

static void fill(struct sample *s, struct rng *rng, size_t n, int64_t groups)
{
    s->d = (struct survival_data){n, s->time, s->is_event, NULL};
    for (size_t i = 0; i < n; i++) {
        s->time[i] = (double)rng_between(rng, 1, 12);
        s->is_event[i] = rng_chance(rng, 0.7);
        s->group[i] = (uint32_t)rng_below(rng, groups);
    }
}

/* survdiff(Surv(time, status) ~ x, aml) of R's package survival: χ² 3.396389 on 1 degree of
 * freedom, p = 0.0653; expected 10.69 and 7.31. */
static void aml_is_as_in_r(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    struct sample s = {.d = {23, s.time, s.is_event, NULL}};
    struct log_rank lr;
    struct err err;

    (void)state;
    memcpy(s.time, aml_maintained_time, sizeof(aml_maintained_time));
    memcpy(s.time + 11, aml_rest_time, sizeof(aml_rest_time));
    memcpy(s.is_event, aml_maintained_event, sizeof(aml_maintained_event));
    memcpy(s.is_event + 11, aml_rest_event, sizeof(aml_rest_event));
    for (size_t i = 11; i < 23; i++)
        s.group[i] = 1;
    assert_int_equal(log_rank(&s.d, s.group, 2, a, &lr, &err), 0);
    assert_close(lr.chi_square, 3.396389, 0.0000005);
    assert_close(lr.p, 0.0653, 0.00005);
    assert_int_equal(lr.df, 1);
    assert_close(lr.observed[0], 7, 0);
    assert_close(lr.observed[1], 11, 0);
    assert_close(lr.expected[0], 10.69, 0.005);
    assert_close(lr.expected[1], 7.31, 0.005);
}

/* Two groups: (O − E)² ÷ V, with V written out. */
static double by_hand(const struct sample *s)
{
    double excess = 0, variance = 0;

    for (int t = 1; t <= 12; t++) {
        double n = 0, n0 = 0, events = 0, events0 = 0;
        for (size_t i = 0; i < s->d.n; i++) {
            bool is_now = s->time[i] == t && s->is_event[i];
            n += s->time[i] >= t;
            n0 += s->time[i] >= t && s->group[i] == 0;
            events += is_now;
            events0 += is_now && s->group[i] == 0;
        }
        if (n > 0)
            excess += events0 - events * n0 / n;
        if (n > 1)
            variance += n0 / n * (1 - n0 / n) * events * (n - events) / (n - 1);
    }
    return variance > 0 ? excess * excess / variance : NAN;
}

static void two_groups_are_as_by_hand(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    struct rng rng;
    struct sample s;
    struct log_rank lr;
    struct err err;
    size_t some = 0;

    (void)state;
    rng_init(&rng, 21, 0);
    for (int t = 0; t < 500; t++) {
        fill(&s, &rng, (size_t)rng_between(&rng, 1, MOST), 2);
        double wanted = by_hand(&s);
        assert_int_equal(log_rank(&s.d, s.group, 2, a, &lr, &err), 0);
        assert_int_equal(isnan(wanted), isnan(lr.chi_square));
        if (!isnan(wanted))
            assert_close(lr.chi_square, wanted, 1e-9 * (1 + wanted));
        some += !isnan(wanted);
        assert_close(lr.expected[0] + lr.expected[1], lr.observed[0] + lr.observed[1], 1e-9);
        arena_reset(a);
    }
    assert_true(some > 300);
}

/* If the groups are alike, one p-value in twenty is below 0.05; an empty group changes nothing. */
static void p_is_even_when_there_is_nothing(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    struct rng rng;
    struct sample s;
    struct log_rank lr, more;
    struct err err;
    int below = 0, tries = 4000;

    (void)state;
    rng_init(&rng, 22, 0);
    for (int t = 0; t < tries; t++) {
        fill(&s, &rng, MOST, 3);
        assert_int_equal(log_rank(&s.d, s.group, 3, a, &lr, &err), 0);
        assert_int_equal(lr.df, 2);
        assert_int_equal(log_rank(&s.d, s.group, 5, a, &more, &err), 0);
        assert_int_equal(more.df, 2);
        assert_close(more.chi_square, lr.chi_square, 1e-9 * (1 + lr.chi_square));
        below += lr.p < 0.05;
        arena_reset(a);
    }
    assert_close((double)below / tries, 0.05, 0.012);
}

static void nothing_to_compare_is_missing(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    struct sample s = {.d = {4, s.time, s.is_event, NULL}, .time = {1, 2, 8, 9}};
    struct log_rank lr;
    struct err err;

    (void)state;
    assert_int_equal(log_rank(&s.d, s.group, 2, a, &lr, &err), 0); /* no events, one group */
    assert_true(isnan(lr.p));
    s.is_event[0] = s.is_event[1] = s.is_event[2] = true;
    assert_int_equal(log_rank(&s.d, s.group, 1, a, &lr, &err), 0);
    assert_true(isnan(lr.p));
    s.d.n = 0;
    assert_int_equal(log_rank(&s.d, s.group, 2, a, &lr, &err), 0);
    assert_true(isnan(lr.p));
    s.d.n = 4;
    s.group[3] = 2;
    assert_int_equal(log_rank(&s.d, s.group, 2, a, &lr, &err), ERR_INVALID);
    assert_string_equal(err.field, "group");
    assert_int_equal(log_rank(&s.d, s.group, LOG_RANK_GROUPS_MAX + 1, a, &lr, &err), ERR_INVALID);

    /* The second group came under watch when the first was gone: they never met. */
    double entry[] = {0, 0, 5, 5};
    s.d.entry = entry;
    s.group[2] = s.group[3] = 1;
    assert_int_equal(log_rank(&s.d, s.group, 2, a, &lr, &err), 0);
    assert_true(isnan(lr.p));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(aml_is_as_in_r),
        cmocka_unit_test(two_groups_are_as_by_hand),
        cmocka_unit_test(p_is_even_when_there_is_nothing),
        cmocka_unit_test(nothing_to_compare_is_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
