#include "stats/apportion.h"
#include "stats/card_math.h"
#include "stats/random.h"
#include "test.h"

#include <math.h>

/* The worked example of the maturity slides: four groups of three ratings, scored as they are. */
static void maturity_card(struct card_math *card)
{
    static const double weights[] = {40, 20, 30, 10}, ends[] = {1, 5};

    *card = (struct card_math){.n_groups = 4, .n_measures = 12, .min_coverage = 0.5};
    for (size_t g = 0; g < 4; g++)
        card->groups[g] = (struct card_math_group){.weight = weights[g], .first = 3 * g, .n = 3};
    for (size_t m = 0; m < 12; m++) {
        card->measures[m].weight = 1;
        assert_int_equal(scale_init(&card->measures[m].scale, ends, ends, 2, NULL), 0);
    }
}

static void worked_example(void **state)
{
    (void)state;
    static const double ratings[12] = {3, 1, 3, 3, 4, 5, 2, 1, 2, 1, 2, 1};
    static const double groups[] = {2.3, 4.0, 1.7, 1.3};
    struct card_math card;
    struct card_explained e;

    maturity_card(&card);
    card_explain(&card, ratings, NAN, &e);
    for (int g = 0; g < 4; g++)
        assert_close(round_decimals(e.groups[g].score, 1), groups[g], 1e-12);
    assert_close(e.score, 0.4 * 7 / 3 + 0.2 * 4 + 0.3 * 5 / 3 + 0.1 * 4 / 3, 1e-12);
    assert_close(round_decimals(e.score, 2), 2.37, 1e-12);
    assert_close(round_decimals(e.score, 1), 2.4, 1e-12);
    assert_close(e.coverage, 1, 1e-12);
}

static void missing_gives_its_weight_to_siblings(void **state)
{
    (void)state;
    /* No charter at all, and one of three ratings of the team. */
    const double ratings[12] = {NAN, NAN, NAN, 3, NAN, NAN, 2, 2, 2, 1, 1, 1};
    struct card_math card;
    struct card_explained e;

    maturity_card(&card);
    card_explain(&card, ratings, NAN, &e);
    assert_true(isnan(e.groups[0].score));
    assert_close(e.groups[1].score, 3, 1e-12);
    assert_close(e.coverage, 0.2 / 3 + 0.3 + 0.1, 1e-12);
    assert_true(isnan(e.score)); /* 47 % is below the minimum of 50 % */
    card.min_coverage = 0.4;
    card_explain(&card, ratings, NAN, &e);
    assert_close(e.score, (0.2 * 3 + 0.3 * 2 + 0.1 * 1) / 0.6, 1e-12);
    assert_close(e.measures[3].effective, 0.2 / 0.6, 1e-12);
    assert_close(e.measures[4].points, 0, 0);
}

static void nothing_known_is_missing_not_zero(void **state)
{
    (void)state;
    double ratings[12];
    struct card_math card;
    struct card_explained e;

    for (int i = 0; i < 12; i++)
        ratings[i] = NAN;
    maturity_card(&card);
    card.min_coverage = 0;
    card_explain(&card, ratings, NAN, &e);
    assert_true(isnan(e.score));
    assert_close(e.coverage, 0, 0);
}

/* 2 to 5 points that rise or fall. */
static void random_scale(struct rng *r, struct scale *ret)
{
    double value[5], score[5], sign = rng_chance(r, 0.5) ? 1 : -1;
    size_t n = (size_t)rng_between(r, 2, 5);

    for (size_t i = 0; i < n; i++) {
        value[i] = (i ? value[i - 1] : -50) + 0.1 + rng_unit(r) * 40;
        score[i] = (i ? score[i - 1] : 50 - 50 * sign) + sign * rng_unit(r) * 20;
    }
    assert_int_equal(scale_init(ret, value, score, n, NULL), 0);
}

#define STAGES_MAX 3
static struct card_math_stage stages[CARD_MEASURES_MAX][STAGES_MAX];

