#include "base/str.h"
#include "metric_test.h"
#include "scoring/portfolio/prospects.h"

#include <string.h>

#define TODAY "2024-06-30"

struct fixture {
    struct metric_test t;
    struct snapshots *cache;
    struct arena *arena;
    struct conn *conn;
};

/* What is known of a prospect, and what follows: why and next are parts of the sentences. */
static const struct {
    const char *key, *answers;
    int maturity; /* 0: not rated */
    const char *verdict, *why, *next;
} cases[] = {
    {"best",
     "{\"qualify_budget\":4,\"qualify_authority\":4,\"qualify_need\":4,\"qualify_timing\":3}", 3,
     "qualified", "95 of 100, where 70 qualifies, and a maturity of 3.00.", NULL},
    {"fresh",
     "{\"qualify_budget\":4,\"qualify_authority\":4,\"qualify_need\":4,\"qualify_timing\":3}", 0,
     "unknown", "95 of 100 would qualify it", "Rate its maturity."},
    {"green",
     "{\"qualify_budget\":4,\"qualify_authority\":4,\"qualify_need\":4,\"qualify_timing\":4}", 1,
     "unqualified", "A maturity of 1.00 is below 1.5", "Rate its maturity again"},
    {"maybe",
     "{\"qualify_budget\":2,\"qualify_authority\":2,\"qualify_need\":4,\"qualify_timing\":0}", 3,
     "nurture", "55 of 100, where 70 qualifies. Weakest: Timing, Budget, Authority.", NULL},
    {"weak", "{\"qualify_budget\":0,\"qualify_need\":1}", 3, "unqualified",
     "13 of 100, which is below 40. Weakest: Budget, Need.", "Find out: Authority, Timing."},
    {"asked", "{\"qualify_budget\":4}", 3, "unknown",
     "Only 25 % of what the card asks is known; it takes 50 %.",
     "Find out: Need, Authority, Timing."},
    {"silent", NULL, 0, "unknown", "Nothing that the card asks for is known.",
     "Find out: Need, Budget, Authority."},
};

static void put_prospect(struct metric_test *t, size_t k)
{
    int64_t id = fact(t, "account",
                      arena_printf(t->arena, "key=%s lifecycle=prospect%s%s", cases[k].key,
                                   cases[k].answers ? " custom=" : "",
                                   cases[k].answers ? cases[k].answers : ""));
    int m = cases[k].maturity;

    if (m)
        fact(t, "assessment",
             arena_printf(t->arena,
                          "account_id=%lld day=2024-03-01 charter_clarity=%d charter_influence=%d "
                          "charter_head=%d people_skill=%d process_quality=%d tech_tools=%d",
                          (long long)id, m, m, m, m, m, m));
}

static int set_up(void **state)
{
    static struct fixture f;
    struct err err = {0};

    metric_test_init(&f.t);
    for (size_t k = 0; k < ARRAY_LEN(cases); k++)
        put_prospect(&f.t, k);
    fact(&f.t, "account", "key=customer start=2023-01-01");
    fact(&f.t, "account", "key=left lifecycle=churned start=2023-01-01 churned=2024-01-01");
    put_sql(&f.t, "INSERT INTO score_dirty (account_id, seq) SELECT id, id FROM account");
    metric_test_commit(&f.t);
    ASSERT_OK(cards_seed(f.t.base.db, &err), err);
    f.cache = snapshots_new();
    f.arena = arena_new();
    ASSERT_OK(db_read_begin(f.t.base.db, &f.conn, &err), err);
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    db_read_end(f->conn);
    arena_free(f->arena);
    snapshots_free(f->cache);
    metric_test_done(&f->t);
    return 0;
}

static struct prospects ask(struct fixture *f, const char *filter, const char *verdict)
{
    const struct portfolio_source source = {f->cache, f->conn, day_at(TODAY), f->arena};
    struct prospect_query query;
    struct prospects p;
    struct err err = {0};

    fields_init(prospect_query_fields, &query);
    query.filter = filter;
    query.verdict = verdict;
    ASSERT_OK(prospects_read(&source, &query, &p, &err), err);
    return p;
}

