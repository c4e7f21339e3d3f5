#include "import_test.h"
#include "intake/csv/reject_log.h"

#include <sys/stat.h>

/* One file from text; the file is removed afterwards. */
static const struct import_file *import_text(struct import_test *w, const char *name,
                                             const char *text)
{
    struct import_source source = {.path = write_csv(w, name, text)};

    ASSERT_OK(import_paths(w, &source, 1, NULL, false), w->t.err);
    unlink(source.path);
    assert_int_equal(w->report.n_files, 1);
    return &w->report.files[0];
}

#define ACCOUNTS                                  \
    "Customer ID;Name;Country;Seats;Start Date\n" \
    "A-1;Acme;AT;10;28.02.2024\n"                 \
    "A-2;Bcme;DE;1.000;01.03.2024\n"

static void columns_find_their_fields(void **state)
{
    struct import_test w;
    (void)state;
    import_test_init(&w);
    const struct import_file *f = import_text(&w, "customers.csv", ACCOUNTS);

    assert_string_equal(f->kind, "account");
    assert_string_equal(f->delimiter, "semicolon");
    assert_int_equal(f->new, 2);
    assert_int_equal(f->rejected, 0);
    static const char *const fields[] = {"key", "name", "location", "seats", "start"};
    for (size_t i = 0; i < ARRAY_LEN(fields); i++)
        assert_string_equal(f->columns[i].field, fields[i]);
    assert_string_equal(f->columns[4].date_order, "dmy");
    assert_string_equal(f->columns[0].sample[0], "A-1");
    assert_int_equal(one_number(&w, "SELECT seats FROM account WHERE key = 'A-2'"), 1000);
    assert_int_equal(one_number(&w, "SELECT start FROM account WHERE key = 'A-1'"),
                     test_day("2024-02-28"));
    f = import_text(&w, "customers.csv", ACCOUNTS);
    assert_int_equal(f->unchanged, 2);
    assert_int_equal(f->new + f->changed + f->rejected, 0);
    import_test_done(&w);
}

/* What a file does not say stays as it is. */
static void other_columns_are_left_alone(void **state)
{
    struct import_test w;
    (void)state;
    import_test_init(&w);
    import_text(&w, "accounts.csv", ACCOUNTS);
    const struct import_file *f =
        import_text(&w, "accounts.csv", "id,name,owner\nA-1,Acme,ann\nA-2,Ccme,\n");

    assert_int_equal(f->changed, 2);
    assert_string_equal(one_text(&w, "SELECT owner FROM account WHERE key = 'A-1'"), "ann");
    assert_string_equal(one_text(&w, "SELECT location FROM account WHERE key = 'A-1'"), "AT");
    import_test_done(&w);
}

static void wrong_rows_never_stop_the_good(void **state)
{
    struct import_test w;
    (void)state;
    import_test_init(&w);
    const struct import_file *f = import_text(&w, "accounts.csv",
                                              "id,name,seats,start\n"
                                              "A-1,Acme,10,2024-02-28\n"
                                              "A-2,Bcme,ten,2024-02-28\n"
                                              "A-3,Ccme,10\n"
                                              "A-4,,10,2024-02-28\n"
                                              "A-5,Ecme,10,2024-02-30\n"
                                              "A-1,Fcme,10,2024-02-28\n"
                                              "A-7,\"G\"cme,10,2024-02-28\n"
                                              "A-8,Hcme,-1,\n"
                                              "A-9,Icme,9,\n");

    assert_int_equal(f->rows, 9);
    assert_int_equal(f->new, 2);
    assert_int_equal(f->rejected, 7);
    assert_int_equal(f->duplicates, 1);
    assert_int_equal(issue_of(f, "ragged")->count, 1);
    assert_int_equal(issue_of(f, "malformed")->examples[0].line, 8);
    const struct import_example *e = issue_of(f, "duplicate")->examples;
    assert_int_equal(e->line, 7);
    assert_string_equal(e->column, "id");
    assert_string_equal(e->value, "A-1");
    assert_string_equal(e->reason, "stands on line 2 already");
    e = issue_of(f, "rule")->examples;
    assert_int_equal(e->line, 5);
    assert_string_equal(e->column, "name");

    AUTO_BUF csv = {0};
    ASSERT_OK(reject_log_csv(w.rejects, &csv, &w.t.err), w.t.err);
    assert_memory_equal(
        csv.data,
        "reject_file,reject_line,reject_column,reject_reason,id,name,seats,start\r\n"
        "accounts.csv,3,seats,\"is not a number (with \"\".\"\" as the decimal mark)\","
        "A-2,Bcme,ten,2024-02-28\r\n",
        150);
    import_test_done(&w);
}