/* A card of random shape; every third measure has scales that depend on tenure. */
static void random_card(struct rng *r, struct card_math *card)
{
    *card = (struct card_math){.n_groups = (size_t)rng_between(r, 1, 7)};
    for (size_t g = 0; g < card->n_groups; g++) {
        size_t n = (size_t)rng_between(r, 1, 6);
        card->groups[g] = (struct card_math_group){rng_unit(r) * 50 + 1, card->n_measures, n};
        card->n_measures += n;
    }
    for (size_t m = 0; m < card->n_measures; m++) {
        struct card_math_measure *measure = &card->measures[m];
        measure->weight = rng_unit(r) * 10 + 0.5;
        random_scale(r, &measure->scale);
        measure->n_stages = rng_chance(r, 1.0 / 3) ? (size_t)rng_between(r, 1, STAGES_MAX) : 0;
        measure->stages = stages[m];
        for (size_t k = 0; k < measure->n_stages; k++) {
            stages[m][k].from_months = 6.0 * (double)(k + 1);
            random_scale(r, &stages[m][k].scale);
        }
    }
    card->min_coverage = rng_unit(r) * 0.6;
}

static double random_tenure(struct rng *r)
{
    return rng_chance(r, 0.1) ? NAN : rng_unit(r) * 30;
}

static void random_values(struct rng *r, size_t n, double *values)
{
    for (size_t m = 0; m < n; m++)
        values[m] = rng_chance(r, 0.3) ? NAN : rng_unit(r) * 200 - 80;
}

static void contributions_add_up(void **state)
{
    (void)state;
    struct rng r;
    struct card_math card;
    struct card_explained e;
    double values[CARD_MEASURES_MAX], points[CARD_MEASURES_MAX];

    rng_init(&r, 7, 0);
    for (int turn = 0; turn < 5000; turn++) {
        random_card(&r, &card);
        random_values(&r, card.n_measures, values);
        card_explain(&card, values, random_tenure(&r), &e);
        if (isnan(e.score))
            continue;
        double sum = 0, shown = 0, effective = 0;
        for (size_t m = 0; m < card.n_measures; m++) {
            points[m] = e.measures[m].points;
            sum += points[m];
            effective += e.measures[m].effective;
        }
        assert_close(sum, e.score, 1e-9);
        assert_close(effective, 1, 1e-9);
        apportion(points, card.n_measures, e.score, 1, points);
        for (size_t m = 0; m < card.n_measures; m++)
            shown += round(points[m] * 10);
        assert_close(shown, round(e.score * 10), 0);
        for (size_t g = 0; g < card.n_groups; g++) {
            double of_group = 0;
            for (size_t m = 0; m < card.groups[g].n; m++)
                of_group += e.measures[card.groups[g].first + m].points;
            assert_close(of_group, e.groups[g].points, 1e-9);
        }
    }
}

static void changes_add_up(void **state)
{
    (void)state;
    struct rng r;
    struct card_math card;
    struct card_explained a, b;
    struct card_change change;
    double values[CARD_MEASURES_MAX];
    int compared = 0;

    rng_init(&r, 8, 0);
    for (int turn = 0; turn < 5000; turn++) {
        random_card(&r, &card);
        random_values(&r, card.n_measures, values);
        card_explain(&card, values, random_tenure(&r), &a);
        random_values(&r, card.n_measures, values);
        card_explain(&card, values, random_tenure(&r), &b);
        card_change(&a, &b, card.n_measures, &change);
        double sum = change.reweighting;
        for (size_t m = 0; m < card.n_measures; m++)
            sum += change.points[m];
        if (isnan(a.score) || isnan(b.score)) {
            assert_true(isnan(sum));
            continue;
        }
        compared++;
        assert_close(sum, b.score - a.score, 1e-9);
    }
    assert_true(compared > 1000);
}

