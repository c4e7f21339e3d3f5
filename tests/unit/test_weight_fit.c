#include "base/auto.h"
#include "stats/interval.h"
#include "stats/random.h"
#include "stats/roc.h"
#include "stats/weight_fit.h"
#include "test.h"

#include <string.h>

#define ROWS     4000
#define MEASURES 4

struct sample {
    double values[MEASURES][ROWS];
    const double *columns[MEASURES];
    bool label[ROWS];
    double score[ROWS];
    struct labelled d;
};

/* Measures 0 … 100; who leaves goes by a score with the true weights. */
static struct sample *make_up(struct arena *a, struct rng *rng, size_t n, const double *truth,
                              double slope, double missing)
{
    struct sample *s = ARENA_NEW(a, struct sample);

    s->d = (struct labelled){n, MEASURES, s->columns, s->label, NULL};
    for (size_t j = 0; j < MEASURES; j++) {
        s->columns[j] = s->values[j];
        for (size_t i = 0; i < n; i++)
            s->values[j][i] = rng_chance(rng, missing) ? NAN : 100 * rng_unit(rng);
    }
    weight_score(truth, MEASURES, s->columns, n, s->score);
    for (size_t i = 0; i < n; i++) {
        double score = isnan(s->score[i]) ? 50 : s->score[i];
        s->label[i] = rng_chance(rng, 1 / (1 + exp(1 + slope * (score - 50))));
    }
    return s;
}

static struct weight_fit fit(const struct labelled *d, const double *present, double pull,
                             struct arena *a)
{
    struct weight_fit f = {0};
    struct err err = {0};
    double sum = 0;

    if (weight_fit(d, present, pull, a, &f, &err) != 0)
        fail_msg("%s: %s", err.field, err.text);
    for (size_t j = 0; j < d->p; j++) {
        assert_true(f.weight[j] >= 0 && f.weight[j] <= 1);
        sum += f.weight[j];
    }
    assert_close(sum, 1, 1e-9);
    assert_true(f.slope >= 0);
    return f;
}

static const double equal[] = {1, 1, 1, 1}, truth[] = {0.55, 0.3, 0.15, 0};

static void the_truth_is_found(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    struct rng rng;

    (void)state;
    rng_init(&rng, 101, 0);
    for (int t = 0; t < 6; t++) {
        struct sample *s = make_up(a, &rng, ROWS, truth, 0.12, t % 2 ? 0.15 : 0);
        struct weight_fit f = fit(&s->d, equal, 0, a);
        for (size_t j = 0; j < MEASURES; j++)
            assert_close(f.weight[j], truth[j], 0.07);
        assert_close(f.slope, 0.12, 0.02);
        assert_true(f.loss < f.present_loss);
        arena_reset(a);
    }
}

/* The more pull, the nearer to what there is; never a worse fit than the present weights have. */
static void pull_leads_back_to_the_present(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    static const double pulls[] = {0, 0.01, 0.1, 1, 100};
    struct rng rng;
    double before = INFINITY;

    (void)state;
    rng_init(&rng, 102, 0);
    struct sample *s = make_up(a, &rng, 1500, truth, 0.08, 0.1);
    for (size_t k = 0; k < ARRAY_LEN(pulls); k++) {
        struct weight_fit f = fit(&s->d, equal, pulls[k], a);
        double far = 0;
        for (size_t j = 0; j < MEASURES; j++)
            far += fabs(f.weight[j] - 0.25);
        assert_true(far <= before + 1e-4);
        assert_true(f.loss <= f.present_loss + 1e-7);
        before = far;
    }
    assert_true(before < 0.01);
}

/* No other weights of the simplex do better. */
static void nothing_beats_the_fit(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    struct rng rng;

    (void)state;
    rng_init(&rng, 103, 0);
    struct sample *s = make_up(a, &rng, 600, truth, 0.1, 0.1);
    struct weight_fit best = fit(&s->d, equal, 0, a);
    for (int t = 0; t < 200; t++) {
        double other[MEASURES], sum = 0, loss = 0;
        for (size_t j = 0; j < MEASURES; j++)
            sum += other[j] = fabs(best.weight[j] + 0.1 * rng_normal(&rng));
        for (size_t j = 0; j < MEASURES; j++)
            other[j] /= sum;
        double slope = best.slope * (1 + 0.1 * rng_normal(&rng));
        double intercept = best.intercept + 0.1 * rng_normal(&rng);
        weight_score(other, MEASURES, s->columns, 600, s->score);
        for (size_t i = 0; i < 600; i++) {
            double eta = intercept - slope * s->score[i];
            if (!isnan(eta))
                loss += log1p(exp(s->label[i] ? -eta : eta)) / 600;
        }
        assert_true(loss >= best.loss - 1e-6);
    }
}

