/* What comes due, and what customers are worth. Numbers worked out by hand, or by Python. */
#include "forecast/renewal/renewals.h"
#include "forecast/risk/risk_store.h"
#include "forecast/value/value.h"
#include "forecast_test.h"
#include "scoring/retention/worth.h"

/* Forty customers for a year from the 10th of January 2023; ten did not renew. Then one in euros,
 * and one without a contract. */
static void tell_story(struct forecast_test *f)
{
    char line[200];

    for (int k = 0; k < 40; k++) {
        snprintf(line, sizeof(line),
                 "start=2023-01-10 owner=%s gross_margin_pct=80 "
                 "acquisition_cost_cents=20000",
                 k % 2 ? "ann" : "bob");
        int64_t id = fact(&f->t, "account", line);
        snprintf(line, sizeof(line),
                 "account_id=%lld start=2023-01-10 amount_cents=120000 currency=USD "
                 "term_months=12 interval_months=12 notice_days=60%s",
                 (long long)id, k < 10 ? " ended=2024-01-10" : "");
        fact(&f->t, "subscription", line);
    }
    int64_t id = fact(&f->t, "account", "start=2024-03-01 key=EUROS");
    snprintf(line, sizeof(line),
             "account_id=%lld start=2024-03-01 amount_cents=5 currency=EUR term_months=12 "
             "interval_months=12",
             (long long)id);
    fact(&f->t, "subscription", line);
    fact(&f->t, "account", "start=2024-03-01 key=NONE");
}

static struct renewals read_renewals(struct forecast_test *f, const char *day, const char *filter)
{
    struct renewals_query q;
    struct renewals r;
    struct err err = {0};

    fields_init(renewals_query_fields, &q);
    q.day = day_at(day);
    q.filter = filter;
    ASSERT_OK(renewals_read(&f->source, &q, &r, &err), err);
    return r;
}

static void what_is_due_and_to_be_expected(void **state)
{
    struct forecast_test f;

    (void)state;
    forecast_test_init(&f);
    tell_story(&f);
    forecast_test_open(&f, "2024-06-30");
    struct renewals r = read_renewals(&f, "2024-06-30", NULL);

    assert_int_equal(r.total, 31);
    assert_int_equal(r.by_curve, 31);
    const struct renewal_row *first = r.rows, *last = &r.rows[30];
    assert_int_equal(first->day, day_at("2025-01-10"));
    assert_int_equal(first->notice, day_at("2024-11-11"));
    assert_false(first->is_notice_over);
    assert_int_equal(first->due_cents, 120000);
    assert_int_equal(first->number, 2);
    assert_close(first->chance_pct, 75, 1e-9); /* of forty that came to a renewal, thirty stayed */
    assert_int_equal(first->at_risk_cents, 30000);
    assert_string_equal(last->key, "EUROS");
    assert_int_equal(last->due_cents, I64_NONE);

    /* Python: 18 to 27 of Binomial(30, .75) leave 2.5 % or less on either side. */
    const struct renewal_sum *january = &r.months[6];
    assert_int_equal(january->month, day_at("2025-01-01"));
    assert_int_equal(january->due, 30);
    assert_int_equal(january->due_cents, 3600000);
    assert_close(january->expected, 22.5, 1e-9);
    assert_close(january->expected_low, 18, 0);
    assert_close(january->expected_high, 27, 0);
    assert_int_equal(january->expected_cents, 2700000);
    assert_int_equal(january->at_risk_cents, 900000);
    assert_int_equal(r.n_owners, 3); /* nobody's is the one in euros */
    assert_int_equal(r.owners[0].due + r.owners[1].due + r.owners[2].due, 31);
    assert_int_equal(r.all->due, 31);

    assert_int_equal(r.year->customers, 30);
    assert_close(r.year->stay_pct, 75, 1e-9);
    assert_close(r.year->grr_pct, 75, 1e-9);
    assert_close(r.year->nrr_pct, 75, 1e-9);
    assert_true(r.year->grr_low_pct < 75 && r.year->grr_high_pct > 75);

    const struct renewals_query of_month = {.day = day_at("2024-06-30"),
                                            .months = I64_NONE,
                                            .min_term_months = I64_NONE,
                                            .in_month = day_at("2025-03-15"),
                                            .offset = I64_NONE,
                                            .limit = I64_NONE};
    struct err err = {0};
    ASSERT_OK(renewals_read(&f.source, &of_month, &r, &err), err);
    assert_int_equal(r.total, 1); /* the one in euros */
    assert_string_equal(r.rows->key, "EUROS");
    assert_int_equal(r.all->due, 31);

    r = read_renewals(&f, "2024-06-30", "owner = \"ann\"");
    assert_int_equal(r.total, 15);
    assert_close(r.rows->chance_pct, 75, 1e-9); /* of everybody's history all the same */
    /* On the day before anybody left, nothing was known of it. */
    r = read_renewals(&f, "2024-01-09", NULL);
    assert_int_equal(r.total, 40);
    assert_int_equal(r.by_curve, 0);
    assert_int_equal(r.all->unknown, 40);
    assert_int_equal(r.all->at_risk_cents, 0);
    assert_true(isnan(r.year->grr_pct));
    forecast_test_done(&f);
}