static const struct prospect_row *row_of(const struct prospects *p, const char *key)
{
    for (size_t i = 0; i < p->n_rows; i++)
        if (str_eq(p->rows[i].key, key))
            return &p->rows[i];
    return NULL;
}

/* An immature one with many points does not stand above those who qualify with fewer. */
static void the_better_verdict_comes_first(void **state)
{
    const struct prospects p = ask(*state, NULL, NULL);

    for (size_t i = 1; i < p.n_rows; i++) {
        int before = str_index(prospect_verdicts, p.rows[i - 1].verdict);
        int here = str_index(prospect_verdicts, p.rows[i].verdict);
        assert_true(before <= here);
        if (before == here && !isnan(p.rows[i].qualification))
            assert_true(p.rows[i - 1].qualification >= p.rows[i].qualification);
    }
    assert_string_equal(p.rows[0].verdict, "qualified");
}

static void says_why(void **state)
{
    const struct prospects p = ask(*state, NULL, NULL);

    assert_int_equal(p.total, ARRAY_LEN(cases)); /* neither the customer nor the one who left */
    for (size_t k = 0; k < ARRAY_LEN(cases); k++) {
        const struct prospect_row *row = row_of(&p, cases[k].key);
        assert_non_null(row);
        assert_string_equal(row->verdict, cases[k].verdict);
        if (!strstr(row->why, cases[k].why))
            fail_msg("%s: %s", row->key, row->why);
        if (!cases[k].next)
            assert_null(row->next);
        else if (!row->next || !strstr(row->next, cases[k].next))
            fail_msg("%s: %s", row->key, row->next ? row->next : "nothing next");
    }
}

static void parts_add_up(void **state)
{
    const struct prospects p = ask(*state, NULL, NULL);
    const struct prospect_row *row = row_of(&p, "maybe");

    assert_int_equal(row->n_parts, 4);
    assert_string_equal(row->parts[0].field, "qualify_budget");
    assert_close(row->parts[0].value, 2, 0);
    assert_close(row->parts[0].score, 50, 1e-9);
    assert_close(row->parts[0].weight_pct, 25, 1e-9);
    for (size_t i = 0; i < p.n_rows; i++) {
        double sum = 0;
        for (size_t k = 0; k < p.rows[i].n_parts; k++)
            sum += p.rows[i].parts[k].points;
        if (!isnan(p.rows[i].qualification))
            assert_close(sum, p.rows[i].qualification, 1e-9);
    }
}

static void counts_and_chooses(void **state)
{
    const struct prospects all = ask(*state, NULL, NULL), few = ask(*state, NULL, "unqualified");
    const struct prospects chosen = ask(*state, "custom.qualify_budget = 4", "unknown");

    for (size_t k = 0; k < all.n_totals; k++)
        assert_int_equal(few.totals[k].count, all.totals[k].count);
    assert_int_equal(few.total, 2);
    assert_non_null(row_of(&few, "green"));
    assert_non_null(row_of(&few, "weak"));
    assert_int_equal(chosen.total, 2);
    assert_int_equal(chosen.totals[0].count, 1); /* of those with a budget, one is qualified */
    assert_true(isnan(all.rows[all.n_rows - 1].qualification));
}

/* A filter that names the verdict is about prospects; without this it would match nobody. */
static void filters_know_verdicts(void **state)
{
    struct fixture *f = *state;
    const struct portfolio_source source = {f->cache, f->conn, day_at(TODAY), f->arena};
    struct portfolio_query query;
    struct portfolio p;
    struct err err = {0};

    fields_init(portfolio_query_fields, &query);
    query.filter = "verdict = \"nurture\"";
    query.needs_metrics = query.is_of_all = false;
    ASSERT_OK(portfolio_read(&source, &query, &p, &err), err);
    assert_int_equal(p.n_rows, 1);
    assert_string_equal(p.rows[0].key, "maybe");
    query.filter = "qualification >= 95";
    ASSERT_OK(portfolio_read(&source, &query, &p, &err), err);
    assert_int_equal(p.n_rows, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
        T(the_better_verdict_comes_first), T(says_why), T(parts_add_up), T(counts_and_chooses),
        T(filters_know_verdicts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
