/* Numbers of src/stats against published results on published data sets (shared_data.h). Small
 * tables stand in the tests of their own functions. */
#include "base/auto.h"
#include "shared_data.h"
#include "stats/beta_geometric.h"
#include "stats/kaplan_meier.h"
#include "stats/log_rank.h"

/* Status 2 is dead, 1 censored. */
static struct survival_data read_lung(struct arena *a)
{
    struct shared_table t = shared_read(a, "survival/R_lung.csv");
    double *status = shared_numbers(&t, "status");
    bool *is_event = ARENA_ARRAY(a, t.n, bool);

    for (size_t i = 0; i < t.n; i++)
        is_event[i] = status[i] == 2;
    return (struct survival_data){t.n, shared_numbers(&t, "time"), is_event, NULL};
}

/* R 4.2, package survival: survfit(Surv(time, status) ~ 1, lung): 228 observations, 165 events,
 * median 310 (285–363); restricted mean to 500 days 310.334. */
static void lung_is_as_in_r(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    struct survival_data d = read_lung(a);
    struct kaplan_meier km;
    struct err err;
    size_t events = 0;

    (void)state;
    assert_int_equal(d.n, 228);
    assert_int_equal(kaplan_meier(&d, SURVIVAL_LOG, Z_95, a, &km, &err), 0);
    for (size_t i = 0; i < km.n; i++)
        events += km.steps[i].events;
    assert_int_equal(events, 165);
    struct survival_quantile median = kaplan_meier_quantile(&km, 0.5);
    assert_close(median.time, 310, 0);
    assert_close(median.range.low, 285, 0);
    assert_close(median.range.high, 363, 0);
    assert_close(kaplan_meier_mean(&km, 500).mean, 310.334, 0.0005);
}

/* The file of aml against the same numbers as in test_kaplan_meier.c and test_log_rank.c. */
static void aml_of_the_file_is_as_in_r(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    struct shared_table t = shared_read(a, "survival/R_aml.csv");
    double *time = shared_numbers(&t, "time"), *status = shared_numbers(&t, "status");
    uint32_t *group = ARENA_ARRAY(a, t.n, uint32_t);
    bool *is_event = ARENA_ARRAY(a, t.n, bool);
    struct survival_data d = {t.n, time, is_event, NULL}, maintained = d;
    struct kaplan_meier km;
    struct log_rank lr;
    struct err err;

    (void)state;
    maintained.n = 0;
    for (size_t i = 0; i < t.n; i++) {
        is_event[i] = status[i] == 1;
        group[i] = str_eq(shared_cell(&t, i, shared_column(&t, "x")), "Nonmaintained");
        maintained.n += group[i] == 0; /* they come first */
    }
    assert_int_equal(kaplan_meier(&maintained, SURVIVAL_LOG, Z_95, a, &km, &err), 0);
    const struct survival_step *s = kaplan_meier_at(&km, 23);
    assert_close(s->share, 0.613636, 0.0000005);
    assert_close(s->share * s->sigma, 0.1526323, 0.00000005);
    assert_int_equal(log_rank(&d, group, 2, a, &lr, &err), 0);
    assert_close(lr.chi_square, 3.396389, 0.0000005);
}

/* Fader and Hardie (2007), fitted on years 1 to 7 of 1000 customers: the same numbers as in
 * test_beta_geometric.c, and the projection beside what became of them. */
static void fader_and_hardie_of_the_file_are_met(void **state)
{
    static const struct {
        const char *column;
        double alpha, beta, log_likelihood, lifetime;
    } segments[] = {{"high_end", 0.668, 3.806, -1611.158, 5.9223},
                    {"regular", 0.704, 1.182, -1680.265, 3.6949}};
    AUTO_STRUCT(arena) *a = arena_new();
    struct shared_table t = shared_read(a, "retention/fader_hardie_2007_survival.csv");

    (void)state;
    assert_int_equal(t.n, 13);
    for (size_t k = 0; k < ARRAY_LEN(segments); k++) {
        double *percent = shared_numbers(&t, segments[k].column), survivors[8];
        struct sbg_period periods[7] = {0};
        struct sbg s;
        struct err err;
        for (size_t i = 0; i < 8; i++)
            survivors[i] = 10 * percent[i];
        sbg_add_cohort(periods, survivors, 8);
        assert_int_equal(sbg_fit(periods, 7, &s, &err), 0);
        assert_close(s.alpha, segments[k].alpha, 0.0005);
        assert_close(s.beta, segments[k].beta, 0.0005);
        assert_close(s.log_likelihood, segments[k].log_likelihood, 0.0005);
        assert_close(sbg_lifetime(&s, 0, 0.1, 0).value, segments[k].lifetime, 0.00005);
        for (size_t i = 8; i < t.n; i++) /* the paper's own finding: within two points */
            assert_close(100 * sbg_survival(&s, (double)i), percent[i], 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lung_is_as_in_r),
        cmocka_unit_test(aml_of_the_file_is_as_in_r),
        cmocka_unit_test(fader_and_hardie_of_the_file_are_met),
    };
    AUTO_STRUCT(arena) *arena = arena_new();

    if (!shared_path(arena, "survival") || !shared_path(arena, "retention"))
        return shared_skip("survival or retention");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
