#include "metric_test.h"
#include "scoring/metric/lifecycle.h"

/* Each case is one account with up to two further facts, asked for on 2024-06-30. */
static void states_follow_the_facts(void **state)
{
    static const struct {
        const char *what, *account;
        const char *fact[2][2];
        enum account_state expected;
    } cases[] = {
        {"plain", "start=2024-01-01", {{0}}, STATE_ACTIVE},
        {"starts later", "start=2024-07-01", {{0}}, STATE_ABSENT},
        {"starts today", "start=2024-06-30", {{0}}, STATE_ACTIVE},
        {"first heard of later", "created=2024-07-02T00:00:00Z", {{0}}, STATE_ABSENT},
        {"prospect", "lifecycle=prospect", {{0}}, STATE_PROSPECT},
        {"onboarding", "lifecycle=onboarding start=2024-06-01", {{0}}, STATE_ONBOARDING},
        {"marked as churned", "lifecycle=churned start=2024-01-01", {{0}}, STATE_LEFT},
        {"left", "start=2024-01-01 churned=2024-06-30", {{0}}, STATE_LEFT},
        {"leaves tomorrow", "start=2024-01-01 churned=2024-07-01", {{0}}, STATE_ACTIVE},
        {"left, then came back",
         "start=2024-01-01 churned=2024-02-01",
         {{"churn", "day=2024-03-01 is_reactivation=1"}},
         STATE_ACTIVE},
        {"left and bought again",
         "start=2024-01-01 churned=2024-02-01",
         {{"subscription", "start=2024-03-01 amount_cents=1"}},
         STATE_ACTIVE},
        {"left though billing goes on",
         "start=2024-01-01 churned=2024-02-01",
         {{"subscription", "start=2024-01-01 amount_cents=1"}},
         STATE_LEFT},
        {"live subscription",
         "lifecycle=prospect",
         {{"subscription", "start=2024-06-01 amount_cents=1"}},
         STATE_ACTIVE},
        {"live subscription beside a churn record",
         "lifecycle=churned",
         {{"subscription", "start=2024-01-01 amount_cents=1"}, {"churn", "day=2024-05-01"}},
         STATE_ACTIVE},
        {"subscription over",
         "start=2024-01-01",
         {{"subscription", "start=2024-01-01 ended=2024-06-30 amount_cents=1"}},
         STATE_LEFT},
        {"subscription ends tomorrow",
         "start=2024-01-01",
         {{"subscription", "start=2024-01-01 ended=2024-07-01 amount_cents=1"}},
         STATE_ACTIVE},
        {"subscription starts tomorrow",
         "start=2024-01-01",
         {{"subscription", "start=2024-07-01 amount_cents=1"}},
         STATE_ACTIVE},
        {"churn record alone", "start=2024-01-01", {{"churn", "day=2024-05-01"}}, STATE_LEFT},
        {"churn not yet known",
         "start=2024-01-01",
         {{"churn", "day=2024-05-01 known=2024-07-01"}},
         STATE_ACTIVE},
        {"churn and reactivation",
         "start=2024-01-01",
         {{"churn", "day=2024-05-01"}, {"churn", "day=2024-06-01 is_reactivation=1"}},
         STATE_ACTIVE},
        {"reactivation and churn",
         "start=2024-01-01",
         {{"churn", "day=2024-06-01"}, {"churn", "day=2024-05-01 is_reactivation=1"}},
         STATE_LEFT},
    };
    struct metric_test *t = *state;

    for (size_t k = 0; k < ARRAY_LEN(cases); k++) {
        int64_t id = fact(t, "account", cases[k].account);
        for (int f = 0; f < 2 && cases[k].fact[f][0]; f++) {
            char columns[128];
            snprintf(columns, sizeof(columns), "account_id=%lld %s", (long long)id,
                     cases[k].fact[f][1]);
            fact(t, cases[k].fact[f][0], columns);
        }
    }
    compute(t, "2024-06-30");
    int32_t day = day_at("2024-06-30");
    for (size_t k = 0; k < ARRAY_LEN(cases); k++) {
        enum account_state got = lifecycle_on(t->book, k, day, day);
        if (got != cases[k].expected)
            fail_msg("%s: %s", cases[k].what, account_state_names[got]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(states_follow_the_facts, metric_set_up, metric_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
