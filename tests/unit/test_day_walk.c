/* Days that are walked through hold what snapshots of them hold. */
#include "facts/kind/touch.h"
#include "metric_test.h"
#include "scoring/snapshot/day_walk.h"

#define TODAY "2024-06-30"

struct fixture {
    struct metric_test t;
    struct snapshots *cache;
    struct arena *arena;
};

static int set_up(void **state)
{
    static struct fixture f;
    struct metric_test *t = &f.t;
    struct err err = {0};

    metric_test_init(t);
    fact(t, "account", "key=A-1 start=2023-12-01");
    fact(t, "account", "key=A-2 start=2024-02-10");
    fact(t, "account", "key=A-3 start=2023-12-01 churned=2024-04-20");
    fact(t, "subscription", "account_id=1 start=2024-01-01 amount_cents=10000 seats=10");
    fact(t, "subscription", "account_id=2 start=2024-02-10 amount_cents=20000 seats=5");
    fact(t, "subscription", "account_id=3 start=2023-12-01 ended=2024-04-20 amount_cents=5000");
    fact(t, "ticket", "account_id=1 opened=2024-04-01T08:00:00Z solved=2024-04-02T08:00:00Z");
    fact(t, "ticket", "account_id=2 opened=2024-06-29T08:00:00Z");
    for (int account = 1; account <= 3; account++)
        fact(t, "assessment",
             arena_printf(t->arena,
                          "account_id=%d day=2024-03-0%d charter_clarity=3 charter_influence=%d "
                          "charter_head=3 people_skill=3 people_size=3 people_record=3",
                          account, account, account));
    put_sql(t, "INSERT INTO score_dirty (account_id, seq) SELECT id, id FROM account");
    metric_test_commit(t);
    ASSERT_OK(cards_seed(t->base.db, &err), err);
    ASSERT_OK(history_refresh(t->base.db, day_at(TODAY), NULL, &err), err);
    f.cache = snapshots_new();
    f.arena = arena_new();
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    arena_free(f->arena);
    snapshots_free(f->cache);
    metric_test_done(&f->t);
    return 0;
}

static bool is_same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static void same_day(const struct snapshot *walked, const struct snapshot *whole)
{
    static const enum kept columns[] = {KEPT_HEALTH, KEPT_MATURITY, KEPT_ARR};

    assert_int_equal(walked->n, whole->n);
    assert_int_equal(walked->day, whole->day);
    for (size_t i = 0; i < whole->n; i++) {
        assert_int_equal(walked->is_present[i], whole->is_present[i]);
        assert_int_equal(walked->is_customer[i], whole->is_customer[i]);
        for (size_t k = 0; k < ARRAY_LEN(columns); k++)
            assert_true(is_same(walked->kept[columns[k]][i], whole->kept[columns[k]][i]));
    }
}

/* Walks through all days; returns how many could be had so. */
static size_t walk(struct fixture *f)
{
    const struct snapshot *today, *whole;
    struct score_day *days;
    struct conn *c;
    struct err err = {0};
    size_t n, quick = 0;

    ASSERT_OK(db_read_begin(f->t.base.db, &c, &err), err);
    ASSERT_OK(snapshot_get(f->cache, c, day_at(TODAY), SNAPSHOT_KEPT, f->arena, &today, &err), err);
    ASSERT_OK(history_days(c, DAY_MIN, DAY_MAX, f->arena, &days, &n, &err), err);
    assert_true(n > 25);
    struct day_walk w = {c, today, days, n, DAY_WALK_PLACES};
    ASSERT_OK(day_walk_open(&w, f->arena, &err), err);
    for (size_t k = 0; k < n; k++) {
        struct snapshot s;
        int rc = day_walk_get(&w, k, f->arena, &s, &err);
        ASSERT_OK(rc, err);
        ASSERT_OK(snapshot_get(f->cache, c, days[k].day, SNAPSHOT_KEPT, f->arena, &whole, &err),
                  err);
        if (rc == 0)
            continue;
        quick++;
        same_day(&s, whole);
    }
    db_read_end(c);
    return n - quick;
}

static void change(struct fixture *f, int64_t account, const char *table, const char *columns)
{
    struct err err = {0};

    metric_test_begin(&f->t);
    int64_t id = fact(&f->t, table, columns);
    ASSERT_OK(facts_touch(f->t.conn, account ? account : id, &err), err);
    metric_test_commit(&f->t);
}

static void days_are_what_snapshots_are(void **state)
{
    assert_int_equal(walk(*state), 0);
}

static void what_changed_since_is_scored_again(void **state)
{
    struct fixture *f = *state;

    change(f, 1, "subscription", "account_id=1 start=2024-03-01 amount_cents=10000");
    assert_int_equal(walk(f), 0);
    change(f, 0, "account", "key=A-4 start=2024-01-10");
    change(f, 2, "assessment",
           "account_id=2 day=2024-05-01 charter_clarity=5 charter_influence=5 charter_head=5 "
           "people_skill=5 people_size=5 people_record=5");
    assert_int_equal(walk(f), 0);
}

/* The days whose tickets would end elsewhere are everybody's to be computed anew. */
static void a_feed_that_moves_asks_for_whole_days(void **state)
{
    struct fixture *f = *state;

    change(f, 1, "invoice", "account_id=1 issued=2024-05-01 due=2024-05-20 amount_cents=1");
    assert_true(walk(f) > 0);
}

static void families_ask_for_whole_days(void **state)
{
    struct fixture *f = *state;

    metric_test_begin(&f->t);
    put_sql(&f->t, "UPDATE account SET parent_id = 1 WHERE id = 2");
    put_sql(&f->t, "INSERT INTO setting (name, value) VALUES ('hierarchy', 'arr')");
    metric_test_commit(&f->t);
    assert_true(walk(f) > 25);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
        T(days_are_what_snapshots_are),
        T(what_changed_since_is_scored_again),
        T(a_feed_that_moves_asks_for_whole_days),
        T(families_ask_for_whole_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
