#include "stats/scale.h"
#include "test.h"

#include <math.h>
#include <string.h>

static const double rising_values[] = {0, 10, 40}, rising_scores[] = {0, 50, 100};
static const double falling_values[] = {1, 5}, falling_scores[] = {5, 1};

static void refuses_what_is_no_scale(void **state)
{
    (void)state;
    static const struct {
        double value[3], score[3];
        size_t n;
        const char *field, *part_of_message;
    } cases[] = {
        {{1}, {1}, 1, "scale", "2 to 12 points"},
        {{1, 1}, {1, 2}, 2, "scale[1].value", "larger value"},
        {{2, 1}, {1, 2}, 2, "scale[1].value", "larger value"},
        {{1, NAN}, {1, 2}, 2, "scale[1].value", "point 2 is not a finite"},
        {{1, 2}, {1, INFINITY}, 2, "scale[1].score", "point 2 is not a finite"},
        {{1, 2, 3}, {1, 2, 1}, 3, "scale[1].score", "turn at point 2"},
        {{1, 2, 3}, {2, 1, 2}, 3, "scale[1].score", "turn at point 2"},
        {{0, 5e-324}, {0, 100}, 2, "scale[1].value", "too close"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct scale s = {.n = 77};
        struct err err = {0};
        assert_int_equal(scale_init(&s, cases[i].value, cases[i].score, cases[i].n, &err),
                         ERR_INVALID);
        assert_non_null(strstr(err.text, cases[i].part_of_message));
        assert_string_equal(err.field, cases[i].field);
        assert_int_equal(s.n, 77);
    }
}

static void follows_its_points(void **state)
{
    (void)state;
    struct scale s;

    assert_int_equal(scale_init(&s, rising_values, rising_scores, 3, NULL), 0);
    static const double expected[][2] = {{-5, 0},  {0, 0},    {4, 20},   {10, 50},
                                         {25, 75}, {40, 100}, {1e9, 100}};
    for (size_t i = 0; i < sizeof(expected) / sizeof(*expected); i++)
        assert_close(scale_at(&s, expected[i][0]), expected[i][1], 1e-12);
    assert_true(isnan(scale_at(&s, NAN)));
    assert_close(scale_at(&s, INFINITY), 100, 0);
}

static void may_fall(void **state)
{
    (void)state;
    struct scale s;

    assert_int_equal(scale_init(&s, falling_values, falling_scores, 2, NULL), 0);
    assert_close(scale_at(&s, 0), 5, 0);
    assert_close(scale_at(&s, 2), 4, 0);
    assert_close(scale_at(&s, 9), 1, 0);
}

static void may_have_flat_pieces(void **state)
{
    (void)state;
    struct scale s;
    static const double value[] = {0, 1, 2, 3}, score[] = {1, 1, 4, 4};

    assert_int_equal(scale_init(&s, value, score, 4, NULL), 0);
    assert_close(scale_at(&s, 0.5), 1, 0);
    assert_close(scale_at(&s, 1.5), 2.5, 1e-12);
    assert_close(scale_at(&s, 2.5), 4, 0);
}

static void a_column_equals_its_values(void **state)
{
    (void)state;
    struct scale s;
    double value[1001], score[1001];

    assert_int_equal(scale_init(&s, rising_values, rising_scores, 3, NULL), 0);
    for (int i = 0; i < 1001; i++)
        value[i] = i % 7 == 3 ? NAN : i * 0.05 - 3;
    scale_column(&s, value, 1001, score);
    double before = -1;
    for (int i = 0; i < 1001; i++) {
        if (isnan(value[i])) {
            assert_true(isnan(score[i]));
            continue;
        }
        assert_close(score[i], scale_at(&s, value[i]), 0);
        assert_true(score[i] >= before);
        before = score[i];
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses_what_is_no_scale),
        cmocka_unit_test(follows_its_points),
        cmocka_unit_test(may_fall),
        cmocka_unit_test(may_have_flat_pieces),
        cmocka_unit_test(a_column_equals_its_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
