/* The applier over a real log: what it counts, what it sets aside, whom it forgets. */
#include "apply_test.h"
#include "facts/contact/contact.h"
#include "http/service.h"
#include "intake/apply/apply_again.h"
#include "intake/apply/forget.h"
#include "intake/evlog/evlog_reader.h"
#include "jobs/live.h"

static int add_up(void *ctx, const struct usage_month *m, struct err *err)
{
    struct buf *out = ctx;

    (void)err;
    buf_printf(out, "%d/%lld:", m->month, (long long)m->account_id);
    for (size_t i = 0; i < m->n_cells; i++)
        buf_printf(out, " %lld.%d=%lld", (long long)m->cells[i].event_id, m->cells[i].day,
                   (long long)m->cells[i].count);
    for (size_t i = 0; i < m->n_users; i++)
        buf_printf(out, " u%lld=%x", (long long)m->users[i].user_id, m->users[i].days);
    buf_char(out, '\n');
    return 0;
}

/* All usage as a text that two databases can be compared by. */
static char *usage_text(struct world *w)
{
    struct buf out = {0};
    struct conn *c;

    ASSERT_OK(db_read_begin(w->t.db.db, &c, &w->t.err), w->t.err);
    ASSERT_OK(usage_scan(c, &(struct usage_range){-1200, 3600, 0}, add_up, &out, &w->t.err),
              w->t.err);
    db_read_end(c);
    return buf_take(&out);
}

static void events_are_counted_once_and_written(void **state)
{
    struct world w;
    (void)state;
    world_init(&w);
    start(&w, 20);

    send_body(&w, "{\"batch\":[" TRACK("m1", "u1", "acme", "open") "," TRACK("m2", "u1", "acme",
                                                                             "open") "]}");
    send_body(&w, "{\"batch\":[" TRACK("m2", "u1", "acme", "open") "," TRACK("m3", "u2", "beta",
                                                                             "open") "]}");
    settle(&w);
    char *text = usage_text(&w);
    assert_string_equal(text, "672/1: 1.5=2 u1=10\n672/2: 1.5=1 u2=10\n");
    mem_free(text);
    stop(&w);
    /* Another start adds nothing. */
    start(&w, 20);
    send_body(&w, "{\"batch\":[" TRACK("m1", "u1", "acme", "open") "]}");
    settle(&w);
    stop(&w);
    text = usage_text(&w);
    assert_string_equal(text, "672/1: 1.5=2 u1=10\n672/2: 1.5=1 u2=10\n");
    mem_free(text);
    world_done(&w);
}

static void a_busy_database_is_waited_for(void **state)
{
    struct world w;
    struct apply_view view = {.is_stuck = false};
    struct conn *c;
    (void)state;
    world_init(&w);
    db_close(w.t.db.db);
    ASSERT_OK(
        db_open(&(struct db_options){.path = w.t.db.path, .wait_ms = 50}, &w.t.db.db, &w.t.err),
        w.t.err);
    start(&w, 20);

    ASSERT_OK(db_write_begin(w.t.db.db, &c, &w.t.err), w.t.err);
    send_body(&w, "{\"batch\":[" TRACK("m1", "u1", "acme", "open") "]}");
    for (int i = 0; i < PATIENCE_MS && !view.is_stuck; i++) {
        usleep(1000);
        apply_look(w.apply, &view);
    }
    assert_true(view.is_stuck);
    db_rollback(c);
    settle(&w);
    assert_int_equal(number(&w, "SELECT COUNT(*) FROM usage_month"), 1);
    stop(&w);
    world_done(&w);
}

static void damage(struct world *w, const char *file)
{
    char path[256];

    snprintf(path, sizeof(path), "%s/%s", w->log_dir, file);
    FILE *f = fopen(path, "r+b");
    assert_non_null(f);
    fseek(f, 70, SEEK_SET);
    fputs("damaged", f);
    fclose(f);
}

