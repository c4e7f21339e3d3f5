#include "metric_test.h"

static void the_dictionary_is_whole(void **state)
{
    (void)state;
    size_t n;
    const struct metric *all = metrics_all(&n);

    assert_true(n >= 40);
    for (size_t m = 0; m < n; m++) {
        assert_int_equal(metric_index(all[m].id), m); /* no id twice */
        assert_true(*all[m].label && *all[m].group && *all[m].unit && *all[m].formula);
        assert_true(*all[m].source && all[m].window && all[m].n_facts > 0 && all[m].value);
        assert_true(str_eq(all[m].direction, "more") || str_eq(all[m].direction, "less") ||
                    str_eq(all[m].direction, "neither"));
    }
    for (size_t r = 0; r < ASSESSMENT_RATINGS; r++)
        assert_int_equal(all[(size_t)metric_index(assessment_ratings[r])].arg, r);
    assert_int_equal(metric_index("nonsense"), -1);
}

static void nothing_known_is_missing(void **state)
{
    struct metric_test *t = *state;
    size_t n;
    const struct metric *all = metrics_all(&n);

    fact(t, "account", "start=2024-01-01");
    compute(t, "2024-03-31");
    for (size_t m = 0; m < n; m++)
        if (!str_eq(all[m].id, "tenure_months") && !str_eq(all[m].id, "gross_margin_pct"))
            MISSING(t, 0, all[m].id);
}

/* Two accounts; the window is 2024-03-04 … 03-31, the one before 02-05 … 03-03. */
static void adoption(void **state)
{
    struct metric_test *t = *state;
    int64_t a = fact(t, "account", "seats=4"), b = fact(t, "account", "seats=4");
    int64_t open = fact(t, "usage_event", "first_day=2024-01-01");
    int64_t report = fact(t, "usage_event", "first_day=2024-01-01 is_advanced=1");
    int64_t login = fact(t, "usage_event", "first_day=2024-01-01 is_tracked=0");
    fact(t, "usage_event", "first_day=2024-01-01");
    fact(t, "usage_event", "first_day=2024-04-01"); /* nobody has used it yet */

    used(t, a, open, 1, "2024-03-04", 6);
    used(t, a, open, 2, "2024-03-31", 2);
    used(t, a, report, 1, "2024-03-31", 4);
    used(t, a, login, 2, "2024-03-30", 4);
    used(t, a, open, 3, "2024-03-03", 5); /* before the window */
    used(t, a, open, 3, "2024-02-05", 5);
    used(t, a, open, 3, "2024-02-04", 50);  /* before both */
    used(t, a, report, 4, "2024-04-01", 9); /* in the future */
    used(t, b, open, 0, "2023-11-20", 1);   /* long ago, by nobody in particular */
    compute(t, "2024-03-31");

    VALUE(t, 0, "active_users_28d", 2);
    VALUE(t, 0, "seat_utilisation_pct", 50);
    VALUE(t, 0, "stickiness_pct", 100 * (4.0 / 28) / 2); /* users 1 and 2, two days each */
    VALUE(t, 0, "depth_per_week", 16.0 / 4 / 2);
    VALUE(t, 0, "breadth_pct", 100 * 2.0 / 3);
    VALUE(t, 0, "advanced_share_pct", 25);
    VALUE(t, 0, "usage_events_28d", 16);
    VALUE(t, 0, "usage_trend_pct", 60); /* 16 after 10 */
    VALUE(t, 0, "active_days_28d", 3);
    VALUE(t, 0, "days_since_use", 0);

    VALUE(t, 1, "usage_events_28d", 0);
    VALUE(t, 1, "active_users_28d", 0);
    VALUE(t, 1, "days_since_use", 132);
    MISSING(t, 1, "usage_trend_pct");
    MISSING(t, 1, "stickiness_pct");
    MISSING(t, 1, "advanced_share_pct");
}

static void users_seen_in_two_months_count_once(void **state)
{
    struct metric_test *t = *state;
    int64_t a = fact(t, "account", "seats=4");
    int64_t open = fact(t, "usage_event", "first_day=2024-01-01");

    used(t, a, open, 1, "2024-02-25", 1);
    used(t, a, open, 1, "2024-03-13", 1);
    used(t, a, open, 9, "2024-02-14", 1); /* one day too early */
    used(t, a, open, 7, "2024-02-15", 1);
    compute(t, "2024-03-13");
    VALUE(t, 0, "active_users_28d", 2);
    VALUE(t, 0, "stickiness_pct", 100 * (3.0 / 28) / 2);
}