/* A run of a model that told account 11 of its risk, until the end of January. */
static void tell_risk(struct forecast_test *f, const char *verdict)
{
    struct model_card card;
    struct risk_run run = {.id = 1,
                           .model_id = 1,
                           .day = day_at("2024-12-31"),
                           .until = day_at("2025-03-31"),
                           .computed = 0,
                           .accounts = 1};
    double p[1024];
    AUTO_BUF text = {0};
    struct err err = {0};

    fields_init(model_card_fields, &card);
    card.id = 1;
    card.created = 0;
    card.created_by = "test";
    card.is_in_force = true;
    card.day = card.known_until = run.day;
    card.horizon_days = 90;
    card.verdict = verdict;
    card.words = card.label = "x";
    card.kind = "logistic";
    card.rows = card.accounts = card.left_rows = card.left_accounts = 1;
    card.drawn_pct = 100;
    fields_write(model_card_fields, &card, &text);
    ASSERT_OK(db_exec(f->t.conn,
                      "INSERT INTO risk_model (id, created, day, is_in_force, card, learner, "
                      "slope, intercept, told, examples) VALUES (1, 0, 0, TRUE, $card, '{}', 1, "
                      "0, $none, $none)",
                      DB_ARGS(DB_STR("card", buf_text(&text)), DB_BLOB("none", "", 0)), &err),
              err);
    ASSERT_OK(risk_run_put(f->t.conn, &run, &err), err);
    for (size_t k = 0; k < ARRAY_LEN(p); k++)
        p[k] = NAN;
    p[21] = .4; /* the eleventh account, as accounts and subscriptions take turns */
    ASSERT_OK(risk_told_put(f->t.conn, run.id, 0, p, &err), err);
}

static void the_model_of_risk_is_believed_if_it_predicts(void **state)
{
    static const char *const verdicts[] = {"predicts", "nothing"};

    (void)state;
    for (int k = 0; k < 2; k++) {
        struct forecast_test f;
        forecast_test_init(&f);
        tell_story(&f);
        tell_risk(&f, verdicts[k]);
        forecast_test_open(&f, "2025-01-05");
        struct renewals r = read_renewals(&f, "2025-01-05", NULL);
        assert_int_equal(r.by_model, k == 0);
        for (size_t i = 0; k == 0 && i < r.n_rows; i++)
            if (str_eq(r.rows[i].source, "model"))
                assert_close(r.rows[i].chance_pct, 60, 1e-9);
        r = read_renewals(&f, "2024-12-30", NULL); /* nobody had told it yet */
        assert_int_equal(r.by_model, 0);
        forecast_test_done(&f);
    }
}

/* S by hand, month by month, for so many that what is left is nothing. */
static double by_hand(double rate, const struct sbg *s, int term, size_t t, int left, double d,
                      int months)
{
    double sum = 0, share = 1, worth = 1;

    for (int m = 1; m <= months; m++) {
        if (m > left && (m - 1 - left) % term == 0)
            share *= s ? sbg_retention(s, t++) : rate;
        worth *= d;
        sum += share * worth;
    }
    return sum;
}