/* Labels that hang on nothing: the present weights stay about what they are, and what is found is
 * no better on other rows. */
static void nothing_to_find_changes_little(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    static const double present[] = {0.4, 0.3, 0.2, 0.1};
    struct rng rng;

    (void)state;
    rng_init(&rng, 104, 0);
    for (int t = 0; t < 5; t++) {
        struct sample *s = make_up(a, &rng, 1500, truth, 0, 0);
        struct sample *fresh = make_up(a, &rng, 1500, truth, 0, 0);
        struct weight_fit f = fit(&s->d, present, 1, a);
        for (size_t j = 0; j < MEASURES; j++)
            assert_close(f.weight[j], present[j], 0.05);
        weight_score(f.weight, MEASURES, fresh->columns, 1500, fresh->score);
        struct auc auc = roc_auc(fresh->score, fresh->label, 1500, 4);
        assert_true(auc.range.low < 0.5 && auc.range.high > 0.5);
        arena_reset(a);
    }
}

static void little_data_is_no_trouble(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    double told[] = {10, 20, 80, 90}, same[] = {5, 5, 5, 5}, unknown[] = {NAN, NAN, NAN, NAN};
    bool label[] = {1, 1, 0, 0};
    const double *columns[] = {told, same, unknown};
    struct labelled d = {4, 3, columns, label, NULL}, one = {4, 1, columns, label, NULL};
    struct weight_fit f = fit(&d, equal, 0.01, a);

    (void)state;
    assert_true(f.weight[0] > 0.3 && isfinite(f.slope) && isfinite(f.intercept));
    f = fit(&one, equal, 0, a);
    assert_close(f.weight[0], 1, 0);
    d.columns = (const double *const[]){unknown, unknown, unknown};
    f = fit(&d, equal, 0.1, a);
    assert_close(f.weight[2], 1.0 / 3, 1e-6);
    /* High scores are good: measures that rise with leaving get no slope. */
    double against[] = {90, 80, 20, 10};
    d.columns = (const double *const[]){against, against, against};
    assert_close(fit(&d, equal, 0.1, a).slope, 0, 1e-6);
}

static void what_cannot_be_is_refused(void **state)
{
    AUTO_STRUCT(arena) *a = arena_new();
    static const double none[MEASURES] = {0}, negative[] = {1, -1, 1, 1};
    struct weight_fit f;
    struct rng rng;
    struct err err;

    (void)state;
    rng_init(&rng, 105, 0);
    struct sample *s = make_up(a, &rng, 50, truth, 0.1, 0);
    assert_int_equal(weight_fit(&s->d, none, 1, a, &f, &err), ERR_INVALID);
    assert_string_equal(err.field, "present");
    assert_int_equal(weight_fit(&s->d, negative, 1, a, &f, &err), ERR_INVALID);
    assert_int_equal(weight_fit(&s->d, equal, -1, a, &f, &err), ERR_INVALID);
    assert_string_equal(err.field, "pull");
    s->d.p = 0;
    assert_int_equal(weight_fit(&s->d, equal, 1, a, &f, &err), ERR_INVALID);
    s->d.p = MEASURES;
    memset(s->label, 1, sizeof(s->label));
    assert_int_equal(weight_fit(&s->d, equal, 1, a, &f, &err), ERR_INVALID);
    assert_string_equal(err.field, "label");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_truth_is_found),
        cmocka_unit_test(pull_leads_back_to_the_present),
        cmocka_unit_test(nothing_beats_the_fit),
        cmocka_unit_test(nothing_to_find_changes_little),
        cmocka_unit_test(little_data_is_no_trouble),
        cmocka_unit_test(what_cannot_be_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
