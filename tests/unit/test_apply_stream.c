/* Random streams of events, with crashes between, and what rebuilding makes of them. */
#include "http/service.h"
#include "intake/apply/rebuild.h"
#include "intake/apply/sums_job.h"
#include "jobs/live.h"
#include "stream_test.h"

static void crashes_lose_nothing_and_count_nothing_twice(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        struct world calm, wild;
        int64_t calm_aside, wild_aside;
        world_init(&calm);
        world_init(&wild);
        char *expected = run_stream(&calm, seed, false, &calm_aside);
        char *found = run_stream(&wild, seed, true, &wild_aside);
        assert_true(strlen(expected) > 5000);
        assert_string_equal(found, expected);
        assert_int_equal(wild_aside, calm_aside);
        assert_true(calm_aside > 0);
        mem_free(expected);
        mem_free(found);
        stop(&calm);
        stop(&wild);
        world_done(&calm);
        world_done(&wild);
    }
}

/* Gives the account's first cell another count. */
static void spoil(struct world *w, int64_t account_id)
{
    struct lines l = {.w = w};
    struct usage_outcome outcome;
    struct act act = w->t.act;

    ASSERT_OK(db_write_begin(w->t.db.db, &act.conn, &w->t.err), w->t.err);
    ASSERT_OK(usage_scan(act.conn, &(struct usage_range){-1200, 3600, account_id}, keep_month, &l,
                         &w->t.err),
              w->t.err);
    const struct usage_month *m = &l.months.items[0];
    AUTO_STRUCT(usage_writer) *writer = usage_writer_new(&act, USAGE_REPLACE);
    usage_writer_add(writer,
                     &(struct usage_count){.account_id = account_id,
                                           .event_id = m->cells[0].event_id,
                                           .count = m->cells[0].count + 1000,
                                           .day = month_first_day(m->month) + m->cells[0].day - 1});
    ASSERT_OK(usage_writer_flush(writer, &outcome, &w->t.err), w->t.err);
    ASSERT_OK(db_commit(act.conn, &w->t.err), w->t.err);
    vec_done(&l.months);
}

static void rebuilding_gives_the_same_numbers(void **state)
{
    struct world w;
    int64_t aside;
    struct rebuild_result result;
    struct rebuild_options o = {.from = DAY_NONE, .by = &who_command_line, .is_comparison = true};
    (void)state;
    world_init(&w);
    char *expected = run_stream(&w, 9, false, &aside);
    o.db = w.t.db.db;
    o.log_dir = w.log_dir;

    ASSERT_OK(rebuild_usage(&o, &result, &w.t.err), w.t.err); /* while the applier runs */
    assert_true(result.cells.unchanged > 100);
    assert_int_equal(result.cells.new + result.cells.changed, 0);
    assert_true(result.sums.unchanged > 50);
    assert_int_equal(result.sums.new + result.sums.changed, 0);
    assert_int_equal(result.aside, aside);
    stop(&w);

    change(&w, "DELETE FROM usage_month WHERE account_id = 1 AND month = 669");
    spoil(&w, 2);
    change(&w, "DELETE FROM usage_sum_month WHERE account_id = 1 AND sum_id = 2");
    change(&w, "UPDATE usage_sum_month SET sum_id = 2 WHERE account_id = 1 AND sum_id = 3");
    ASSERT_OK(rebuild_usage(&o, &result, &w.t.err), w.t.err);
    assert_true(result.cells.new > 0 && result.cells.changed > 0);
    assert_true(result.sums.new > 0 && result.sums.changed > 0);
    o.is_comparison = false;
    ASSERT_OK(rebuild_usage(&o, &result, &w.t.err), w.t.err);
    char *found = usage_by_names(&w);
    assert_string_equal(found, expected);
    mem_free(expected);
    mem_free(found);
    world_done(&w);
}

static void rebuilding_follows_new_rules(void **state)
{
    struct world w;
    struct rebuild_result result;
    struct rebuild_options o = {.from = DAY_NONE, .by = &who_command_line};
    (void)state;
    world_init(&w);
    o.db = w.t.db.db;
    o.log_dir = w.log_dir;
    start(&w, 10);
    send_body(&w, "{\"batch\":[" TRACK("m1", "u1", "acme", "opened") "," TRACK("m2", "u1", "acme",
                                                                               "open") "]}");
    settle(&w);
    stop(&w);
    change(&w, "INSERT INTO event_rule (id, name, action, value, created, created_by) "
               "VALUES (1, 'opened', 'rename', 'open', 0, 'x')");
    ASSERT_OK(rebuild_usage(&o, &result, &w.t.err), w.t.err);
    char *found = usage_by_names(&w);
    assert_string_equal(found, "acme 672 5 open 2\nacme 672 user u1 10\n");
    mem_free(found);
    world_done(&w);
}

/* --- Sums that are asked for later --------------------------------------------------------- */

static void add_up_the_past(struct world *w)
{
    struct service service = {.db = w->t.db.db, .apply = w->apply, .data_dir = w->t.db.folder};
    AUTO_STRUCT(arena) *arena = arena_new();
    struct job_live live;
    struct job_run run = {.service = &service, .db = w->t.db.db, .arena = arena, .live = &live};

    live_init(&live);
    ASSERT_OK(usage_sums_job.fn(&run), run.err);
    live_done(&live);
    json_decref(run.result);
}

