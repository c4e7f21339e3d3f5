#include "facts/kind/touch.h"
#include "metric_test.h"
#include "scoring/history/history.h"

#define TODAY "2024-06-30"

static int set_up(void **state)
{
    static struct metric_test t;
    struct err err = {0};

    metric_test_init(&t);
    for (int i = 0; i < 3; i++)
        fact(&t, "account", i ? "start=2024-01-10" : "start=2023-12-01");
    /* One far away, in a chunk of its own. */
    fact(&t, "account", "start=2024-02-01 key=far");
    put_sql(&t, "UPDATE account SET id = 5000 WHERE key = 'far'");
    fact(&t, "subscription", "account_id=1 start=2024-01-01 amount_cents=10000 seats=10");
    fact(&t, "subscription", "account_id=2 start=2024-02-01 ended=2024-05-01 amount_cents=20000");
    fact(&t, "subscription", "account_id=5000 start=2024-02-01 amount_cents=30000");
    fact(&t, "ticket",
         "account_id=1 opened=2024-04-01T08:00:00Z solved=2024-04-02T08:00:00Z satisfaction=5");
    fact(&t, "ticket",
         "account_id=5000 opened=2024-06-01T08:00:00Z solved=2024-06-02T08:00:00Z satisfaction=2");
    fact(&t, "assessment",
         "account_id=1 day=2024-03-01 charter_clarity=3 charter_influence=3 "
         "charter_head=3 people_skill=3 people_size=3 people_record=3");
    metric_test_commit(&t);
    ASSERT_OK(cards_seed(t.base.db, &err), err);
    *state = &t;
    return 0;
}

static int tear_down(void **state)
{
    metric_test_done(*state);
    return 0;
}

/* The kept number of an account on a day; NaN if the day is not scored. */
static double kept(struct metric_test *t, int64_t account, enum kept column, const char *day)
{
    struct score_day d;
    struct conn *c;
    struct err err = {0};
    double value = NAN, of_column = NAN;

    ASSERT_OK(db_read_begin(t->base.db, &c, &err), err);
    if (history_day(c, day_at(day), t->arena, &d, &err) == 0) {
        ASSERT_OK(history_series(c, account, column, &d, 1, &value, &err), err);
        ASSERT_OK(history_column(c, d.day, column, &account, 1, &of_column, &err), err);
        assert_true(value == of_column || (isnan(value) && isnan(of_column)));
    }
    db_read_end(c);
    return value;
}

static size_t days_scored(struct metric_test *t)
{
    struct score_day *days;
    struct conn *c;
    struct err err = {0};
    size_t n;

    ASSERT_OK(db_read_begin(t->base.db, &c, &err), err);
    ASSERT_OK(history_days(c, DAY_MIN, DAY_MAX, t->arena, &days, &n, &err), err);
    db_read_end(c);
    return n;
}

static void remember(void *ctx, const struct history_difference *d)
{
    *(struct history_difference *)ctx = *d;
}

static int64_t check(struct metric_test *t, struct history_difference *ret)
{
    struct err err = {0};
    int64_t n = history_check(t->base.db, remember, ret, NULL, &err);

    ASSERT_OK(n, err);
    return n;
}

static void fill(struct metric_test *t, const char *from, const char *to, enum history_step step)
{
    struct err err = {0};

    ASSERT_OK(history_fill(t->base.db, day_at(from), day_at(to), step, NULL, &err), err);
}

static void refresh(struct metric_test *t, const char *today)
{
    struct err err = {0};

    ASSERT_OK(history_refresh(t->base.db, day_at(today), NULL, &err), err);
}

static void filled_days_hold_what_the_facts_give(void **state)
{
    struct metric_test *t = *state;
    struct history_difference d;

    fill(t, "2024-06-01", TODAY, HISTORY_WEEK);
    assert_int_equal(days_scored(t), 5); /* four Mondays and the last day */
    assert_close(kept(t, 1, KEPT_ARR, TODAY), 1200, 1e-9);
    assert_close(kept(t, 5000, KEPT_ARR, TODAY), 3600, 1e-9);
    assert_close(kept(t, 1, KEPT_MATURITY, TODAY), 3, 1e-9);
    assert_close(kept(t, 1, KEPT_MATURITY_COVERAGE, TODAY), 0.6, 1e-4);
    assert_close(kept(t, 1, KEPT_STATE, TODAY), STATE_ACTIVE, 0);
    assert_close(kept(t, 2, KEPT_STATE, TODAY), STATE_LEFT, 0);
    /* Satisfaction and resolution, escalations and open tickets: too little for a score. */
    assert_close(kept(t, 1, KEPT_HEALTH_COVERAGE, TODAY), 0.2 * 0.48 + 0.25 * 0.15, 1e-9);
    assert_true(isnan(kept(t, 1, KEPT_HEALTH, TODAY)));
    assert_true(isnan(kept(t, 2, KEPT_HEALTH, TODAY)));
    assert_true(isnan(kept(t, 77, KEPT_ARR, TODAY)));
    assert_int_equal(check(t, &d), 0);
}

