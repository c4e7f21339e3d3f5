/* Models of who will leave, on a company of which the truth is known, and on one without history.
 */
#include "facts/account/account.h"
#include "facts/kind/kind_store.h"
#include "forecast/risk/account_risk.h"
#include "forecast/risk/judge.h"
#include "forecast/risk/train_job.h"
#include "risk_test.h"
#include "scoring/metric/life.h"

static struct model_card train(struct risk_test *t, int32_t today)
{
    const struct train_ask ask = {.horizon = {.days = 90}, .today = today};
    struct model_card card;

    ASSERT_OK(risk_train(t->base.db, &ask, t->arena, &card, &t->err), t->err);
    return card;
}

static struct risk_list list_of(struct risk_test *t, const struct risk_reader *r,
                                const struct risk_query *query)
{
    struct risk_list list;

    ASSERT_OK(risk_list_read(&r->source, query, &list, &t->err), t->err);
    return list;
}

static void check_card(const struct model_card *card)
{
    int64_t rows = 0, left = 0;

    assert_string_equal(card->verdict, "predicts");
    assert_true(card->auc_low > 0.5);
    assert_true(card->auc >= card->auc_low && card->auc <= card->auc_high);
    assert_int_equal(card->n_candidates, n_learner_specs);
    assert_true(card->is_in_force);
    assert_int_equal(card->n_missing, 0);
    /* The kept one is the one with the least log loss. */
    for (size_t k = 1; k < card->n_candidates; k++)
        for (size_t other = 1; other < card->n_candidates; other++)
            if (card->candidates[k].is_kept)
                assert_true(card->candidates[k].log_loss <= card->candidates[other].log_loss);
    /* Told and happened agree over all bins together. */
    double told = 0;
    for (size_t k = 0; k < card->n_bins; k++) {
        rows += card->bins[k].rows;
        left += card->bins[k].left;
        told += card->bins[k].told_pct / 100 * (double)card->bins[k].rows;
        assert_true(card->bins[k].low_pct <= card->bins[k].left_pct);
        assert_true(card->bins[k].high_pct >= card->bins[k].left_pct);
    }
    assert_true(rows > 500);
    assert_close(told / (double)left, 1, 0.1);
    double weight = 0;
    for (size_t k = 0; k < card->n_columns; k++)
        weight += card->columns[k].weight_pct;
    assert_close(weight, 100, 1e-6);
}

static void check_list(const struct risk_list *list)
{
    double expected = 0;

    assert_int_equal(list->total, list->totals->accounts);
    assert_int_equal(list->n_rows, list->total);
    for (size_t k = 0; k < list->n_rows; k++) {
        const struct risk_row *row = &list->rows[k];
        assert_true(row->p_pct >= 0 && row->p_pct <= 100);
        assert_true(row->low_pct <= row->p_pct && row->p_pct <= row->high_pct);
        assert_true(k == 0 || row->p_pct <= list->rows[k - 1].p_pct);
        assert_true(!row->is_risk || row->p_pct > list->base_pct);
        expected += row->p_pct / 100;
    }
    assert_close(list->totals->expected, expected, 1e-9);
    assert_true(list->totals->expected_low <= expected && expected <= list->totals->expected_high);
    assert_true(list->totals->risks > 0);
}

static void check_account(struct risk_test *t, const struct risk_reader *r,
                          const struct risk_row *row)
{
    struct account_risk a;

    ASSERT_OK(account_risk_read(&r->source, row->key, &a, &t->err), t->err);
    /* Single precision of the trees' parts does not enter: the probability is the list's. */
    assert_close(a.p_pct, row->p_pct, 1e-9);
    assert_true(a.n_reasons > 0);
    assert_non_null(row->reason);
    for (size_t k = 0; k < a.n_reasons; k++) {
        assert_true(*a.reasons[k].words);
        assert_true(k == 0 || fabs(a.reasons[k].points) <= fabs(a.reasons[k - 1].points));
    }
    assert_non_null(a.similar);
    assert_int_equal(a.similar->accounts, SIMILAR_COUNTED);
    assert_true(a.similar->n_items > 0);
    for (size_t k = 0; k < a.similar->n_items; k++)
        assert_string_not_equal(a.similar->items[k].key, a.key);
    assert_int_equal(a.n_before, 1);
    assert_null(a.before[0].outcome);
    assert_string_equal(a.before[0].verdict, "predicts");
    assert_true(a.renewal == row->renewal);
    assert_int_equal(a.notice, row->notice);
}

