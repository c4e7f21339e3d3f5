/* ARR month by month. The numbers were worked out by hand. */
#include "forecast/revenue/bridge.h"
#include "forecast/revenue/movers.h"
#include "forecast_test.h"
#include "stats/random.h"

static struct bridge read_bridge(struct forecast_test *f, const char *from, const char *to,
                                 const char *filter)
{
    const struct bridge_query query = {day_at(from), day_at(to), filter, I64_NONE};
    struct bridge b;
    struct err err = {0};

    ASSERT_OK(bridge_read(&f->source, &query, &b, &err), err);
    return b;
}

static void assert_adds_up(const struct bridge_month *m)
{
    assert_int_equal(m->start_arr_cents + m->new_cents + m->reactivation_cents +
                         m->expansion_cents - m->contraction_cents - m->churn_cents +
                         m->unknown_cents,
                     m->end_arr_cents);
    assert_int_equal(m->start_customers + m->new_customers + m->returned_customers -
                         m->lost_customers,
                     m->end_customers);
}

/* Five accounts with one fate each: they grow, shrink, leave, come back, or pay in euros. */
static void tell_story(struct forecast_test *f)
{
    struct metric_test *t = &f->t;

    fact(t, "account", "key=GROWS start=2024-01-01 industry=A");
    fact(t, "account", "key=SHRINKS start=2024-01-01 industry=A");
    fact(t, "account", "key=LEAVES start=2024-01-01 industry=B");
    fact(t, "account", "key=RETURNS start=2024-01-01 industry=B");
    fact(t, "account", "key=EUROS start=2024-01-01 industry=B");
    fact(t, "subscription", "account_id=1 start=2024-01-01 amount_cents=10000 currency=USD");
    fact(t, "subscription", "account_id=1 start=2024-03-10 amount_cents=5000 currency=USD");
    fact(t, "subscription",
         "account_id=2 start=2024-01-01 ended=2024-03-15 amount_cents=24000 interval_months=12 "
         "currency=USD");
    fact(t, "subscription",
         "account_id=2 start=2024-03-15 amount_cents=12000 interval_months=12 currency=USD");
    fact(t, "subscription",
         "account_id=3 start=2024-01-01 ended=2024-03-20 amount_cents=100 currency=USD");
    fact(t, "subscription",
         "account_id=4 start=2024-01-01 ended=2024-02-10 amount_cents=700 currency=USD");
    fact(t, "subscription", "account_id=4 start=2024-03-05 amount_cents=800 currency=USD");
    fact(t, "subscription", "account_id=5 start=2024-01-01 amount_cents=900 currency=EUR");
    fact(t, "subscription",
         "account_id=5 start=2024-01-01 ended=2024-03-01 amount_cents=300 currency=USD");
}

static void every_movement_has_its_place(void **state)
{
    struct forecast_test f;

    (void)state;
    forecast_test_init(&f);
    tell_story(&f);
    forecast_test_open(&f, "2024-06-30");
    struct bridge b = read_bridge(&f, "2024-03-05", "2024-04-15", NULL);
    const struct bridge_month *m = b.months;

    assert_int_equal(b.n_months, 2);
    assert_int_equal(b.from, day_at("2024-03-01"));
    assert_int_equal(m->end, day_at("2024-03-31"));
    assert_int_equal(m->start_arr_cents, 120000 + 24000 + 1200);
    assert_int_equal(m->expansion_cents, 60000);
    assert_int_equal(m->contraction_cents, 12000);
    assert_int_equal(m->churn_cents, 1200);
    assert_int_equal(m->reactivation_cents, 9600);
    assert_int_equal(m->new_cents, 0);
    assert_int_equal(m->unknown_cents, 0);
    assert_int_equal(m->end_arr_cents, 201600);
    assert_int_equal(m->start_customers, 4); /* one had left in February */
    assert_int_equal(m->lost_customers, 1);
    assert_int_equal(m->returned_customers, 1);
    assert_int_equal(m->end_customers, 4);
    assert_close(m->grr_pct, 100 * (145200.0 - 13200) / 145200, 1e-9);
    assert_close(m->nrr_pct, 100 * (145200.0 + 60000 - 13200) / 145200, 1e-9);
    assert_close(m->logo_churn_pct, 25, 0);
    assert_true(isnan(m->grr_12m_pct)); /* nobody was there */
    assert_false(m->is_open);
    assert_true(m[1].is_open);
    assert_int_equal(m[1].end, day_at("2024-04-15"));
    assert_int_equal(b.unbilled_customers, 1);
    for (size_t k = 0; k < 2; k++)
        assert_adds_up(&m[k]);
    assert_adds_up(b.total);
    forecast_test_done(&f);
}