static void wait_for_none_aside(struct world *w)
{
    for (int i = 0; i < PATIENCE_MS && number(w, "SELECT COUNT(*) FROM event_aside"); i += 10)
        usleep(10000);
    assert_int_equal(number(w, "SELECT COUNT(*) FROM event_aside"), 0);
}

static void what_waits_for_an_account_comes_by_itself(void **state)
{
    struct world w;
    (void)state;
    world_init(&w);
    w.ready_ms = 10;
    start(&w, 10);

    send_body(&w, "{\"batch\":[" TRACK("m1", "u1", "later", "open") "]}");
    settle(&w);
    assert_int_equal(number(&w, "SELECT COUNT(*) FROM event_aside"), 1);
    account_make(&w, "later");
    wait_for_none_aside(&w);
    assert_int_equal(number(&w, "SELECT COUNT(*) FROM usage_month"), 1);
    stop(&w);
    world_done(&w);
}

#define GROUP(id, user, group)                                                                  \
    "{\"type\":\"group\",\"messageId\":\"" id "\",\"userId\":\"" user "\",\"groupId\":\"" group \
    "\"}"
#define VISIT(id, anonymous)                                                    \
    "{\"type\":\"track\",\"messageId\":\"" id "\",\"anonymousId\":\"" anonymous \
    "\",\"event\":\"open\","                                                    \
    "\"timestamp\":\"2026-01-05T10:00:00Z\"}"

/* What tells whose they are comes behind the events, a body each, as when a client's requests
 * overtake each other. Nobody looks by the clock here: the call itself has them sent again. */
static void events_before_their_group_call_count_once_it_comes(void **state)
{
    static const char *const bodies[] = {
        VISIT("m1", "browser-1"),
        VISIT("m2", "browser-1"),
        "{\"type\":\"identify\",\"userId\":\"old\",\"anonymousId\":\"browser-1\"}",
        "{\"type\":\"alias\",\"userId\":\"middle\",\"previousId\":\"old\"}",
        "{\"type\":\"alias\",\"userId\":\"new\",\"previousId\":\"middle\"}",
        GROUP("g1", "new", "acme"),
    };
    struct world w;
    (void)state;
    world_init(&w);
    w.ready_ms = (int64_t)1 << 40;
    start(&w, 10);

    for (size_t i = 0; i < ARRAY_LEN(bodies); i++) {
        AUTO_BUF body = {0};
        assert_int_equal(number(&w, "SELECT COUNT(*) FROM event_aside"), i < 2 ? (int64_t)i : 2);
        buf_printf(&body, "{\"batch\":[%s]}", bodies[i]);
        send_body(&w, buf_text(&body));
        settle(&w);
    }
    wait_for_none_aside(&w);
    char *text = usage_text(&w);
    assert_string_equal(text, "672/1: 1.5=2 u1=10\n");
    mem_free(text);
    stop(&w);
    world_done(&w);
}

