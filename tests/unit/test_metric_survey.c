/* Metrics over survey responses, and ratings by several people, by numbers worked out by hand. */
#include "metric_test.h"
#include "scoring/metric/rating.h"

static void answered(struct metric_test *t, const char *rest)
{
    char text[300];

    snprintf(text, sizeof(text), "account_id=1 %s", rest);
    fact(t, "response", text);
}

static void nps_is_over_people(void **state)
{
    struct metric_test *t = *state;
    fact(t, "account", "start=2023-01-01");
    fact(t, "account", "start=2023-01-01");
    fact(t, "contact", "account_id=1 name=Ann");
    answered(t, "invited=2024-01-01T00:00:00Z answered=2024-01-05T00:00:00Z score=3 contact_id=3");
    answered(t, "invited=2024-03-01T00:00:00Z answered=2024-03-05T00:00:00Z score=9 contact_id=3");
    answered(t, "invited=2024-03-01T00:00:00Z answered=2024-03-06T00:00:00Z score=7");
    answered(t, "invited=2024-03-01T00:00:00Z answered=2024-03-07T00:00:00Z score=6");
    answered(t, "invited=2024-03-01T00:00:00Z answered=2024-03-08T00:00:00Z score=10");
    answered(t, "invited=2024-03-01T00:00:00Z");

    compute(t, "2024-03-31");
    VALUE(t, 0, "nps_12m", 25); /* 9, 7, 6, 10: two promoters, one detractor, of four */
    VALUE(t, 0, "survey_answer_rate_12m_pct", 100 * 5 / 6.0);
    MISSING(t, 0, "csat_survey_12m_pct");
    MISSING(t, 1, "nps_12m");
    MISSING(t, 1, "survey_answer_rate_12m_pct");

    /* An answer given later moves no earlier day: on the fifth only Ann's is there, the new one. */
    compute(t, "2024-03-05");
    VALUE(t, 0, "nps_12m", 100);
    compute(t, "2024-03-04");
    VALUE(t, 0, "nps_12m", -100);
    /* And who was asked three days ago is not silent yet. */
    VALUE(t, 0, "survey_answer_rate_12m_pct", 100);
    compute(t, "2025-03-06");
    VALUE(t, 0, "nps_12m", 0); /* the first years' are over: 6 and 10 are left */
}

static void satisfaction_and_ease(void **state)
{
    struct metric_test *t = *state;
    fact(t, "account", "start=2023-01-01");
    for (int score = 1; score <= 5; score++) {
        char text[200];
        snprintf(text, sizeof(text),
                 "instrument=csat basis=imported invited=2024-03-01T00:00:00Z "
                 "answered=2024-03-01T00:00:00Z score=%d",
                 score);
        answered(t, text);
        snprintf(text, sizeof(text),
                 "instrument=ces basis=imported invited=2024-03-01T00:00:00Z "
                 "answered=2024-03-01T00:00:00Z score=%d",
                 score + 2);
        answered(t, text);
    }
    compute(t, "2024-03-31");
    VALUE(t, 0, "csat_survey_12m_pct", 40);
    VALUE(t, 0, "ces_12m", 5);
    MISSING(t, 0, "survey_answer_rate_12m_pct"); /* a file of answers knows no silence */
}

static void people_of_a_customer_are_averaged(void **state)
{
    struct metric_test *t = *state;
    fact(t, "account", "start=2023-01-15");
    fact(t, "assessment",
         "account_id=1 basis=survey assessor=Ann day=2024-01-10 charter_clarity=1 tech_tools=2");
    fact(t, "assessment",
         "account_id=1 basis=survey assessor=Ann day=2024-03-01 charter_clarity=2");
    fact(t, "assessment",
         "account_id=1 basis=survey assessor=Bob day=2024-02-20 charter_clarity=5");
    fact(t, "assessment",
         "account_id=1 basis=survey assessor=Eve day=2023-11-01 charter_clarity=4");
    compute(t, "2024-03-10");
    VALUE(t, 0, "charter_clarity", 3.5); /* Ann's latest and Bob's; Eve's is of another round */
    VALUE(t, 0, "tech_tools", 2);
    int m = metric_index("charter_clarity");
    size_t n;
    assert_int_equal(metric_input_day(&metrics_all(&n)[m], t->book, &t->context, 0),
                     day_at("2024-02-20")); /* as old as the older of the two */
    compute(t, "2024-02-25");
    VALUE(t, 0, "charter_clarity", 3); /* Ann's first, and Bob's */
}

static void the_short_form_stands_for_three(void **state)
{
    struct metric_test *t = *state;
    fact(t, "account", "start=2023-01-15");
    fact(t, "assessment",
         "account_id=1 basis=survey assessor=Ann day=2024-03-01 charter=4 charter_head=1 people=2");
    compute(t, "2024-03-10");
    VALUE(t, 0, "charter_clarity", 4);
    VALUE(t, 0, "charter_influence", 4);
    VALUE(t, 0, "charter_head", 1); /* a rating of its own is closer to the truth */
    VALUE(t, 0, "people_record", 2);
    MISSING(t, 0, "process_quality");
    assert_int_equal(t->book->assessments.items[0].by_group, 0x3b); /* all but charter_head */
}

static void the_interview_outranks_as_long_as_the_settings_say(void **state)
{
    struct metric_test *t = *state;
    fact(t, "account", "start=2023-01-15");
    fact(t, "assessment", "account_id=1 basis=interview day=2024-01-10 charter_clarity=2");
    fact(t, "assessment",
         "account_id=1 basis=survey assessor=Ann day=2024-02-01 charter_clarity=5");
    compute(t, "2024-03-10");
    VALUE(t, 0, "charter_clarity", 2);
    t->context.rating_outranks_days = 30;
    int32_t day;
    assert_close(rating_on(t->book, &t->context, 0, 0, &day), 5, 0);
    assert_int_equal(day, day_at("2024-02-01"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, metric_set_up, metric_tear_down)
        T(nps_is_over_people),
        T(satisfaction_and_ease),
        T(people_of_a_customer_are_averaged),
        T(the_short_form_stands_for_three),
        T(the_interview_outranks_as_long_as_the_settings_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
