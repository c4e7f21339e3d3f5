#include "import_test.h"
#include "intake/csv/mapping.h"

static int parse(struct import_test *w, const char *text, struct mapping *ret)
{
    return mapping_parse(text, strlen(text), w->t.act.arena, ret, &w->t.err);
}

static const char tickets_map[] =
    "{\"name\": \"Desk\", \"files\": [{\"match\": \"desk*\", \"kind\": \"ticket\", \"columns\": {"
    "\"no\": \"key\", \"org\": \"account\", \"in\": {\"field\": \"opened\", \"date_order\": \"dmy\"},"
    "\"answered_min\": {\"field\": \"first_response\", \"after\": \"opened\", \"unit\": \"minutes\"},"
    "\"done\": [\"solved\", \"closed\"],"
    "\"boss\": {\"field\": \"escalated\", \"if_true\": [\"solved\", \"opened\"]},"
    "\"prio\": {\"field\": \"priority\", \"values\": {\"1\": \"urgent\", \"2\": \"low\"}},"
    "\"stars\": {\"field\": \"satisfaction\", \"factor\": 0.5},"
    "\"junk\": {\"ignore\": \"nobody knows what it is\"}},"
    "\"constants\": {\"vehicle\": \"chat\", \"reopened_count\": 0}, \"ignore\": [\"more\"]}]}";

/* Everything that a mapping can do, in one file. */
static void values_are_computed(void **state)
{
    struct import_test w;
    struct mapping mapping;
    (void)state;
    import_test_init(&w);
    ASSERT_OK(parse(&w, tickets_map, &mapping), w.t.err);
    struct import_source sources[] = {
        {.path = write_csv(&w, "accounts.csv", "id,name\nA-1,Acme\n")},
        {.path = write_csv(&w, "desk.csv",
                           "no,org,in,answered_min,done,boss,prio,stars,junk,more,subject\n"
                           "T-1,A-1,03/04/2024 10:00,30,2024-04-04 10:00,yes,1,8,x,y,Help\n"
                           "T-2,A-1,03/04/2024 10:00,,,yes,2,,x,y,\n"
                           "T-3,A-1,03/04/2024 10:00,soon,,no,2,,x,y,\n")},
    };
    ASSERT_OK(import_paths(&w, sources, 2, &mapping, false), w.t.err);
    for (size_t i = 0; i < 2; i++)
        unlink(sources[i].path);
    const struct import_file *f = &w.report.files[1];
    assert_string_equal(f->mapping, "Desk");
    assert_int_equal(f->new, 2);
    assert_int_equal(issue_of(f, "bad_value")->examples[0].line, 4);
    assert_string_equal(f->columns[2].date_order, "dmy"); /* as it was told */
    assert_string_equal(f->columns[4].field, "solved, closed");
    assert_string_equal(f->columns[8].note, "nobody knows what it is");
    assert_string_equal(f->columns[10].how, "name"); /* not named by the mapping */

    int64_t opened = test_day("2024-04-03") * DAY_MS + 10 * 3600000LL;
    assert_int_equal(one_number(&w, "SELECT opened FROM ticket WHERE key = 'T-1'"), opened);
    assert_int_equal(one_number(&w, "SELECT first_response FROM ticket WHERE key = 'T-1'"),
                     opened + 30 * 60000LL);
    assert_int_equal(one_number(&w, "SELECT closed FROM ticket WHERE key = 'T-1'"),
                     opened + DAY_MS);
    assert_int_equal(one_number(&w, "SELECT escalated FROM ticket WHERE key = 'T-1'"),
                     opened + DAY_MS);
    assert_int_equal(one_number(&w, "SELECT escalated FROM ticket WHERE key = 'T-2'"), opened);
    assert_int_equal(one_number(&w, "SELECT satisfaction FROM ticket WHERE key = 'T-1'"), 4);
    assert_string_equal(one_text(&w, "SELECT priority FROM ticket WHERE key = 'T-1'"), "urgent");
    assert_string_equal(one_text(&w, "SELECT vehicle FROM ticket WHERE key = 'T-2'"), "chat");
    import_test_done(&w);
}

static void mistakes_are_named_with_their_place(void **state)
{
    static const struct {
        const char *text, *says;
    } rows[] = {
        {"{", "line 1"},
        {"{\"name\": \"x\", \"files\": []}", "files"},
        {"{\"name\": \"x\", \"files\": [{\"kind\": \"planet\", \"columns\": {}}]}",
         "files[0]: there is no kind of fact called \"planet\""},
        {"{\"name\": \"x\", \"files\": [{\"kind\": \"ticket\", \"columns\": {\"a\": \"opend\"}}]}",
         "files[0]: columns.a: there is no field \"opend\" in ticket; the nearest is \"opened\""},
        {"{\"name\": \"x\", \"files\": [{\"kind\": \"ticket\", \"columns\": {\"a\": \"created\"}}]}",
         "there is no field \"created\""},
        {"{\"name\": \"x\", \"files\": [{\"kind\": \"ticket\", \"columns\": {\"a\": [\"closed\", 7]}}]}",
         "columns.a"},
        {"{\"name\": \"x\", \"files\": [{\"kind\": \"ticket\", \"columns\": {}, \"constants\": "
         "{\"vehicle\": null}}]}",
         "constants.vehicle"},
    };
    struct import_test w;
    (void)state;
    import_test_init(&w);
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct mapping mapping;
        assert_int_equal(parse(&w, rows[i].text, &mapping), ERR_INVALID);
        char *all = arena_printf(w.t.act.arena, "%s %s", w.t.err.field, w.t.err.text);
        if (!strstr(all, rows[i].says))
            fail_msg("\"%s\" is not in: %s", rows[i].says, all);
    }
    import_test_done(&w);
}

static void a_file_without_a_column_of_the_mapping_is_refused(void **state)
{
    struct import_test w;
    struct mapping mapping;
    (void)state;
    import_test_init(&w);
    ASSERT_OK(parse(&w, tickets_map, &mapping), w.t.err);
    struct import_source source = {.path = write_csv(&w, "desk.csv", "no,org,in\nT-1,A-1,\n")};
    ASSERT_OK(import_paths(&w, &source, 1, &mapping, false), w.t.err);
    unlink(source.path);
    assert_true(w.report.files[0].is_refused);
    assert_non_null(
        strstr(issue_of(&w.report.files[0], "missing_column")->text, "\"answered_min\""));
    import_test_done(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_computed),
        cmocka_unit_test(mistakes_are_named_with_their_place),
        cmocka_unit_test(a_file_without_a_column_of_the_mapping_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