/* Rows are the risks alone, the totals stay those of all. */
static void check_only_risks(struct risk_test *t, const struct risk_reader *r,
                             const struct risk_totals *all)
{
    struct risk_list list = list_of(
        t, r,
        &(struct risk_query){.is_risk = true, .sort = "arr", .limit = 1000, .is_brief = true});

    assert_int_equal(list.total, all->risks);
    assert_int_equal(list.totals->accounts, all->accounts);
    assert_close(list.totals->expected, all->expected, 1e-9);
    for (size_t k = 0; k < list.n_rows; k++) {
        assert_true(list.rows[k].is_risk);
        assert_true(k == 0 || list.rows[k].arr_cents >= list.rows[k - 1].arr_cents);
        assert_int_equal(isnan(list.rows[k].health), list.rows[k].health_band == NULL);
        assert_int_equal(isnan(list.rows[k].maturity), list.rows[k].maturity_band == NULL);
    }
}

static void the_sample_company_can_be_told(void **state)
{
    struct risk_test t;
    struct risk_reader r;
    (void)state;

    risk_test_init(&t);
    risk_test_fill(&t, 400, 30);
    struct model_card card = train(&t, RISK_TEST_UNTIL);
    check_card(&card);
    risk_reader_open(&t, RISK_TEST_UNTIL, &r);
    struct risk_list list = list_of(&t, &r, &(struct risk_query){.limit = 1000, .is_brief = true});
    check_list(&list);
    struct risk_list page = list_of(&t, &r, &(struct risk_query){.limit = 3, .offset = 1});
    assert_string_equal(page.rows[0].key, list.rows[1].key);
    check_account(&t, &r, &page.rows[0]);
    list = list_of(&t, &r, &(struct risk_query){.filter = "health < 50", .sort = "-at_risk"});
    assert_true(list.total > 0 && list.total < page.total);
    for (size_t k = 1; k < list.n_rows; k++)
        assert_true(list.rows[k].at_risk_cents <= list.rows[k - 1].at_risk_cents + 1);
    check_only_risks(&t, &r, page.totals);
    struct account_risk nobody;
    assert_int_equal(account_risk_read(&r.source, "nobody", &nobody, &t.err), ERR_NOT_FOUND);
    risk_reader_done(&r);
    risk_test_done(&t);
}

/* What was foretold four months ago is held against what happened, and nothing else. */
static void foretold_is_judged_when_the_horizon_has_passed(void **state)
{
    struct risk_test t;
    struct judgement *judged;
    struct conn *c;
    size_t n;
    (void)state;

    risk_test_init(&t);
    risk_test_fill(&t, 400, 30);
    int32_t then = RISK_TEST_UNTIL - 120;
    struct model_card card = train(&t, then);
    assert_true(card.to <= then - 90);
    ASSERT_OK(risk_judge_all(t.base.db, then + 89, &t.err), t.err);
    ASSERT_OK(db_read_begin(t.base.db, &c, &t.err), t.err);
    ASSERT_OK(judgements_read(c, t.arena, &judged, &n, &t.err), t.err);
    db_read_end(c);
    assert_int_equal(n, 0);
    ASSERT_OK(risk_judge_all(t.base.db, RISK_TEST_UNTIL, &t.err), t.err);
    ASSERT_OK(db_read_begin(t.base.db, &c, &t.err), t.err);
    ASSERT_OK(judgements_read(c, t.arena, &judged, &n, &t.err), t.err);
    db_read_end(c);
    assert_int_equal(n, 1);
    assert_int_equal(judged[0].day, then);
    assert_true(judged[0].accounts > 200);
    assert_true(judged[0].left > 0);
    assert_true(judged[0].auc > 0.6);
    /* Where few left, nobody can be that sure. */
    assert_true(judged[0].auc_low < judged[0].auc && judged[0].auc_high > judged[0].auc);
    assert_true(judged[0].left >= AUC_LEFT_FEW || judged[0].auc - judged[0].auc_low > 0.05);
    /* The same day told again takes the place of what was told before. */
    ASSERT_OK(risk_tell(t.base.db, &(struct tell_ask){.day = then}, &t.err), t.err);
    ASSERT_OK(db_read_begin(t.base.db, &c, &t.err), t.err);
    ASSERT_OK(judgements_read(c, t.arena, &judged, &n, &t.err), t.err);
    db_read_end(c);
    assert_int_equal(n, 0);
    risk_test_done(&t);
}