/* On the 15th of March a contract over two years ends and is followed by one of half the amount;
 * that of LEAVES ends within its term and was never due. */
static void renewals_are_told_from_what_is_paid_on(void **state)
{
    struct forecast_test f;

    (void)state;
    forecast_test_init(&f);
    fact(&f.t, "account", "key=A start=2023-01-01");
    fact(&f.t, "account", "key=B start=2023-01-01");
    fact(&f.t, "account", "key=C start=2023-01-01");
    fact(&f.t, "subscription",
         "account_id=1 start=2023-03-15 ended=2024-03-15 amount_cents=24000 interval_months=12 "
         "term_months=12 currency=USD");
    fact(&f.t, "subscription",
         "account_id=1 start=2024-03-15 amount_cents=12000 interval_months=12 term_months=12 "
         "currency=USD");
    fact(&f.t, "subscription",
         "account_id=2 start=2023-03-20 ended=2024-03-20 amount_cents=6000 interval_months=12 "
         "currency=USD");
    fact(&f.t, "subscription",
         "account_id=3 start=2023-03-20 ended=2024-03-19 amount_cents=6000 interval_months=12 "
         "currency=USD");
    forecast_test_open(&f, "2024-06-30");
    struct bridge b = read_bridge(&f, "2024-03-01", "2024-03-31", NULL);
    const struct bridge_month *m = b.months;

    assert_int_equal(m->renewals_due, 2);
    assert_int_equal(m->renewals_won, 1);
    assert_int_equal(m->due_arr_cents, 30000);
    assert_int_equal(m->renewed_arr_cents, 12000);
    assert_close(m->renewal_pct, 50, 0);
    assert_close(m->renewal_arr_pct, 40, 1e-9);
    forecast_test_done(&f);
}

/* What becomes known in May of a loss in March does not change what was told in April. */
static void nothing_is_told_before_it_is_known(void **state)
{
    struct forecast_test f;

    (void)state;
    forecast_test_init(&f);
    fact(&f.t, "account", "key=A start=2024-01-01");
    fact(&f.t, "subscription",
         "account_id=1 start=2024-02-01 known=2024-05-02 amount_cents=100 currency=USD");
    forecast_test_open(&f, "2024-06-30");

    struct bridge b = read_bridge(&f, "2024-02-01", "2024-04-30", NULL);
    assert_int_equal(b.months[0].new_cents, 0);
    b = read_bridge(&f, "2024-02-01", "2024-05-31", NULL);
    assert_int_equal(b.months[0].new_cents, 1200);
    forecast_test_done(&f);
}

/* By hand: the one who grows, the one who shrinks, and what a month outside of the period says. */
static void who_moved_and_how(void **state)
{
    struct forecast_test f;
    struct movers m;
    struct err err = {0};

    (void)state;
    forecast_test_init(&f);
    tell_story(&f);
    forecast_test_open(&f, "2024-06-30");
    struct movers_query query = {.from = day_at("2024-01-01"),
                                 .to = day_at("2024-04-15"),
                                 .in_month = day_at("2024-03-20"),
                                 .offset = I64_NONE,
                                 .limit = 2};
    ASSERT_OK(movers_read(&f.source, &query, &m, &err), err);
    assert_int_equal(m.total, 4);
    assert_int_equal(m.n_rows, 2);
    assert_int_equal(m.change_cents, 60000 - 12000 - 1200 + 9600);
    assert_string_equal(m.rows[0].key, "GROWS");
    assert_string_equal(m.rows[0].kind, "expansion");
    assert_int_equal(m.rows[0].before_cents, 120000);
    assert_int_equal(m.rows[0].after_cents, 180000);
    assert_string_equal(m.rows[1].key, "SHRINKS");
    assert_int_equal(m.rows[1].change_cents, -12000);
    /* It left and came back: one row of each kind. */
    query.in_month = DAY_NONE;
    query.filter = "key = \"RETURNS\"";
    query.limit = I64_NONE;
    ASSERT_OK(movers_read(&f.source, &query, &m, &err), err);
    assert_int_equal(m.total, 3);
    assert_string_equal(m.rows[0].kind, "reactivation");
    assert_int_equal(m.rows[0].first_month, day_at("2024-03-01"));
    query.in_month = day_at("2024-05-01");
    assert_int_equal(movers_read(&f.source, &query, &m, &err), ERR_INVALID);
    assert_string_equal(err.field, "in_month");
    query.in_month = DAY_NONE;
    query.filter = "health < 50";
    assert_int_equal(movers_read(&f.source, &query, &m, &err), ERR_INVALID);
    assert_string_equal(err.field, "filter");
    forecast_test_done(&f);
}

