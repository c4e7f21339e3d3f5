#include "json/parse.h"
#include "metric_test.h"
#include "scoring/scorecard/card_store.h"
#include "stats/apportion.h"

extern const char default_health_json[], default_maturity_json[];

static struct card *parse(struct arena *arena, const char *json)
{
    struct card *card = NULL;
    struct err err = {0};

    ASSERT_OK(card_parse(json, 3, dictionary_builtin(), arena, &card, &err), err);
    return card;
}

static void built_in_cards_are_valid(void **state)
{
    (void)state;
    AUTO_STRUCT(arena) *arena = arena_new();
    static const double weights[] = {25, 10, 20, 25, 5, 15};
    const struct card *health = parse(arena, default_health_json);
    const struct card *maturity = parse(arena, default_maturity_json);

    assert_int_equal(health->version, 3);
    assert_int_equal(health->n_groups, 6);
    for (size_t g = 0; g < 6; g++)
        assert_close(health->groups[g].weight_pct, weights[g], 0);
    assert_int_equal(maturity->math.n_measures, 12);
    assert_string_equal(card_band_id(health, 49.9), "low");
    assert_string_equal(card_band_id(health, 50), "medium");
    assert_string_equal(card_band_id(health, 75), "high");
    assert_string_equal(card_band_id(maturity, 7.0 / 3), "medium");
    assert_null(card_band_id(health, NAN));
    assert_string_equal(health->groups[0].measures[0].unit, "%");
}

/* The slides' example, from the facts to the number. */
static void worked_example(void **state)
{
    (void)state;
    struct metric_test t;
    static const double groups[] = {2.3, 4.0, 1.7, 1.3};
    double values[CARD_MEASURES_MAX];
    struct card_explained e;

    metric_test_init(&t);
    fact(&t, "account", "start=2024-01-01");
    fact(&t, "assessment",
         "account_id=1 day=2024-01-02 charter_clarity=3 charter_influence=1 charter_head=3 "
         "people_skill=3 people_size=4 people_record=5 process_quality=2 process_knowledge=1 "
         "process_integration=2 tech_tools=1 tech_reports=2 tech_complexity=1");
    compute(&t, "2024-03-01");
    const struct card *card = parse(t.arena, default_maturity_json);
    for (size_t m = 0; m < card->math.n_measures; m++)
        values[m] = t.columns.columns[card->metrics[m]][0];
    card_explain(&card->math, values, NAN, &e);
    for (int g = 0; g < 4; g++)
        assert_close(round_decimals(e.groups[g].score, 1), groups[g], 1e-12);
    assert_close(round_decimals(e.score, 2), 2.37, 1e-12);
    assert_close(round_decimals(e.score, 1), 2.4, 1e-12);
    metric_test_done(&t);
}

/* The health card with one thing replaced. */
static char *broken(struct arena *arena, const char *what, const char *by)
{
    const char *at = strstr(default_health_json, what);

    assert_non_null(at);
    return arena_printf(arena, "%.*s%s%s", (int)(at - default_health_json), default_health_json, by,
                        at + strlen(what));
}

