/* Flow and fate of random portfolios: every account counted once, on both days. */
#include "base/auto.h"
#include "metric_test.h"
#include "scoring/grid/fate.h"
#include "scoring/grid/matrix_view.h"
#include "stats/interval.h"
#include "stats/random.h"

#define TODAY    "2024-06-30"
#define ACCOUNTS 120

struct fixture {
    struct metric_test t;
    struct snapshots *cache;
    struct conn *conn;
    struct matrix_source source;
};

static const char *random_day(struct rng *rng, const char *from, int days, struct arena *arena)
{
    char text[16];

    return arena_strdup(arena, day_format(day_at(from) + (int32_t)rng_between(rng, 0, days), text));
}

/* Customers who come, grow, shrink and go; some rated, some with support cases. */
static void put_customer(struct metric_test *t, struct rng *rng, int64_t id)
{
    struct arena *a = t->arena;
    const char *start = random_day(rng, "2022-01-01", 800, a);

    fact(t, "account",
         arena_printf(a, "key=A-%03d industry=%s start=%s", (int)id,
                      rng_chance(rng, 0.5) ? "Tools" : "Toys", start));
    int64_t keep = t->next_id;
    t->next_id = 1000 + id * 10;
    const char *end = rng_chance(rng, 0.4) ? random_day(rng, start, 700, a) : NULL;
    fact(t, "subscription",
         arena_printf(a, "account_id=%d start=%s amount_cents=%d term_months=12%s%s", (int)id,
                      start, (int)rng_between(rng, 1, 9) * 1000, end ? " ended=" : "",
                      end ? end : ""));
    if (rng_chance(rng, 0.3))
        fact(t, "subscription",
             arena_printf(a, "account_id=%d start=%s amount_cents=5000", (int)id,
                          random_day(rng, "2023-07-01", 300, a)));
    for (int k = 0; k < 2; k++)
        if (rng_chance(rng, 0.7))
            fact(t, "assessment",
                 arena_printf(a,
                              "account_id=%d day=%s charter_clarity=%d charter_influence=%d "
                              "charter_head=3 people_skill=%d people_size=3 people_record=%d",
                              (int)id, random_day(rng, start, 400, a), (int)rng_between(rng, 1, 5),
                              (int)rng_between(rng, 1, 5), (int)rng_between(rng, 1, 5),
                              (int)rng_between(rng, 1, 5)));
    for (int k = 0; k < 3; k++) {
        const char *day = random_day(rng, "2023-05-01", 400, a);
        fact(t, "ticket",
             arena_printf(a,
                          "account_id=%d opened=%sT08:00:00Z satisfaction=%d "
                          "first_response=%sT08:30:00Z solved=%sT18:00:00Z",
                          (int)id, day, (int)rng_between(rng, 1, 5), day, day));
    }
    fact(t, "invoice",
         arena_printf(a, "account_id=%d issued=2023-06-01 due=2023-06-15 amount_cents=1", (int)id));
    t->next_id = keep;
}

static int set_up(void **state)
{
    static struct fixture f;
    struct err err = {0};
    struct rng rng;

    rng_init(&rng, 11, 0);
    metric_test_init(&f.t);
    for (int64_t id = 1; id <= ACCOUNTS; id++)
        put_customer(&f.t, &rng, id);
    put_sql(&f.t, "INSERT INTO score_dirty (account_id, seq) SELECT id, id FROM account");
    metric_test_commit(&f.t);
    ASSERT_OK(cards_seed(f.t.base.db, &err), err);
    f.cache = snapshots_new();
    ASSERT_OK(db_read_begin(f.t.base.db, &f.conn, &err), err);
    f.source = (struct matrix_source){f.cache, f.conn, day_at(TODAY), f.t.arena};
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    db_read_end(f->conn);
    snapshots_free(f->cache);
    metric_test_done(&f->t);
    return 0;
}

static struct matrix_view view_on(struct fixture *f, const struct matrix_ask *ask, int32_t day)
{
    struct placing p;
    struct matrix_view v;
    struct err err = {0};