static void steps_choose_days(void **state)
{
    struct metric_test *t = *state;

    fill(t, "2024-04-15", TODAY, HISTORY_MONTH);
    assert_int_equal(days_scored(t), 3);
    fill(t, "2024-06-25", TODAY, HISTORY_DAY);
    assert_int_equal(days_scored(t), 8);
}

static void check_finds_what_was_changed(void **state)
{
    struct metric_test *t = *state;
    struct history_difference d;
    double wrong[] = {NAN, 7};
    struct err err = {0};

    fill(t, TODAY, TODAY, HISTORY_DAY);
    metric_test_begin(t);
    ASSERT_OK(
        db_exec(t->conn,
                "UPDATE score_column SET numbers = $numbers WHERE column_id = 6 AND chunk = 0",
                DB_ARGS(DB_BLOB("numbers", wrong, sizeof(wrong))), &err),
        err);
    metric_test_commit(t);
    assert_int_equal(check(t, &d), 2); /* of accounts 1 and 2; 3 has no subscription */
    assert_int_equal(d.column, KEPT_ARR);
    assert_int_equal(d.account_id, 2);
    assert_true(isnan(d.kept));
    assert_close(d.computed, 0, 0);
}

static void a_day_that_is_behind_claims_nothing(void **state)
{
    struct metric_test *t = *state;
    struct history_difference d;
    struct err err = {0};

    fill(t, TODAY, TODAY, HISTORY_DAY);
    metric_test_begin(t);
    fact(t, "subscription", "account_id=1 start=2024-03-01 amount_cents=10000");
    ASSERT_OK(facts_touch(t->conn, 1, &err), err);
    metric_test_commit(t);
    assert_int_equal(check(t, &d), 0);
    refresh(t, TODAY);
    assert_close(kept(t, 1, KEPT_ARR, TODAY), 2400, 1e-9);
    assert_int_equal(check(t, &d), 0);
}

static void refreshing_fills_the_weeks_and_follows_changes(void **state)
{
    struct metric_test *t = *state;
    struct history_difference d;
    struct err err = {0};

    refresh(t, TODAY);
    size_t n = days_scored(t);
    assert_int_equal(n, 31); /* Mondays from 2023-12-04 on, and today */
    assert_close(kept(t, 2, KEPT_ARR, "2024-04-29"), 2400, 1e-9);
    assert_true(isnan(kept(t, 2, KEPT_STATE, "2024-01-01")) ||
                kept(t, 2, KEPT_STATE, "2024-01-01") == STATE_ABSENT);
    assert_int_equal(check(t, &d), 0);

    /* A first use in the product: the windows of everybody's usage begin, for one it counts. */
    metric_test_begin(t);
    int64_t event = fact(t, "usage_event", "first_day=2024-05-20");
    used(t, 3, event, 0, "2024-05-20", 4);
    ASSERT_OK(facts_touch(t->conn, 3, &err), err);
    metric_test_commit(t);
    double before = kept(t, 3, KEPT_HEALTH_COVERAGE, "2024-06-10");
    refresh(t, TODAY);
    assert_int_equal(days_scored(t), n);
    assert_true(kept(t, 3, KEPT_HEALTH_COVERAGE, "2024-06-10") > before);
    assert_int_equal(check(t, &d), 0);

    metric_test_begin(t);
    put_sql(t, "DELETE FROM account WHERE id = 5000");
    ASSERT_OK(facts_touch(t->conn, 5000, &err), err);
    metric_test_commit(t);
    refresh(t, "2024-07-01");
    assert_int_equal(days_scored(t), n + 1);
    assert_int_equal(check(t, &d), 0);
}

static bool stop_at_once(void *ctx, int pct)
{
    (void)ctx;
    return pct < 0;
}

static void work_can_be_stopped(void **state)
{
    struct metric_test *t = *state;
    const struct history_progress progress = {stop_at_once, NULL};
    struct err err = {0};

    assert_int_equal(
        history_fill(t->base.db, day_at("2024-06-01"), day_at(TODAY), HISTORY_DAY, &progress, &err),
        ERR_CONFLICT);
    assert_int_equal(days_scored(t), 0);
    assert_int_equal(
        history_fill(t->base.db, day_at(TODAY), day_at("2024-06-01"), HISTORY_DAY, NULL, &err),
        ERR_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
        T(filled_days_hold_what_the_facts_give),
        T(steps_choose_days),
        T(check_finds_what_was_changed),
        T(a_day_that_is_behind_claims_nothing),
        T(refreshing_fills_the_weeks_and_follows_changes),
        T(work_can_be_stopped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
