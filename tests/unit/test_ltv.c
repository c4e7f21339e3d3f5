/* What customers are worth, by the curve of their contract: in the metrics, in snapshots, as kept
 * with scored days, and on the page of values. */
#include "facts/kind/touch.h"
#include "forecast/value/value.h"
#include "forecast_test.h"
#include "scoring/explain/one.h"
#include "scoring/history/history.h"
#include "scoring/metric/grounds.h"
#include "scoring/metric/revenue.h"
#include "scoring/retention/worth.h"
#include "stats/random.h"

#define TODAY     "2024-06-17" /* a Monday */
#define CUSTOMERS 150

/* Contracts of a month, of one, two and five years: many, many, few, and hardly any. */
static int32_t term_of(int k)
{
    return k % 15 == 0 ? 24 : k == 1 ? 60 : k % 3 == 0 ? 1 : 12;
}

/* Who has come since 2020, and leaves at the end of a term; some of it became known later. */
static void tell_story(struct metric_test *t)
{
    struct rng rng;
    char line[300], end[16], start_text[16];

    rng_init(&rng, 6, 1);
    for (int k = 0; k < CUSTOMERS; k++) {
        int32_t start = day_at("2020-01-01") + (int32_t)rng_between(&rng, 0, 1500);
        int32_t term = term_of(k), left = start, today = day_at(TODAY);
        bool is_left = false;
        while (!is_left && (left = day_add_months(left, term)) <= today)
            is_left = rng_chance(&rng, term == 1 ? .03 : .2);
        day_format(start, start_text);
        snprintf(line, sizeof(line), "key=K%d start=%s%s", k, start_text,
                 k % 4 ? "" : " gross_margin_pct=60");
        int64_t id = fact(t, "account", line);
        snprintf(line, sizeof(line),
                 "account_id=%lld start=%s amount_cents=%d term_months=%d "
                 "interval_months=1%s%s",
                 (long long)id, start_text, 1000 + 977 * k, term, is_left ? " ended=" : "",
                 is_left ? day_format(left, end) : "");
        fact(t, "subscription", line);
    }
    put_sql(t, "INSERT INTO score_dirty (account_id, seq) SELECT id, id FROM account");
}

static void open_story(struct forecast_test *f)
{
    forecast_test_init(f);
    tell_story(&f->t);
    forecast_test_open(f, TODAY);
}

static const struct snapshot *snapshot(struct forecast_test *f, const char *day,
                                       enum snapshot_depth depth)
{
    const struct snapshot *s;
    struct err err = {0};

    ASSERT_OK(snapshot_get(f->snapshots, f->source.conn, day_at(day), depth, f->t.arena, &s, &err),
              err);
    return s;
}

/* Those that were asked for live on with their arena. */
static void snapshots_forget(struct forecast_test *f)
{
    snapshots_free(f->snapshots);
    f->source.snapshots = f->snapshots = snapshots_new();
}

static void the_metric_and_the_page_of_values_agree(void **state)
{
    struct forecast_test f;
    struct value_query q;
    struct value_list v;
    struct err err = {0};
    size_t by_all = 0;

    (void)state;
    open_story(&f);
    fields_init(value_query_fields, &q);
    q.limit = VALUE_PAGE_MAX;
    ASSERT_OK(value_read(&f.source, &q, &v, &err), err);
    const struct snapshot *s = snapshot(&f, TODAY, SNAPSHOT_METRICS);
    assert_true(v.total > 50);
    for (size_t k = 0; k < v.n_rows; k++) {
        const struct value_row *r = &v.rows[k];
        size_t row = (size_t)snapshot_row_of_key(s, r->key);
        assert_string_equal(r->source, "curve");
        /* The page has whole cents of ARR, and so of value. */
        assert_close(s->metrics[metric_index("ltv_3y")][row], (double)r->ltv_3y_cents / 100, .02);
        assert_close(s->metrics[metric_index("ltv_5y")][row], (double)r->ltv_5y_cents / 100, .02);
        assert_close(s->ltv_3y[row], (double)r->ltv_3y_cents / 100, .02);
        by_all += stay_class_of(s->context.stay, (int32_t)r->term_months)->is_of_all;
    }
    assert_true(by_all > 0);
    forecast_test_done(&f);
}

