/* Requests of the Segment protocol over a real socket, through the log, into the database; and what
 * becomes of them when too much is on its way, and when the server stops. */
#include "db/migrate.h"
#include "db_test.h"
#include "intake/receive/event_intake.h"
#include "intake/source/source.h"
#include "intake/source/source_keys.h"
#include "server_test.h"

struct world {
    struct db_test db;
    char dir[128], write_key[WRITE_KEY_TEXT];
    struct source_keys *keys;
    struct event_intake *intake;
    struct server *server;
    struct err err;
};

static void make_source(struct world *w)
{
    struct source s = {.name = "Load", .kind = "server", .unknown_accounts = "create"};
    struct act act = {.by = &who_command_line, .arena = arena_new(), .now_ms = 1774000000000};

    ASSERT_OK(db_write_begin(w->db.db, &act.conn, &w->err), w->err);
    ASSERT_OK(source_create(&act, &s, &w->err), w->err);
    ASSERT_OK(db_commit(act.conn, &w->err), w->err);
    str_copy(w->write_key, sizeof(w->write_key), s.write_key);
    arena_free(act.arena);
}

static void open_world(struct world *w, size_t in_flight_bytes)
{
    *w = (struct world){0};
    db_test_init(&w->db);
    ASSERT_OK(db_migrate(w->db.db, &w->err), w->err);
    make_source(w);
    snprintf(w->dir, sizeof(w->dir), "%s/events", w->db.folder);
    ASSERT_OK(source_keys_new(w->db.db, &w->keys, &w->err), w->err);
    struct event_intake_options o = {
        .db = w->db.db, .keys = w->keys, .dir = w->dir, .in_flight_bytes = in_flight_bytes};
    ASSERT_OK(event_intake_start(&o, &w->intake, &w->err), w->err);
    struct server_options server = options();
    server.direct = event_intake_direct(w->intake);
    w->server = start(&server);
    event_intake_measure(w->intake, server_metrics(w->server));
}

/* What the source has counted. */
static int64_t counted(struct world *w, const char *sql)
{
    struct conn *c;
    int64_t n = -1;

    ASSERT_OK(db_read_begin(w->db.db, &c, &w->err), w->err);
    ASSERT_OK(db_i64(c, sql, DB_ARGS(), &n, &w->err), w->err);
    db_read_end(c);
    return n;
}

static void close_world(struct world *w)
{
    char command[160];

    stop(w->server);
    ASSERT_OK(event_intake_stop(w->intake, &w->err), w->err);
    source_keys_free(w->keys);
    snprintf(command, sizeof(command), "rm -r '%s'", w->dir);
    assert_int_equal(system(command), 0); // NOLINT(cert-env33-c,concurrency-mt-unsafe): a test's
}

static void add_event(struct buf *body, int i)
{
    buf_printf(body,
               "%s{\"type\":\"track\",\"messageId\":\"m-%d\",\"userId\":\"u\",\"event\":\"Done\","
               "\"context\":{\"groupId\":\"acme\"}}",
               body->len ? "," : "", i);
}

static void send_events(struct world *w, int fd, int first, int n)
{
    AUTO_BUF events = {0};
    AUTO_BUF request = {0};

    for (int i = 0; i < n; i++)
        add_event(&events, first + i);
    buf_printf(&request,
               "POST /v1/batch HTTP/1.1\r\nHost: x\r\nX-Write-Key: %s\r\n"
               "Content-Length: %zu\r\n\r\n{\"batch\":[%s]}",
               w->write_key, events.len + strlen("{\"batch\":[]}"), events.data);
    say(fd, request.data, request.len);
}

static void post(struct world *w, int fd, int first, int n, struct answer *a)
{
    send_events(w, fd, first, n);
    listen_to(fd, a);
}

static void what_is_answered_is_counted_when_it_stops(void **state)
{
    (void)state;
    struct world w;

    open_world(&w, 0);
    int fd = dial(w.server);
    for (int i = 0; i < 50; i++) {
        ANSWER a;
        post(&w, fd, 10 * i, 10 + i % 2, &a); /* every other one repeats an event of the next */
        assert_int_equal(a.status, 200);
        assert_string_equal(a.body.data, "{\"success\":true}");
    }
    close(fd);
    wait_for(w.server, "\nripen_events_stored_total 525\n");
    close_world(&w);
    assert_int_equal(counted(&w, "SELECT events FROM source"), 501);
    assert_int_equal(counted(&w, "SELECT duplicates FROM source"), 24);
    db_test_done(&w.db);
}

/* A bound so small that a body is over it while another is on its way; alone it would be taken. */
static void too_much_in_flight_is_put_off(void **state)
{
    (void)state;
    struct world w;
    int put_off = -1;

    open_world(&w, 8000);
    int first = dial(w.server), second = dial(w.server);
    for (int i = 0; put_off < 0 && i < 5000; i++) {
        ANSWER a, b;
        send_events(&w, first, 200 * i, 100);
        send_events(&w, second, 200 * i + 100, 100);
        listen_to(first, &a);
        listen_to(second, &b);
        const struct answer *no = a.status == 429 ? &a : b.status == 429 ? &b : NULL;
        assert_true(a.status == 200 || no == &a);
        assert_true(b.status == 200 || no == &b);
        if (!no)
            continue;
        assert_string_equal(header_of(no, "Retry-After"), "1");
        assert_string_equal(header_of(no, "Access-Control-Expose-Headers"), "Retry-After");
        assert_non_null(strstr(no->body.data, "\"code\":\"too_many\""));
        put_off = no == &a ? 200 * i : 200 * i + 100;
    }
    assert_true(put_off >= 0);
    wait_for(w.server, "\nripen_events_in_flight_bytes 0\n");
    ANSWER again;
    post(&w, first, put_off, 100, &again);
    assert_int_equal(again.status, 200);
    close(first);
    close(second);
    close_world(&w);
    assert_int_equal(counted(&w, "SELECT events FROM source") % 200, 0);
    assert_int_equal(counted(&w, "SELECT duplicates FROM source"), 0);
    db_test_done(&w.db);
}

/* Stopped again and again right behind an answer: the log must not hand on to an applier that is
 * gone. */
static void stopping_behind_an_answer_loses_nothing(void **state)
{
    (void)state;

    for (int i = 0; i < 20; i++) {
        struct world w;
        ANSWER a;
        open_world(&w, 0);
        int fd = dial(w.server);
        post(&w, fd, 0, 5, &a);
        assert_int_equal(a.status, 200);
        close(fd);
        close_world(&w);
        assert_int_equal(counted(&w, "SELECT events FROM source"), 5);
        db_test_done(&w.db);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_answered_is_counted_when_it_stops),
        cmocka_unit_test(too_much_in_flight_is_put_off),
        cmocka_unit_test(stopping_behind_an_answer_loses_nothing),
    };

    return server_tests_begin() ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
