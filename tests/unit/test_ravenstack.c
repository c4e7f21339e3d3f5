/* The files of RavenStack, a synthetic company by River @ Rivalytics, which are not ours to keep:
 * shared_data.h says how they are found. The numbers expected were counted with Python's csv
 * module. */
#include "forecast/revenue/bridge.h"
#include "import_test.h"
#include "scoring/scorecard/card_store.h"
#include "shared_data.h"

static const char *data_folder(struct arena *arena)
{
    return shared_path(arena, "ravenstack");
}

static const struct import_file *file_of(const struct import_test *w, const char *kind)
{
    for (size_t i = 0; i < w->report.n_files; i++)
        if (str_eq(w->report.files[i].kind, kind))
            return &w->report.files[i];
    fail_msg("no file of kind %s", kind);
    return NULL;
}

static void assert_counts(const struct import_file *f, int64_t rows, int64_t new, int64_t unchanged,
                          int64_t rejected)
{
    assert_int_equal(f->rows, rows);
    assert_int_equal(f->new, new);
    assert_int_equal(f->changed, 0);
    assert_int_equal(f->unchanged, unchanged);
    assert_int_equal(f->rejected, rejected);
}

static void import_all(struct import_test *w, const char *folder)
{
    struct import_source source = {.path = folder};

    ASSERT_OK(import_paths(w, &source, 1, NULL, false), w->t.err);
    assert_int_equal(w->report.n_files, 5);
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(w->report.files[i].mapping, "RavenStack");
}

static void check_first(struct import_test *w)
{
    assert_counts(file_of(w, "account"), 500, 500, 0, 0);
    assert_counts(file_of(w, "subscription"), 5000, 5000, 0, 0);
    assert_counts(file_of(w, "ticket"), 2000, 2000, 0, 0);
    assert_counts(file_of(w, "churn"), 600, 600, 0, 0);
    /* 24,979 ids make 24,960 counts of (account, feature, day), two of which are 0. */
    const struct import_file *usage = file_of(w, "usage");
    assert_counts(usage, 25000, 24958, 2, 21);
    assert_int_equal(usage->duplicates, 21);
    assert_int_equal(issue_of(usage, "added_up")->count, 19);
    assert_int_equal(issue_of(usage, "before_subscription")->count, 19142);
    const struct import_issue *twice = issue_of(usage, "duplicate");
    assert_int_equal(twice->count, 21);
    assert_int_equal(twice->examples[0].line, 4169);
    assert_string_equal(twice->examples[0].value, "U-8128da");
    assert_string_equal(twice->examples[0].reason, "stands on line 770 already");
    assert_int_equal(issue_of(file_of(w, "account"), "arr_without_owner")->count, 500);
}

static void check_values(struct import_test *w)
{
    /* S-8cec59: 2,786 a month, whatever the billing; ended on 2024-04-12. */
    assert_int_equal(one_number(w, "SELECT amount_cents FROM subscription WHERE key = 'S-8cec59'"),
                     278600);
    assert_int_equal(one_number(w, "SELECT ended FROM subscription WHERE key = 'S-8cec59'"),
                     test_day("2024-04-12"));
    assert_int_equal(one_number(w, "SELECT COUNT(*) FROM subscription WHERE interval_months = 1"),
                     5000);
    assert_int_equal(one_number(w, "SELECT COUNT(*) FROM subscription WHERE term_months = 12"),
                     2461);
    assert_int_equal(one_number(w, "SELECT COUNT(*) FROM subscription WHERE amount_cents = 0"),
                     778);
    /* T-0024de: submitted 2023-07-27, first answer after 74 minutes, solved after 27 hours. */
    int64_t opened = test_day("2023-07-27") * DAY_MS;
    assert_int_equal(one_number(w, "SELECT opened FROM ticket WHERE key = 'T-0024de'"), opened);
    assert_int_equal(one_number(w, "SELECT first_response FROM ticket WHERE key = 'T-0024de'"),
                     opened + 74 * 60000LL);
    assert_int_equal(one_number(w, "SELECT solved FROM ticket WHERE key = 'T-0024de'"),
                     opened + 27 * 3600000LL);
    assert_int_equal(one_number(w, "SELECT COUNT(*) FROM ticket WHERE solved = closed"), 2000);
    assert_int_equal(one_number(w, "SELECT COUNT(*) FROM ticket WHERE escalated IS NOT NULL"), 95);
    assert_int_equal(one_number(w, "SELECT COUNT(*) FROM ticket WHERE satisfaction IS NULL"), 825);
    assert_int_equal(one_number(w, "SELECT COUNT(*) FROM ticket WHERE priority = 'normal'"), 491);
    assert_int_equal(one_number(w, "SELECT COUNT(*) FROM churn WHERE is_reactivation"), 61);
    assert_string_equal(one_text(w, "SELECT custom FROM account WHERE key = 'A-43a9e3'"),
                        "{\"referral_source\":\"other\",\"is_trial\":false,\"churn_flag\":true}");
    assert_int_equal(one_number(w, "SELECT COUNT(*) FROM usage_event"), 40);
}

