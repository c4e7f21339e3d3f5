/* RavenStack's labels have no signal: nothing may be claimed of them. shared_data.h says how the
 * files are found. */
#include "forecast/risk/risk_list.h"
#include "forecast/risk/train.h"
#include "import_test.h"
#include "scoring/scorecard/cards.h"
#include "shared_data.h"

static void nobody_is_called_a_risk(void **state)
{
    struct import_test w;
    struct model_card card;
    (void)state;

    import_test_init(&w);
    struct import_source source = {.path = shared_path(w.t.act.arena, "ravenstack")};
    ASSERT_OK(import_paths(&w, &source, 1, NULL, false), w.t.err);
    ASSERT_OK(cards_seed(w.t.db.db, &w.t.err), w.t.err);
    const int32_t today = test_day("2025-01-31");
    const struct train_ask ask = {.horizon = {.days = 90}, .today = today};
    ASSERT_OK(risk_train(w.t.db.db, &ask, w.t.act.arena, &card, &w.t.err), w.t.err);
    /* 600 churn records, but hardly anybody stops paying. */
    assert_string_equal(card.verdict, "too_little");
    assert_int_equal(card.known_until, test_day("2024-12-31"));
    assert_true(card.left_accounts < RISK_LEFT_MIN);
    assert_non_null(strstr(card.words, "too little history"));
    struct snapshots *snapshots = snapshots_new();
    struct arena *arena = arena_new();
    struct risk_list list;
    struct conn *c;
    ASSERT_OK(db_read_begin(w.t.db.db, &c, &w.t.err), w.t.err);
    const struct portfolio_source from = {snapshots, c, today, arena};
    ASSERT_OK(risk_list_read(&from, &(struct risk_query){.limit = 500}, &list, &w.t.err), w.t.err);
    assert_true(list.total > 400);
    assert_int_equal(list.totals->risks, 0);
    for (size_t k = 0; k < list.n_rows; k++)
        assert_null(list.rows[k].reason);
    db_read_end(c);
    arena_free(arena);
    snapshots_free(snapshots);
    import_test_done(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_is_called_a_risk),
    };
    AUTO_STRUCT(arena) *arena = arena_new();

    if (!shared_path(arena, "ravenstack"))
        return shared_skip("ravenstack");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
