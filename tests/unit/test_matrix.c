#include "base/arena.h"
#include "base/str.h"
#include "db_test.h"
#include "scoring/matrix/matrix_def.h"
#include "scoring/scorecard/card.h"

#include <math.h>
#include <string.h>

/* Made from src/scoring/matrix and src/scoring/scorecard. */
extern const char matrix_3x3_json[], matrix_2x2_json[];
extern const char default_health_json[], default_maturity_json[];

struct fixture {
    struct arena *arena;
    struct card *health, *maturity;
};

static int set_up(void **state)
{
    static struct fixture f;
    struct err err = {0};

    f.arena = arena_new();
    ASSERT_OK(card_parse(default_health_json, 1, dictionary_builtin(), f.arena, &f.health, &err),
              err);
    ASSERT_OK(
        card_parse(default_maturity_json, 1, dictionary_builtin(), f.arena, &f.maturity, &err),
        err);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    arena_free(((struct fixture *)*state)->arena);
    return 0;
}

/* A definition with the axes it makes of the two built-in cards. */
struct cut {
    struct matrix_def *m;
    struct matrix_axis y, x;
};
static struct cut cut(struct fixture *f, const char *json)
{
    struct cut c;
    struct err err = {0};

    ASSERT_OK(matrix_def_parse(json, f->arena, &c.m, &err), err);
    ASSERT_OK(matrix_def_axis(c.m->y, f->health, "y", &c.y, &err), err);
    ASSERT_OK(matrix_def_axis(c.m->x, f->maturity, "x", &c.x, &err), err);
    return c;
}

/* MODEL of the product: health from the top, maturity from the left. */
static void every_cell_of_the_grid(void **state)
{
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
    const struct cut c = cut(*state, matrix_3x3_json);

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        int8_t place;
        matrix_place(&c.y, &c.x, 1, &cases[i].health, &cases[i].maturity, NULL, &place);
        assert_in_range(place, 0, MATRIX_CELLS_MAX - 1);
        assert_string_equal(c.m->cells[place].label, cases[i].label);
        assert_int_equal(c.m->cells[place].is_economic,
                         strstr(cases[i].label, "if worth it") != NULL);
    }
}

static void four_cells_cut_in_the_middle(void **state)
{
    const struct cut c = cut(*state, matrix_2x2_json);
    const double health[] = {49.9, 49.9, 50, 50}, maturity[] = {2.9, 3, 2.9, 3};
    static const char *const want[] = {"at_risk", "raise_use", "consult", "happy"};
    int8_t place[4];

    matrix_place(&c.y, &c.x, 4, health, maturity, NULL, place);
    for (size_t i = 0; i < 4; i++)
        assert_string_equal(c.m->cells[place[i]].id, want[i]);
    assert_string_equal(c.x.band_ids[1], "high");
    assert_string_equal(c.x.band_labels[0], "Low");
}

/* Two bands upwards at an edge of their own, three across; cells in any order. */
static const char six[] =
    "{\"key\":\"six\",\"name\":\"Six\","
    "\"y\":{\"card\":\"health\",\"bands\":2,\"edges\":[60],\"labels\":[\"Poor\",\"Good\"]},"
    "\"x\":{\"card\":\"maturity\",\"bands\":3,\"label\":\"How able\"},\"cells\":["
    "{\"id\":\"f\",\"y\":\"high\",\"x\":\"high\",\"label\":\"F\",\"action\":\"f\"},"
    "{\"id\":\"a\",\"y\":\"low\",\"x\":\"low\",\"label\":\"A\",\"action\":\"a\"},"
    "{\"id\":\"c\",\"y\":\"low\",\"x\":\"high\",\"label\":\"C\",\"action\":\"c\"},"
    "{\"id\":\"b\",\"y\":\"low\",\"x\":\"medium\",\"label\":\"B\",\"action\":\"b\"},"
    "{\"id\":\"d\",\"y\":\"high\",\"x\":\"low\",\"label\":\"D\",\"action\":\"d\"},"
    "{\"id\":\"e\",\"y\":\"high\",\"x\":\"medium\",\"label\":\"E\",\"action\":\"e\"}]}";

static void bands_at_edges_of_their_own(void **state)
{
    const struct cut c = cut(*state, six);
    const double health[] = {59, 59, 59, 60, 60, 60}, maturity[] = {1, 3, 5, 1, 3, 5};
    int8_t place[6];

    matrix_place(&c.y, &c.x, 6, health, maturity, NULL, place);
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(place[i], i);
        assert_int_equal(c.m->cells[i].id[0], 'a' + (int)i);
    }
    assert_string_equal(c.y.band_labels[1], "Good");
    assert_string_equal(c.y.label, "Customer health");
    assert_string_equal(c.x.label, "How able");
    assert_string_equal(c.x.band_ids[1], "medium");
    assert_close(c.x.edges[1], ((struct fixture *)*state)->maturity->edges[1], 0);
}