static void empty_cells_beyond_the_table_do_no_harm(void **state)
{
    struct import_test w;
    (void)state;
    import_test_init(&w);
    const struct import_file *f =
        import_text(&w, "accounts.csv", "id,name\nA-1,Acme,,\nA-2,Bcme,x\n");

    assert_int_equal(f->new, 1);
    assert_int_equal(issue_of(f, "ragged")->examples[0].line, 3);
    import_test_done(&w);
}

static void corrected_rejects_come_in(void **state)
{
    struct import_test w;
    (void)state;
    import_test_init(&w);
    const struct import_file *f =
        import_text(&w, "accounts.csv",
                    "reject_file,reject_line,reject_column,reject_reason,id,name\n"
                    "a.csv,3,name,is required,A-1,Acme\n");

    assert_int_equal(f->new, 1);
    assert_string_equal(f->columns[0].how, "ignored");
    import_test_done(&w);
}

static void files_are_taken_in_their_order(void **state)
{
    struct import_test w;
    (void)state;
    import_test_init(&w);
    struct import_source sources[] = {
        {.path =
             write_csv(&w, "usage.csv",
                       "account,event,date,count\nA-1,login,2024-03-01,3\nA-9,login,2024-03-01,3\n"
                       "A-1,login,2024-02-01,2\n")},
        {.path = write_csv(
             &w, "subscriptions.csv",
             "id,account,mrr,billing period,start date\nS-1,A-1,99.90,monthly,2024-02-28\n"
             "S-2,A-7,1,yearly,2024-02-28\n")},
        {.path = write_csv(&w, "accounts.csv", ACCOUNTS)},
    };

    ASSERT_OK(import_paths(&w, sources, 3, NULL, false), w.t.err);
    for (size_t i = 0; i < 3; i++)
        unlink(sources[i].path);
    static const char *const kinds[] = {"account", "subscription", "usage"};
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(w.report.files[i].kind, kinds[i]);
    const struct import_file *subs = &w.report.files[1], *usage = &w.report.files[2];
    assert_int_equal(subs->new, 1);
    assert_string_equal(subs->columns[2].field, "amount"); /* not the cents it is kept in */
    assert_int_equal(issue_of(subs, "unresolved")->examples[0].line, 3);
    assert_int_equal(one_number(&w, "SELECT amount_cents FROM subscription"), 9990);
    assert_int_equal(one_number(&w, "SELECT interval_months FROM subscription"), 1);
    assert_int_equal(usage->new, 2);
    assert_int_equal(issue_of(usage, "unresolved")->count, 1);
    assert_int_equal(issue_of(usage, "before_subscription")->count, 1);
    assert_int_equal(usage->from, test_day("2024-02-01"));
    assert_int_equal(usage->to, test_day("2024-03-01"));
    assert_int_equal(issue_of(&w.report.files[0], "arr_without_owner")->count, 1);
    import_test_done(&w);
}

static void parents_may_come_later(void **state)
{
    struct import_test w;
    (void)state;
    import_test_init(&w);
    const struct import_file *f = import_text(&w, "accounts.csv",
                                              "id,name,parent\n"
                                              "A-1,Leaf,A-2\n"
                                              "A-2,Branch,A-3\n"
                                              "A-3,Root,\n"
                                              "A-4,Orphan,A-9\n");

    assert_int_equal(f->new, 4);
    assert_int_equal(f->rejected, 0);
    const struct import_issue *left_out = issue_of(f, "unresolved_left_out");
    assert_int_equal(left_out->count, 1);
    assert_int_equal(left_out->examples[0].line, 5);
    assert_int_equal(one_number(&w, "SELECT COUNT(*) FROM account WHERE parent_id IS NOT NULL"), 2);
    import_test_done(&w);
}

