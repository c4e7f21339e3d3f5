#include "access_test.h"

struct thing {
    const char *name;
    int64_t size;
    double share;
};
static const struct field thing_fields[] = {
    FIELD_STR(struct thing, name),
    FIELD_I64(struct thing, size),
    FIELD_F64(struct thing, share),
    FIELD_END,
};
static const struct who ann = {.user_id = 7, .name = "ann"}, bob = {.user_id = 8, .name = "bob"};
static const struct audit_subject subject = {"thing", "T-1", thing_fields};

static void check_json(const json_t *v, const char *expected)
{
    char *text = v ? json_dumps(v, JSON_COMPACT) : NULL;

    if (expected)
        assert_string_equal(text, expected);
    else
        assert_null(text);
    free(text);
}

static void a_diff_keeps_what_changed(void **state)
{
    struct access_test *t = *state;
    const struct {
        const struct thing *before, *after;
        const char *action, *was, *is;
    } cases[] = {
        {NULL, &(struct thing){"a", 1, NAN}, "create", NULL,
         "{\"name\":\"a\",\"size\":1,\"share\":null}"},
        {&(struct thing){"a", 1, 0.5}, &(struct thing){"b", 1, NAN}, "update",
         "{\"name\":\"a\",\"share\":0.5}", "{\"name\":\"b\",\"share\":null}"},
        {&(struct thing){"b\"\n", I64_NONE, 2}, NULL, "delete",
         "{\"name\":\"b\\\"\\n\",\"size\":null,\"share\":2}", NULL},
    };
    size_t n;

    t->act.by = &ann;
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        t->act.now_ms = NOON_MS + (int64_t)i;
        writing(t);
        ASSERT_OK(audit_diff(&t->act, &subject, cases[i].before, cases[i].after, &t->err), t->err);
        written(t);
        struct audit_entry *e = audited(t, &n);
        assert_int_equal(n, i + 1);
        assert_int_equal(e->at, NOON_MS + (int64_t)i);
        assert_string_equal(e->who, "ann");
        assert_string_equal(e->kind, "thing");
        assert_string_equal(e->key, "T-1");
        assert_string_equal(e->action, cases[i].action);
        check_json(e->before, cases[i].was);
        check_json(e->after, cases[i].is);
    }
}

static void no_difference_no_entry(void **state)
{
    struct access_test *t = *state;
    struct thing same = {"a", 1, NAN}, again = same;
    size_t n;

    writing(t);
    ASSERT_OK(audit_diff(&t->act, &subject, &same, &again, &t->err), t->err);
    written(t);
    audited(t, &n);
    assert_int_equal(n, 0);
}

static void an_entry_goes_with_its_transaction(void **state)
{
    struct access_test *t = *state;
    size_t n;

    writing(t);
    ASSERT_OK(audit_log(&t->act, &(struct audit_change){"import", "file", "a.csv"}, &t->err),
              t->err);
    db_rollback(t->act.conn);
    audited(t, &n);
    assert_int_equal(n, 0);
}

/* The keys, of one character each, of the entries found. */
static void find_keys(struct access_test *t, struct audit_filter filter, char ret[8])
{
    struct audit_entry *entries;
    struct conn *c;
    size_t n;

    filter.from = filter.from ? filter.from : TIME_NONE;
    filter.to = filter.to ? filter.to : TIME_NONE;
    ASSERT_OK(db_read_begin(t->db.db, &c, &t->err), t->err);
    ASSERT_OK(audit_list(c, &filter, t->arena, &entries, &n, &t->err), t->err);
    db_read_end(c);
    assert_true(n < 8);
    for (size_t i = 0; i < n; i++)
        ret[i] = entries[i].key[0];
    ret[n] = 0;
}

static void filters_and_pages(void **state)
{
    struct access_test *t = *state;
    static const struct {
        struct audit_filter filter;
        const char *keys; /* those found, newest first */
    } cases[] = {
        {{.limit = 10}, "4321"},
        {{.limit = 2}, "43"},
        {{.limit = 2, .after_id = 3}, "21"},
        {{.limit = 10, .who = "ann"}, "31"},
        {{.limit = 10, .kind = "odd"}, "31"},
        {{.limit = 10, .kind = "even", .key = "2"}, "2"},
        {{.limit = 10, .who = "ann", .kind = "even"}, ""},
        {{.limit = 10, .from = NOON_MS + 2}, "432"},
        {{.limit = 10, .to = NOON_MS + 2}, "1"},
        {{.limit = 10, .from = NOON_MS + 2, .to = NOON_MS + 4}, "32"},
    };

    for (int i = 1; i <= 4; i++) {
        char key[2] = {(char)('0' + i), 0};
        t->act.by = i % 2 ? &ann : &bob;
        t->act.now_ms = NOON_MS + i;
        writing(t);
        ASSERT_OK(audit_log(&t->act, &(struct audit_change){"update", i % 2 ? "odd" : "even", key},
                            &t->err),
                  t->err);
        written(t);
    }
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        char keys[8];
        find_keys(t, cases[i].filter, keys);
        if (strcmp(keys, cases[i].keys) != 0)
            fail_msg("case %zu: %s, not %s", i, keys, cases[i].keys);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        access_unit_test(a_diff_keeps_what_changed),
        access_unit_test(no_difference_no_entry),
        access_unit_test(an_entry_goes_with_its_transaction),
        access_unit_test(filters_and_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
