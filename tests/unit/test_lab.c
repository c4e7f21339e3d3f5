/* Is a score useful? On a company of which the truth is known. */
#include "forecast/lab/weights.h"
#include "intake/sample/sample_world.h"
#include "risk_test.h"
#include "scoring/scorecard/card_store.h"
#include "stats/summary.h"

#define ACCOUNTS 700
#define MONTHS   36

static const struct sample_options world = {
    .accounts = ACCOUNTS, .months = MONTHS, .seed = 1, .until = RISK_TEST_UNTIL};

static int set_up(void **state)
{
    static struct risk_test t;

    risk_test_init(&t);
    risk_test_fill(&t, ACCOUNTS, MONTHS);
    *state = &t;
    return 0;
}

static int tear_down(void **state)
{
    risk_test_done(*state);
    return 0;
}

static struct lab_ask ask_of(int64_t days)
{
    struct lab_ask ask;

    fields_init(lab_ask_fields, &ask);
    ask.horizon_days = days;
    return ask;
}

static struct lab run(struct risk_test *t, const struct lab_ask *ask)
{
    struct lab lab;

    ASSERT_OK(lab_run(t->base.db, ask, RISK_TEST_UNTIL, NULL, t->arena, &lab, &t->err), t->err);
    return lab;
}

static const struct lab_score *score_of(const struct lab *lab, const char *id)
{
    for (size_t k = 0; k < lab->n_scores; k++)
        if (str_eq(lab->scores[k].id, id))
            return &lab->scores[k];
    fail_msg("no score %s", id);
    return NULL;
}

static void check_bands(const struct lab *lab, const struct lab_score *s)
{
    int64_t rows = 0, left = 0, arr = 0;
    double recall = 0;

    assert_int_equal(s->n_bands, 3);
    for (size_t b = 0; b < s->n_bands; b++) {
        const struct lab_band *band = &s->bands[b];
        rows += band->rows;
        left += band->left;
        arr += band->left_arr_cents;
        recall += band->recall_pct;
        assert_close(band->left_pct, 100.0 * (double)band->left / (double)band->rows, 1e-9);
        assert_true(band->low_pct <= band->left_pct && band->left_pct <= band->high_pct);
    }
    assert_int_equal(rows, s->rows);
    assert_int_equal(left, s->left);
    assert_int_equal(s->rows + s->missing, lab->rows);
    assert_close(recall, 100, 1e-9);
    assert_true(arr > 0);
    assert_true(s->bands[0].lift > 1 && s->bands[2].lift < 1);
}

static void health_and_maturity_are_found_useful(void **state)
{
    struct risk_test *t = *state;
    const struct lab_ask ask = ask_of(90);
    struct lab lab = run(t, &ask);

    assert_string_equal(lab.verdict, "useful");
    assert_int_equal(lab.n_scores, 3);
    for (size_t k = 0; k < lab.n_scores; k++) {
        assert_string_equal(lab.scores[k].verdict, "useful");
        assert_true(lab.scores[k].auc_low > 0.5);
        assert_true(lab.scores[k].n_bins > 3);
        double found = 0;
        for (size_t g = 0; g < lab.scores[k].n_gains; g++) {
            assert_true(lab.scores[k].gains[g].found_pct >= found);
            found = lab.scores[k].gains[g].found_pct;
        }
    }
    check_bands(&lab, score_of(&lab, "health"));
    check_bands(&lab, score_of(&lab, "maturity"));
    assert_true(score_of(&lab, "maturity")->missing > lab.rows / 5);
    assert_int_equal(lab.n_pairs, 3);
    for (size_t k = 0; k < lab.n_pairs; k++) {
        assert_true(lab.pairs[k].p_adjusted >= lab.pairs[k].p);
        assert_true(lab.pairs[k].low <= lab.pairs[k].difference &&
                    lab.pairs[k].difference <= lab.pairs[k].high);
    }
    assert_true(lab.n_left_green > 0 && lab.n_stayed_red > 0);
    for (size_t k = 1; k < lab.n_left_green; k++)
        assert_true(lab.left_green[k].arr_cents <= lab.left_green[k - 1].arr_cents);
    assert_non_null(strstr(lab.words, "better than chance: AUC 0."));
    assert_ptr_equal(strstr(lab.headline, "Customer health tells who leaves better than chance"),
                     lab.headline);
    assert_true(lab.n_definitions > 5);
    assert_string_equal(lab.model_note, "There is no model yet.");
}