/* The files of message ids are gone: as much of the log is read again as the window reaches. */
static void lost_ids_are_read_from_where_the_window_begins(void **state)
{
    const int64_t day_ms = DAY_MS, now_ms = clock_now_ms();
    struct world w;
    (void)state;
    world_init(&w);
    change(
        &w,
        "INSERT INTO source (id, key, name, kind, write_key, unknown_accounts, created, created_by) "
        "VALUES (1, 's', 's', 'server', 'k', 'park', 0, 'x')");
    start(&w, 10);
    send_at(&w, "{\"batch\":[" TRACK("m1", "u1", "acme", "open") "]}", now_ms - 30 * day_ms);
    settle(&w);
    ASSERT_OK(evlog_roll(w.log, &w.t.err), w.t.err);
    send_at(&w, "{\"batch\":[" TRACK("m2", "u1", "acme", "open") "]}", now_ms - 3 * day_ms);
    settle(&w);
    stop(&w);
    nftw(w.ids_dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    /* Reading what is older would stop at once: it is damaged. */
    damage(&w, "0000000001.evlog");
    start(&w, 10);
    send_at(&w, "{\"batch\":[" TRACK("m2", "u1", "acme", "open") "]}", now_ms);
    settle(&w);
    char *text = usage_text(&w);
    assert_string_equal(text, "672/1: 1.5=2 u1=10\n");
    mem_free(text);
    stop(&w);
    world_done(&w);
}

static void a_log_that_cannot_be_read_stops_it_aloud(void **state)
{
    struct world w;
    struct again again = {.n = 0};
    (void)state;
    world_init(&w);
    start(&w, 10);
    send_body(&w, "{\"batch\":[" TRACK("m1", "u1", "acme", "open") "]}");
    settle(&w);
    stop(&w);
    change(&w, "UPDATE event_position SET segment = 0, log_offset = 0");
    /* Only the applier's reader sees it: the log itself is open already. */
    ASSERT_OK(
        evlog_open(&(struct evlog_options){.dir = w.log_dir, .committed = committed, .ctx = &w},
                   &w.log, &w.t.err),
        w.t.err);
    damage(&w, "0000000001.evlog");
    ASSERT_OK(apply_start(
                  &(struct apply_options){
                      .db = w.t.db.db, .log = w.log, .log_dir = w.log_dir, .ids_dir = w.ids_dir},
                  &w.apply, &w.t.err),
              w.t.err);
    assert_int_equal(apply_again(w.apply, &again, &w.t.err), ERR_IO);
    stop(&w);
    world_done(&w);
}

static void a_rule_makes_what_was_set_aside_count(void **state)
{
    struct world w;
    int64_t ids[] = {1, 2, 77};
    struct again again = {.ids = ids, .n = 3};
    (void)state;
    world_init(&w);
    start(&w, 10);

    send_body(&w, "{\"batch\":[{\"type\":\"track\",\"userId\":\"u\",\"event\":\"open\","
                  "\"properties\":{\"company\":\"acme\"}},"
                  "{\"type\":\"track\",\"userId\":\"u\",\"event\":\"open\"}]}");
    settle(&w);
    change(&w, "INSERT INTO event_rule (id, reason, action, value, created, created_by) "
               "VALUES (1, 'no_account', 'account_from', 'properties.company', 0, 'x')");
    ASSERT_OK(apply_again(w.apply, &again, &w.t.err), w.t.err);
    assert_int_equal(again.counted, 1);
    assert_int_equal(again.still, 1);
    again.counted = again.still = 0;
    ASSERT_OK(apply_again(w.apply, &again, &w.t.err), w.t.err);
    assert_int_equal(again.counted, 0);
    assert_int_equal(again.still, 1);
    assert_int_equal(number(&w, "SELECT COUNT(*) FROM usage_month"), 1);
    stop(&w);
    world_done(&w);
}

/* --- Forgetting -------------------------------------------------------------------------- */

static int delete_fact(struct world *w, const struct kind *kind, const char *key)
{
    struct act act = w->t.act;

    ASSERT_OK(db_write_begin(w->t.db.db, &act.conn, &w->t.err), w->t.err);
    ASSERT_OK(kind_delete(&act, kind, key, &w->t.err), w->t.err);
    return db_commit(act.conn, &w->t.err);
}

static void forget(struct world *w)
{
    struct service service = {.db = w->t.db.db, .apply = w->apply, .data_dir = w->t.db.folder};
    struct job_live live;
    struct job_run run = {
        .service = &service, .db = w->t.db.db, .arena = w->t.act.arena, .live = &live};

    live_init(&live);
    ASSERT_OK(event_forget_job.fn(&run), run.err);
    live_done(&live);
}

/* How often a text stands in the log. */
static int in_log(struct world *w, const char *text)
{
    struct evlog_reader *reader;
    struct evlog_entry entry;
    int n = 0;

    ASSERT_OK(
        evlog_reader_open(w->log_dir, (struct evlog_position){0, 0}, EVLOG_END, &reader, &w->t.err),
        w->t.err);
    while (evlog_read(reader, &entry, &w->t.err) > 0)
        for (const char *at = entry.text; (at = strstr(at, text)) && at < entry.text + entry.bytes;
             at++)
            n++;
    evlog_reader_free(reader);
    return n;
}

#define IDENTIFY(id, user, anonymous)                                    \
    "{\"type\":\"identify\",\"messageId\":\"" id "\",\"userId\":\"" user \
    "\",\"anonymousId\":\"" anonymous "\",\"traits\":{\"name\":\"" user "\"}}"

static void a_person_is_forgotten_everywhere(void **state)
{
    struct world w;
    (void)state;
    world_init(&w);
    start(&w, 10);
    send_body(
        &w,
        "{\"batch\":[" GROUP("g1", "ann", "acme") "," IDENTIFY("i1", "ann", "browser-1") "," TRACK(
            "t1", "ann", "acme", "open") "," TRACK("t2", "bob", "acme", "open") "]}");
    send_body(
        &w, "{\"batch\":[{\"type\":\"track\",\"anonymousId\":\"browser-1\",\"event\":\"open\"}]}");
    settle(&w);
    assert_int_equal(number(&w, "SELECT COUNT(*) FROM contact WHERE key = 'ann'"), 1);

    ASSERT_OK(delete_fact(&w, &contact_kind, "ann"), w.t.err);
    assert_int_equal(number(&w, "SELECT COUNT(*) FROM usage_user WHERE key = 'ann'"), 0);
    forget(&w);
    assert_int_equal(in_log(&w, "ann"), 0);
    assert_int_equal(in_log(&w, "browser-1"), 0);
    assert_int_equal(in_log(&w, "bob"), 1);
    assert_int_equal(number(&w, "SELECT COUNT(*) FROM event_user"), 0);
    assert_int_equal(number(&w, "SELECT COUNT(*) FROM event_forget"), 0);
    /* What was done stays counted, by nobody. */
    assert_int_equal(number(&w, "SELECT volume FROM usage_event WHERE key = 'open'"), 3);
    stop(&w);
    start(&w, 10); /* the log is still whole */
    send_body(&w, "{\"batch\":[" TRACK("t3", "bob", "acme", "open") "]}");
    settle(&w);
    stop(&w);
    world_done(&w);
}

static void an_account_is_forgotten_with_its_users(void **state)
{
    struct world w;
    (void)state;
    world_init(&w);
    start(&w, 10);
    send_body(&w, "{\"batch\":[" GROUP("g1", "ann", "acme") "," TRACK(
                      "t1", "cyd", "acme", "open") "," TRACK("t2", "bob", "beta", "open") "]}");
    send_body(&w, "{\"batch\":[{\"type\":\"track\",\"userId\":\"ann\",\"event\":\"open\"}]}");
    send_body(&w, "{\"batch\":[{\"type\":\"track\",\"userId\":\"ann\"}]}");
    settle(&w);
    assert_int_equal(number(&w, "SELECT COUNT(*) FROM event_aside"), 1);

    ASSERT_OK(delete_fact(&w, &account_kind, "acme"), w.t.err);
    forget(&w);
    assert_int_equal(in_log(&w, "ann") + in_log(&w, "acme"), 0);
    assert_int_equal(in_log(&w, "bob"), 1);
    assert_int_equal(number(&w, "SELECT COUNT(*) FROM event_aside"), 0);
    assert_int_equal(number(&w, "SELECT volume * 10 + accounts FROM usage_event"), 11);
    stop(&w);
    world_done(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_are_counted_once_and_written),
        cmocka_unit_test(a_busy_database_is_waited_for),
        cmocka_unit_test(what_waits_for_an_account_comes_by_itself),
        cmocka_unit_test(events_before_their_group_call_count_once_it_comes),
        cmocka_unit_test(lost_ids_are_read_from_where_the_window_begins),
        cmocka_unit_test(a_rule_makes_what_was_set_aside_count),
        cmocka_unit_test(a_log_that_cannot_be_read_stops_it_aloud),
        cmocka_unit_test(a_person_is_forgotten_everywhere),
        cmocka_unit_test(an_account_is_forgotten_with_its_users),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