    ASSERT_OK(matrix_ask_place(&f->source, ask, day, &p, &err), err);
    matrix_view_make(&p, f->t.arena, &v);
    return v;
}

/* The places of a day are those of the matrix of the day. */
static void same_as_matrix(const struct flow_place *places, size_t n, const struct matrix_view *v)
{
    assert_in_range(n, v->n_cells + 1, v->n_cells + 3);
    for (size_t k = 0; k < v->n_cells; k++) {
        assert_string_equal(places[k].id, v->cells[k].id);
        assert_int_equal(places[k].count, v->cells[k].count);
        assert_int_equal(places[k].arr_cents, v->cells[k].arr_cents);
    }
    assert_string_equal(places[v->n_cells].id, "unknown");
    assert_int_equal(places[v->n_cells].count, v->unknown->count);
    assert_int_equal(places[v->n_cells].arr_cents, v->unknown->arr_cents);
}

static void adds_up(struct fixture *f, const struct flow_ask *ask)
{
    struct matrix_flow flow;
    struct err err = {0};
    const struct matrix_view before = view_on(f, &ask->ask, ask->from);
    const struct matrix_view after = view_on(f, &ask->ask, ask->to);
    int64_t inside_before = 0, inside_after = 0, all = 0;

    ASSERT_OK(matrix_flow_read(&f->source, ask, &flow, &err), err);
    same_as_matrix(flow.before, flow.n_before, &before);
    same_as_matrix(flow.after, flow.n_after, &after);
    assert_int_equal(flow.count_before, before.customers);
    assert_int_equal(flow.count_after, after.customers);
    assert_int_equal(flow.arr_before_cents, before.arr_cents);
    assert_int_equal(flow.arr_after_cents, after.arr_cents);
    for (size_t k = 0; k < flow.n_links; k++) {
        const struct flow_link *l = &flow.links[k];
        struct flow_accounts accounts;
        const struct flow_accounts_ask one = {*ask, l->from, l->to, I64_NONE, 1};
        assert_true(l->count > 0);
        assert_false(str_eq(l->from, "new") && str_eq(l->to, "left"));
        all += l->count;
        inside_before += str_eq(l->from, "new") || str_eq(l->from, "outside") ? 0 : l->count;
        inside_after += str_eq(l->to, "left") || str_eq(l->to, "outside") ? 0 : l->count;
        ASSERT_OK(matrix_flow_accounts(&f->source, &one, &accounts, &err), err);
        assert_int_equal(accounts.total, l->count);
        assert_int_equal(accounts.n_items, 1);
    }
    assert_int_equal(inside_before, flow.count_before);
    assert_int_equal(inside_after, flow.count_after);
    assert_true(flow.stayed + flow.moved <= all);
}

static void flows_add_up_to_both_days(void **state)
{
    static const char *const matrices[] = {"3x3", "2x2"};
    static const char *const filters[] = {NULL, "industry = \"Tools\"", "health >= 60"};
    struct fixture *f = *state;
    struct rng rng;

    rng_init(&rng, 5, 0);
    for (int round = 0; round < 8; round++) {
        int32_t from = day_at("2022-06-01") + (int32_t)rng_between(&rng, 0, 700);
        int32_t to = from + (int32_t)rng_between(&rng, 1, day_at(TODAY) - from);
        const struct flow_ask ask = {{matrices[round % 2], filters[round % 3]}, from, to};
        adds_up(f, &ask);
    }
}