/* What is expected of the lab: the planted effect of the traits, as far as the scores know them.
 * The traits' regression on the scores says how far; that what they leave open flattens a logistic
 * curve is told by the usual approximation, √(1 + 0.346 variance). */
struct truth {
    size_t n;
    double *x[2];    /* health and maturity as scored */
    double *eta;     /* of the traits: −1.0 h − 0.6 m */
    double slope[2]; /* of eta on the scores */
    double flat;
};

static void put_truth(struct risk_test *t, const struct lab_rows *rows, struct truth *ret)
{
    struct sample_account **made = ARENA_ARRAY(t->arena, ACCOUNTS, struct sample_account *);

    ret->eta = ARENA_ARRAY(t->arena, rows->rows.n, double);
    for (int k = 0; k < 2; k++)
        ret->x[k] = ARENA_ARRAY(t->arena, rows->rows.n, double);
    for (size_t i = 0; i < rows->rows.n; i++) {
        const struct lab_row *row = &rows->rows.items[i];
        int64_t index = row->account - 1;
        assert_in_range(index, 0, ACCOUNTS - 1);
        if (!made[index])
            made[index] = sample_account_make(&world, index, t->arena);
        if (isnan(row->score[0]) || isnan(row->score[1]))
            continue;
        /* Who left did so on this very day, and nobody else. */
        assert_int_equal(row->has_left, made[index]->churned == row->until);
        ret->x[0][ret->n] = row->score[0];
        ret->x[1][ret->n] = row->score[1];
        ret->eta[ret->n++] = -SAMPLE_CHURN_HEALTH * sample_health(made[index], row->until) -
                             SAMPLE_CHURN_MATURITY * sample_maturity(made[index], row->until);
    }
}

/* Least squares of eta on both scores. */
static void regress(struct truth *t)
{
    double mean[3] = {summary_mean(t->x[0], t->n, NULL), summary_mean(t->x[1], t->n, NULL),
                      summary_mean(t->eta, t->n, NULL)};
    double aa = 0, ab = 0, bb = 0, ae = 0, be = 0, rest = 0;

    for (size_t i = 0; i < t->n; i++) {
        double a = t->x[0][i] - mean[0], b = t->x[1][i] - mean[1], e = t->eta[i] - mean[2];
        aa += a * a;
        ab += a * b;
        bb += b * b;
        ae += a * e;
        be += b * e;
    }
    double det = aa * bb - ab * ab;
    t->slope[0] = (ae * bb - be * ab) / det;
    t->slope[1] = (be * aa - ae * ab) / det;
    for (size_t i = 0; i < t->n; i++) {
        double by = t->eta[i] - mean[2] - t->slope[0] * (t->x[0][i] - mean[0]) -
                    t->slope[1] * (t->x[1][i] - mean[1]);
        rest += by * by / (double)t->n;
    }
    t->flat = 1 / sqrt(1 + 0.346 * rest);
}

static void the_planted_effects_are_within_their_intervals(void **state)
{
    struct risk_test *t = *state;
    struct lab_ask ask = ask_of(31);
    const struct lab_read read = {.today = RISK_TEST_UNTIL, .rows_max = LAB_ROWS_MAX};
    struct lab_rows rows;
    struct truth truth = {0};

    /* At the end of yearly terms, a month before. */
    ask.is_renewal = true;
    ask.filter = "plan != \"Team\"";
    struct lab lab = run(t, &ask);
    ASSERT_OK(lab_rows_read(t->base.db, &ask, &read, t->arena, &rows, &t->err), t->err);
    put_truth(t, &rows, &truth);
    lab_rows_done(&rows);
    regress(&truth);
    assert_int_equal(lab.n_effects, 2);
    for (size_t k = 0; k < 2; k++) {
        double expected = truth.flat * truth.slope[k];
        print_message("%s: %.4f planted, %.4f (%.4f to %.4f) found\n", lab.effects[k].id, expected,
                      lab.effects[k].log_odds, lab.effects[k].log_odds_low,
                      lab.effects[k].log_odds_high);
        assert_true(expected < 0);
        assert_true(lab.effects[k].log_odds_high < 0);
        assert_true(lab.effects[k].log_odds_low <= expected &&
                    expected <= lab.effects[k].log_odds_high);
    }
}