static void use_without_users_leaves_users_missing(void **state)
{
    struct metric_test *t = *state;
    int64_t a = fact(t, "account", "seats=4");

    used(t, a, fact(t, "usage_event", "first_day=2024-01-01"), 0, "2024-03-02", 8);
    compute(t, "2024-03-13");
    VALUE(t, 0, "usage_events_28d", 8);
    MISSING(t, 0, "active_users_28d");
    MISSING(t, 0, "seat_utilisation_pct");
    MISSING(t, 0, "depth_per_week");
}

/* The last file came in March; in November the windows still end where it ended. */
static void a_silent_feed_keeps_its_last_windows(void **state)
{
    struct metric_test *t = *state;
    int64_t a = fact(t, "account", "start=2024-01-01"), b = fact(t, "account", "start=2024-01-01");
    int64_t open = fact(t, "usage_event", "first_day=2024-01-01");

    used(t, a, open, 0, "2024-03-31", 8);
    used(t, b, open, 0, "2024-03-21", 8);
    fact(t, "ticket", "account_id=1 opened=2024-03-20T08:00:00Z");
    compute(t, "2024-11-23");
    assert_int_equal(t->context.through[FEED_USAGE], day_at("2024-03-31"));
    assert_int_equal(t->context.through[FEED_TICKETS], day_at("2024-03-20"));
    assert_int_equal(t->context.through[FEED_INTERACTIONS], DAY_NONE);
    VALUE(t, 0, "usage_events_28d", 8);
    VALUE(t, 1, "days_since_use", 10);
    compute(t, "2024-04-07"); /* within the grace of a week */
    assert_int_equal(t->context.through[FEED_USAGE], day_at("2024-04-07"));
    compute(t, "2024-04-08");
    assert_int_equal(t->context.through[FEED_USAGE], day_at("2024-03-31"));
    compute(t, "2024-03-25"); /* what came later is not seen */
    assert_int_equal(t->context.through[FEED_USAGE], day_at("2024-03-25"));
    VALUE(t, 1, "days_since_use", 4);
    MISSING(t, 0, "usage_events_28d");
}

static void expansion(void **state)
{
    struct metric_test *t = *state;
    fact(t, "account", "seats=99");
    fact(t, "account", "seats=7");
    fact(t, "subscription", "account_id=1 start=2022-01-01 amount_cents=1 seats=10 product=Core");
    fact(t, "subscription", "account_id=1 start=2024-01-01 amount_cents=1 seats=5 product=Plus");
    fact(t, "subscription", "account_id=1 start=2024-01-01 amount_cents=1 product=Core");
    fact(t, "subscription",
         "account_id=1 start=2022-01-01 ended=2024-03-31 amount_cents=1 seats=5 product=Old");
    compute(t, "2024-03-31");
    VALUE(t, 0, "products_live", 2);
    VALUE(t, 0, "seats", 15);
    VALUE(t, 0, "seat_growth_12m_pct", 0); /* 15 a year ago: 10 and 5 */
    MISSING(t, 1, "products_live");
    VALUE(t, 1, "seats", 7);
    MISSING(t, 1, "seat_growth_12m_pct");
    compute(t, "2024-03-30"); /* the end is not there yet */
    VALUE(t, 0, "products_live", 3);
    VALUE(t, 0, "seats", 20);
}

static void relations(void **state)
{
    struct metric_test *t = *state;
    fact(t, "account", "start=2024-01-01");
    fact(t, "account", "start=2024-01-01");
    fact(t, "contact", "account_id=1 key=C-1 stakeholder_group=IT roles=[\"champion\"]");
    fact(t, "contact",
         "account_id=1 key=C-2 stakeholder_group=IT left_day=2024-03-01 "
         "roles=[\"champion\",\"power_user\"]");
    fact(t, "contact",
         "account_id=1 key=C-3 stakeholder_group=Sales joined=2024-02-01 "
         "roles=[\"executive_sponsor\"]");
    fact(t, "contact", "account_id=2 key=C-4 roles=[]");
    fact(t, "interaction",
         "account_id=1 at=2024-03-11T09:00:00Z contacts=[\"C-1\",\"C-2\"] sentiment=2");
    fact(t, "interaction",
         "account_id=1 at=2024-03-01T09:00:00Z contacts=[\"C-3\"] kind=call sentiment=-1");
    /* One way only, and one too old for the windows; C-4 belongs to somebody else. */
    fact(t, "interaction",
         "account_id=1 at=2024-03-25T09:00:00Z contacts=[\"C-3\",\"C-4\"] kind=email");
    fact(t, "interaction", "account_id=1 at=2023-12-31T09:00:00Z contacts=[\"C-3\"] sentiment=-2");
    fact(t, "interaction", "account_id=1 at=2024-04-01T09:00:00Z contacts=[\"C-3\"] sentiment=-2");
    compute(t, "2024-03-30");

    VALUE(t, 0, "days_since_contact", 19);
    VALUE(t, 0, "days_since_executive_contact", 29);
    VALUE(t, 0, "executive_sponsor", 1);
    VALUE(t, 0, "champions", 1);
    VALUE(t, 0, "champions_left_90d", 1);
    VALUE(t, 0, "contacts_engaged_90d", 3);
    VALUE(t, 0, "groups_engaged_90d", 2);
    VALUE(t, 0, "sentiment_90d", 0.5);
    VALUE(t, 1, "executive_sponsor", 0);
    VALUE(t, 1, "champions", 0);
    MISSING(t, 1, "days_since_contact");
    MISSING(t, 1, "contacts_engaged_90d");

    compute(t, "2024-01-15"); /* before one joined and another left */
    VALUE(t, 0, "executive_sponsor", 0);
    VALUE(t, 0, "champions", 2);
    VALUE(t, 0, "champions_left_90d", 0);
    VALUE(t, 0, "days_since_contact", 15);
}