static void only_what_accounts_keep_may_choose(void **state)
{
    struct forecast_test f;
    struct bridge b;
    struct err err = {0};

    (void)state;
    forecast_test_init(&f);
    tell_story(&f);
    put_sql(&f.t, "INSERT INTO segment (id, key, name, filter, created, updated) VALUES "
                  "(1, 'well', 'x', 'industry = \"A\" and health > 50', 0, 0)");
    forecast_test_open(&f, "2024-06-30");
    b = read_bridge(&f, "2024-03-01", "2024-03-31", "industry = \"A\"");
    assert_int_equal(b.months->start_arr_cents, 144000);
    assert_int_equal(b.n_undated, 1);
    assert_string_equal(b.undated[0], "industry");

    struct bridge_query query = {day_at("2024-03-01"), day_at("2024-03-31"), "health < 50", 1};
    assert_int_equal(bridge_read(&f.source, &query, &b, &err), ERR_INVALID);
    assert_string_equal(err.field, "filter");
    query.filter = "segment = \"well\"";
    assert_int_equal(bridge_read(&f.source, &query, &b, &err), ERR_INVALID);
    assert_non_null(strstr(err.text, "segment well: health"));
    query = (struct bridge_query){day_at("2024-03-01"), day_at("2024-07-01"), NULL, 1};
    assert_int_equal(bridge_read(&f.source, &query, &b, &err), ERR_INVALID);
    assert_string_equal(err.field, "to");
    query = (struct bridge_query){day_at("1999-03-01"), day_at("2024-06-30"), NULL, 1};
    assert_int_equal(bridge_read(&f.source, &query, &b, &err), ERR_INVALID);
    assert_string_equal(err.field, "from");
    forecast_test_done(&f);
}

/* Amounts that twelve months do not divide, gaps, overlaps, other currencies, late knowledge. */
static void tell_random_story(struct metric_test *t, struct rng *r, int accounts)
{
    static const int intervals[] = {1, 3, 5, 7, 12};
    char line[256];

    for (int i = 1; i <= accounts; i++) {
        snprintf(line, sizeof(line), "start=%d", (int)rng_between(r, 18600, 19400));
        fact(t, "account", line);
    }
    t->next_id = 10000;
    for (int k = 0; k < 4 * accounts; k++) {
        int start = (int)rng_between(r, 18600, 19700), length = (int)rng_between(r, 0, 500);
        int n = snprintf(line, sizeof(line),
                         "account_id=%d start=%d amount_cents=%d interval_months=%d currency=%s",
                         (int)rng_between(r, 1, accounts), start, (int)rng_between(r, 0, 99999),
                         intervals[rng_below(r, ARRAY_LEN(intervals))],
                         rng_chance(r, .05) ? "EUR" : "USD");
        if (rng_chance(r, .6))
            n += snprintf(line + n, sizeof(line) - (size_t)n, " ended=%d", start + length);
        if (rng_chance(r, .2))
            snprintf(line + n, sizeof(line) - (size_t)n, " known=%d", start + length / 2);
        fact(t, "subscription", line);
    }
}

static struct movers read_movers(struct forecast_test *f, const struct bridge *b, int32_t month,
                                 enum movement_kind kind)
{
    const struct movers_query query = {.from = b->from,
                                       .to = b->to,
                                       .kind = kind == MOVED_NOT ? NULL : movement_names[kind],
                                       .in_month = month,
                                       .offset = 0,
                                       .limit = INT64_MAX};
    struct movers m;
    struct err err = {0};

