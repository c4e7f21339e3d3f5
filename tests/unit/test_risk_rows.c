/* The rows that models learn from: as known then, labelled by what is known now. */
#include "forecast/risk/validate.h"
#include "metric_test.h"
#include "risk_test.h"
#include "stats/random.h"

static struct past_ask ask_of(const char *today, int64_t days)
{
    return (struct past_ask){
        .horizon = {.days = days}, .from = DAY_NONE, .to = DAY_NONE, .today = day_at(today)};
}

/* Ada stays; Bob leaves on 10 May; Cleo's leaving on 20 April became known only in June; Dora gave
 * notice in March, and pays on. */
static void put_company(struct metric_test *t)
{
    struct err err = {0};

    fact(t, "account", "key=ada start=2024-01-01");
    fact(t, "account", "key=bob start=2024-01-01");
    fact(t, "account", "key=cleo start=2024-01-01");
    fact(t, "account", "key=dora start=2024-01-01");
    for (int a = 1; a <= 4; a++) {
        const char *end = a == 2   ? "ended=2024-05-10"
                          : a == 3 ? "ended=2024-04-20"
                                   : "auto_renewal=1";
        fact(t, "subscription",
             arena_printf(t->arena,
                          "account_id=%d start=2024-01-01 amount_cents=1000 term_months=1 %s", a,
                          end));
    }
    fact(t, "churn", "account_id=4 day=2024-03-15");
    fact(t, "invoice", "account_id=1 issued=2024-08-30 due=2024-09-10 amount_cents=100");
    metric_test_commit(t);
    ASSERT_OK(cards_seed(t->base.db, &err), err);
}

static void make(struct metric_test *t, const struct past_ask *ask, struct past *past,
                 struct panel *panel)
{
    struct err err = {0};

    ASSERT_OK(past_open(past, t->base.db, ask, t->arena, &err), err);
    ASSERT_OK(panel_make(past, t->arena, panel, &err), err);
}

static int row_of(const struct panel *p, int64_t account, const char *day)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->account[i] == account && p->day[i] == day_at(day))
            return (int)i;
    return -1;
}

static void labels_are_told_by_what_is_known_now(void **state)
{
    struct metric_test *t = *state;
    struct past_ask ask = ask_of("2024-09-01", 30);
    struct panel panel;
    struct past past;

    put_company(t);
    make(t, &ask, &past, &panel);
    assert_int_equal(past.known_until, day_at("2024-09-01"));
    assert_int_equal(past.days[0], day_at("2024-01-31"));
    assert_int_equal(past.days[past.n - 1], day_at("2024-07-31"));
    assert_int_equal(panel.clusters, 4);
    assert_false(panel.label[row_of(&panel, 1, "2024-04-30")]);
    assert_true(panel.label[row_of(&panel, 2, "2024-04-30")]);
    assert_false(panel.label[row_of(&panel, 2, "2024-03-31")]);
    assert_int_equal(row_of(&panel, 2, "2024-05-31"), -1);
    assert_true(panel.label[row_of(&panel, 3, "2024-03-31")]);
    assert_int_equal(panel.until[row_of(&panel, 3, "2024-03-31")], day_at("2024-04-30"));
    /* A record beside a live subscription is no leaving, unless asked for. */
    assert_false(panel.label[row_of(&panel, 4, "2024-02-29")]);
    assert_true(panel.is_recorded[row_of(&panel, 4, "2024-02-29")]);
    assert_int_equal(panel.recorded_accounts, 1);
    assert_int_equal(panel.yes_accounts, 2);
    panel_free(&panel);
    ask.horizon.is_recorded = true;
    make(t, &ask, &past, &panel);
    assert_true(panel.label[row_of(&panel, 4, "2024-02-29")]);
    assert_false(panel.label[row_of(&panel, 4, "2024-03-31")]);
    panel_free(&panel);
}

/* Until the end of the running term, month by month here: whose term ends after what is known has
 * no row. */
static void horizons_can_end_with_the_term(void **state)
{
    struct metric_test *t = *state;
    struct past_ask ask = ask_of("2024-09-01", 60);
    struct panel panel;
    struct past past;

    put_company(t);
    ask.horizon.is_renewal = true;
    make(t, &ask, &past, &panel);
    int row = row_of(&panel, 1, "2024-04-30");
    assert_int_equal(panel.until[row], day_at("2024-05-01"));
    /* Bob left within the term that began on the first of May. */
    assert_false(panel.label[row_of(&panel, 2, "2024-04-30")]);
    assert_int_equal(past.days[past.n - 1], day_at("2024-08-31"));
    assert_true(row_of(&panel, 1, "2024-08-31") >= 0);
    panel_free(&panel);
}

/* Files that stopped coming are no customers who stay. */
static void outcomes_end_where_facts_do(void **state)
{
    struct metric_test *t = *state;
    struct past_ask ask = ask_of("2026-09-01", 30);
    struct panel panel;
    struct past past;

    put_company(t);
    make(t, &ask, &past, &panel);
    assert_int_equal(past.known_until, day_at("2024-08-30"));
    assert_int_equal(past.days[past.n - 1], day_at("2024-07-31"));
    panel_free(&panel);
}