static void worth_is_the_sum_over_months(void **state)
{
    struct stay_class classes[2] = {{.term_months = 12, .at_risk = 100, .lost = 20},
                                    {.term_months = 1, .at_risk = 100, .lost = 5}};
    const struct stay_model stay = {classes, 2};
    struct worth w;

    (void)state;
    classes[1].is_fitted = true;
    classes[1].sbg = (struct sbg){.alpha = .8, .beta = 12};
    classes[1].sbg.covariance[0][0] = classes[1].sbg.covariance[1][1] = .01;
    worth_init(&w, &stay, 10);
    double d = pow(1.1, -1.0 / 12);
    const struct worth_months *x = worth_of(&w, 12, 2, 7);
    assert_close(x->term[WORTH_3Y] + x->later[WORTH_3Y], by_hand(.8, NULL, 12, 2, 7, d, 36), 1e-9);
    assert_close(x->term[WORTH_5Y] + x->later[WORTH_5Y], by_hand(.8, NULL, 12, 2, 7, d, 60), 1e-9);
    assert_close(x->term[WORTH_LIFE] + x->later[WORTH_LIFE], by_hand(.8, NULL, 12, 2, 7, d, 3000),
                 1e-9);
    assert_true(x->low[WORTH_LIFE] < x->later[WORTH_LIFE]);
    assert_true(x->high[WORTH_LIFE] > x->later[WORTH_LIFE]);
    x = worth_of(&w, 1, 9, 1);
    assert_close(x->term[WORTH_3Y] + x->later[WORTH_3Y],
                 by_hand(0, &classes[1].sbg, 1, 9, 1, d, 36), 1e-9);
    assert_close(x->term[WORTH_LIFE] + x->later[WORTH_LIFE],
                 by_hand(0, &classes[1].sbg, 1, 9, 1, d, 6000), 1e-6);
    assert_null(worth_of(&w, 24, 1, 5)); /* nobody has such a contract */
    worth_done(&w);

    worth_init(&w, &stay, 0);
    assert_true(isinf(worth_of(&w, 1, 9, 1)->later[WORTH_LIFE])); /* alpha is below 1 */
    assert_close(worth_of(&w, 12, 1, 12)->later[WORTH_LIFE], 12 * .8 / .2, 1e-9);
    worth_done(&w);
}

static void values_of_the_story(void **state)
{
    struct forecast_test f;
    struct value_query q;
    struct value_list v;
    struct account_value one;
    struct err err = {0};

    (void)state;
    forecast_test_init(&f);
    tell_story(&f);
    forecast_test_open(&f, "2024-06-30");
    fields_init(value_query_fields, &q);
    q.by = "owner";
    q.day = f.source.today;
    ASSERT_OK(value_read(&f.source, &q, &v, &err), err);
    assert_int_equal(v.total, 30);
    assert_int_equal(v.all->accounts, 30);
    assert_int_equal(v.all->unknown, 2);
    assert_int_equal(v.all->default_margins, 0);
    assert_int_equal(v.n_shares, 31);
    assert_int_equal(v.half_accounts, 15); /* they are worth the same */
    const struct value_row *r = v.rows;
    /* 100.00 a month at 80 %; seven months are left of the term, as counted up. */
    double d = pow(1.1, -1.0 / 12);
    assert_close((double)r->ltv_3y_cents, 8000 * by_hand(.75, NULL, 12, 2, 7, d, 36), 1);
    assert_close((double)r->life_cents, 8000 * by_hand(.75, NULL, 12, 2, 7, d, 3000), 1);
    assert_close(r->payback_months, 2.5, 1e-9);
    assert_true(r->ltv_3y_low_cents < r->ltv_3y_cents && r->ltv_3y_high_cents > r->ltv_3y_cents);
    assert_close((double)v.all->ltv_3y_cents, 30.0 * (double)r->ltv_3y_cents, 30);
    assert_int_equal(v.n_groups, 3);
    assert_int_equal(v.groups[0].accounts + v.groups[1].accounts + v.groups[2].accounts, 30);

    ASSERT_OK(account_value_read(&f.source, r->key, f.source.today, &one, &err), err);
    assert_int_equal(one.value->life_cents, r->life_cents);
    assert_close(one.discount_pct, 10, 0);
    ASSERT_OK(account_value_read(&f.source, "EUROS", f.source.today, &one, &err), err);
    assert_null(one.value);
    assert_non_null(one.problem);
    /* Before the first of them came to a renewal nothing could be said; nor of tomorrow. */
    ASSERT_OK(account_value_read(&f.source, r->key, day_at("2023-06-30"), &one, &err), err);
    assert_int_equal(one.day, day_at("2023-06-30"));
    assert_null(one.value);
    assert_int_equal(account_value_read(&f.source, r->key, day_at("2024-07-01"), &one, &err),
                     ERR_INVALID);
    assert_string_equal(err.field, "day");
    assert_int_equal(account_value_read(&f.source, "nobody", DAY_NONE, &one, &err), ERR_NOT_FOUND);
    forecast_test_done(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_due_and_to_be_expected),
        cmocka_unit_test(the_model_of_risk_is_believed_if_it_predicts),
        cmocka_unit_test(worth_is_the_sum_over_months),
        cmocka_unit_test(values_of_the_story),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