/* Of a model of renewals only those are judged of whom it spoke: with a term that ended in time. */
static void renewals_are_judged_when_terms_ended(void **state)
{
    struct risk_test t;
    struct model_card card;
    struct judgement *judged;
    struct conn *c;
    size_t n;
    int32_t then = RISK_TEST_UNTIL - 100;
    (void)state;

    risk_test_init(&t);
    risk_test_fill(&t, 300, 24);
    const struct train_ask ask = {.horizon = {.days = 60, .is_renewal = true}, .today = then};
    ASSERT_OK(risk_train(t.base.db, &ask, t.arena, &card, &t.err), t.err);
    assert_true(card.is_renewal);
    ASSERT_OK(risk_judge_all(t.base.db, RISK_TEST_UNTIL, &t.err), t.err);
    ASSERT_OK(db_read_begin(t.base.db, &c, &t.err), t.err);
    ASSERT_OK(judgements_read(c, t.arena, &judged, &n, &t.err), t.err);
    struct risk_run run;
    ASSERT_OK(risk_run_last(c, t.arena, &run, &t.err), t.err);
    db_read_end(c);
    assert_int_equal(n, 1);
    assert_true(judged[0].accounts > 0 && judged[0].accounts < run.accounts);
    assert_true(judged[0].left <= judged[0].accounts);
    risk_test_done(&t);
}

/* What renewals and values say of a customer's chance to stay is what is told here. */
static void told_by_the_retention_curve(struct risk_test *t, struct conn *c,
                                        const struct risk_list *list)
{
    const struct factbook_options options = {.to_id = INT64_MAX, .is_life_only = true};
    struct factbook *loaded;
    struct stay_model stay;
    size_t known = 0, due = 0;

    ASSERT_OK(factbook_load(c, &options, &loaded, &t->err), t->err);
    AUTO_STRUCT(factbook) *book = loaded;
    book_stay_model(book, RISK_TEST_UNTIL, t->arena, &stay);
    for (size_t k = 0; k < list->n_rows; k++) {
        int64_t id;
        ASSERT_OK(kind_id(c, &account_kind, list->rows[k].key, &id, &t->err), t->err);
        size_t i = 0;
        while (book->accounts[i].id != id)
            i++;
        struct stay_place place = stay_place_of(book, i, RISK_TEST_UNTIL);
        double p = stay_until(stay_class_of(&stay, place.term_months), &place,
                              RISK_TEST_UNTIL + HORIZON_DAYS_DEFAULT, NULL);
        if (isnan(p))
            continue;
        known++;
        due += p < 1;
        assert_close(list->rows[k].p_pct, 100 * (1 - p), 1e-3);
    }
    assert_true(known > 5 && due > 0);
}