/* Five years ago nobody was there: of such a contract no renewal is known, of nobody's. */
static void where_no_curve_says_it_the_portfolios_loss_does(void **state)
{
    struct forecast_test f;
    struct metric_test *t = &f.t;
    char labels[1000] = "";
    struct grounds g;

    (void)state;
    forecast_test_init(&f);
    tell_story(t);
    compute(t, TODAY);
    const struct stay_class *five = stay_class_of(t->context.stay, 60);
    assert_false(stay_is_known(five));
    assert_false(isnan(t->context.monthly_churn));
    double d = pow(1 + t->context.discount_pct / 100, -1.0 / 12), months = 0;
    for (int m = 1; m <= 36; m++)
        months += pow((1 - t->context.monthly_churn) * d, m);
    assert_close(metric_of(t, 1, "ltv_3y"), (1000 + 977) / 100.0 * .75 * months, 1e-9);

    size_t n;
    const struct metric *all = metrics_all(&n);
    for (size_t i = 1; i < 3; i++) { /* by the portfolio's loss; by the curve of a year */
        metric_grounds(&all[metric_index("ltv_3y")], t->book, &t->context, i, t->arena, &g);
        for (size_t k = 0; k < g.n_terms; k++)
            strncat(labels, g.terms[k].label, sizeof(labels) - strlen(labels) - 1);
    }
    assert_non_null(strstr(labels, "Customers lost in a month, over the whole portfolio"));
    assert_non_null(strstr(labels, "of customers with contracts of that length"));
    metric_test_done(t);
}

static void the_metric_is_the_sum_over_months(void **state)
{
    struct forecast_test f;
    struct metric_test *t = &f.t;

    (void)state;
    forecast_test_init(&f);
    tell_story(t);
    compute(t, TODAY);
    for (size_t i = 0; i < t->columns.n; i++) {
        const struct stay_place *p = &t->columns.places[i];
        const struct stay_class *c = ltv_curve(&t->context, p);
        double mrr = metric_of(t, i, "mrr"), margin = metric_of(t, i, "gross_margin_pct");
        double share = 1, months = 0, d = pow(1 + t->context.discount_pct / 100, -1.0 / 12);
        size_t next = p->next;
        if (mrr == 0) {
            VALUE(t, i, "ltv_5y", 0); /* who left */
            continue;
        }
        if (!c)
            continue;
        for (int m = 1; m <= 60; m++) {
            if (m > p->months_left && (m - p->months_left - 1) % p->term_months == 0)
                share *= stay_at(c, next++);
            months += share * pow(d, m);
        }
        assert_close(metric_of(t, i, "ltv_5y"), mrr * margin / 100 * months, 1e-6);
        struct stay_place same = stay_place_decode(stay_place_code(p));
        assert_int_equal(same.term_months, p->term_months);
        assert_int_equal(same.months_left, p->months_left);
        assert_int_equal(same.next, p->next);
    }
    assert_true(isnan(stay_place_code(&(struct stay_place){.term_months = 0})));
    assert_int_equal(stay_place_decode(NAN).term_months, 0);
    metric_test_done(t);
}

static void scored(struct forecast_test *f, const char *from)
{
    struct err err = {0};

    db_read_end(f->source.conn);
    ASSERT_OK(history_fill(f->t.base.db, day_at(from), day_at(TODAY), HISTORY_WEEK, NULL, &err),
              err);
    ASSERT_OK(db_read_begin(f->t.base.db, &f->source.conn, &err), err);
}

static void same_worth(const struct snapshot *a, const struct snapshot *b)
{
    assert_int_equal(a->n, b->n);
    for (size_t i = 0; i < a->n; i++)
        assert_memory_equal(&a->ltv_3y[i], &b->ltv_3y[i], sizeof(double));
    assert_memory_equal(&a->economics.ltv_cents, &b->economics.ltv_cents, sizeof(double));
}

static const char *const days[] = {"2021-03-01", "2022-10-03", TODAY};

