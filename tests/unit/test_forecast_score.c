#include "base/auto.h"
#include "stats/forecast_score.h"
#include "stats/random.h"
#include "test.h"

/* The examples of scikit-learn: log_loss of .9 .1 .2 .65 for 1 0 0 1 is 0.21616; brier_score_loss
 * of .1 .9 .8 .3 for 0 1 1 0 is 0.0375. */
static void known_scores_are_met(void **state)
{
    static const double p[] = {0.9, 0.1, 0.2, 0.65}, q[] = {0.1, 0.9, 0.8, 0.3};
    static const bool p_label[] = {1, 0, 0, 1}, q_label[] = {0, 1, 1, 0};

    (void)state;
    assert_close(forecast_score(p, p_label, 4).log_loss, 0.21616, 0.000005);
    struct forecast_score s = forecast_score(q, q_label, 4);
    assert_close(s.brier, 0.0375, 1e-15);
    assert_close(s.base_brier, 0.25, 0);
    assert_close(s.brier_skill, 0.85, 1e-12);
    assert_close(s.base_log_loss, log(2), 1e-15);
}

/* Telling the share of yes has no skill; telling anything else than what one believes costs. */
static void honesty_pays(void **state)
{
    static double p[50000], bold[50000], base[50000];
    static bool label[50000];
    struct rng rng;
    double yes = 0;

    (void)state;
    rng_init(&rng, 75, 0);
    for (size_t i = 0; i < 50000; i++) {
        p[i] = 0.1 + 0.8 * rng_unit(&rng);
        bold[i] = p[i] > 0.5 ? 1 - (1 - p[i]) / 2 : p[i] / 2;
        label[i] = rng_chance(&rng, p[i]);
        yes += label[i];
    }
    for (size_t i = 0; i < 50000; i++)
        base[i] = yes / 50000;
    struct forecast_score honest = forecast_score(p, label, 50000);
    struct forecast_score loud = forecast_score(bold, label, 50000);
    struct forecast_score none = forecast_score(base, label, 50000);
    assert_true(honest.brier < loud.brier && honest.log_loss < loud.log_loss);
    assert_true(honest.brier_skill > 0.1 && honest.log_loss_skill > 0.1);
    assert_close(none.brier_skill, 0, 1e-9);
    assert_close(none.log_loss_skill, 0, 1e-9);
}

static void edges_are_named(void **state)
{
    static const double p[] = {0, 0.5, NAN}, sure[] = {1, 1};
    static const bool label[] = {1, 0, 1}, both[] = {1, 1};
    struct forecast_score s = forecast_score(p, label, 3);

    (void)state;
    assert_int_equal(s.n, 2);
    assert_int_equal(s.yes, 1);
    assert_close(s.brier, (1 + 0.25) / 2, 1e-15);
    assert_true(isinf(s.log_loss)); /* never said, and it came */
    s = forecast_score(sure, both, 2);
    assert_close(s.log_loss, 0, 0);
    assert_close(s.brier, 0, 0);
    assert_true(isnan(s.brier_skill) && isnan(s.log_loss_skill));
    s = forecast_score(p, label, 0);
    assert_true(isnan(s.brier) && isnan(s.log_loss) && isnan(s.base_brier) &&
                isnan(s.base_log_loss));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_scores_are_met),
        cmocka_unit_test(honesty_pays),
        cmocka_unit_test(edges_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