static void tickets(void **state)
{
    struct metric_test *t = *state;
    fact(t, "account", "seats=50");
    fact(t, "account", "seats=50");
    fact(t, "ticket",
         "account_id=1 opened=2024-03-01T08:00:00Z first_response=2024-03-01T09:00:00Z "
         "solved=2024-03-01T20:00:00Z closed=2024-03-05T08:00:00Z satisfaction=5");
    fact(t, "ticket",
         "account_id=1 opened=2024-03-10T08:00:00Z first_response=2024-03-10T11:00:00Z "
         "closed=2024-03-11T08:00:00Z satisfaction=3 escalated=2024-03-10T12:00:00Z");
    fact(t, "ticket",
         "account_id=1 opened=2024-03-20T08:00:00Z first_response=2024-03-21T08:00:00Z "
         "solved=2024-04-02T08:00:00Z satisfaction=1");
    fact(t, "ticket",
         "account_id=1 opened=2023-11-20T08:00:00Z solved=2023-11-21T08:00:00Z satisfaction=4");
    fact(t, "ticket", "account_id=1 opened=2024-03-30T08:00:00Z known=2024-04-05");
    compute(t, "2024-03-31");

    VALUE(t, 0, "open_tickets", 1); /* solved in April; the one of the 30th is not known yet */
    VALUE(t, 0, "escalations_90d", 1);
    VALUE(t, 0, "tickets_28d_per_100_seats", 4);
    VALUE(t, 0, "first_response_hours_90d", 3);
    VALUE(t, 0, "resolution_hours_90d", 18);
    VALUE(t, 0, "csat_90d_pct", 50);
    VALUE(t, 0, "csat_180d_pct", 100 * 2.0 / 3);
    VALUE(t, 1, "open_tickets", 0);
    VALUE(t, 1, "escalations_90d", 0);
    MISSING(t, 1, "csat_90d_pct");
    MISSING(t, 1, "first_response_hours_90d");
    compute(t, "2024-04-05");
    VALUE(t, 0, "open_tickets", 1);
    VALUE(t, 0, "csat_90d_pct", 100 / 3.0);
}

static void money(void **state)
{
    struct metric_test *t = *state;
    fact(t, "account", "start=2023-01-15 gross_margin_pct=80 acquisition_cost_cents=480000");
    fact(t, "account", "start=2023-01-15");
    /* 100.00 a month, and 2,400.00 a year; 600.00 a year until last summer. */
    fact(t, "subscription", "account_id=1 start=2023-02-28 amount_cents=10000 term_months=12");
    fact(t, "subscription", "account_id=1 start=2023-10-31 amount_cents=240000 interval_months=12");
    fact(t, "subscription",
         "account_id=1 start=2023-01-10 ended=2023-07-01 amount_cents=60000 interval_months=12");
    fact(t, "subscription", "account_id=2 start=2023-02-28 amount_cents=10000 currency=EUR");
    compute(t, "2024-03-31");

    VALUE(t, 0, "mrr", 300);
    VALUE(t, 0, "arr", 3600);
    VALUE(t, 0, "arr_growth_12m_pct", 100); /* 150 a month on 2023-04-01 */
    VALUE(t, 0, "gross_margin_pct", 80);
    VALUE(t, 0, "cac_payback_months", 4800 / 240.0);
    VALUE(t, 0, "days_to_renewal", day_at("2024-10-31") - day_at("2024-03-31"));
    VALUE(t, 0, "tenure_months", (day_at("2024-03-31") - day_at("2023-01-10")) * 12 / 365.25);
    MISSING(t, 0, "ltv_3y"); /* two accounts are no portfolio */
    MISSING(t, 1, "arr");    /* euros */
    VALUE(t, 1, "gross_margin_pct", 75);
    VALUE(t, 1, "days_to_renewal", 28);
    compute(t, "2023-01-12");
    VALUE(t, 0, "mrr", 50);
    MISSING(t, 1, "mrr");
    compute(t, "2024-02-27"); /* the day before the anniversary of the first */
    VALUE(t, 0, "days_to_renewal", 1);
}

