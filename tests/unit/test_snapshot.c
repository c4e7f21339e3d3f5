#include "facts/kind/touch.h"
#include "metric_test.h"
#include "scoring/snapshot/placing.h"

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
    fact(t, "account", "key=A-1 name=Acme industry=Tools owner=ann start=2023-01-01");
    fact(t, "account", "key=A-2 name=Bolt industry=Tools start=2023-01-01 parent_id=1");
    fact(t, "account", "key=A-3 name=Cord lifecycle=prospect");
    fact(t, "account", "key=A-4 name=Dart start=2025-01-01 gross_margin_pct=30");
    for (int i = 5; i <= 16; i++)
        fact(t, "account", "start=2023-01-01");
    fact(t, "subscription", "account_id=1 start=2023-01-01 amount_cents=10000");
    fact(t, "subscription", "account_id=2 start=2023-01-01 amount_cents=20000");
    fact(t, "invoice", "account_id=1 issued=2024-06-01 due=2024-06-15 amount_cents=1");
    fact(t, "ticket",
         "account_id=1 opened=2024-06-01T08:00:00Z satisfaction=5 "
         "first_response=2024-06-01T08:30:00Z solved=2024-06-01T18:00:00Z");
    fact(t, "assessment",
         "account_id=1 day=2024-03-01 charter_clarity=4 charter_influence=4 "
         "charter_head=4 people_skill=4 people_size=4 people_record=4");
    put_sql(t, "INSERT INTO score_dirty (account_id, seq) SELECT id, id FROM account");
    metric_test_commit(t);
    ASSERT_OK(cards_seed(t->base.db, &err), err);
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

static const struct snapshot *get(struct fixture *f, const char *day, enum snapshot_depth depth)
{
    const struct snapshot *s = NULL;
    struct conn *c;
    struct err err = {0};

    ASSERT_OK(db_read_begin(f->t.base.db, &c, &err), err);
    ASSERT_OK(snapshot_get(f->cache, c, day_at(day), depth, f->arena, &s, &err), err);
    db_read_end(c);
    return s;
}

/* Where the accounts of a snapshot stand in a matrix. */
static struct placing placed(struct fixture *f, const struct snapshot *s, const char *matrix)
{
    struct placing_plan plan;
    struct placing p = {0};
    struct conn *c;
    struct err err = {0};

    ASSERT_OK(db_read_begin(f->t.base.db, &c, &err), err);
    ASSERT_OK(placing_plan(c, matrix, f->arena, &plan, &err), err);
    db_read_end(c);
    ASSERT_OK(placing_make(&plan, s, f->arena, &p, &err), err);
    return p;
}

static int place_of(struct fixture *f, const struct snapshot *s, const char *matrix, size_t row)
{
    return placed(f, s, matrix).place[row];
}

static void touch(struct fixture *f, int64_t account)
{
    struct err err = {0};

    ASSERT_OK(facts_touch(f->t.conn, account, &err), err);
    metric_test_commit(&f->t);
}

static void same_numbers(const struct snapshot *a, const struct snapshot *b)
{
    assert_int_equal(a->n, b->n);
    for (size_t i = 0; i < a->n; i++) {
        assert_int_equal(a->accounts->ids[i], b->accounts->ids[i]);
        for (int k = 0; k < KEPT_COLUMNS; k++)
            assert_true(a->kept[k][i] == b->kept[k][i] ||
                        (isnan(a->kept[k][i]) && isnan(b->kept[k][i])));
        assert_true(a->ltv_3y[i] == b->ltv_3y[i] || isnan(a->ltv_3y[i]));
    }
}

