/* Metrics over goals, campaigns, advocacy and opportunities, by numbers worked out by hand. */
#include "metric_test.h"

static void measured(struct metric_test *t, int64_t account, int64_t goal, const char *rest)
{
    char text[200];

    snprintf(text, sizeof(text), "account_id=%lld goal_id=%lld %s", (long long)account,
             (long long)goal, rest);
    fact(t, "measurement", text);
}

static void goals(void **state)
{
    struct metric_test *t = *state;
    int64_t a = fact(t, "account", "start=2023-01-01");
    fact(t, "account", "start=2023-01-01");
    /* Met early in 2023, missed, met late, met ahead of time, half-way, and never measured. */
    int64_t first =
        fact(t, "goal", "account_id=1 agreed=2023-01-10 due=2023-03-31 baseline=10 target=20");
    int64_t falling =
        fact(t, "goal", "account_id=1 agreed=2023-06-01 due=2023-12-31 baseline=12 target=6");
    fact(t, "goal", "account_id=1 agreed=2023-06-01 due=2023-12-31 met=2024-02-15");
    int64_t ahead = fact(t, "goal", "account_id=1 agreed=2024-01-01 due=2024-12-31 target=50");
    int64_t half =
        fact(t, "goal", "account_id=1 agreed=2024-01-01 due=2024-12-31 baseline=20 target=60");
    fact(t, "goal", "account_id=1 agreed=2024-01-01 due=2024-12-31 baseline=0 target=1");
    fact(t, "goal", "account_id=1 agreed=2024-03-01 met=2024-03-02 known=2024-05-01");
    measured(t, a, first, "day=2023-02-20 value=21");
    measured(t, a, first, "day=2023-06-20 value=5"); /* once met, it stays met */
    measured(t, a, falling, "day=2023-12-01 value=9");
    measured(t, a, falling, "day=2024-01-20 value=7.5");
    measured(t, a, ahead, "day=2024-03-10 value=50");
    measured(t, a, half, "day=2024-03-10 value=30");
    measured(t, a, half, "day=2024-03-20 value=35");
    measured(t, a, half, "day=2024-03-20 value=45");
    measured(t, a, half, "day=2024-03-25 value=60 known=2024-04-10");
    compute(t, "2024-03-31");

    /* Due or early in the year: falling (not met), by hand (met), ahead (met). */
    VALUE(t, 0, "goals_met_12m_pct", 100 * 2 / 3.0);
    /* falling 4.5 of 6, by hand 1, ahead 1, half 20 of 40; the one of 2023-02 is over a year old.
     */
    VALUE(t, 0, "goals_progress_pct", 100 * (0.75 + 1 + 1 + 0.5) / 4);
    VALUE(t, 0, "time_to_first_value_days", 50); /* 2023-02-20 */
    MISSING(t, 1, "goals_met_12m_pct");
    MISSING(t, 1, "goals_progress_pct");
    MISSING(t, 1, "time_to_first_value_days");

    compute(t, "2024-04-10"); /* the measurement of March is known now */
    VALUE(t, 0, "goals_met_12m_pct", 75);
    compute(t, "2023-04-01");
    VALUE(t, 0, "goals_met_12m_pct", 100);
    compute(t, "2023-02-19");
    MISSING(t, 0, "time_to_first_value_days");
    MISSING(t, 0, "goals_met_12m_pct");
}

/* Measured on many days, in any order; the progress never leaves 0 … 100. */
static void progress_stays_within_its_bounds(void **state)
{
    struct metric_test *t = *state;
    int64_t a = fact(t, "account", "start=2023-01-01");
    int64_t goal = fact(t, "goal", "account_id=1 agreed=2024-01-01 baseline=10 target=20");

    measured(t, a, goal, "day=2024-01-20 value=-90");
    compute(t, "2024-01-31");
    VALUE(t, 0, "goals_progress_pct", 0);
    measured(t, a, goal, "day=2024-01-10 value=15");
    compute(t, "2024-01-31");
    VALUE(t, 0, "goals_progress_pct", 0); /* the later one counts */
    measured(t, a, goal, "day=2024-01-25 value=900");
    compute(t, "2024-01-31");
    VALUE(t, 0, "goals_progress_pct", 100);
}

static void campaigns(void **state)
{
    struct metric_test *t = *state;
    fact(t, "account", "start=2023-01-01");
    fact(t, "account", "start=2023-01-01");
    fact(t, "campaign_touch",
         "account_id=1 sent=2024-03-01T08:00:00Z opened=2024-03-01T09:00:00Z "
         "clicked=2024-03-02T09:00:00Z");
    fact(t, "campaign_touch",
         "account_id=1 sent=2024-03-20T08:00:00Z clicked=2024-04-01T09:00:00Z");
    fact(t, "campaign_touch", "account_id=1 sent=2024-01-02T08:00:00Z");
    fact(t, "campaign_touch",
         "account_id=1 sent=2024-01-01T08:00:00Z clicked=2024-01-01T09:00:00Z");
    compute(t, "2024-03-31");
    VALUE(t, 0, "campaign_click_rate_90d_pct", 100 / 3.0); /* from 2024-01-02 on */
    MISSING(t, 1, "campaign_click_rate_90d_pct");
    compute(t, "2024-04-01");
    VALUE(t, 0, "campaign_click_rate_90d_pct", 100);
    compute(t, "2024-12-24"); /* nothing was sent for long: the window ends with the last */
    assert_int_equal(t->context.through[FEED_TOUCHES], day_at("2024-03-20"));
    VALUE(t, 0, "campaign_click_rate_90d_pct", 100 * 2 / 4.0);
}