static void an_amount_may_say_its_interval(void **state)
{
    struct import_test w;
    (void)state;
    import_test_init(&w);
    import_text(&w, "accounts.csv", ACCOUNTS);
    const struct import_file *f = import_text(
        &w, "subscriptions.csv", "id,account,MRR,start\nS-1,A-1,\"1,250.00\",2024-03-01\n");

    assert_int_equal(f->new, 1);
    assert_int_equal(one_number(&w, "SELECT interval_months FROM subscription"), 1);
    assert_int_equal(one_number(&w, "SELECT amount_cents FROM subscription"), 125000);
    assert_string_equal(f->columns[2].note, "taken for an amount per month");
    f = import_text(&w, "subscriptions.csv", "id,account,price,start\nS-1,A-1,1,2024-03-01\n");
    assert_non_null(strstr(issue_of(f, "unknown_kind")->text, "\"interval_months\""));
    import_test_done(&w);
}

/* What is billed once a year is still so much a month. */
static void rates_stay_rates_however_they_are_billed(void **state)
{
    (void)state;
    static const struct {
        const char *csv;
        int months, cents;
    } rows[] = {
        {"id,account,start,arr\nS-1,A-1,2024-03-01,1200\n", 12, 120000},
        {"id,account,start,Annual Recurring Revenue\nS-1,A-1,2024-03-01,1200\n", 12, 120000},
        {"id,account,start,ACV\nS-1,A-1,2024-03-01,1200\n", 12, 120000},
        {"id,account,billing period,mrr,start\nS-1,A-1,yearly,100,2024-03-01\n", 1, 10000},
        {"id,account,billing period,ARR,start\nS-1,A-1,monthly,1200,2024-03-01\n", 12, 120000},
        {"id,account,billing period,price,start\nS-1,A-1,yearly,1200,2024-03-01\n", 12, 120000},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct import_test w;
        import_test_init(&w);
        import_text(&w, "accounts.csv", ACCOUNTS);
        assert_int_equal(import_text(&w, "subscriptions.csv", rows[i].csv)->new, 1);
        assert_int_equal(one_number(&w, "SELECT interval_months FROM subscription"),
                         rows[i].months);
        assert_int_equal(one_number(&w, "SELECT amount_cents FROM subscription"), rows[i].cents);
        import_test_done(&w);
    }
}

static void a_dry_run_changes_nothing(void **state)
{
    struct import_test w;
    (void)state;
    import_test_init(&w);
    struct import_source source = {.path = write_csv(&w, "accounts.csv", ACCOUNTS)};

    ASSERT_OK(import_paths(&w, &source, 1, NULL, true), w.t.err);
    assert_int_equal(w.report.new, 2);
    assert_true(w.report.is_dry_run);
    assert_int_equal(one_number(&w, "SELECT COUNT(*) FROM account"), 0);
    unlink(source.path);
    import_test_done(&w);
}

static void what_cannot_be_told_is_refused(void **state)
{
    struct import_test w;
    (void)state;
    import_test_init(&w);
    static const struct {
        const char *name, *text, *code, *says;
    } rows[] = {
        {"accounts.csv", "id,name,start\nA-1,Acme,03/04/2024\n", "ambiguous_dates", "03/04/2024"},
        {"accounts.csv", "id,name,start\nA-1,A,31/12/2024\nA-2,B,12/31/2024\n", "mixed_dates",
         "date_order"},
        {"accounts.csv", "id,name,Name\nA-1,Acme,x\n", "same_header", "columns 2 and 3"},
        {"tickets.csv", "id,account\nT-1,A-1\n", "unknown_kind", "\"opened\""},
        {"what.csv", "x,y\n1,2\n", "unknown_kind", "give a mapping"},
        {"accounts.csv", "id,name\nA-1,\"Acme\n", "unreadable", "line 2"},
        {"accounts.csv", "", "unreadable", "empty"},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        const struct import_file *f = import_text(&w, rows[i].name, rows[i].text);
        assert_true(f->is_refused);
        const struct import_issue *issue = issue_of(f, rows[i].code);
        assert_non_null(issue);
        assert_non_null(strstr(issue->text, rows[i].says));
    }
    assert_int_equal(one_number(&w, "SELECT COUNT(*) FROM account"), 0);
    import_test_done(&w);
}