static void what_is_kept_is_what_is_computed_to_the_bit(void **state)
{
    struct forecast_test f;
    struct history_difference found;
    struct err err = {0};

    (void)state;
    open_story(&f);
    scored(&f, "2021-01-01");
    for (size_t k = 0; k < ARRAY_LEN(days); k++) {
        const struct snapshot *kept = snapshot(&f, days[k], SNAPSHOT_KEPT);
        assert_null(kept->metrics[0]);
        same_worth(kept, snapshot(&f, days[k], SNAPSHOT_METRICS));
    }
    db_read_end(f.source.conn);
    assert_int_equal(history_check(f.t.base.db, NULL, &found, NULL, &err), 0);
    ASSERT_OK(db_read_begin(f.t.base.db, &f.source.conn, &err), err);
    forecast_test_done(&f);
}

static void write_sql(struct forecast_test *f, const char *sql)
{
    db_read_end(f->source.conn);
    metric_test_begin(&f->t);
    put_sql(&f->t, sql);
    metric_test_commit(&f->t);
    struct err err = {0};
    ASSERT_OK(db_read_begin(f->t.base.db, &f->source.conn, &err), err);
}

/* What is decided about money counts on kept days at once: nothing is scored anew for it. */
static void another_discount_counts_on_kept_days(void **state)
{
    struct forecast_test f;

    (void)state;
    open_story(&f);
    scored(&f, "2022-10-01");
    const struct snapshot *before = snapshot(&f, "2022-10-03", SNAPSHOT_KEPT);
    write_sql(&f, "INSERT INTO setting (name, value) VALUES ('discount_pct', '40')");
    const struct snapshot *after = snapshot(&f, "2022-10-03", SNAPSHOT_KEPT);
    assert_null(after->metrics[0]);
    assert_true(after->economics.ltv_cents < .9 * before->economics.ltv_cents);
    same_worth(after, snapshot(&f, "2022-10-03", SNAPSHOT_METRICS));
    forecast_test_done(&f);
}

/* Half of all leave one day: earlier days know nothing of it, the curves of today do, on the cached
 * snapshot as well as on the new one. */
static void curves_are_as_of_their_day(void **state)
{
    struct forecast_test f;
    struct err err = {0};

    (void)state;
    open_story(&f);
    scored(&f, "2022-01-01");
    const struct snapshot *early = snapshot(&f, "2022-10-03", SNAPSHOT_KEPT);
    const struct snapshot *late = snapshot(&f, TODAY, SNAPSHOT_KEPT);
    double before = stay_through(stay_class_of(late->context.stay, 12), 1, 3);
    write_sql(&f, "UPDATE account SET churned = 19600 WHERE id % 4 = 1"); /* 2023-08-31 */
    write_sql(&f, "UPDATE score_dirty SET seq = seq + 1000");
    double cached = snapshot(&f, TODAY, SNAPSHOT_KEPT)->economics.ltv_cents;
    db_read_end(f.source.conn);
    ASSERT_OK(history_refresh(f.t.base.db, day_at(TODAY), NULL, &err), err);
    ASSERT_OK(db_read_begin(f.t.base.db, &f.source.conn, &err), err);
    snapshots_forget(&f);
    same_worth(early, snapshot(&f, "2022-10-03", SNAPSHOT_KEPT));
    late = snapshot(&f, TODAY, SNAPSHOT_KEPT);
    assert_close(late->economics.ltv_cents, cached, 1e-6);
    assert_true(stay_through(stay_class_of(late->context.stay, 12), 1, 3) < before - .05);
    same_worth(late, snapshot(&f, TODAY, SNAPSHOT_METRICS));
    forecast_test_done(&f);
}

