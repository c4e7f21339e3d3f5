#include "base/vec.h"
#include "metric_test.h"
#include "scoring/select/select.h"
#include "scoring/snapshot/placing.h"

struct fixture {
    struct metric_test t;
    struct snapshots *cache;
};

static int set_up(void **state)
{
    static struct fixture f;
    struct metric_test *t = &f.t;
    struct err err = {0};

    metric_test_init(t);
    put_sql(t,
            "INSERT INTO custom_field (kind, name, label, type, created) VALUES "
            "('account', 'region', 'Region', 'text', 0), ('account', 'fee', 'Fee', 'number', 0), "
            "('account', 'signed', 'Signed', 'day', 0), ('account', 'vip', 'VIP', 'boolean', 0)");
    fact(t, "account", "key=A name=delta industry=EdTech owner=ann start=2023-01-01 employees=10");
    fact(t, "account", "key=B name=Alpha industry=EdTech start=2023-06-01 employees=200");
    fact(t, "account", "key=C name=Charlie industry=FinTech owner=bob start=2022-01-01");
    fact(t, "account", "key=D name=bravo lifecycle=churned start=2023-01-01");
    fact(t, "account", "key=E name=echo start=2030-01-01");
    put_sql(t, "UPDATE account SET custom = "
               "'{\"region\":\"North\",\"fee\":2.5,\"signed\":\"2024-02-01\",\"vip\":true}' "
               "WHERE key = 'A'");
    put_sql(t, "UPDATE account SET custom = '{\"fee\":7,\"vip\":false}' WHERE key = 'C'");
    fact(t, "subscription", "account_id=1 start=2023-01-01 amount_cents=10000 seats=5");
    fact(t, "subscription", "account_id=3 start=2023-01-01 amount_cents=90000 seats=50");
    fact(t, "assessment",
         "account_id=3 day=2024-03-01 charter_clarity=5 charter_influence=5 "
         "charter_head=5 people_skill=5 people_size=5 people_record=5");
    metric_test_commit(t);
    ASSERT_OK(cards_seed(t->base.db, &err), err);
    f.cache = snapshots_new();
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    arena_reset(f->t.arena);
    snapshots_free(f->cache);
    metric_test_done(&f->t);
    return 0;
}

/* Understands and evaluates; 0 or the error. */
static int choose(struct fixture *f, struct conn *c, struct select_in in, const char *matrix_key,
                  struct buf *keys, struct err *err)
{
    struct arena *arena = f->t.arena;
    struct selection what;
    struct placing_plan plan;
    struct placing placing;
    const struct snapshot *s;
    uint32_t *rows;
    size_t n;
    int rc = placing_plan(c, matrix_key, arena, &plan, err);

    if (rc < 0)
        return rc;
    in.cells = placing_cells(plan.matrix, plan.of_settings, arena);
    rc = select_parse(c, &in, arena, &what, err);
    if (rc >= 0)
        rc = snapshot_get(f->cache, c, day_at("2024-06-30"),
                          what.needs_metrics ? SNAPSHOT_METRICS : SNAPSHOT_KEPT, arena, &s, err);
    if (rc >= 0)
        rc = placing_make(&plan, s, arena, &placing, err);
    if (rc < 0)
        return rc;
    const struct select_table table = placing_table(&placing);
    select_rows(&what, &table, arena, &rows, &n);
    for (size_t i = 0; i < n; i++)
        buf_str(keys, s->accounts->text[ATTR_KEY][rows[i]]);
    return 0;
}

/* The keys of what is selected, as one text; or what is refused. */
static const char *ask_in(struct fixture *f, const char *matrix_key, const struct select_in *in)
{
    struct arena *arena = f->t.arena;
    struct conn *c;
    struct err err = {0};
    AUTO_BUF keys = {0};

    ASSERT_OK(db_read_begin(f->t.base.db, &c, &err), err);
    int rc = choose(f, c, *in, matrix_key, &keys, &err);
    db_read_end(c);
    return rc < 0 ? arena_printf(arena, "%s: %s", err.field, err.text)
                  : arena_strdup(arena, buf_text(&keys));
}

static const char *ask(struct fixture *f, const struct select_in *in)
{
    return ask_in(f, NULL, in);
}