/* A column that leaves it open is read as the others of its file. */
static void the_file_tells_the_order_of_its_dates(void **state)
{
    struct import_test w;
    (void)state;
    import_test_init(&w);
    const struct import_file *f =
        import_text(&w, "accounts.csv", "id,name,start,churned\nA-1,Acme,03/04/2023,04/28/2024\n");

    assert_int_equal(f->new, 1);
    assert_int_equal(one_number(&w, "SELECT start FROM account"), test_day("2023-03-04"));
    import_test_done(&w);
}

static void keys_are_made_where_there_are_none(void **state)
{
    struct import_test w;
    (void)state;
    import_test_init(&w);
    import_text(&w, "accounts.csv", ACCOUNTS);
    static const char churns[] =
        "account,churn date,reason\nA-1,2024-05-01,price\nA-2,2024-06-01,\n";

    const struct import_file *f = import_text(&w, "churns.csv", churns);
    assert_int_equal(f->new, 2);
    assert_non_null(issue_of(f, "made_keys"));
    f = import_text(&w, "churns.csv", churns);
    assert_int_equal(f->unchanged, 2);
    f = import_text(&w, "contacts.csv", "email,account id,role\nann@a.at,A-1,Sponsor; champion\n");
    assert_int_equal(f->new, 1);
    assert_string_equal(one_text(&w, "SELECT key FROM contact"), "ann@a.at");
    assert_string_equal(one_text(&w, "SELECT roles FROM contact"),
                        "[\"executive_sponsor\",\"champion\"]");
    import_test_done(&w);
}

static void usage_counts_add_up_within_a_file(void **state)
{
    struct import_test w;
    (void)state;
    import_test_init(&w);
    import_text(&w, "accounts.csv", ACCOUNTS);
    static const char usage[] = "account,feature,date,user,count\n"
                                "A-1,login,2024-03-01,ann,3\n"
                                "A-1,login,2024-03-01,bob,\n"
                                "A-2,login,2024-03-01,cid,5\n";

    const struct import_file *f = import_text(&w, "usage.csv", usage);
    assert_int_equal(f->rows, 3);
    assert_int_equal(f->new, 2);
    assert_int_equal(issue_of(f, "added_up")->count, 1);
    assert_int_equal(one_number(&w, "SELECT COUNT(*) FROM usage_user"), 3);
    f = import_text(&w, "usage.csv", usage);
    assert_int_equal(f->unchanged, 2);
    import_test_done(&w);
}

/* As a CRM, a success plan and a campaign tool export them; names of files tell nothing here. */
static void programmes_are_told_by_their_columns(void **state)
{
    static const struct {
        const char *kind, *text;
    } files[] = {
        {"goal", "Goal ID,Customer ID,Desired outcome,Baseline,Target value,Agreed on,Due date\n"
                 "G-1,A-1,Orders in six days,12,6,2024-03-01,2024-12-31\n"},
        {"measurement", "Measurement ID,Customer ID,Goal ID,Measured on,Actual\n"
                        "M-1,A-1,G-1,2024-05-01,9.5\n"},
        {"touch", "Message ID,Account ID,Campaign name,Sent at,Opened at,Clicked at\n"
                  "1,A-1,News,2024-03-01 08:00,2024-03-01 09:00,\n"},
        {"advocacy", "ID,Account ID,Advocacy type,Date,Worth\n"
                     "1,A-1,Customer reference,2024-03-05,1500.00\n"},
        {"opportunity",
         "Deal ID,Company ID,Deal name,Deal type,Amount,Deal stage,Create date,Close date\n"
         "1,A-1,More seats,Upsell,12000,Proposal,2024-03-05,2024-05-31\n"
         "2,A-1,Go on,Renewal,9000.50,Closed Won,2024-03-05,2024-04-30\n"},
    };
    struct import_test w;
    (void)state;
    import_test_init(&w);
    import_text(&w, "accounts.csv", ACCOUNTS);

    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        const struct import_file *f = import_text(&w, "export.csv", files[i].text);
        assert_string_equal(f->kind, files[i].kind);
        assert_int_equal(f->rejected, 0);
        for (size_t c = 0; c < f->n_columns; c++)
            assert_non_null(f->columns[c].field);
        f = import_text(&w, "export.csv", files[i].text);
        assert_int_equal(f->unchanged, i == 4 ? 2 : 1);
    }
    assert_string_equal(one_text(&w, "SELECT kind FROM advocacy"), "reference_call");
    assert_int_equal(one_number(&w, "SELECT worth_cents FROM advocacy"), 150000);
    assert_int_equal(one_number(&w, "SELECT closed FROM opportunity WHERE key = '2'"),
                     test_day("2024-04-30"));
    assert_int_equal(one_number(&w, "SELECT COUNT(*) FROM opportunity WHERE closed IS NULL"), 1);
    import_test_done(&w);
}