static void shows_accounts_and_numbers(void **state)
{
    struct fixture *f = *state;
    const struct snapshot *s = get(f, TODAY, SNAPSHOT_METRICS);

    assert_int_equal(s->n, 16);
    assert_string_equal(s->accounts->text[ATTR_NAME][0], "Acme");
    assert_string_equal(s->accounts->text[ATTR_PARENT][1], "A-1");
    assert_ptr_equal(s->accounts->text[ATTR_INDUSTRY][0], s->accounts->text[ATTR_INDUSTRY][1]);
    assert_null(s->accounts->text[ATTR_OWNER][1]);
    assert_string_equal(snapshot_lifecycle(s, 2), "prospect");
    assert_false(s->is_present[3]);
    assert_true(s->is_customer[0] && !s->is_customer[2] && s->is_present[2]);
    assert_close(s->kept[KEPT_ARR][1], 2400, 1e-9);
    assert_close(s->kept[KEPT_HEALTH_COVERAGE][0], 0.2 * 0.6 + 0.25 * 0.15 + 0.15, 1e-9);
    assert_int_equal(place_of(f, s, "3x3", 0), 8); /* mature and healthy: expand */
    assert_int_equal(place_of(f, s, "2x2", 0), 3);
    assert_int_equal(place_of(f, s, "3x3", 1), PLACE_NEITHER);
    assert_int_equal(place_of(f, s, "3x3", 2), PLACE_OUTSIDE);
    assert_close(s->metrics[metric_index("csat_180d_pct")][0], 100, 0);
    assert_close(s->metrics[metric_index("ltv_3y")][1], s->ltv_3y[1], 1e-9);
    assert_true(s->economics.is_median);
    assert_close(s->economics.ltv_cents, (s->ltv_3y[0] + s->ltv_3y[1]) * 50, 1e-6);
    assert_int_equal(snapshot_row_of_key(s, "A-3"), 2);
    assert_int_equal(snapshot_row(s, 4), 3);
    assert_int_equal(snapshot_row(s, 99), -1);
}

static void kept_and_computed_are_the_same(void **state)
{
    struct fixture *f = *state;
    struct err err = {0};
    const struct snapshot *computed = get(f, "2024-06-24", SNAPSHOT_METRICS);

    ASSERT_OK(history_refresh(f->t.base.db, day_at(TODAY), NULL, &err), err);
    assert_ptr_equal(get(f, "2024-06-24", SNAPSHOT_KEPT), computed); /* still the best */
    snapshots_free(f->cache);
    f->cache = snapshots_new();
    const struct snapshot *kept = get(f, "2024-06-24", SNAPSHOT_KEPT);
    assert_null(kept->metrics[0]);
    same_numbers(kept, computed);
    assert_ptr_equal(get(f, "2024-06-24", SNAPSHOT_KEPT), kept);
    const struct snapshot *deeper = get(f, "2024-06-24", SNAPSHOT_METRICS);
    assert_non_null(deeper->metrics[0]);
    same_numbers(deeper, computed);
}

/* Whatever it began with, after a write the next read is what a fresh computation gives. */
static void a_write_is_seen_by_the_next_read(void **state)
{
    struct fixture *f = *state;
    struct err err = {0};
    const struct snapshot *before = get(f, TODAY, SNAPSHOT_METRICS);

    ASSERT_OK(history_refresh(f->t.base.db, day_at(TODAY), NULL, &err), err);
    metric_test_begin(&f->t);
    fact(&f->t, "assessment",
         "account_id=1 day=2024-06-20 charter_clarity=1 charter_influence=1 "
         "charter_head=1 people_skill=1 people_size=1 people_record=1");
    fact(&f->t, "ticket", "account_id=1 opened=2024-06-29T08:00:00Z");
    put_sql(&f->t, "UPDATE account SET industry = 'Toys' WHERE id = 1");
    touch(f, 1);
    const struct snapshot *patched = get(f, TODAY, SNAPSHOT_METRICS);
    struct snapshots *other = f->cache;
    f->cache = snapshots_new();
    const struct snapshot *from_kept = get(f, TODAY, SNAPSHOT_KEPT);
    snapshots_free(f->cache);
    f->cache = snapshots_new();
    const struct snapshot *fresh = get(f, TODAY, SNAPSHOT_METRICS);
    snapshots_free(f->cache);
    f->cache = other;

    assert_string_equal(before->accounts->text[ATTR_INDUSTRY][0], "Tools"); /* it never changes */
    assert_string_equal(patched->accounts->text[ATTR_INDUSTRY][0], "Toys");
    assert_int_equal(place_of(f, before, "3x3", 0), 8);
    assert_int_equal(place_of(f, patched, "3x3", 0), 6); /* retain */
    assert_close(patched->metrics[metric_index("open_tickets")][0], 1, 0);
    same_numbers(patched, fresh);
    same_numbers(from_kept, fresh);
}

/* Goals, advocacy, campaigns and opportunities of one account: only that one is computed anew. What
 * changed at the other without being marked, which never happens, would be seen otherwise. */
