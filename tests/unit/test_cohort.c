/* What is left of each cohort. Worked out by hand. */
#include "forecast/retention/cohort.h"
#include "forecast_test.h"

static struct cohort_table read_table(struct forecast_test *f, const char *to, const char *size,
                                      int32_t watched_from)
{
    const struct cohort_query q = {day_at(to), NULL, size, I64_NONE, watched_from};
    struct cohort_table t;
    struct err err = {0};

    ASSERT_OK(cohort_table_read(&f->source, &q, &t, &err), err);
    return t;
}

static void fact_subscription(struct forecast_test *f, int64_t account, const char *columns)
{
    char line[200];

    snprintf(line, sizeof(line), "account_id=%lld %s", (long long)account, columns);
    fact(&f->t, "subscription", line);
}

/* In January one stays and doubles on the 1st of May, one leaves after two months; in March one
 * stays, and one pays in euros. An account without a subscription begins with itself. */
static void tell_story(struct forecast_test *f)
{
    fact(&f->t, "account", "start=2023-12-20");
    fact(&f->t, "subscription",
         "account_id=1 start=2024-01-10 ended=2024-05-01 amount_cents=100 "
         "currency=USD");
    fact(&f->t, "subscription", "account_id=1 start=2024-05-01 amount_cents=200 currency=USD");
    int64_t b = fact(&f->t, "account", "start=2024-01-31");
    fact_subscription(f, b, "start=2024-01-31 ended=2024-03-31 amount_cents=300 currency=USD");
    int64_t c = fact(&f->t, "account", "start=2024-03-05");
    fact_subscription(f, c, "start=2024-03-05 amount_cents=50 currency=USD");
    int64_t d = fact(&f->t, "account", "start=2024-03-06");
    fact_subscription(f, d, "start=2024-03-06 amount_cents=50 currency=EUR");
    fact(&f->t, "account", "start=2024-05-15");
}

static void cells_are_told_once_all_have_come_to_the_age(void **state)
{
    struct forecast_test f;

    (void)state;
    forecast_test_init(&f);
    tell_story(&f);
    forecast_test_open(&f, "2024-07-20");
    struct cohort_table t = read_table(&f, "2024-06-20", "month", day_at("2020-01-01"));

    assert_int_equal(t.n_rows, 3); /* January, March, May */
    const struct cohort_row *january = t.rows, *march = &t.rows[1], *may = &t.rows[2];
    assert_string_equal(january->label, "2024-01");
    assert_int_equal(january->accounts, 2);
    assert_int_equal(january->arr_cents, 4800);
    assert_int_equal(january->n_customers, 5); /* the one of the 31st is four months old */
    assert_close(january->customers_pct[1], 100, 0);
    assert_close(january->customers_pct[2], 50, 0);
    assert_close(january->arr_pct[1], 100, 0);
    assert_close(january->arr_pct[2], 25, 0);
    assert_close(january->arr_pct[4], 50, 0); /* doubled */
    assert_int_equal(march->accounts, 2);
    assert_int_equal(march->money_unknown, 1);
    assert_int_equal(march->arr_cents, 600);
    assert_int_equal(march->n_customers, 4);
    assert_close(march->customers_pct[3], 100, 0);
    assert_int_equal(may->accounts, 1);
    assert_true(isnan(may->arr_pct[0]));
    /* All: four came to two months, of whom three are there; one account alone to five. */
    assert_close(t.all->customers_pct[2], 75, 0);
    assert_int_equal(t.all->n_customers, 6);
    assert_close(t.all->arr_pct[5], 200, 0);

    t = read_table(&f, "2024-06-20", "year", DAY_NONE);
    assert_int_equal(t.n_rows, 1);
    assert_int_equal(t.rows->n_customers, 1);
    forecast_test_done(&f);
}

/* The first departure is in March 2024, so that those of January are who stayed until then. One who
 * began on the last day of February could have been seen to leave on the first of March. */
static void who_began_before_leavers_were_on_record_is_late(void **state)
{
    struct cohort_query q;
    struct forecast_test f;
    struct err err = {0};

    (void)state;
    forecast_test_init(&f);
    tell_story(&f);
    fact_subscription(&f, fact(&f.t, "account", "start=2024-02-29"),
                      "start=2024-02-29 amount_cents=70 currency=USD");
    forecast_test_open(&f, "2024-07-20");
    struct cohort_table t = read_table(&f, "2024-06-20", "month", DAY_NONE);

    assert_int_equal(t.watched_from, day_at("2024-03-01"));
    assert_int_equal(t.rows[0].late, 2);
    assert_close(t.rows[0].customers_pct[2], 50, 0); /* its cells are there all the same */
    assert_int_equal(t.rows[1].late, 0);
    assert_int_equal(t.all->accounts, 4); /* February, two of March, May */
    assert_int_equal(t.all->money_unknown, 1);
    assert_int_equal(t.all->n_customers, 4);
    assert_close(t.all->customers_pct[2], 100, 0);

    fields_init(cohort_query_fields, &q);
    q.to = day_at("2024-06-20");
    q.watched_from = day_at("2024-06-21");
    assert_int_equal(cohort_table_read(&f.source, &q, &t, &err), ERR_INVALID);
    assert_string_equal(err.field, "watched_from");
    forecast_test_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_are_told_once_all_have_come_to_the_age),
        cmocka_unit_test(who_began_before_leavers_were_on_record_is_late),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