static void archives_and_folders_are_looked_into(void **state)
{
    struct import_test w;
    (void)state;
    import_test_init(&w);
    char *folder = arena_printf(w.t.act.arena, "%s/in", w.t.db.folder);
    assert_int_equal(mkdir(folder, 0700), 0);
    const char *a = write_csv(&w, "in/accounts.csv", ACCOUNTS);
    const char *b = write_csv(&w, "in/notes.md", "not a table");

    struct import_source source = {.path = folder};
    ASSERT_OK(import_paths(&w, &source, 1, NULL, false), w.t.err);
    assert_int_equal(w.report.n_files, 1);
    assert_int_equal(w.report.new, 2);
    unlink(a);
    assert_int_equal(import_paths(&w, &source, 1, NULL, false), ERR_INVALID);
    unlink(b);
    rmdir(folder);
    assert_int_equal(import_paths(&w, &source, 1, NULL, false), ERR_NOT_FOUND);
    import_test_done(&w);
}

static int cancel(void *ctx, int pct, const char *message)
{
    (void)ctx;
    (void)pct;
    return str_starts(message, "importing");
}

static void an_import_can_be_cancelled(void **state)
{
    struct import_test w;
    (void)state;
    import_test_init(&w);
    struct import_source source = {.path = write_csv(&w, "accounts.csv", ACCOUNTS)};

    int rc = import_run(&(struct import_options){.db = w.t.db.db,
                                                 .by = &who_command_line,
                                                 .sources = &source,
                                                 .n_sources = 1,
                                                 .temp_dir = w.t.db.folder},
                        &(struct import_hooks){cancel, NULL}, w.t.act.arena, &w.report, &w.t.err);
    assert_int_equal(rc, ERR_CONFLICT);
    assert_int_equal(one_number(&w, "SELECT COUNT(*) FROM account"), 0);
    unlink(source.path);
    import_test_done(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_find_their_fields),
        cmocka_unit_test(other_columns_are_left_alone),
        cmocka_unit_test(wrong_rows_never_stop_the_good),
        cmocka_unit_test(empty_cells_beyond_the_table_do_no_harm),
        cmocka_unit_test(corrected_rejects_come_in),
        cmocka_unit_test(files_are_taken_in_their_order),
        cmocka_unit_test(parents_may_come_later),
        cmocka_unit_test(an_amount_may_say_its_interval),
        cmocka_unit_test(rates_stay_rates_however_they_are_billed),
        cmocka_unit_test(a_dry_run_changes_nothing),
        cmocka_unit_test(what_cannot_be_told_is_refused),
        cmocka_unit_test(the_file_tells_the_order_of_its_dates),
        cmocka_unit_test(keys_are_made_where_there_are_none),
        cmocka_unit_test(usage_counts_add_up_within_a_file),
        cmocka_unit_test(programmes_are_told_by_their_columns),
        cmocka_unit_test(archives_and_folders_are_looked_into),
        cmocka_unit_test(an_import_can_be_cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