    ASSERT_OK(movers_read(&f->source, &query, &m, &err), err);
    return m;
}

/* What the bridge says of a kind, with the sign by which it counts. */
static int64_t figure_of(const struct bridge_month *m, enum movement_kind kind)
{
    switch (kind) {
    case MOVED_NEW: return m->new_cents;
    case MOVED_REACTIVATION: return m->reactivation_cents;
    case MOVED_EXPANSION: return m->expansion_cents;
    case MOVED_CONTRACTION: return -m->contraction_cents;
    case MOVED_CHURN: return -m->churn_cents;
    case MOVED_UNKNOWN: return m->unknown_cents;
    default: return 0;
    }
}

static void assert_movers(const struct movers *m, int64_t figure)
{
    int64_t sum = 0;

    for (size_t k = 0; k < m->n_rows; k++) {
        const struct mover *row = &m->rows[k];
        sum += row->change_cents;
        assert_int_equal(m->total, m->n_rows);
        assert_true(row->months >= 1 && row->first_month <= row->last_month);
        if (k > 0)
            assert_true(llabs(row->change_cents) <= llabs(row[-1].change_cents));
        if (row->months == 1 && row->before_cents != I64_NONE && row->after_cents != I64_NONE)
            assert_int_equal(row->before_cents + row->change_cents, row->after_cents);
    }
    assert_int_equal(sum, figure);
    assert_int_equal(m->change_cents, figure);
}

static void movers_add_up_to_the_bridge(void **state)
{
    struct forecast_test f;
    struct rng r;

    (void)state;
    rng_init(&r, 9, 1);
    forecast_test_init(&f);
    tell_random_story(&f.t, &r, 60);
    forecast_test_open(&f, "2024-06-30");
    struct bridge b = read_bridge(&f, "2021-06-01", "2022-09-10", NULL);

    for (enum movement_kind kind = MOVED_NEW; kind <= MOVED_UNKNOWN; kind++) {
        for (size_t k = 0; k < b.n_months; k++) {
            struct movers m = read_movers(&f, &b, b.months[k].month, kind);
            assert_movers(&m, figure_of(&b.months[k], kind));
            assert_int_equal(m.to, b.months[k].end);
        }
        struct movers m = read_movers(&f, &b, DAY_NONE, kind);
        assert_movers(&m, figure_of(b.total, kind));
        assert_true(m.n_rows > 0);
    }
    /* All kinds together are what ARR changed by. */
    struct movers all = read_movers(&f, &b, DAY_NONE, MOVED_NOT);
    assert_int_equal(all.change_cents, b.total->end_arr_cents - b.total->start_arr_cents);
    forecast_test_done(&f);
}

static void random_stories_add_up(void **state)
{
    struct forecast_test f;
    struct rng r;

    (void)state;
    rng_init(&r, 7, 1);
    forecast_test_init(&f);
    tell_random_story(&f.t, &r, 120);
    forecast_test_open(&f, "2024-06-30");
    struct bridge b = read_bridge(&f, "2020-11-01", "2024-02-10", NULL);

    assert_int_equal(b.n_months, 40);
    for (size_t k = 0; k < b.n_months; k++) {
        assert_adds_up(&b.months[k]);
        assert_true(isnan(b.months[k].grr_pct) || b.months[k].grr_pct <= 100);
        assert_true(b.months[k].renewals_won <= b.months[k].renewals_due);
        assert_true(b.months[k].renewed_arr_cents <= b.months[k].due_arr_cents);
        if (k > 0)
            assert_int_equal(b.months[k].start_arr_cents, b.months[k - 1].end_arr_cents);
    }
    assert_adds_up(b.total);
    assert_int_equal(b.total->end_arr_cents, b.months[39].end_arr_cents);
    assert_true(b.total->reactivation_cents > 0 && b.total->unknown_cents != 0);
    forecast_test_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_movement_has_its_place),
        cmocka_unit_test(renewals_are_told_from_what_is_paid_on),
        cmocka_unit_test(nothing_is_told_before_it_is_known),
        cmocka_unit_test(who_moved_and_how),
        cmocka_unit_test(only_what_accounts_keep_may_choose),
        cmocka_unit_test(random_stories_add_up),
        cmocka_unit_test(movers_add_up_to_the_bridge),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