static void filters_choose_accounts(void **state)
{
    static const struct {
        const char *filter, *keys;
    } cases[] = {
        {NULL, "ABC"}, /* D left, E is not there yet */
        {"", "ABC"},
        {"industry = \"EdTech\"", "AB"},
        {"industry != \"EdTech\"", "C"},
        {"industry in (\"FinTech\", \"Other\")", "C"},
        {"industry is missing and lifecycle is not missing", "D"},
        {"industry is missing", ""},
        {"industry contains \"tech\" and not owner is missing", "AC"},
        {"arr >= 10000 or name = \"Alpha\"", "BC"},
        {"arr_cents = 120000", "A"},
        {"arr is missing", "B"},
        {"seats > 4 and seats < 50", "A"},
        {"employees <= 200", "AB"},
        {"lifecycle = \"churned\"", "D"},
        {"lifecycle in (\"active\", \"onboarding\")", "ABC"},
        {"maturity_band = \"high\"", "C"},
        {"maturity > 4.9 and health is missing", "C"},
        {"cell is missing", ""},
        {"cell = \"unknown\"", "ABC"},
        {"cell in (\"left\", \"prospect\")", "D"},
        {"cell != \"left\"", "ABC"},
        {"start < 2023-01-01", "C"},
        {"start >= 2023-01-01 and start < 2023-06-01", "A"},
        {"churned is missing", "ABCD"},
        {"custom.region = \"North\"", "A"},
        {"custom.fee > 2.4", "AC"},
        {"custom.fee > 2.5", "C"},
        {"custom.vip = true", "A"},
        {"custom.vip = false", "C"},
        {"custom.signed <= 2024-02-01", "A"},
        {"gross_margin_pct = 75 and tenure_months > 13", "AC"},
        {"(owner = \"ann\" or owner = \"bob\") and not industry = \"FinTech\"", "A"},
    };
    struct fixture *f = *state;

    for (size_t k = 0; k < ARRAY_LEN(cases); k++) {
        const char *keys = ask(f, &(struct select_in){.filter = cases[k].filter});
        if (!str_eq(keys, cases[k].keys))
            fail_msg("%s: %s", cases[k].filter, keys);
    }
}

static void searches_and_sorts(void **state)
{
    static const struct {
        const char *q, *sort, *keys;
    } cases[] = {
        {"AL", NULL, "B"},           {"ann", NULL, "A"},      {"c", NULL, "C"},
        {NULL, "name", "BCA"},       {NULL, "-name", "ACB"},  {NULL, "-arr", "CAB"},
        {NULL, "arr", "ACB"},        {NULL, "owner", "ACB"},  {NULL, "-owner", "CAB"},
        {NULL, "start", "CAB"},      {NULL, "-seats", "CAB"}, {NULL, "industry", "ABC"},
        {NULL, "custom.fee", "ACB"},
    };
    struct fixture *f = *state;

    for (size_t k = 0; k < ARRAY_LEN(cases); k++) {
        const struct select_in in = {.q = cases[k].q, .sort = cases[k].sort};
        const char *keys = ask(f, &in);
        if (!str_eq(keys, cases[k].keys))
            fail_msg("%s %s: %s", cases[k].q, cases[k].sort, keys);
    }
}

static void unknown_names_are_refused(void **state)
{
    static const char *const columns[] = {"arr", "custom.regin"};
    struct fixture *f = *state;

    assert_string_equal(ask(f, &(struct select_in){.sort = "-helth"}),
                        "sort: there is no field helth; did you mean health?");
    assert_string_equal(
        ask(f, &(struct select_in){.columns = columns, .n_columns = ARRAY_LEN(columns)}),
        "columns: there is no field custom.regin; did you mean custom.region?");
    assert_string_equal(ask(f, &(struct select_in){.sort = "weather"}),
                        "sort: there is no field weather");
    assert_string_equal(
        ask(f, &(struct select_in){.filter = "arr > 1 and indstry = \"x\""}),
        "filter: at character 13: there is no field \"indstry\"; did you mean \"industry\"?");
    assert_string_equal(ask_in(f, "2x2", &(struct select_in){.filter = "cell = \"save\""}),
                        "filter: at character 1: cell is never \"save\"; it is one of at_risk, "
                        "raise_use, consult, happy, unknown, left, prospect");
    assert_string_equal(ask_in(f, "4x4", &(struct select_in){0}),
                        "matrix: there is no matrix \"4x4\"; there are 3x3, 2x2");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(filters_choose_accounts),
        cmocka_unit_test(searches_and_sorts),
        cmocka_unit_test(unknown_names_are_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