static void shares_of_the_fate_add_up(void **state)
{
    struct fixture *f = *state;
    struct rng rng;

    rng_init(&rng, 6, 0);
    for (int round = 0; round < 6; round++) {
        struct matrix_fate fate;
        struct err err = {0};
        int32_t from = day_at("2023-01-01") + (int32_t)rng_between(&rng, 0, 300);
        const struct flow_ask ask = {{round % 2 ? "2x2" : "3x3", NULL}, from, day_at(TODAY)};
        const struct matrix_view then = view_on(f, &ask.ask, from);
        ASSERT_OK(matrix_fate_read(&f->source, &ask, &fate, &err), err);
        assert_int_equal(fate.n_cells, then.n_cells + 1);
        assert_int_equal(fate.all->accounts, then.customers);
        assert_int_equal(fate.all->arr_cents, then.arr_cents);
        for (size_t k = 0; k <= fate.n_cells; k++) {
            const struct fate_cell *c = k < fate.n_cells ? &fate.cells[k] : fate.all;
            if (k < then.n_cells)
                assert_int_equal(c->accounts, then.cells[k].count);
            assert_int_equal(c->churned->count + c->grew->count + c->shrank->count +
                                 c->unchanged->count,
                             c->accounts);
            assert_true(c->renewed->count <= c->due && c->due <= c->accounts);
            if (c->accounts == 0)
                continue;
            assert_close(c->churned->pct + c->grew->pct + c->shrank->pct + c->unchanged->pct, 100,
                         1e-9);
            assert_close(c->churned->low_pct,
                         100 * interval_wilson(c->churned->count, c->accounts, Z_95).low, 1e-9);
        }
        assert_int_equal(fate.n_tests, 2);
    }
}

/* Three accounts with a story each, told by hand. */
static void a_fate_told_by_hand(void **state)
{
    struct metric_test t;
    struct fixture f = {0};
    struct err err = {0};
    struct matrix_fate fate;

    (void)state;
    metric_test_init(&t);
    fact(&t, "account", "key=grows start=2023-01-01");
    fact(&t, "account", "key=leaves start=2023-01-01");
    fact(&t, "account", "key=stays start=2023-01-01");
    fact(&t, "subscription", "account_id=1 start=2023-01-01 amount_cents=1000 term_months=12");
    fact(&t, "subscription", "account_id=1 start=2023-09-01 amount_cents=500");
    fact(&t, "subscription",
         "account_id=2 start=2023-01-01 ended=2024-01-01 amount_cents=4000 term_months=12");
    fact(&t, "subscription", "account_id=3 start=2023-01-01 amount_cents=2000 term_months=36");
    metric_test_commit(&t);
    ASSERT_OK(cards_seed(t.base.db, &err), err);
    f.cache = snapshots_new();
    ASSERT_OK(db_read_begin(t.base.db, &f.conn, &err), err);
    f.source = (struct matrix_source){f.cache, f.conn, day_at(TODAY), t.arena};
    const struct flow_ask ask = {{"3x3", NULL}, day_at("2023-06-30"), day_at(TODAY)};
    ASSERT_OK(matrix_fate_read(&f.source, &ask, &fate, &err), err);
    const struct fate_cell *c = &fate.cells[fate.n_cells - 1]; /* nothing is known of health */
    assert_string_equal(c->id, "unknown");
    assert_int_equal(c->accounts, 3);
    assert_int_equal(c->churned->count, 1);
    assert_int_equal(c->grew->count, 1);
    assert_int_equal(c->unchanged->count, 1);
    assert_int_equal(c->due, 2); /* the third one's term goes on */
    assert_int_equal(c->renewed->count, 1);
    assert_int_equal(c->arr_cents, 12 * 7000);
    assert_close(c->arr_kept_pct, 100.0 * 3500 / 7000, 1e-9);
    assert_string_equal(fate.tests[0].verdict, "too_few");
    /* In words, not "0 of 0": nobody stood in a cell. */
    assert_non_null(strstr(fate.tests[0].words, "no account stood in a cell on the first day"));

    const struct flow_ask wrong = {{NULL, NULL}, day_at(TODAY), day_at(TODAY)};
    assert_int_equal(matrix_fate_read(&f.source, &wrong, &fate, &err), ERR_INVALID);
    assert_string_equal(err.field, "from");
    const struct flow_ask later = {{NULL, NULL}, day_at(TODAY), day_at(TODAY) + 1};
    assert_int_equal(matrix_fate_read(&f.source, &later, &fate, &err), ERR_INVALID);
    assert_string_equal(err.field, "to");
    db_read_end(f.conn);
    snapshots_free(f.cache);
    metric_test_done(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(flows_add_up_to_both_days, set_up, tear_down),
        cmocka_unit_test_setup_teardown(shares_of_the_fate_add_up, set_up, tear_down),
        cmocka_unit_test(a_fate_told_by_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