static void new_facts_touch_their_account_only(void **state)
{
    struct fixture *f = *state;
    static const char *const kinds[][2] = {
        {"goal", "agreed=2024-02-01 due=2024-06-01 met=2024-05-01"},
        {"advocacy", "day=2024-06-20"},
        {"campaign_touch", "sent=2024-06-20T08:00:00Z clicked=2024-06-21T08:00:00Z"},
        {"opportunity", "opened=2024-06-20 amount_cents=120000"},
    };
    static const char *const ids[] = {"goals_met_12m_pct", "advocacy_12m",
                                      "campaign_click_rate_90d_pct", "expansion_pipeline"};
    static const double expected[] = {100, 1, 100, 1200};
    double before[ARRAY_LEN(ids)];

    metric_test_begin(&f->t); /* the feeds are there, so that nothing moves for everybody */
    f->t.next_id = 100;
    for (size_t k = 0; k < ARRAY_LEN(kinds); k++)
        fact(&f->t, kinds[k][0], arena_printf(f->arena, "account_id=3 %s", kinds[k][1]));
    touch(f, 3);
    const struct snapshot *first = get(f, TODAY, SNAPSHOT_METRICS);
    for (size_t k = 0; k < ARRAY_LEN(ids); k++)
        before[k] = first->metrics[metric_index(ids[k])][1];

    metric_test_begin(&f->t);
    f->t.next_id = 200;
    for (int64_t account = 1; account <= 2; account++)
        for (size_t k = 0; k < ARRAY_LEN(kinds); k++)
            fact(&f->t, kinds[k][0],
                 arena_printf(f->arena, "account_id=%lld %s", (long long)account, kinds[k][1]));
    touch(f, 1);
    const struct snapshot *patched = get(f, TODAY, SNAPSHOT_METRICS);
    for (size_t k = 0; k < ARRAY_LEN(ids); k++) {
        const double *column = patched->metrics[metric_index(ids[k])];
        assert_close(column[0], expected[k], 1e-9);
        assert_true(column[1] == before[k] || (isnan(column[1]) && isnan(before[k])));
    }
}

static void accounts_come_and_go(void **state)
{
    struct fixture *f = *state;

    get(f, TODAY, SNAPSHOT_METRICS);
    metric_test_begin(&f->t);
    f->t.next_id = 40;
    fact(&f->t, "account", "key=A-40 start=2024-01-01");
    f->t.next_id = 41;
    fact(&f->t, "subscription", "account_id=40 start=2024-01-01 amount_cents=5000");
    touch(f, 40);
    const struct snapshot *more = get(f, TODAY, SNAPSHOT_METRICS);
    assert_int_equal(more->n, 17);
    assert_close(more->kept[KEPT_ARR][16], 600, 1e-9);
    assert_close(more->kept[KEPT_ARR][1], 2400, 1e-9);
    metric_test_begin(&f->t);
    put_sql(&f->t, "DELETE FROM account WHERE id = 2");
    touch(f, 2);
    const struct snapshot *less = get(f, TODAY, SNAPSHOT_METRICS);
    assert_int_equal(less->n, 16);
    assert_int_equal(snapshot_row_of_key(less, "A-2"), -1);
    assert_close(less->kept[KEPT_ARR][15], 600, 1e-9);
}

/* Use comes in for the first time: all windows of usage begin, though only one account changed. */
static void a_feed_that_moves_concerns_everybody(void **state)
{
    struct fixture *f = *state;

    get(f, TODAY, SNAPSHOT_METRICS);
    metric_test_begin(&f->t);
    f->t.next_id = 60;
    int64_t event = fact(&f->t, "usage_event", "first_day=2024-06-01");
    used(&f->t, 2, event, 0, "2024-06-28", 3);
    touch(f, 2);
    const struct snapshot *s = get(f, TODAY, SNAPSHOT_METRICS);
    assert_int_equal(s->context.through[FEED_USAGE], day_at(TODAY));
    assert_close(s->metrics[metric_index("usage_events_28d")][1], 3, 0);
}

static void settings_count_at_once(void **state)
{
    struct fixture *f = *state;

    get(f, TODAY, SNAPSHOT_KEPT);
    metric_test_begin(&f->t);
    put_sql(&f->t, "INSERT INTO setting (name, value) VALUES ('ltv_threshold_cents', '12300'), "
                   "('default_gross_margin_pct', '60')");
    metric_test_commit(&f->t);
    const struct snapshot *s = get(f, TODAY, SNAPSHOT_KEPT);
    assert_false(s->economics.is_median);
    assert_close(s->economics.ltv_cents, 12300, 0);
    assert_close(s->gross_margin_pct[0], 60, 0);
    assert_close(s->gross_margin_pct[3], 30, 0);
}

