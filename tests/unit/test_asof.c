/* The first law: what becomes known after a day changes no number of that day; and the order in
 * which facts came in changes no number at all. */
#include "story_test.h"

static void same_columns(const struct metric_columns *a, const struct metric_columns *b)
{
    size_t n;
    const struct metric *all = metrics_all(&n);

    assert_int_equal(a->n, b->n);
    for (size_t m = 0; m < n; m++)
        for (size_t i = 0; i < a->n; i++) {
            double x = a->columns[m][i], y = b->columns[m][i];
            if (isnan(x) && isnan(y))
                continue;
            if (!(fabs(x - y) <= 1e-9 * (1 + fabs(x))))
                fail_msg("%s of account %zu: %g, then %g", all[m].id, i, x, y);
        }
}

static void later_facts_change_nothing(void **state)
{
    (void)state;
    static const char *const days[] = {"2023-06-30", "2024-02-29", "2025-03-15", "2024-07-01"};
    size_t known = 0;

    for (uint64_t seed = 1; seed <= 4; seed++) {
        struct metric_test then, at_last;
        metric_test_init(&then);
        metric_test_init(&at_last);
        struct teller w = {.day = day_at(days[seed - 1]), .arena = then.arena};
        struct story stories[FACTS];
        rng_init(&w.rng, seed, 0);
        put_accounts(&then);
        put_accounts(&at_last);
        for (int k = 0; k < FACTS; k++) {
            stories[k] = tell(&w);
            if (stories[k].then)
                fact(&then, stories[k].table, stories[k].then);
        }
        for (int k = FACTS - 1; k >= 0; k--) /* and in another order */
            fact(&at_last, stories[k].table, stories[k].at_last);
        put_usage(&then, seed, DAY_MIN, w.day);
        put_usage(&at_last, seed, DAY_MIN, INT32_MAX);
        compute(&then, days[seed - 1]);
        compute(&at_last, days[seed - 1]);
        same_columns(&then.columns, &at_last.columns);
        size_t n;
        metrics_all(&n);
        for (size_t m = 0; m < n; m++)
            for (size_t i = 0; i < ACCOUNTS; i++)
                known += !isnan(then.columns.columns[m][i]);
        metric_test_done(&then);
        metric_test_done(&at_last);
    }
    assert_true(known > 600); /* it was not all missing */
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(later_facts_change_nothing)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