static void advocacy(void **state)
{
    struct metric_test *t = *state;
    fact(t, "account", "start=2022-01-01");
    fact(t, "account", "start=2022-01-01");
    fact(t, "advocacy", "account_id=1 kind=reference_call day=2024-03-31");
    fact(t, "advocacy", "account_id=1 kind=case_study day=2023-04-02");
    fact(t, "advocacy", "account_id=1 kind=case_study day=2023-04-01"); /* 365 days ago */
    fact(t, "advocacy", "account_id=1 kind=talk day=2024-03-01 known=2024-06-01");
    fact(t, "advocacy", "account_id=1 kind=public_review day=2023-12-01");
    fact(t, "advocacy", "account_id=1 kind=product_feedback day=2024-01-05");
    fact(t, "advocacy", "account_id=1 kind=product_feedback day=2024-01-05");
    fact(t, "advocacy", "account_id=1 kind=advisory_board day=2024-02-05");
    compute(t, "2024-03-31");
    VALUE(t, 0, "references_12m", 2);
    VALUE(t, 0, "referrals_12m", 0);
    VALUE(t, 0, "reviews_12m", 1);
    VALUE(t, 0, "feedback_12m", 3);
    VALUE(t, 0, "advocacy_12m", 6);
    VALUE(t, 1, "advocacy_12m", 0);
    compute(t, "2023-03-31");
    MISSING(t, 1, "advocacy_12m"); /* nobody's is known yet */
    compute(t, "2024-06-01");
    VALUE(t, 0, "references_12m", 2); /* the case study of 2023-04 is too old, the talk is known */
}

static void pipeline(void **state)
{
    struct metric_test *t = *state;
    fact(t, "account", "start=2022-01-01");
    fact(t, "account", "start=2022-01-01");
    fact(t, "account", "start=2022-01-01");
    fact(t, "subscription", "account_id=1 start=2023-01-01 amount_cents=100000");
    fact(t, "subscription", "account_id=2 start=2023-01-01 amount_cents=100000");
    fact(t, "opportunity",
         "account_id=1 kind=expansion opened=2024-01-10 amount_cents=300000 "
         "expected_close=2024-02-01");
    fact(t, "opportunity",
         "account_id=1 kind=expansion opened=2024-02-10 amount_cents=100000 closed=2024-04-01 "
         "is_won=1");
    fact(t, "opportunity",
         "account_id=1 kind=expansion opened=2024-01-10 amount_cents=500000 closed=2024-03-31");
    fact(t, "opportunity", "account_id=1 kind=expansion opened=2024-03-10");
    fact(t, "opportunity", "account_id=1 kind=renewal opened=2024-03-10 amount_cents=1200000");
    fact(t, "opportunity",
         "account_id=3 kind=expansion opened=2024-03-10 amount_cents=9 "
         "currency=EUR");
    compute(t, "2024-03-31");
    VALUE(t, 0, "expansion_pipeline", 4000);
    VALUE(t, 0, "expansion_pipeline_pct", 100 * 4000 / 12000.0);
    VALUE(t, 1, "expansion_pipeline", 0);
    VALUE(t, 1, "expansion_pipeline_pct", 0);
    MISSING(t, 2, "expansion_pipeline");
    MISSING(t, 2, "expansion_pipeline_pct");
    compute(t, "2024-03-30");
    VALUE(t, 0, "expansion_pipeline", 9000);
    compute(t, "2024-01-09");
    MISSING(t, 1, "expansion_pipeline"); /* no opportunity of anybody is known yet */
}

static void tickets_close_after_they_are_solved(void **state)
{
    struct metric_test *t = *state;
    fact(t, "account", "start=2022-01-01");
    fact(t, "ticket",
         "account_id=1 opened=2024-03-01T08:00:00Z solved=2024-03-01T20:00:00Z "
         "closed=2024-03-03T08:00:00Z");
    fact(t, "ticket",
         "account_id=1 opened=2024-03-05T08:00:00Z solved=2024-03-05T10:00:00Z "
         "closed=2024-04-05T08:00:00Z");
    compute(t, "2024-03-31");
    VALUE(t, 0, "resolution_hours_90d", 7);
    VALUE(t, 0, "closing_hours_90d", 48);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, metric_set_up, metric_tear_down)
        T(goals),    T(progress_stays_within_its_bounds),    T(campaigns), T(advocacy),
        T(pipeline), T(tickets_close_after_they_are_solved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
