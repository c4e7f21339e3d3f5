/* What a number rests on: without the facts that are named the value is gone or another one, and
 * without all the others it is the same. Tried on random facts, with every metric of the dictionary
 * and every account. */
#include "scoring/metric/grounds.h"
#include "story_test.h"

/* Takes away those of account i's facts whose mark is (not) set. */
#define FILTER(list, i, is_used, keep_used)                                            \
    do {                                                                               \
        size_t first_ = (list)->first[i], end_ = (list)->first[(i) + 1], to_ = first_; \
        for (size_t k_ = first_; k_ < end_; k_++)                                      \
            if ((is_used)[k_ - first_] == (keep_used))                                 \
                (list)->items[to_++] = (list)->items[k_];                              \
        memmove((list)->items + to_, (list)->items + end_,                             \
                ((list)->n - end_) * sizeof(*(list)->items));                          \
        (list)->n -= end_ - to_;                                                       \
        for (size_t a_ = (i) + 1; a_ <= book->n; a_++)                                 \
            (list)->first[a_] -= end_ - to_;                                           \
    } while (0)

static void filter_book(struct factbook *book, size_t i, const struct grounds *g, bool keep_used)
{
    FILTER(&book->subscriptions, i, g->is_used[GROUND_SUBSCRIPTION], keep_used);
    FILTER(&book->churns, i, g->is_used[GROUND_CHURN], keep_used);
    FILTER(&book->invoices, i, g->is_used[GROUND_INVOICE], keep_used);
    FILTER(&book->tickets, i, g->is_used[GROUND_TICKET], keep_used);
    FILTER(&book->interactions, i, g->is_used[GROUND_INTERACTION], keep_used);
    FILTER(&book->assessments, i, g->is_used[GROUND_ASSESSMENT], keep_used);
    FILTER(&book->measurements, i, g->is_used[GROUND_MEASUREMENT], keep_used);
    FILTER(&book->touches, i, g->is_used[GROUND_TOUCH], keep_used);
    FILTER(&book->advocacy, i, g->is_used[GROUND_ADVOCACY], keep_used);
    FILTER(&book->opportunities, i, g->is_used[GROUND_OPPORTUNITY], keep_used);
    FILTER(&book->responses, i, g->is_used[GROUND_RESPONSE], keep_used);
    FILTER(&book->cells, i, g->is_used[GROUND_CELL], keep_used);
    FILTER(&book->users, i, g->is_used[GROUND_USER], keep_used);
    /* Measurements point at goals, interactions at contacts: one that is not known yet is as good
     * as none. */
    for (size_t k = 0; k < g->n[GROUND_GOAL]; k++)
        if (g->is_used[GROUND_GOAL][k] != keep_used)
            book->goals.items[book->goals.first[i] + k].seen = INT32_MAX;
    for (size_t k = 0; k < g->n[GROUND_CONTACT]; k++)
        if (g->is_used[GROUND_CONTACT][k] != keep_used)
            book->contacts.items[book->contacts.first[i] + k].seen = INT32_MAX;
    if (!keep_used)
        return;
    book->used_before[i] = DAY_NONE;
}

static double value_without(struct metric_test *t, const char *day, size_t m, size_t i,
                            const struct grounds *g, bool keep_used)
{
    const struct context context = t->context;
    struct metric_columns columns;

    compute(t, day);
    filter_book(t->book, i, g, keep_used);
    metrics_compute(t->book, &context, t->arena, &columns);
    return columns.columns[m][i];
}

static size_t count_used(const struct grounds *g)
{
    size_t n = 0;

    for (int kind = 0; kind < GROUND_KINDS; kind++)
        for (size_t k = 0; k < g->n[kind]; k++)
            n += g->is_used[kind][k];
    return n;
}

static void try_metric(struct metric_test *t, const char *day, size_t m, size_t i, size_t *tried)
{
    size_t n;
    const struct metric *metric = &metrics_all(&n)[m];
    struct grounds g;

    compute(t, day);
    double value = t->columns.columns[m][i];
    metric_grounds(metric, t->book, &t->context, i, t->arena, &g);
    if (isnan(value))
        return;
    size_t used = count_used(&g);
    double alone = value_without(t, day, m, i, &g, true);
    if (!(fabs(alone - value) <= 1e-9 * (1 + fabs(value))))
        fail_msg("%s of account %zu on %s is %g, but by its %zu facts alone %g", metric->id, i, day,
                 value, used, alone);
    double without = value_without(t, day, m, i, &g, false);
    if (used > 0 && value != 0 && fabs(without - value) <= 1e-9)
        fail_msg("%s of account %zu on %s is %g, and still is without its %zu facts", metric->id, i,
                 day, value, used);
    tried[m] += used > 0;
}

static void values_rest_on_the_facts_that_are_named(void **state)
{
    (void)state;
    static const char *const days[] = {"2023-12-20", "2024-07-01", "2025-03-15"};
    size_t n, tried[METRICS_MAX] = {0};
    const struct metric *all = metrics_all(&n);

    for (uint64_t seed = 1; seed <= ARRAY_LEN(days); seed++) {
        struct metric_test t;
        metric_test_init(&t);
        struct teller w = {.day = day_at(days[seed - 1]), .arena = t.arena};
        rng_init(&w.rng, seed, 8); /* a stream without days that are equal by chance */
        put_accounts(&t);
        for (int k = 0; k < FACTS; k++) {
            struct story s = tell(&w);
            fact(&t, s.table, s.at_last);
        }
        put_usage(&t, seed, DAY_MIN, INT32_MAX);
        for (size_t m = 0; m < n; m++)
            for (size_t i = 0; i < ACCOUNTS; i++)
                try_metric(&t, days[seed - 1], m, i, tried);
        metric_test_done(&t);
    }
    for (size_t m = 0; m < n; m++) {
        bool has_facts = !str_eq(all[m].id, "gross_margin_pct"); /* it is the account's own */
        bool is_rated = str_eq(all[m].group, "maturity") && !tried[m];
        if (has_facts && !tried[m] && !is_rated && !all[m].needs_retention)
            fail_msg("no account had facts for %s", all[m].id);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(values_rest_on_the_facts_that_are_named)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
