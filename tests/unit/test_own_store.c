/* Metrics that organisations define, together with the cards and segments that rest on them. */
#include "base/str.h"
#include "facts/kind/touch.h"
#include "own_test.h"
#include "scoring/history/history.h"
#include "scoring/own/own_preview.h"
#include "scoring/own/own_store.h"

#define TODAY "2024-06-30"

/* A health card of one measure, which is the number of urgent tickets. */
#define CARD                                                                               \
    "{\"key\":\"health\",\"name\":\"H\",\"kind\":\"health\",\"low\":0,\"high\":100,"       \
    "\"decimals\":1,\"min_coverage_pct\":10,\"bands\":["                                   \
    "{\"id\":\"low\",\"label\":\"L\",\"from\":0,\"to\":50},"                               \
    "{\"id\":\"medium\",\"label\":\"M\",\"from\":50,\"to\":75},"                           \
    "{\"id\":\"high\",\"label\":\"H\",\"from\":75,\"to\":100}],\"groups\":["               \
    "{\"id\":\"g\",\"label\":\"G\",\"weight_pct\":100,\"measures\":["                      \
    "{\"id\":\"m\",\"label\":\"M\",\"source\":\"metric\",\"ref\":\"urgent\","              \
    "\"weight_pct\":100,\"scale\":[{\"value\":0,\"score\":100},{\"value\":4,\"score\":0}]" \
    "}]}]}"

static int set_up(void **state)
{
    static struct metric_test t;
    struct err err = {0};

    metric_test_init(&t);
    fact(&t, "account", "key=A-1 start=2023-01-01");
    fact(&t, "account", "key=A-2 start=2023-01-01");
    fact(&t, "ticket", "account_id=1 opened=2024-06-20T08:00:00Z priority=urgent");
    fact(&t, "ticket", "account_id=1 opened=2024-03-20T08:00:00Z priority=urgent");
    fact(&t, "ticket", "account_id=2 opened=2024-06-20T08:00:00Z priority=low");
    fact(&t, "ticket", "account_id=2 opened=2024-05-20T08:00:00Z"); /* the feed is alive */
    put_sql(&t, "INSERT INTO score_dirty (account_id, seq) SELECT id, id FROM account");
    metric_test_commit(&t);
    ASSERT_OK(cards_seed(t.base.db, &err), err);
    *state = &t;
    return 0;
}

static int tear_down(void **state)
{
    metric_test_done(*state);
    return 0;
}

static const struct who somebody = {.name = "ann", .role = ROLE_MANAGER};

static struct act act_in(struct metric_test *t)
{
    return (struct act){.conn = t->conn, .by = &somebody, .now_ms = 1, .arena = t->arena};
}

static struct own_metric urgent(int64_t window_days)
{
    struct own_metric m;

    fields_init(own_metric_fields, &m);
    m.id = "urgent";
    m.label = "Urgent tickets";
    m.function = "count";
    m.fact = "ticket";
    m.filter = "priority = \"urgent\"";
    m.direction = "less";
    m.window_days = window_days;
    return m;
}

static void create(struct metric_test *t, int64_t window_days)
{
    struct own_metric m = urgent(window_days);
    struct err err = {0};

    metric_test_begin(t);
    const struct act act = act_in(t);
    ASSERT_OK(own_create(&act, &m, &err), err);
    metric_test_commit(t);
}

static void change(struct metric_test *t, const char *patch)
{
    struct err err = {0};
    json_t *object;

    ASSERT_OK(json_parse(patch, strlen(patch), &object, &err), err);
    json_keep(t->arena, object);
    metric_test_begin(t);
    const struct act act = act_in(t);
    ASSERT_OK(own_change(&act, "urgent", object, &err), err);
    metric_test_commit(t);
}

static void use_in_card(struct metric_test *t)
{
    struct err err = {0};

    metric_test_begin(t);
    ASSERT_OK(db_exec(t->conn,
                      "UPDATE card SET definition = $definition WHERE key = 'health' AND state = "
                      "'published'",
                      DB_ARGS(DB_STR("definition", CARD)), &err),
              err);
    metric_test_commit(t);
}

static double health(struct metric_test *t, int64_t account, const char *day)
{
    struct conn *c;
    double v = NAN;
    struct err err = {0};

    ASSERT_OK(history_refresh(t->base.db, day_at(TODAY), NULL, &err), err);
    ASSERT_OK(db_read_begin(t->base.db, &c, &err), err);
    ASSERT_OK(history_column(c, day_at(day), KEPT_HEALTH, &account, 1, &v, &err), err);
    db_read_end(c);
    return v;
}