static void refusals_name_the_place_and_the_rule(void **state)
{
    (void)state;
    static const struct {
        const char *what, *by, *field, *text;
    } cases[] = {
        {"\"weight_pct\": 10,", "\"weight_pct\": 15,", "groups",
         "the groups of card health add up to 105 %, not to 100 %: adoption 25, expansion 15, "},
        {"\"weight_pct\": 20,", "\"weight_pct\": 21,", "groups[0].measures",
         "group adoption add up to 101 %, not to 100 %: seat_utilisation 25, usage_trend 21, "},
        {"\"weight_pct\": 20,", "\"weight_pct\": 0,", "groups[0].measures[1].weight_pct",
         "above 0"},
        {"\"ref\": \"breadth_pct\"", "\"ref\": \"breath_pct\"", "groups[0].measures[2].ref",
         "did you mean breadth_pct?"},
        {"{\"value\": 60, \"score\": 75}", "{\"value\": 60, \"score\": 30}",
         "groups[0].measures[0].scale[1].score", "turn at point 2"},
        {"{\"value\": 60, \"score\": 75}", "{\"value\": 60, \"score\": 130}",
         "groups[0].measures[0].scale[2].score", "outside the card's range"},
        {"\"help\": \"Paid seats",
         "\"stages\": [{\"from_months\": 9, \"scale\": [{\"value\": 0, \"score\": 0}, {\"value\": "
         "1, \"score\": 9}]}, {\"from_months\": 9, \"scale\": [{\"value\": 0, \"score\": 0}, "
         "{\"value\": 1, \"score\": 9}]}], \"help\": \"Paid seats",
         "groups[0].measures[0].stages[1].from_months", "above that of the stage before"},
        {"\"help\": \"Paid seats",
         "\"stages\": [{\"from_months\": 9, \"scale\": [{\"value\": 5, \"score\": 0}, {\"value\": "
         "5, \"score\": 9}]}], \"help\": \"Paid seats",
         "groups[0].measures[0].stages[0].scale[1].value", "must have a larger value"},
        {"\"to\": 75", "\"to\": 70", "bands[2].from", "band high must begin at 70"},
        {"\"id\": \"medium\"", "\"id\": \"middle\"", "bands[1].id", "low, medium and high"},
        {"\"to\": 100}", "\"to\": 90}", "bands[2].to", "high end 100"},
        {"\"high\": 100,", "\"high\": 0,", "high", "above the low end"},
        {"\"id\": \"expansion\"", "\"id\": \"adoption\"", "groups[1].id",
         "two groups have the id adoption"},
        {"\"id\": \"breadth\"", "\"id\": \"csat\"", "groups[2].measures[2].id",
         "two measures have the id csat"},
        {"\"kind\": \"health\"", "\"kind\": \"wealth\"", "kind", ""},
        {"\"key\": \"health\"", "\"key\": \"Health\"", "key", "small letters"},
        {"\"key\": \"health\"", "\"key\": \"maturity\"", "key", "default card of another kind"},
        {"\"key\": \"health\"", "\"key\": \"large\"", "segment", "needs the segment"},
        {"\"low\": 0", "\"segment\": \"large\", \"low\": 0", "segment", "it has no segment"},
        {"\"low\": 0", "\"min_maturity\": 2, \"low\": 0", "min_maturity", "qualification"},
        {"\"decimals\": 1,", "\"decimals\": 1e400,", "", ""},
        {"\"score\": 75}", "\"score\": 1e300}", "groups[0].measures[0].scale[2].score", ""},
        {"\"score\": 75}", "\"score\": NaN}", "", ""},
        {"\"low\": 0", "\"lowest\": 0", "lowest", ""},
    };

    for (size_t k = 0; k < ARRAY_LEN(cases); k++) {
        AUTO_STRUCT(arena) *arena = arena_new();
        struct card *card = NULL;
        struct err err = {0};
        assert_int_equal(card_parse(broken(arena, cases[k].what, cases[k].by), 1,
                                    dictionary_builtin(), arena, &card, &err),
                         ERR_INVALID);
        if (!str_eq(err.field, cases[k].field) || !strstr(err.text, cases[k].text))
            fail_msg("case %zu: %s: %s", k, err.field, err.text);
        assert_null(card);
    }
}

static void seeding_happens_once(void **state)
{
    (void)state;
    struct db_test t;
    struct err err = {0};
    struct conn *c;
    AUTO_STRUCT(arena) *arena = arena_new();
    struct cards cards;
    struct card_summary *list;
    struct card *card;
    size_t n;

    db_test_init(&t);
    ASSERT_OK(db_migrate(t.db, &err), err);
    ASSERT_OK(cards_seed(t.db, &err), err);
    ASSERT_OK(cards_seed(t.db, &err), err);
    ASSERT_OK(db_read_begin(t.db, &c, &err), err);
    ASSERT_OK(card_versions(c, NULL, arena, &list, &n, &err), err);
    assert_int_equal(n, 3);
    assert_string_equal(list[0].key, "health");
    assert_string_equal(list[0].state, "published");
    ASSERT_OK(cards_load(c, arena, &cards, &err), err);
    assert_string_equal(cards.maturity->kind, "maturity");
    assert_int_equal(card_version(c, "wealth", 0, arena, &card, &err), ERR_NOT_FOUND);
    db_read_end(c);
    db_test_done(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(built_in_cards_are_valid),
        cmocka_unit_test(worked_example),
        cmocka_unit_test(refusals_name_the_place_and_the_rule),
        cmocka_unit_test(seeding_happens_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