/* One formula: what is scored again with the cards in force is what was scored. */
static void the_same_cards_give_the_same_scores(void **state)
{
    struct fixture *f = *state;
    const struct snapshot *s = get(f, TODAY, SNAPSHOT_METRICS);
    struct card health = *s->cards.health, maturity = *s->cards.maturity;
    struct cards cards, both;
    struct snapshot again;

    cards_with(&s->cards, &health, f->arena, &cards);
    cards_with(&cards, &maturity, f->arena, &both);
    snapshot_with_cards(s, &both, f->arena, &again);
    assert_ptr_not_equal(again.kept[KEPT_HEALTH], s->kept[KEPT_HEALTH]);
    assert_ptr_not_equal(again.kept[KEPT_MATURITY], s->kept[KEPT_MATURITY]);
    same_numbers(&again, s);
    /* What no other card scores is not scored again. */
    snapshot_with_cards(s, &cards, f->arena, &again);
    assert_ptr_equal(again.kept[KEPT_MATURITY], s->kept[KEPT_MATURITY]);
    same_numbers(&again, s);
}

/* One scale made flat, one edge moved, a minimum of coverage that cannot be met. */
static void other_cards_give_other_scores(void **state)
{
    struct fixture *f = *state;
    const struct snapshot *s = get(f, TODAY, SNAPSHOT_METRICS);
    struct card maturity = *s->cards.maturity;
    struct cards cards;
    struct snapshot other;

    cards_with(&s->cards, &maturity, f->arena, &cards);
    maturity.math.measures[0].scale.score[1] =
        1; /* clarity of charter counts as 1, whatever it is */
    maturity.math.measures[0].scale.slope[0] = 0;
    snapshot_with_cards(s, &cards, f->arena, &other);
    assert_close(s->kept[KEPT_MATURITY][0], 4, 1e-9);
    assert_close(other.kept[KEPT_MATURITY][0], 4 - 3 * (0.4 / 0.6) / 3, 1e-9);
    assert_true(other.kept[KEPT_HEALTH][0] == s->kept[KEPT_HEALTH][0]);
    assert_int_equal(place_of(f, s, "3x3", 0), 8);
    assert_int_equal(place_of(f, &other, "3x3", 0), 7); /* below 3.667: promote maturity */
    const struct placing there = placed(f, &other, "3x3");
    assert_string_equal(placing_cell_id(&there, 0), "promote_maturity");

    maturity.edges[2] = 3.2;
    snapshot_with_cards(s, &cards, f->arena, &other);
    assert_close(placed(f, &other, "3x3").x.axis.edges[2], 3.2, 0);
    assert_int_equal(place_of(f, &other, "3x3", 0), 8);

    maturity.math.min_coverage = 0.99; /* a third of the ratings is not there */
    snapshot_with_cards(s, &cards, f->arena, &other);
    assert_true(isnan(other.kept[KEPT_MATURITY][0]));
    assert_int_equal(place_of(f, &other, "3x3", 0), PLACE_NO_X);
    assert_int_equal(place_of(f, &other, "3x3", 2), PLACE_OUTSIDE);
}

static void many_days_are_forgotten_but_lent_ones_stay(void **state)
{
    struct fixture *f = *state;
    const struct snapshot *first = get(f, "2024-01-01", SNAPSHOT_KEPT);

    for (int i = 2; i <= 20; i++) {
        char day[16];
        get(f, day_format(day_at("2024-01-01") + i, day), SNAPSHOT_KEPT);
    }
    assert_close(first->kept[KEPT_ARR][1], 2400, 1e-9); /* the arena still holds it */
    assert_ptr_not_equal(get(f, "2024-01-01", SNAPSHOT_KEPT), first);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
        T(shows_accounts_and_numbers),
        T(kept_and_computed_are_the_same),
        T(a_write_is_seen_by_the_next_read),
        T(new_facts_touch_their_account_only),
        T(accounts_come_and_go),
        T(a_feed_that_moves_concerns_everybody),
        T(settings_count_at_once),
        T(the_same_cards_give_the_same_scores),
        T(other_cards_give_other_scores),
        T(many_days_are_forgotten_but_lent_ones_stay),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