/* `six` with one text in the place of another. */
static const char *changed(struct arena *arena, const char *from, const char *to)
{
    const char *at = strstr(six, from);

    assert_non_null(at);
    return arena_printf(arena, "%.*s%s%s", (int)(at - six), six, to, at + strlen(from));
}

static void what_is_wrong_is_told_with_its_place(void **state)
{
    static const struct {
        const char *from, *to, *field, *text;
    } cases[] = {
        {"\"six\"", "\"a b\"", "key", "\"a b\" may have small letters, digits and - and _ only"},
        {"\"bands\":3", "\"bands\":4", "x.bands", "must be from 2 to 3"},
        {"\"bands\":3", "\"bands\":2", "cells",
         "must be 4, one for each pair of 2 and 2 bands, are 6"},
        {"[60]", "[60,70]", "y.edges",
         "2 bands meet at 1 edges, not at 2; leave edges out to cut as the card does"},
        {"\"edges\":[60]", "\"bands\":2", "", "duplicate"},
        {"\"label\":\"How able\"", "\"edges\":[3,2]", "x.edges[1]",
         "edges must be numbers that rise; this one does not"},
        {"[\"Poor\",\"Good\"]", "[\"Poor\"]", "y.labels",
         "must be 2, one for each band from low to high, are 1"},
        {"[\"Poor\",\"Good\"]", "[\"Poor\",\"\"]", "y.labels[1]", "is empty; name the band"},
        {"\"maturity\"", "\"health\"", "x.card",
         "is health, as y.card is; a matrix crosses two different cards"},
        {"\"id\":\"a\"", "\"id\":\"f\"", "cells[1].id", "\"f\" is the id of cells[0], too"},
        {"\"id\":\"a\"", "\"id\":\"unknown\"", "cells[1].id",
         "\"unknown\" is where accounts stand that are in no cell; take another id"},
        {"\"id\":\"a\"", "\"id\":\"A\"", "cells[1].id",
         "\"A\" may have small letters, digits and _ only"},
        {"\"y\":\"low\",\"x\":\"low\"", "\"y\":\"medium\",\"x\":\"low\"", "cells[1].y",
         "an axis of two bands has low and high only"},
        {"\"y\":\"low\",\"x\":\"low\"", "\"y\":\"high\",\"x\":\"high\"", "cells[1].x",
         "the place high on y, high on x is taken by cell \"f\""},
        {"\"action\":\"f\"", "\"action\":\"\"", "cells[0].action", "must not be empty"},
        {"\"label\":\"F\",", "", "cells[0].label", "is required"},
        {"\"name\":\"Six\",", "\"name\":\"Six\",\"colour\":1,", "colour",
         "is not a field here; leave it out"},
        {"\"name\":\"Six\",", "\"name\":\"Six\",\"gross_margin_threshold_pct\":101,",
         "gross_margin_threshold_pct", "must be from 0 to 100"},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct matrix_def *m;
        struct err err = {0};
        int rc =
            matrix_def_parse(changed(f->arena, cases[i].from, cases[i].to), f->arena, &m, &err);
        if (rc != ERR_INVALID || !str_eq(err.field, cases[i].field) ||
            !strstr(err.text, cases[i].text))
            fail_msg("%s: %d %s: %s", cases[i].to, rc, err.field, err.text);
    }
}

static void edges_lie_within_the_card(void **state)
{
    struct fixture *f = *state;
    struct matrix_def *m;
    struct matrix_axis axis = {.n_bands = 7};
    struct err err = {0};

    ASSERT_OK(matrix_def_parse(changed(f->arena, "[60]", "[100]"), f->arena, &m, &err), err);
    assert_int_equal(matrix_def_axis(m->y, f->health, "y", &axis, &err), ERR_INVALID);
    assert_string_equal(err.field, "y.edges[0]");
    assert_string_equal(err.text, "must lie between 0 and 100, the ends of card health");
    assert_int_equal(axis.n_bands, 7); /* untouched */
}

static void missing_is_a_place_of_its_own(void **state)
{
    const struct cut cut_3x3 = cut(*state, matrix_3x3_json);
    const double health[] = {60, NAN, NAN, 60, 60}, maturity[] = {NAN, 3, NAN, 3, 3};
    const double arr[] = {100, 200, NAN, 400, 800};
    const bool is_customer[] = {true, true, true, true, false};
    int8_t place[5];
    struct matrix_counts c;

    matrix_place(&cut_3x3.y, &cut_3x3.x, 5, health, maturity, is_customer, place);
    assert_int_equal(place[0], PLACE_NO_X);
    assert_int_equal(place[1], PLACE_NO_Y);
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
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
        T(every_cell_of_the_grid),      T(four_cells_cut_in_the_middle),
        T(bands_at_edges_of_their_own), T(what_is_wrong_is_told_with_its_place),
        T(edges_lie_within_the_card),   T(missing_is_a_place_of_its_own),
        T(economics_needs_both),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