static void every_row_is_accounted_for(void **state)
{
    struct import_test w;
    (void)state;
    import_test_init(&w);
    const char *folder = data_folder(w.t.act.arena);
    import_all(&w, folder);
    check_first(&w);
    check_values(&w);
    import_all(&w, folder);
    assert_counts(file_of(&w, "account"), 500, 0, 500, 0);
    assert_counts(file_of(&w, "subscription"), 5000, 0, 5000, 0);
    assert_counts(file_of(&w, "ticket"), 2000, 0, 2000, 0);
    assert_counts(file_of(&w, "churn"), 600, 0, 600, 0);
    assert_counts(file_of(&w, "usage"), 25000, 0, 24960, 21);
    import_test_done(&w);
}

/* Every column of the five files either fills a field or says why it does not. */
static void no_column_is_lost_silently(void **state)
{
    struct import_test w;
    (void)state;
    import_test_init(&w);
    const char *folder = data_folder(w.t.act.arena);
    import_all(&w, folder);
    for (size_t i = 0; i < w.report.n_files; i++) {
        const struct import_file *f = &w.report.files[i];
        for (size_t k = 0; k < f->n_columns; k++)
            assert_true(f->columns[k].field || (f->columns[k].note && *f->columns[k].note));
    }
    import_test_done(&w);
}

/* Sums of movements by Python over the two files, account by account and month by month. */
static void revenue_adds_up_to_the_cent(void **state)
{
    struct import_test w;
    (void)state;
    import_test_init(&w);
    import_all(&w, data_folder(w.t.act.arena));
    ASSERT_OK(cards_seed(w.t.db.db, &w.t.err), w.t.err);

    struct conn *c;
    ASSERT_OK(db_read_begin(w.t.db.db, &c, &w.t.err), w.t.err);
    struct snapshots *snapshots = snapshots_new();
    const struct portfolio_source source = {snapshots, c, test_day("2024-12-31"), w.t.act.arena};
    const struct bridge_query query = {test_day("2023-01-01"), test_day("2024-12-31"), NULL, 1};
    struct bridge b;
    ASSERT_OK(bridge_read(&source, &query, &b, &w.t.err), w.t.err);
    assert_int_equal(b.n_months, 24);
    for (size_t k = 0; k < b.n_months; k++) {
        const struct bridge_month *m = &b.months[k];
        assert_int_equal(m->start_arr_cents + m->new_cents + m->reactivation_cents +
                             m->expansion_cents - m->contraction_cents - m->churn_cents,
                         m->end_arr_cents);
        assert_int_equal(m->end_arr_cents,
                         k + 1 < b.n_months ? m[1].start_arr_cents : b.total->end_arr_cents);
    }
    assert_int_equal(b.total->new_cents, 3018589200);
    assert_int_equal(b.total->reactivation_cents, 18127200);
    assert_int_equal(b.total->expansion_cents, 9805969200);
    assert_int_equal(b.total->contraction_cents, 628947600);
    assert_int_equal(b.total->churn_cents, 22208400);
    assert_int_equal(b.total->end_arr_cents, 12191529600);
    assert_int_equal(b.total->end_customers, 500);
    db_read_end(c);
    arena_reset(w.t.act.arena);
    snapshots_free(snapshots);
    import_test_done(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_row_is_accounted_for),
        cmocka_unit_test(no_column_is_lost_silently),
        cmocka_unit_test(revenue_adds_up_to_the_cent),
    };
    AUTO_STRUCT(arena) *arena = arena_new();

    if (!data_folder(arena))
        return shared_skip("ravenstack");
    return cmocka_run_group_tests(tests, NULL, NULL);
}