/* A draft of one measure, which reads a metric from `first` points at 0 to `last` at `at`. */
struct one_measure {
    const char *key, *name, *metric;
    int first, at, last;
};
static void make_draft(struct risk_test *t, const struct one_measure *m)
{
    static const char card_text[] =
        "{\"key\": \"%s\", \"name\": \"%s\", \"kind\": \"other\", \"low\": 0, \"high\": 100,"
        " \"min_coverage_pct\": 0, \"decimals\": 0, \"bands\": ["
        "{\"id\": \"low\", \"label\": \"Low\", \"from\": 0, \"to\": 33},"
        "{\"id\": \"medium\", \"label\": \"Medium\", \"from\": 33, \"to\": 66},"
        "{\"id\": \"high\", \"label\": \"High\", \"from\": 66, \"to\": 100}],"
        " \"groups\": [{\"id\": \"g\", \"label\": \"G\", \"weight_pct\": 100, \"measures\": ["
        "{\"id\": \"m\", \"label\": \"M\", \"source\": \"metric\", \"ref\": \"%s\","
        " \"weight_pct\": 100, \"scale\": [{\"value\": 0, \"score\": %d},"
        " {\"value\": %d, \"score\": %d}]}]}]}";
    struct act act = {.by = &who_command_line, .arena = t->arena, .now_ms = 1};
    const struct dictionary *dictionary;
    struct card *card;

    ASSERT_OK(db_write_begin(t->base.db, &act.conn, &t->err), t->err);
    ASSERT_OK(dictionary_load(act.conn, t->arena, &dictionary, &t->err), t->err);
    const char *text =
        arena_printf(t->arena, card_text, m->key, m->name, m->metric, m->first, m->at, m->last);
    ASSERT_OK(card_parse(text, 1, dictionary, t->arena, &card, &t->err), t->err);
    ASSERT_OK(card_draft_create(&act, card, &t->err), t->err);
    ASSERT_OK(db_commit(act.conn, &t->err), t->err);
}

/* What reads a number without a date tells the past by what is known now. */
static void what_has_no_history_is_named(void **state)
{
    struct risk_test *t = *state;
    const char *refs[] = {"margin@draft", "health"};
    struct lab_ask ask = ask_of(90);

    make_draft(t, &(struct one_measure){"margin", "Margin", "gross_margin_pct", 0, 100, 100});
    ask.cards = refs;
    ask.n_cards = 2;
    struct lab lab = run(t, &ask);
    assert_int_equal(lab.scores[0].n_undated, 1);
    assert_string_equal(lab.scores[0].undated[0], "M");
    assert_string_equal(lab.scores[0].label, "Margin, draft");
    assert_int_equal(lab.scores[0].version, I64_NONE);
    assert_int_equal(lab.scores[1].n_undated, 0);
    assert_int_equal(lab.scores[1].version, 1);
    assert_string_equal(lab.scores[1].kind, "health");
}

/* A card that reads what has nothing to do with leaving is no better than chance, and one that is
 * turned around is found out. */
static void cards_of_no_use_are_found_out(void **state)
{
    struct risk_test *t = *state;
    const char *refs[] = {"turned@draft", "health"};
    struct lab_ask ask = ask_of(90);

    make_draft(t,
               &(struct one_measure){"turned", "Turned around", "usage_events_28d", 100, 2000, 0});
    ask.cards = refs;
    ask.n_cards = 2;
    struct lab lab = run(t, &ask);
    assert_string_equal(lab.scores[0].verdict, "reversed");
    assert_true(lab.scores[0].auc_high < 0.5);
    assert_string_equal(lab.scores[1].verdict, "useful");
    assert_non_null(strstr(lab.words, "the wrong way round"));
    assert_non_null(strstr(lab.headline, "Turned around, draft has it the wrong way round"));
    assert_int_equal(lab.n_pairs, 1);
    assert_true(lab.pairs[0].high < 0);
    const char *unknown[] = {"health@99"};
    ask.cards = unknown;
    ask.n_cards = 1;
    assert_int_equal(lab_run(t->base.db, &ask, RISK_TEST_UNTIL, NULL, t->arena, &lab, &t->err),
                     ERR_INVALID);
    assert_string_equal(t->err.field, "cards");
}

