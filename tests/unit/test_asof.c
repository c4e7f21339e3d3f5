/* The first law: what becomes known after a day changes no number of that day; and the order in
 * which facts came in changes no number at all. */
#include "metric_test.h"
#include "stats/random.h"

#define ACCOUNTS 4
#define FACTS    400

/* A fact as it is known on the day asked for (NULL: not at all), and as it is known in the end. */
struct story {
    const char *table;
    char *then, *at_last;
};

struct teller {
    struct rng rng;
    int32_t day;
    struct arena *arena;
};

static char *random_day(struct teller *w, int32_t from, int32_t *ret)
{
    char text[16];

    *ret = from + (int32_t)rng_between(&w->rng, 0, from == day_at("2023-01-01") ? 900 : 120);
    return arena_strdup(w->arena, day_format(*ret, text));
}

/* What is agreed when the fact happens, about a later day: it is known at once. */
static bool is_plan(const char *column)
{
    return str_eq(column, "due") || str_eq(column, "expected_close");
}

/* " column=DAY" if the part is there by the day asked for; always in the full text. */
static void add_part(struct teller *w, struct story *s, const char *column, int32_t after,
                     bool is_time)
{
    int32_t day;

    if (rng_chance(&w->rng, 0.3))
        return;
    const char *text = arena_printf(w->arena, "%s%s%s", s->at_last ? " " : "", column, "=");
    text = arena_printf(w->arena, "%s%s%s", text, random_day(w, after, &day),
                        is_time ? "T12:00:00Z" : "");
    s->at_last = arena_printf(w->arena, "%s%s", s->at_last, text);
    if (s->then && (day <= w->day || is_plan(column)))
        s->then = arena_printf(w->arena, "%s%s", s->then, text);
}

static struct story tell(struct teller *w)
{
    static const struct {
        const char *table, *happened, *fixed;
        bool is_time;
        const char *parts[5];
    } kinds[] = {
        {"subscription",
         "start",
         "amount_cents=1200 interval_months=3 seats=5 product=P",
         false,
         {"ended"}},
        {"subscription", "start", "amount_cents=5000 seats=9 term_months=12", false, {"ended"}},
        {"invoice", "issued", "amount_cents=100", false, {"due", "paid"}},
        {"ticket",
         "opened",
         "satisfaction=5",
         true,
         {"first_response", "solved", "closed", "escalated"}},
        {"ticket", "opened", "first_response=2025-12-01T00:00:00Z", true, {"solved"}},
        {"interaction", "at", "contacts=[\"C-1\",\"C-2\"] sentiment=1", true, {0}},
        {"interaction", "at", "kind=email sentiment=-2", true, {0}},
        {"contact",
         "joined",
         "roles=[\"champion\",\"executive_sponsor\"] stakeholder_group=G",
         false,
         {"left_day"}},
        {"assessment", "day", "charter_clarity=3 tech_tools=2", false, {0}},
        {"assessment", "day", "charter_clarity=5 basis=survey", false, {0}},
        {"churn", "day", "", false, {0}},
        {"churn", "day", "is_reactivation=1", false, {0}},
        {"goal", "agreed", "baseline=0 target=8", false, {"due", "met"}},
        {"goal", "agreed", "", false, {"due", "met"}},
        {"measurement", "day", "value=3", false, {0}},
        {"measurement", "day", "value=9", false, {0}},
        {"campaign_touch", "sent", "", true, {"opened", "clicked", "unsubscribed"}},
        {"advocacy", "day", "kind=public_review", false, {0}},
        {"opportunity", "opened", "amount_cents=700", false, {"expected_close", "closed"}},
    };
    size_t k = (size_t)rng_below(&w->rng, ARRAY_LEN(kinds));
    int32_t happened, known = DAY_NONE;
    struct story s = {.table = kinds[k].table};
    const char *day = random_day(w, day_at("2023-01-01"), &happened);

    int64_t account = rng_between(&w->rng, 1, ACCOUNTS);
    s.at_last = arena_printf(w->arena, "account_id=%lld %s=%s%s", (long long)account,
                             kinds[k].happened, day, kinds[k].is_time ? "T12:00:00Z" : "");
    if (str_eq(s.table, "measurement"))
        s.at_last =
            arena_printf(w->arena, "%s goal_id=%lld", s.at_last, (long long)(account + ACCOUNTS));
    if (*kinds[k].fixed)
        s.at_last = arena_printf(w->arena, "%s %s", s.at_last, kinds[k].fixed);
    if (rng_chance(&w->rng, 0.2)) {
        const char *text = random_day(w, happened, &known);
        s.at_last = arena_printf(w->arena, "%s known=%s", s.at_last, text);
    }
    if (happened <= w->day && known <= w->day)
        s.then = s.at_last;
    for (size_t p = 0; p < 5 && kinds[k].parts[p]; p++)
        add_part(w, &s, kinds[k].parts[p], happened, kinds[k].is_time);
    return s;
}

/* Accounts 1 … ACCOUNTS, and for each a goal to be measured, with the ids behind. */
static void put_accounts(struct metric_test *t)
{
    for (int i = 0; i < ACCOUNTS; i++)
        fact(t, "account", i % 2 ? "start=2023-01-01" : "seats=10 acquisition_cost_cents=900");
    for (int i = 1; i <= ACCOUNTS; i++)
        fact(t, "goal",
             arena_printf(t->arena, "account_id=%d agreed=2023-01-01 baseline=1 target=%d", i,
                          i % 2 ? 5 : -5));
    put_sql(t, "INSERT INTO usage_event (id, key, is_tracked, is_advanced, first_day, created, "
               "updated) VALUES (1, 'a', TRUE, FALSE, 0, 0, 0), (2, 'b', TRUE, TRUE, 0, 0, 0)");
}

static void put_usage(struct metric_test *t, uint64_t seed, int32_t until)
{
    struct rng r;
    char text[16];

    rng_init(&r, seed, 1);
    for (int k = 0; k < 200; k++) {
        int32_t day = day_at("2023-01-01") + (int32_t)rng_between(&r, 0, 900);
        int64_t account = rng_between(&r, 1, ACCOUNTS), event = rng_between(&r, 1, 2);
        int64_t user = rng_between(&r, 0, 5), count = rng_between(&r, 1, 9);
        if (day <= until)
            used(t, account, event, user, day_format(day, text), count);
    }
}

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
        put_usage(&then, seed, w.day);
        put_usage(&at_last, seed, INT32_MAX);
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
