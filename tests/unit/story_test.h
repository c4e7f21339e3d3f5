/* story_test.h: random facts, as they are known on some day and as they are known in the end. */
#pragma once
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
    int contacts; /* how many there are so far */
    int span;     /* days in which everything happens; 0: some years, in which few days coincide */
};

/* What is agreed when the fact happens, about a later day: it is known at once. */
static inline bool is_plan(const char *column)
{
    return str_eq(column, "due") || str_eq(column, "expected_close");
}

static inline char *random_day(struct teller *w, int32_t from, int32_t *ret)
{
    char text[16];

    int span = w->span ? w->span : from == day_at("2023-01-01") ? 900 : 120;

    *ret = from + (int32_t)rng_between(&w->rng, 0, span);
    return arena_strdup(w->arena, day_format(*ret, text));
}

/* " column=DAY" if the part is there by the day asked for; always in the full text. */
static inline void add_part(struct teller *w, struct story *s, const char *column, int32_t after,
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

/* Some of the contacts there are or will be: ["C-4","C-17"]. */
static inline const char *random_people(struct teller *w)
{
    const char *list = "";

    for (int k = 0; k < 6; k++)
        list = arena_printf(w->arena, "%s%s\"C-%d\"", list, *list ? "," : "[",
                            (int)rng_between(&w->rng, 1, 40));
    return arena_printf(w->arena, "%s]", list);
}

static inline bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), m = strlen(end);

    return n >= m && strcmp(text + n - m, end) == 0;
}

static inline struct story tell(struct teller *w)
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
        {"interaction", "at", "sentiment=1 contacts=", true, {0}},
        {"interaction", "at", "contacts=", true, {0}},
        {"interaction", "at", "kind=email sentiment=-2", true, {0}},
        {"contact",
         "joined",
         "roles=[\"champion\",\"executive_sponsor\"] stakeholder_group=G key=C-",
         false,
         {"left_day"}},
        {"assessment", "day", "charter_clarity=", false, {0}},
        {"assessment", "day", "basis=survey charter_clarity=", false, {0}},
        {"assessment", "day", "basis=survey assessor=Ann charter_clarity=", false, {0}},
        {"assessment", "day", "basis=survey assessor=Bob charter_clarity=", false, {0}},
        {"assessment", "day", "basis=survey assessor=Bob charter=", false, {0}},
        {"response", "invited", "score=9", true, {"answered"}},
        {"response", "invited", "score=3", true, {"answered"}},
        {"response", "invited", "instrument=csat score=4", true, {"answered"}},
        {"response", "invited", "instrument=ces score=6", true, {"answered"}},
        {"churn", "day", "", false, {0}},
        {"churn", "day", "is_reactivation=1", false, {0}},
        {"goal", "agreed", "baseline=0 target=8", false, {"due", "met"}},
        {"goal", "agreed", "", false, {"due", "met"}},
        {"measurement", "day", "value=", false, {0}},
        {"measurement", "day", "value=", false, {0}},
        {"campaign_touch", "sent", "", true, {"opened", "clicked", "unsubscribed"}},
        {"advocacy", "day", "kind=public_review", false, {0}},
        {"advocacy", "day", "kind=referral", false, {0}},
        {"advocacy", "day", "kind=case_study", false, {0}},
        {"advocacy", "day", "kind=product_feedback", false, {0}},
        {"opportunity", "opened", "amount_cents=700", false, {"expected_close", "closed"}},
        {"contact", "joined", "roles=[\"decision_maker\"] stakeholder_group=H key=C-", false, {0}},
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
            arena_printf(w->arena, "%s goal_id=%lld", s.at_last, (long long)account + ACCOUNTS);
    if (*kinds[k].fixed)
        s.at_last = arena_printf(w->arena, "%s %s", s.at_last, kinds[k].fixed);
    if (ends_with(kinds[k].fixed, "key=C-"))
        s.at_last = arena_printf(w->arena, "%s%d", s.at_last, ++w->contacts);
    if (ends_with(kinds[k].fixed, "charter_clarity=") || ends_with(kinds[k].fixed, " charter="))
        s.at_last = arena_printf(w->arena, "%s%.3f", s.at_last, 1 + 4 * rng_unit(&w->rng));
    if (ends_with(kinds[k].fixed, "value="))
        s.at_last = arena_printf(w->arena, "%s%.3f", s.at_last, 9 * rng_unit(&w->rng));
    if (ends_with(kinds[k].fixed, "contacts="))
        s.at_last = arena_printf(w->arena, "%s%s", s.at_last, random_people(w));
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
static inline void put_accounts(struct metric_test *t)
{
    for (int i = 0; i < ACCOUNTS; i++)
        fact(t, "account", i % 2 ? "start=2023-01-01" : "seats=11 acquisition_cost_cents=900");
    for (int i = 1; i <= ACCOUNTS; i++)
        fact(t, "goal",
             arena_printf(t->arena, "account_id=%d agreed=2023-01-01 baseline=1 target=%d", i,
                          i % 2 ? 5 : -5));
    put_sql(t, "INSERT INTO usage_event (id, key, is_tracked, is_advanced, first_day, created, "
               "updated) VALUES (1, 'a', TRUE, FALSE, 0, 0, 0), (2, 'b', TRUE, TRUE, 0, 0, 0)");
}

/* Usage of the days from … until, out of the same random counts for the same seed. */
static inline void put_usage(struct metric_test *t, uint64_t seed, int32_t from, int32_t until)
{
    struct rng r;
    char text[16];

    rng_init(&r, seed, 1);
    for (int k = 0; k < 200; k++) {
        int32_t day = day_at("2023-01-01") + (int32_t)rng_between(&r, 0, 900);
        int64_t account = rng_between(&r, 1, ACCOUNTS), event = rng_between(&r, 1, 2);
        int64_t user = rng_between(&r, 0, 5), count = rng_between(&r, 1, 9);
        if (day >= from && day <= until)
            used(t, account, event, user, day_format(day, text), count);
    }
}