static void filters_are_held_against_the_day(void **state)
{
    struct risk_test *t = *state;
    struct lab_ask ask = ask_of(90);
    struct lab all = run(t, &ask);

    ask.filter = "health_band = \"low\"";
    struct lab low = run(t, &ask);
    assert_int_equal(low.rows, score_of(&all, "health")->bands[0].rows);
    assert_int_equal(low.left_rows, score_of(&all, "health")->bands[0].left);
    assert_int_equal(low.n_undated, 0);
    ask.filter = "industry = \"Banking\" and health > 1";
    struct lab lab;
    ASSERT_OK(lab_run(t->base.db, &ask, RISK_TEST_UNTIL, NULL, t->arena, &lab, &t->err), t->err);
    assert_int_equal(lab.n_undated, 1);
    assert_string_equal(lab.undated[0], "industry");
    ask.filter = "cell = \"save\"";
    assert_int_equal(lab_run(t->base.db, &ask, RISK_TEST_UNTIL, NULL, t->arena, &lab, &t->err),
                     ERR_INVALID);
    assert_string_equal(t->err.field, "filter");
}

/* Suggested weights make a card that can be saved; a card that weighs wrongly is bettered. */
static void suggested_weights_are_a_card(void **state)
{
    struct risk_test *t = *state;
    struct weights_ask ask;
    struct weights w;
    struct arena *arena = t->arena;

    fields_init(weights_ask_fields, &ask);
    ask.card = "health";
    for (size_t level = 0; level < 2; level++) {
        ask.level = weight_levels[level];
        ASSERT_OK(weights_run(t->base.db, &ask, RISK_TEST_UNTIL, NULL, arena, &w, &t->err), t->err);
        assert_non_null(w.card);
        double sum = 0;
        for (size_t g = 0; g < w.card->n_groups; g++) {
            double inside = 0;
            for (size_t m = 0; m < w.card->groups[g].n_measures; m++) {
                assert_true(w.card->groups[g].measures[m].weight_pct >= WEIGHT_LEAST_PCT);
                inside += w.card->groups[g].measures[m].weight_pct;
            }
            assert_close(inside, 100, 1e-9);
            sum += w.card->groups[g].weight_pct;
        }
        assert_close(sum, 100, 1e-9);
        ASSERT_OK(card_compile(w.card, arena, &t->err), t->err);
        assert_close(w.auc_then - w.auc_now, w.gain, 1e-9);
        assert_true(w.is_better == (w.gain_low > 0));
        assert_true(w.auc_now > 0.6);
    }
}

static void with_too_few_it_says_so(void **state)
{
    struct risk_test t;
    struct lab_ask ask = ask_of(90);
    struct weights_ask wanted;
    struct weights w;
    (void)state;

    risk_test_init(&t);
    struct lab lab = run(&t, &ask);
    assert_string_equal(lab.verdict, "too_few");
    assert_int_equal(lab.rows, 0);
    assert_string_equal(lab.headline, "No month-end can be judged yet.");
    risk_test_fill(&t, 40, 12);
    lab = run(&t, &ask);
    assert_string_equal(lab.verdict, "too_few");
    assert_non_null(strstr(lab.words, "it takes 20"));
    assert_non_null(strstr(lab.headline, "Too few have left"));
    fields_init(weights_ask_fields, &wanted);
    wanted.card = "health";
    ASSERT_OK(weights_run(t.base.db, &wanted, RISK_TEST_UNTIL, NULL, t.arena, &w, &t.err), t.err);
    assert_null(w.card);
    assert_non_null(strstr(w.words, "Too few"));
    risk_test_done(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(health_and_maturity_are_found_useful),
        cmocka_unit_test(the_planted_effects_are_within_their_intervals),
        cmocka_unit_test(cards_of_no_use_are_found_out),
        cmocka_unit_test(what_has_no_history_is_named),
        cmocka_unit_test(filters_are_held_against_the_day),
        cmocka_unit_test(suggested_weights_are_a_card),
        cmocka_unit_test(with_too_few_it_says_so),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
