#include "base/auto.h"
#include "base/str.h"
#include "scoring/matrix/matrix.h"
#include "test.h"

#include <math.h>
#include <string.h>

static const struct matrix_axis health_axis = {"health",
                                               "Health",
                                               3,
                                               {0, 50, 75, 100},
                                               {"low", "medium", "high"},
                                               {"At risk", "Watch", "Healthy"}};
static const struct matrix_axis maturity_axis = {"maturity",
                                                 "Maturity",
                                                 3,
                                                 {1, 2.333, 3.667, 5},
                                                 {"low", "medium", "high"},
                                                 {"Low", "Medium", "High"}};

/* MODEL of the product: health from the top, maturity from the left. */
static void every_cell_of_the_grid(void **state)
{
    (void)state;
    static const struct {
        double health, maturity;
        const char *label;
    } cases[] = {
        {90, 2, "Retain"},
        {90, 3, "Promote maturity"},
        {90, 4, "Expand and leverage"},
        {60, 2, "Develop, if worth it"},
        {60, 3, "Core"},
        {60, 4, "Promote your solution"},
        {20, 2, "Churn or let churn"},
        {20, 3, "Rescue, if worth it"},
        {20, 4, "Save"},
        {50, 2.333, "Core"},
        {75, 3.667, "Expand and leverage"},
        {100, 5, "Expand and leverage"},
        {0, 1, "Churn or let churn"},
    };
    const struct matrix_preset *p = matrix_preset("3x3");

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        int8_t place;
        matrix_place(&health_axis, &maturity_axis, 1, &cases[i].health, &cases[i].maturity, NULL,
                     &place);
        assert_in_range(place, 0, MATRIX_CELLS_MAX - 1);
        assert_string_equal(p->cells[place].label, cases[i].label);
        assert_int_equal(p->cells[place].is_economic,
                         strstr(cases[i].label, "if worth it") != NULL);
    }
}

static void four_cells_cut_in_the_middle(void **state)
{
    (void)state;
    struct matrix_axis h = health_axis, m = maturity_axis;
    const double health[] = {49.9, 49.9, 50, 50}, maturity[] = {2.9, 3, 2.9, 3};
    static const char *const want[] = {"at_risk", "raise_use", "consult", "happy"};
    int8_t place[4];

    matrix_axis_halve(&h);
    matrix_axis_halve(&m);
    matrix_place(&h, &m, 4, health, maturity, NULL, place);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(matrix_preset("2x2")->cells[place[i]].id, want[i]);
    assert_null(matrix_preset("4x4"));
}

static void missing_is_a_place_of_its_own(void **state)
{
    (void)state;
    const double health[] = {60, NAN, NAN, 60, 60}, maturity[] = {NAN, 3, NAN, 3, 3};
    const double arr[] = {100, 200, NAN, 400, 800};
    const bool is_customer[] = {true, true, true, true, false};
    int8_t place[5];
    struct matrix_counts c;

    matrix_place(&health_axis, &maturity_axis, 5, health, maturity, is_customer, place);
    assert_int_equal(place[0], PLACE_NO_MATURITY);
    assert_int_equal(place[1], PLACE_NO_HEALTH);
    assert_int_equal(place[2], PLACE_NEITHER);
    assert_int_equal(place[3], 4);
    assert_int_equal(place[4], PLACE_OUTSIDE);
    matrix_count(5, place, arr, &c);
    assert_int_equal(c.total.count, 4);
    assert_int_equal(c.total.arr_cents, 700);
    assert_int_equal(c.neither.count, 1);
    assert_int_equal(c.neither.arr_cents, 0);
    assert_int_equal(c.cells[4].arr_cents, 400);
}

static void economics_needs_both(void **state)
{
    (void)state;
    const struct economics e = {1000, 50, false};

    assert_int_equal(economics_verdict(&e, 1000, 50), VERDICT_INVEST);
    assert_int_equal(economics_verdict(&e, 999, 90), VERDICT_LOW_TOUCH);
    assert_int_equal(economics_verdict(&e, 5000, 49), VERDICT_LOW_TOUCH);
    assert_int_equal(economics_verdict(&e, NAN, 90), VERDICT_NOT_KNOWN);
    assert_int_equal(economics_verdict(&(struct economics){NAN, 50, true}, 5000, 90),
                     VERDICT_NOT_KNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cell_of_the_grid),
        cmocka_unit_test(four_cells_cut_in_the_middle),
        cmocka_unit_test(missing_is_a_place_of_its_own),
        cmocka_unit_test(economics_needs_both),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