/* Other numbers, other scores: today's and those of the past. */
static void changing_one_in_use_scores_anew(void **state)
{
    struct metric_test *t = *state;

    create(t, 30);
    use_in_card(t);
    assert_close(health(t, 1, TODAY), 75, 1e-9);
    assert_close(health(t, 2, TODAY), 100, 1e-9);
    assert_close(health(t, 1, "2024-04-15"), 75, 1e-9);
    assert_close(health(t, 1, "2024-06-03"), 100, 1e-9);
    change(t, "{\"window_days\": 120}");
    assert_close(health(t, 1, TODAY), 50, 1e-9);
    assert_close(health(t, 1, "2024-06-03"), 75, 1e-9);
    assert_close(health(t, 2, TODAY), 100, 1e-9);
}

static void ignore(void *ctx, const struct history_difference *d)
{
    (void)ctx;
    (void)d;
}

static void history_agrees_with_itself(void **state)
{
    struct metric_test *t = *state;
    struct err err = {0};

    create(t, 60);
    use_in_card(t);
    health(t, 1, TODAY);
    metric_test_begin(t);
    fact(t, "ticket", "account_id=2 opened=2024-06-01T08:00:00Z priority=urgent");
    ASSERT_OK(facts_touch(t->conn, 2, &err), err);
    metric_test_commit(t);
    assert_close(health(t, 2, TODAY), 75, 1e-9);
    assert_close(health(t, 2, "2024-05-27"), 100, 1e-9);
    assert_int_equal(history_check(t->base.db, ignore, NULL, NULL, &err), 0);
}

static int64_t version(struct metric_test *t)
{
    struct own_view view;
    struct err err = {0};

    metric_test_begin(t);
    ASSERT_OK(own_get(t->conn, "urgent", t->arena, &view, &err), err);
    metric_test_commit(t);
    return view.definition->version;
}

static void the_version_rises_with_what_is_computed(void **state)
{
    struct metric_test *t = *state;

    create(t, 30);
    assert_int_equal(version(t), 1);
    change(t,
           "{\"label\": \"Burning\", \"help\": \"Those that wake us\", \"direction\": \"more\"}");
    assert_int_equal(version(t), 1);
    change(t, "{\"filter\": \"priority = \\\"high\\\"\"}");
    assert_int_equal(version(t), 2);
    change(t, "{\"window_days\": null}");
    assert_int_equal(version(t), 3);
}

static int removed(struct metric_test *t, struct err *err)
{
    metric_test_begin(t);
    const struct act act = act_in(t);
    int rc = own_remove(&act, "urgent", err);
    metric_test_commit(t);
    return rc;
}

static void what_is_used_cannot_be_deleted(void **state)
{
    struct metric_test *t = *state;
    struct err err = {0};

    create(t, 30);
    use_in_card(t);
    assert_int_equal(removed(t, &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "card health"));
    metric_test_begin(t);
    put_sql(t, "UPDATE card SET state = 'retired' WHERE key = 'health'");
    metric_test_commit(t);
    assert_int_equal(removed(t, &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "card health (retired"));
    metric_test_begin(t);
    put_sql(t, "DELETE FROM card WHERE key = 'health'");
    put_sql(t, "INSERT INTO segment (id, key, name, filter, created, updated) VALUES "
               "(1, 'hot', 'Hot', 'not (health > 3 or urgent >= 2)', 0, 0), "
               "(2, 'cold', 'Cold', 'industry = \"urgent\"', 0, 0)");
    metric_test_commit(t);
    assert_int_equal(removed(t, &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "by segment hot;"));
    metric_test_begin(t);
    put_sql(t, "DELETE FROM segment WHERE key = 'hot'");
    metric_test_commit(t);
    assert_int_equal(removed(t, &err), 0);
    assert_int_equal(removed(t, &err), ERR_NOT_FOUND);
}

static void previews_show_low_to_high(void **state)
{
    struct metric_test *t = *state;
    struct own_metric m = urgent(120);
    struct own_preview p;
    struct err err = {0};

    metric_test_begin(t);
    for (int i = 0; i < 20; i++) {
        int64_t account = fact(t, "account", "start=2023-01-01");
        for (int k = 0; k < i; k++)
            fact(t, "ticket",
                 arena_printf(t->arena,
                              "account_id=%lld opened=2024-06-20T08:00:00Z priority=urgent",
                              (long long)account));
    }
    ASSERT_OK(own_preview_make(t->conn, &m, day_at(TODAY), t->arena, &p, &err), err);
    assert_int_equal(p.looked_at, 22);
    assert_int_equal(p.known, 22);
    assert_int_equal(p.n_items, 10);
    assert_close(p.items[0].value, 0, 0);
    assert_close(p.items[9].value, 19, 0);
    for (size_t k = 1; k < 10; k++)
        assert_true(p.items[k].value >= p.items[k - 1].value);
    assert_close(p.highest, 19, 0);
    metric_test_commit(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define T(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
        T(changing_one_in_use_scores_anew),
        T(history_agrees_with_itself),
        T(the_version_rises_with_what_is_computed),
        T(what_is_used_cannot_be_deleted),
        T(previews_show_low_to_high),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