static void ended_subscriptions_are_zero_not_missing(void **state)
{
    struct metric_test *t = *state;
    fact(t, "account", "start=2023-01-15");
    fact(t, "subscription", "account_id=1 start=2023-02-28 ended=2024-01-01 amount_cents=10000");
    compute(t, "2024-03-31");
    VALUE(t, 0, "arr", 0);
    VALUE(t, 0, "arr_growth_12m_pct", -100);
    MISSING(t, 0, "days_to_renewal");
}

/* Twelve customers for a year, one of whom leaves in the sixth month: 1 of 138 account-months. Too
 * few came to the end of a year's contract for a curve of it. */
static void lifetime_value(void **state)
{
    struct metric_test *t = *state;
    for (int i = 0; i < 12; i++)
        fact(t, "account", i ? "start=2023-01-01" : "start=2023-01-01 churned=2023-09-15");
    fact(t, "subscription", "account_id=2 start=2023-01-01 amount_cents=100000 term_months=12");
    compute(t, "2024-03-31");
    assert_close(t->context.monthly_churn, 1 / 138.0, 1e-12);
    double worth = 0;
    for (int month = 1; month <= 36; month++)
        worth += pow(137 / 138.0, month) * pow(1.1, -month / 12.0);
    assert_close(metric_of(t, 1, "ltv_3y"), 1000 * 0.75 * worth, 1e-6);
    assert_true(metric_of(t, 1, "ltv_5y") > metric_of(t, 1, "ltv_3y"));
}

static void invoices(void **state)
{
    struct metric_test *t = *state;
    fact(t, "account", "start=2023-01-15");
    fact(t, "account", "start=2023-01-15");
    fact(t, "invoice",
         "account_id=1 issued=2024-01-01 due=2024-01-31 paid=2024-01-31 amount_cents=100");
    fact(t, "invoice",
         "account_id=1 issued=2024-02-01 due=2024-03-01 paid=2024-04-10 amount_cents=100");
    fact(t, "invoice", "account_id=1 issued=2024-03-01 due=2024-03-20 amount_cents=100");
    fact(t, "invoice", "account_id=1 issued=2024-03-01 due=2024-03-01 amount_cents=-100");
    fact(t, "invoice", "account_id=1 issued=2024-03-15 due=2024-04-15 amount_cents=100");
    fact(t, "invoice",
         "account_id=1 issued=2023-01-01 due=2023-02-01 paid=2023-02-02 amount_cents=100");
    compute(t, "2024-03-31");
    VALUE(t, 0, "days_past_due", 30);
    VALUE(t, 0, "paid_on_time_12m_pct", 100 / 3.0);
    MISSING(t, 1, "days_past_due");
    MISSING(t, 1, "paid_on_time_12m_pct");
    compute(t, "2024-02-15");
    VALUE(t, 0, "days_past_due", 0);
}

static void ratings(void **state)
{
    struct metric_test *t = *state;
    fact(t, "account", "start=2023-01-15");
    fact(t, "assessment", "account_id=1 day=2024-01-10 charter_clarity=2 people_size=4");
    fact(t, "assessment", "account_id=1 day=2024-02-10 charter_clarity=4 basis=survey");
    fact(t, "assessment", "account_id=1 day=2024-02-10 charter_clarity=5 basis=survey");
    fact(t, "assessment", "account_id=1 day=2024-02-20 people_size=1 known=2024-05-01");
    compute(t, "2024-03-10");
    VALUE(t, 0, "charter_clarity", 2); /* the interview outranks for 180 days */
    VALUE(t, 0, "people_size", 4);     /* the new one is not known before May */
    MISSING(t, 0, "tech_tools");
    VALUE(t, 0, "months_since_rating", (day_at("2024-03-10") - day_at("2024-02-10")) * 12 / 365.25);
    compute(t, "2024-07-10");
    VALUE(t, 0, "charter_clarity", 4.5); /* then the mean of what they said themselves */
    VALUE(t, 0, "people_size", 1);
    int m = metric_index("charter_clarity");
    size_t n;
    assert_int_equal(metric_input_day(&metrics_all(&n)[m], t->book, &t->context, 0),
                     day_at("2024-02-10"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, metric_set_up, metric_tear_down)
        T(the_dictionary_is_whole),
        T(nothing_known_is_missing),
        T(adoption),
        T(users_seen_in_two_months_count_once),
        T(use_without_users_leaves_users_missing),
        T(a_silent_feed_keeps_its_last_windows),
        T(expansion),
        T(relations),
        T(tickets),
        T(money),
        T(ended_subscriptions_are_zero_not_missing),
        T(lifetime_value),
        T(invoices),
        T(ratings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