/* A data directory of an earlier version: its days have no curves and no contracts. */
static void days_from_before_are_computed_anew(void **state)
{
    struct forecast_test f;
    struct err err = {0};

    (void)state;
    open_story(&f);
    scored(&f, "2022-10-01");
    write_sql(&f, "UPDATE score_day SET retention = NULL, cards = '2' || substr(cards, 2)");
    write_sql(&f, "DELETE FROM score_column WHERE column_id = 15");
    const struct snapshot *s = snapshot(&f, "2022-10-03", SNAPSHOT_KEPT);
    assert_non_null(s->metrics[0]); /* what is kept is of no use */
    assert_false(isnan(s->economics.ltv_cents));
    db_read_end(f.source.conn);
    ASSERT_OK(history_refresh(f.t.base.db, day_at(TODAY), NULL, &err), err);
    ASSERT_OK(db_read_begin(f.t.base.db, &f.source.conn, &err), err);
    snapshots_forget(&f);
    s = snapshot(&f, "2022-10-03", SNAPSHOT_KEPT);
    assert_null(s->metrics[0]);
    same_worth(s, snapshot(&f, "2022-10-03", SNAPSHOT_METRICS));
    forecast_test_done(&f);
}

static void remember(void *ctx, const struct history_difference *d)
{
    *(struct history_difference *)ctx = *d;
}

static void check_finds_curves_that_are_not_those_of_the_facts(void **state)
{
    struct forecast_test f;
    struct history_difference found = {0};
    struct err err = {0};

    (void)state;
    open_story(&f);
    scored(&f, TODAY);
    write_sql(&f, "UPDATE score_day SET retention = '{\"classes\":[{\"term_months\":1,"
                  "\"is_of_all\":false,\"at_risk\":100,\"lost\":50}]}'");
    db_read_end(f.source.conn);
    assert_int_equal(history_check(f.t.base.db, remember, &found, NULL, &err), 1);
    assert_int_equal(found.account_id, I64_NONE);
    assert_close(found.kept, .5, 1e-9);
    assert_true(found.computed > .9);
    ASSERT_OK(db_read_begin(f.t.base.db, &f.source.conn, &err), err);
    write_sql(&f, "UPDATE score_day SET retention = '{'");
    const struct snapshot *s;
    assert_int_equal(
        snapshot_get(f.snapshots, f.source.conn, day_at(TODAY), SNAPSHOT_KEPT, f.t.arena, &s, &err),
        ERR_INTERNAL);
    assert_non_null(strstr(err.text, "2024-06-17"));
    forecast_test_done(&f);
}

static void a_model_read_again_says_the_same(void **state)
{
    struct forecast_test f;
    struct metric_test *t = &f.t;
    struct stay_model again;
    AUTO_BUF first = {0};
    AUTO_BUF second = {0};
    struct err err = {0};

    (void)state;
    forecast_test_init(&f);
    tell_story(t);
    compute(t, TODAY);
    stay_model_write(t->context.stay, &first);
    ASSERT_OK(stay_model_read(buf_text(&first), t->arena, &again, &err), err);
    stay_model_write(&again, &second);
    assert_string_equal(buf_text(&first), buf_text(&second));
    assert_int_equal(again.n, 4);
    for (size_t k = 0; k < again.n; k++)
        for (size_t r = 1; stay_is_known(&again.classes[k]) && r < 40; r++) {
            double a = stay_at(&again.classes[k], r), b = stay_at(&t->context.stay->classes[k], r);
            assert_memory_equal(&a, &b, sizeof(a));
        }
    assert_int_equal(stay_model_read("[]", t->arena, &again, &err), ERR_INVALID);
    assert_int_equal(stay_model_read("{\"classes\":[{\"term_months\":999,\"at_risk\":1,"
                                     "\"lost\":0}]}",
                                     t->arena, &again, &err),
                     ERR_INVALID);
    metric_test_done(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_metric_and_the_page_of_values_agree),
        cmocka_unit_test(where_no_curve_says_it_the_portfolios_loss_does),
        cmocka_unit_test(the_metric_is_the_sum_over_months),
        cmocka_unit_test(what_is_kept_is_what_is_computed_to_the_bit),
        cmocka_unit_test(another_discount_counts_on_kept_days),
        cmocka_unit_test(curves_are_as_of_their_day),
        cmocka_unit_test(days_from_before_are_computed_anew),
        cmocka_unit_test(check_finds_curves_that_are_not_those_of_the_facts),
        cmocka_unit_test(a_model_read_again_says_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