static void *add_up_beside(void *arg)
{
    add_up_the_past(arg);
    return NULL;
}

static void ask_late(struct world *w)
{
    ask_for_sums(w);
    change(w, "UPDATE usage_sum SET segment = NULL, log_offset = NULL, since = NULL, "
              "is_whole = FALSE");
}

/* In the middle of a stream, while it goes on, and with crashes: it comes to the same numbers. */
static void sums_asked_for_late_are_the_same(void **state)
{
    (void)state;
    for (uint64_t seed = 4; seed <= 6; seed++) {
        struct world whole, late;
        int64_t aside;
        struct stream s;
        pthread_t beside;
        world_init(&whole);
        world_init(&late);
        char *expected = run_stream(&whole, seed, false, &aside);
        stream_init(&late, &s, seed);
        start(&late, 5);
        stream_send(&late, &s, STEPS / 2, true);
        ask_late(&late);
        stream_send(&late, &s, STEPS / 8, true);
        assert_int_equal(pthread_create(&beside, NULL, add_up_beside, &late), 0);
        stream_send(&late, &s, STEPS / 8, false);
        pthread_join(beside, NULL);
        stream_send(&late, &s, STEPS / 4, true);
        char *found = stream_end(&late, &aside);
        assert_string_equal(found, expected);
        assert_int_equal(number(&late, "SELECT MIN(is_whole) FROM usage_sum"), 1);
        mem_free(expected);
        mem_free(found);
        stop(&whole);
        stop(&late);
        world_done(&whole);
        world_done(&late);
    }
}

/* What waits in the set-aside store is in the sums once, whoever comes first. */
static void what_is_set_aside_is_added_up_once(void **state)
{
    struct world w;
    (void)state;
    world_init(&w);
    start(&w, 10);
    send_body(&w, "{\"batch\":[{\"type\":\"track\",\"userId\":\"u\",\"event\":\"e1\","
                  "\"properties\":{\"amount\":2,\"company\":\"acme\"},"
                  "\"timestamp\":\"2026-01-05T10:00:00Z\"}]}");
    settle(&w);
    ask_late(&w);
    change(&w, "INSERT INTO event_rule (id, reason, action, value, created, created_by) "
               "VALUES (1, 'no_account', 'account_from', 'properties.company', 0, 'x')");
    add_up_the_past(&w); /* the rule would let it count */
    assert_int_equal(number(&w, "SELECT COUNT(*) FROM usage_sum_month"), 0);
    send_all_again(&w);
    settle(&w);
    char *text = usage_by_names(&w);
    assert_string_equal(text, "acme 672 5 e1 1\nacme 672 5 e1 sum 1 0 2000000\n"
                              "acme 672 user u 10\n");
    mem_free(text);
    stop(&w);
    world_done(&w);
}

/* A rebuilding counts it, and takes it out of the store. */
static void rebuilding_takes_out_what_counts(void **state)
{
    struct world w;
    struct rebuild_result result;
    struct rebuild_options o = {.from = DAY_NONE, .by = &who_command_line, .is_comparison = true};
    (void)state;
    world_init(&w);
    o.db = w.t.db.db;
    o.log_dir = w.log_dir;
    ask_for_sums(&w);
    start(&w, 10);
    send_body(
        &w,
        "{\"batch\":[" TRACK(
            "m1", "u1", "acme",
            "e1") ",{\"type\":\"track\",\"userId\":"
                  "\"u\",\"event\":\"e1\",\"properties\":{\"amount\":\"2.5\",\"company\":\"acme\"},"
                  "\"timestamp\":\"2026-01-05T10:00:00Z\"}]}");
    settle(&w);
    stop(&w);
    change(&w, "INSERT INTO event_rule (id, reason, action, value, created, created_by) "
               "VALUES (1, 'no_account', 'account_from', 'properties.company', 0, 'x')");
    ASSERT_OK(rebuild_usage(&o, &result, &w.t.err), w.t.err);
    assert_int_equal(result.cells.new + result.cells.changed + result.sums.new, 0);
    assert_int_equal(result.aside, 1);
    o.is_comparison = false;
    ASSERT_OK(rebuild_usage(&o, &result, &w.t.err), w.t.err);
    assert_int_equal(result.cells.changed, 1);
    assert_int_equal(result.sums.new, 1);
    assert_int_equal(number(&w, "SELECT COUNT(*) FROM event_aside"), 0);
    start(&w, 10);
    send_all_again(&w);
    stop(&w);
    char *text = usage_by_names(&w);
    assert_string_equal(text, "acme 672 5 e1 2\nacme 672 5 e1 sum 1 0 2500000\n"
                              "acme 672 user u 10\nacme 672 user u1 10\n");
    mem_free(text);
    world_done(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(crashes_lose_nothing_and_count_nothing_twice),
        cmocka_unit_test(rebuilding_gives_the_same_numbers),
        cmocka_unit_test(rebuilding_follows_new_rules),
        cmocka_unit_test(sums_asked_for_late_are_the_same),
        cmocka_unit_test(what_is_set_aside_is_added_up_once),
        cmocka_unit_test(rebuilding_takes_out_what_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