static void same_inputs_leave_no_reweighting(void **state)
{
    (void)state;
    double before[12] = {3, 1, 3, 3, 4, 5, 2, 1, 2, 1, NAN, 1}, after[12];
    struct card_math card;
    struct card_explained a, b;
    struct card_change change;

    maturity_card(&card);
    for (int i = 0; i < 12; i++)
        after[i] = before[i];
    after[0] = 5;
    card_explain(&card, before, NAN, &a);
    card_explain(&card, after, NAN, &b);
    card_change(&a, &b, 12, &change);
    assert_close(change.reweighting, 0, 1e-12);
    assert_close(change.points[0], 0.4 / 3 * 2, 1e-12);
    assert_close(change.points[1], 0, 0);
}

/* Half the seats in use: fine in month two, poor from month nine on. */
static void the_same_value_means_less_later(void **state)
{
    (void)state;
    static const double value[] = {0, 50, 100}, early[] = {40, 90, 100}, late[] = {0, 40, 100};
    const double half[4] = {50, 50, 50, 50}, tenure[4] = {2, 8.99, 9, NAN};
    const double *columns[] = {half};
    double score[4], coverage[4];
    struct card_math_stage stage = {.from_months = 9};
    struct card_math card = {.n_groups = 1, .n_measures = 1, .groups = {{1, 0, 1}}};
    struct card_explained before, after;
    struct card_change change;

    assert_int_equal(scale_init(&card.measures[0].scale, value, early, 3, NULL), 0);
    assert_int_equal(scale_init(&stage.scale, value, late, 3, NULL), 0);
    card.measures[0].weight = 1;
    card.measures[0].stages = &stage;
    card.measures[0].n_stages = 1;
    card_score(&card, columns, tenure, 4, score, coverage);
    assert_close(score[0], 90, 0);
    assert_close(score[1], 90, 0);
    assert_close(score[2], 40, 0);
    assert_close(score[3], 90, 0);
    card_explain(&card, half, 8, &before);
    card_explain(&card, half, 9, &after);
    card_change(&before, &after, 1, &change);
    assert_close(change.points[0], -50, 1e-12);
    assert_close(change.reweighting, 0, 0);
}

static void columns_equal_single_accounts(void **state)
{
    (void)state;
    enum { N = 700 };
    static double data[CARD_MEASURES_MAX][N], tenure[N], score[N], coverage[N];
    const double *columns[CARD_MEASURES_MAX];
    double values[CARD_MEASURES_MAX];
    struct rng r;
    struct card_math card;
    struct card_explained e;

    rng_init(&r, 9, 0);
    random_card(&r, &card);
    for (size_t i = 0; i < N; i++) {
        random_values(&r, card.n_measures, values);
        tenure[i] = random_tenure(&r);
        for (size_t m = 0; m < card.n_measures; m++)
            data[m][i] = values[m];
    }
    for (size_t m = 0; m < card.n_measures; m++)
        columns[m] = data[m];
    card_score(&card, columns, tenure, N, score, coverage);
    for (size_t i = 0; i < N; i++) {
        const double *one[CARD_MEASURES_MAX];
        double alone, covered;
        for (size_t m = 0; m < card.n_measures; m++) {
            values[m] = data[m][i];
            one[m] = &data[m][i];
        }
        /* Wherever an account stands among others, its score is the same to the last bit. */
        card_score(&card, one, &tenure[i], 1, &alone, &covered);
        assert_memory_equal(&alone, &score[i], sizeof(alone));
        assert_memory_equal(&covered, &coverage[i], sizeof(covered));
        card_explain(&card, values, tenure[i], &e);
        assert_close(coverage[i], e.coverage, 1e-12);
        assert_int_equal(isnan(score[i]), isnan(e.score));
        if (!isnan(score[i]))
            assert_close(score[i], e.score, 1e-9);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(worked_example),
        cmocka_unit_test(missing_gives_its_weight_to_siblings),
        cmocka_unit_test(nothing_known_is_missing_not_zero),
        cmocka_unit_test(contributions_add_up),
        cmocka_unit_test(changes_add_up),
        cmocka_unit_test(same_inputs_leave_no_reweighting),
        cmocka_unit_test(the_same_value_means_less_later),
        cmocka_unit_test(columns_equal_single_accounts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
