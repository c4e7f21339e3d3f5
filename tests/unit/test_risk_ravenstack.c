/* RavenStack's labels have no signal: nothing may be claimed of them. shared_data.h says how the
 * files are found. */
#include "forecast/lab/lab.h"
#include "forecast/risk/risk_list.h"
#include "forecast/risk/train.h"
#include "import_test.h"
#include "scoring/scorecard/cards.h"
#include "shared_data.h"

#define TODAY test_day("2025-01-31")

static int set_up(void **state)
{
    static struct import_test w;
    struct import_source source = {0};

    import_test_init(&w);
    source.path = shared_path(w.t.act.arena, "ravenstack");
    ASSERT_OK(import_paths(&w, &source, 1, NULL, false), w.t.err);
    ASSERT_OK(cards_seed(w.t.db.db, &w.t.err), w.t.err);
    *state = &w;
    return 0;
}

static int tear_down(void **state)
{
    import_test_done(*state);
    return 0;
}

static struct model_card train(struct import_test *w, struct horizon horizon)
{
    const struct train_ask ask = {.horizon = horizon, .today = TODAY};
    struct model_card card;

    ASSERT_OK(risk_train(w->t.db.db, &ask, w->t.act.arena, &card, &w->t.err), w->t.err);
    return card;
}

static void nobody_is_called_a_risk(struct import_test *w)
{
    struct snapshots *snapshots = snapshots_new();
    struct arena *arena = arena_new();
    struct risk_list list;
    struct conn *c;

    ASSERT_OK(db_read_begin(w->t.db.db, &c, &w->t.err), w->t.err);
    const struct portfolio_source from = {snapshots, c, TODAY, arena};
    ASSERT_OK(risk_list_read(&from, &(struct risk_query){.limit = 500}, &list, &w->t.err),
              w->t.err);
    assert_true(list.total > 400);
    assert_int_equal(list.totals->risks, 0);
    for (size_t k = 0; k < list.n_rows; k++) {
        assert_false(list.rows[k].is_risk);
        assert_null(list.rows[k].reason);
    }
    db_read_end(c);
    arena_free(arena);
    snapshots_free(snapshots);
}

/* 600 churn records, but hardly anybody stops paying. */
static void of_who_stops_paying_there_is_too_little(void **state)
{
    struct import_test *w = *state;
    struct model_card card = train(w, (struct horizon){.days = 90});

    assert_string_equal(card.verdict, "too_little");
    assert_int_equal(card.known_until, test_day("2024-12-31"));
    assert_true(card.left_accounts < RISK_LEFT_MIN);
    assert_non_null(strstr(card.words, "too little history"));
    assert_non_null(strstr(card.words, "is_recorded"));
    nobody_is_called_a_risk(w);
}

/* The records fall more often on new customers, and nothing else tells of them. */
static void of_the_records_nothing_tells(void **state)
{
    static const int64_t days[] = {30, 90};
    struct import_test *w = *state;

    for (size_t k = 0; k < ARRAY_LEN(days); k++) {
        struct model_card card = train(w, (struct horizon){.days = days[k], .is_recorded = true});
        assert_string_equal(card.verdict, "nothing");
        assert_true(card.left_accounts > 200);
        assert_true(card.beyond_age_low <= 0);
        assert_non_null(strstr(card.words, "nobody is called a risk"));
        nobody_is_called_a_risk(w);
    }
}

static void health_is_no_better_than_chance(void **state)
{
    struct import_test *w = *state;
    struct lab_ask ask;
    struct lab lab;

    fields_init(lab_ask_fields, &ask);
    for (int k = 0; k < 2; k++) {
        ask.is_recorded = k == 1;
        ASSERT_OK(lab_run(w->t.db.db, &ask, TODAY, NULL, w->t.act.arena, &lab, &w->t.err),
                  w->t.err);
        assert_string_equal(lab.scores[0].verdict, k == 0 ? "too_few" : "chance");
        assert_string_equal(lab.verdict, k == 0 ? "too_few" : "chance");
        assert_true(lab.scores[0].auc_low < (k == 0 ? 0.55 : 0.5));
        assert_true(lab.scores[0].auc_high > 0.5);
    }
    assert_non_null(strstr(lab.words, "no better than chance: AUC 0.5"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_who_stops_paying_there_is_too_little),
        cmocka_unit_test(of_the_records_nothing_tells),
        cmocka_unit_test(health_is_no_better_than_chance),
    };
    AUTO_STRUCT(arena) *arena = arena_new();

    if (!shared_path(arena, "ravenstack"))
        return shared_skip("ravenstack");
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