static void with_too_little_history_it_says_what_is_missing(void **state)
{
    struct risk_test t;
    struct risk_reader r;
    (void)state;

    risk_test_init(&t);
    /* Nothing at all. */
    struct model_card card = train(&t, RISK_TEST_UNTIL);
    assert_string_equal(card.verdict, "too_little");
    assert_int_equal(card.n_missing, 2);
    risk_test_fill(&t, 40, 12);
    card = train(&t, RISK_TEST_UNTIL);
    assert_string_equal(card.verdict, "too_little");
    assert_string_equal(card.kind, "curve");
    assert_int_equal(card.n_missing, 1);
    assert_non_null(strstr(card.missing[0], "it takes 20"));
    assert_int_equal(card.left_needed, RISK_LEFT_MIN);
    assert_int_equal(card.rows_needed, RISK_ROWS_MIN);
    assert_true(isnan(card.auc));
    risk_reader_open(&t, RISK_TEST_UNTIL, &r);
    struct risk_list list = list_of(&t, &r, &(struct risk_query){.limit = 100});
    assert_true(list.total > 10);
    assert_int_equal(list.totals->risks, 0);
    for (size_t k = 0; k < list.n_rows; k++) {
        assert_false(list.rows[k].is_risk);
        assert_null(list.rows[k].reason);
        assert_false(isnan(list.rows[k].p_pct));
    }
    told_by_the_retention_curve(&t, r.source.conn, &list);
    risk_reader_done(&r);
    risk_test_done(&t);
}

/* Labels dealt out by chance: nobody is called a risk. */
static void where_nothing_predicts_it_says_so(void **state)
{
    struct risk_test t;
    struct risk_reader r;
    (void)state;

    risk_test_init(&t);
    risk_test_fill(&t, 400, 24);
    /* Who left did not; instead every fifth has a last day that has to do with nothing. */
    risk_test_sql(&t, "UPDATE subscription SET ended = NULL");
    risk_test_sql(&t, "DELETE FROM churn");
    risk_test_sql(&t, "UPDATE account SET churned = NULL, lifecycle = 'active' "
                      "WHERE lifecycle = 'churned'");
    risk_test_sql(&t, "UPDATE account SET churned = 19500 + (id * 7919) % 490 "
                      "WHERE id % 5 = 0 AND start < 19400 AND lifecycle <> 'prospect'");
    struct model_card card = train(&t, RISK_TEST_UNTIL);
    assert_string_equal(card.verdict, "nothing");
    assert_true(card.auc_low <= 0.5 && card.auc_high >= 0.4);
    assert_string_equal(card.kind, "base");
    risk_reader_open(&t, RISK_TEST_UNTIL, &r);
    struct risk_list list = list_of(&t, &r, &(struct risk_query){.limit = 1000, .is_brief = true});
    assert_true(list.total > 100);
    assert_int_equal(list.totals->risks, 0);
    assert_close(list.rows[0].p_pct, card.base_pct, 1e-6);
    assert_close(list.rows[list.n_rows - 1].p_pct, card.base_pct, 1e-6);
    risk_reader_done(&r);
    risk_test_done(&t);
}

static bool stop_at_half(void *ctx, int pct)
{
    int *seen = ctx;

    *seen = pct;
    return pct < 50;
}

static void training_can_be_stopped(void **state)
{
    struct risk_test t;
    int seen = 0;
    const struct history_progress progress = {stop_at_half, &seen};
    struct model_card card;
    struct conn *c;
    (void)state;

    risk_test_init(&t);
    risk_test_fill(&t, 300, 24);
    const struct train_ask ask = {
        .horizon = {.days = 90}, .today = RISK_TEST_UNTIL, .progress = &progress};
    assert_int_equal(risk_train(t.base.db, &ask, t.arena, &card, &t.err), ERR_CONFLICT);
    assert_in_range(seen, 50, 60);
    ASSERT_OK(db_read_begin(t.base.db, &c, &t.err), t.err);
    assert_int_equal(model_card_get(c, 0, t.arena, &card, &t.err), ERR_NOT_FOUND);
    db_read_end(c);
    risk_test_done(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sample_company_can_be_told),
        cmocka_unit_test(foretold_is_judged_when_the_horizon_has_passed),
        cmocka_unit_test(renewals_are_judged_when_terms_ended),
        cmocka_unit_test(with_too_little_history_it_says_what_is_missing),
        cmocka_unit_test(where_nothing_predicts_it_says_so),
        cmocka_unit_test(training_can_be_stopped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