/* Features are what history keeps of the same day. */
static void features_are_what_history_keeps(void **state)
{
    struct risk_test t;
    struct panel panel;
    struct past past;
    (void)state;

    risk_test_init(&t);
    risk_test_fill(&t, 60, 8);
    const struct past_ask ask = {.horizon = {.days = 60},
                                 .from = RISK_TEST_UNTIL - 120,
                                 .to = DAY_NONE,
                                 .today = RISK_TEST_UNTIL};
    ASSERT_OK(past_open(&past, t.base.db, &ask, t.arena, &t.err), t.err);
    ASSERT_OK(panel_make(&past, t.arena, &panel, &t.err), t.err);
    assert_true(panel.n > 60);
    int health = feature_index(panel.features, panel.p, "health");
    int maturity = feature_index(panel.features, panel.p, "maturity");
    for (size_t k = 0; k < past.n; k++)
        ASSERT_OK(history_fill(t.base.db, past.days[k], past.days[k], HISTORY_DAY, NULL, &t.err),
                  t.err);
    struct conn *c;
    ASSERT_OK(db_read_begin(t.base.db, &c, &t.err), t.err);
    for (size_t i = 0; i < panel.n; i++) {
        double kept[2];
        ASSERT_OK(
            history_column(c, panel.day[i], KEPT_HEALTH, &panel.account[i], 1, &kept[0], &t.err),
            t.err);
        ASSERT_OK(
            history_column(c, panel.day[i], KEPT_MATURITY, &panel.account[i], 1, &kept[1], &t.err),
            t.err);
        assert_memory_equal(&kept[0], &panel.columns[health][i], sizeof(double));
        assert_true((isnan(kept[1]) && isnan(panel.columns[maturity][i])) ||
                    kept[1] == panel.columns[maturity][i]);
    }
    db_read_end(c);
    panel_free(&panel);
    risk_test_done(&t);
}

#define N 400
enum column { HONEST, REASON, PERFECT, UNDATED, EMPTIED, COLUMNS };

/* What is said of columns that know the outcome. */
static void leaks_are_left_out_with_the_reason(void **state)
{
    static double values[COLUMNS][N];
    double *columns[COLUMNS];
    bool label[N];
    struct feature features[COLUMNS] = {[UNDATED] = {.is_undated = true}};
    struct arena *arena = arena_new();
    struct rng rng;
    (void)state;

    rng_init(&rng, 5, 0);
    for (size_t j = 0; j < COLUMNS; j++)
        columns[j] = values[j];
    for (size_t i = 0; i < N; i++) {
        label[i] = i % 10 == 0;
        for (size_t j = 0; j < COLUMNS; j++)
            values[j][i] = rng_normal(&rng);
        values[HONEST][i] += label[i] ? 1.5 : 0;
        values[PERFECT][i] += label[i] ? 5 : 0;
        if (!label[i] && i % 200 != 1)
            values[REASON][i] = NAN; /* why it left: asked of those who leave */
        if (label[i])
            values[EMPTIED][i] = NAN;
    }
    struct panel p = {.n = N,
                      .p = COLUMNS,
                      .features = features,
                      .columns = columns,
                      .label = label,
                      .yes = N / 10};
    leak_guard(&p, arena);
    assert_null(p.features[HONEST].left_out);
    assert_non_null(strstr(p.features[REASON].left_out, "filled in when somebody leaves"));
    assert_non_null(strstr(p.features[EMPTIED].left_out, "emptied when somebody leaves"));
    assert_non_null(strstr(p.features[PERFECT].left_out, "nearly without a fault"));
    assert_non_null(strstr(p.features[UNDATED].left_out, "value of now"));
    /* With three that left nothing can be told from the data. */
    for (size_t i = 0; i < N; i++)
        label[i] = i < 3;
    p.yes = 3;
    leak_guard(&p, arena);
    assert_null(p.features[PERFECT].left_out);
    assert_non_null(p.features[UNDATED].left_out);
    arena_free(arena);
}

/* Nothing is learned from a row whose outcome was not known before the months it is tried on. */
static void blocks_learn_from_what_was_known(void **state)
{
    struct risk_test t;
    struct panel panel;
    struct past past;
    struct validation v;
    (void)state;

    risk_test_init(&t);
    risk_test_fill(&t, 250, 24);
    const struct past_ask ask = {
        .horizon = {.days = 90}, .from = DAY_NONE, .to = DAY_NONE, .today = RISK_TEST_UNTIL};
    ASSERT_OK(past_open(&past, t.base.db, &ask, t.arena, &t.err), t.err);
    ASSERT_OK(panel_make(&past, t.arena, &panel, &t.err), t.err);
    leak_guard(&panel, t.arena);
    const struct validate_ask how = {.panel = &panel, .edges = past.cards.health->edges};
    ASSERT_OK(validate(&how, t.arena, &v, &t.err), t.err);
    assert_true(v.is_possible);
    assert_true(v.n_blocks >= 2);
    int64_t told = 0;
    for (size_t b = 0; b < v.n_blocks; b++) {
        int64_t known = 0;
        for (size_t i = 0; i < panel.n; i++)
            known += panel.until[i] < v.blocks[b].from;
        assert_int_equal(known, v.blocks[b].learned_rows);
        told += v.blocks[b].told_rows;
    }
    assert_int_equal(told, v.n_rows);
    /* The same again is the same, to the last bit. */
    struct validation again;
    ASSERT_OK(validate(&how, t.arena, &again, &t.err), t.err);
    assert_int_equal(again.kept, v.kept);
    assert_memory_equal(again.log_odds, v.log_odds, v.n_rows * sizeof(double));
    panel_free(&panel);
    risk_test_done(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(labels_are_told_by_what_is_known_now, metric_set_up,
                                        metric_tear_down),
        cmocka_unit_test_setup_teardown(horizons_can_end_with_the_term, metric_set_up,
                                        metric_tear_down),
        cmocka_unit_test_setup_teardown(outcomes_end_where_facts_do, metric_set_up,
                                        metric_tear_down),
        cmocka_unit_test(features_are_what_history_keeps),
        cmocka_unit_test(leaks_are_left_out_with_the_reason),
        cmocka_unit_test(blocks_learn_from_what_was_known),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
