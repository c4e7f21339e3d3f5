/* What the server does when it is asked too much, and when it is asked to stop. */
#include "server_test.h"

static void all_bodies_together_have_a_limit(void **state)
{
    (void)state;
    struct server_options o = options();
    o.limits.bodies_bytes = 150000;
    struct server *s = start(&o);
    static char big[90000];
    static const char head[] = "POST /api/echo HTTP/1.1\r\nHost: x\r\n"
                               "Content-Type: application/json\r\nContent-Length: 90001\r\n\r\n";
    int first = dial(s), second = dial(s);
    ANSWER a = {0}, b = {0}, c = {0};

    memset(big, ' ', sizeof(big));
    say_text(first, head);
    say(first, big, sizeof(big)); /* one byte is missing yet */
    wait_for(s, "\nripen_http_body_bytes 90000\n");
    say_text(second, head);
    say(second, big, sizeof(big));
    say_text(second, " ");
    listen_to(second, &a);
    assert_int_equal(a.status, 503);
    assert_string_equal(header_of(&a, "Retry-After"), "2");
    say_text(first, "1");
    listen_to(first, &b);
    assert_int_equal(b.status, 400);
    close(second);
    close(first);
    wait_for(s, "\nripen_http_body_bytes 0\n");
    ask(s, GET("/api/echo"), &c); /* what was taken is given back */
    assert_int_equal(c.status, 200);
    stop(s);
}

static void stuck_workers_mean_503(void **state)
{
    (void)state;
    struct server_options o = options();
    struct server *s = start(&o);
    int fds[4];
    ANSWER full = {0}, after = {0};

    for (size_t i = 0; i < ARRAY_LEN(fds); i++) { /* two that run, two that wait */
        fds[i] = dial(s);
        say_text(fds[i], GET("/api/slow"));
        if (i < 2)
            sem_wait(&has_begun);
    }
    wait_for(s, "\nripen_http_queue_length 2\n");
    ask(s, GET("/api/echo"), &full);
    assert_int_equal(full.status, 503);
    assert_string_equal(header_of(&full, "Retry-After"), "2");
    ask(s, GET("/"), &after); /* files need no worker */
    assert_int_equal(after.status, 200);
    for (size_t i = 0; i < ARRAY_LEN(fds); i++)
        sem_post(&may_end);
    for (size_t i = 0; i < ARRAY_LEN(fds); i++) {
        ANSWER a;
        listen_to(fds[i], &a);
        assert_int_equal(a.status, 200);
        close(fds[i]);
    }
    sem_wait(&has_begun);
    sem_wait(&has_begun);
    stop(s);
}

static void waiting_writes_leave_room_for_reads(void **state)
{
    (void)state;
    struct server_options o = options();
    struct server *s = start(&o);
    int first = dial(s), second = dial(s);
    ANSWER read = {0}, a = {0}, b = {0};

    say_text(first, "POST /api/slow HTTP/1.1\r\nHost: x\r\n\r\n");
    sem_wait(&has_begun);
    say_text(second, "POST /api/slow HTTP/1.1\r\nHost: x\r\n\r\n");
    ask(s, GET("/api/echo?text=read"), &read);
    assert_int_equal(read.status, 200);
    sem_post(&may_end);
    sem_post(&may_end);
    listen_to(first, &a);
    listen_to(second, &b);
    assert_int_equal(a.status, 201);
    assert_int_equal(b.status, 201);
    sem_wait(&has_begun);
    close(first);
    close(second);
    stop(s);
}

static void stopping_finishes_what_runs(void **state)
{
    (void)state;
    struct server_options o = options();
    struct server *s = start(&o);
    int running = dial(s), idle = dial(s);
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)server_port(s))};
    pthread_t stopper;
    ANSWER last = {0};

    say_text(running, GET("/api/slow"));
    sem_wait(&has_begun);
    thread_start(&stopper, "stopper", stop_in_background, s);
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (int i = 0; i < 100; i++) { /* until nobody is let in any more */
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        bool is_refused = connect(fd, (struct sockaddr *)&a, sizeof(a)) != 0;
        close(fd);
        if (is_refused)
            break;
        assert_true(i < 99);
        usleep(20000);
    }
    sem_post(&may_end);
    listen_to(running, &last);
    assert_int_equal(last.status, 200);
    assert_string_equal(header_of(&last, "Connection"), "close");
    pthread_join(stopper, NULL);
    assert_true(is_closed(idle));
    close(running);
    close(idle);
}

static void stopping_does_not_wait_for_ever(void **state)
{
    (void)state;
    struct server_options o = options();
    struct server *s = start(&o);
    int fd = dial(s);
    struct err err = {0};
    ANSWER a = {0};

    say_text(fd, GET("/api/slow"));
    sem_wait(&has_begun);
    assert_int_equal(server_stop(s, 100, &err), ERR_BUSY);
    assert_non_null(strstr(err.text, "1 requests did not finish"));
    sem_post(&may_end); /* a real program exits here; the test tidies up */
    listen_to(fd, &a);
    assert_int_equal(a.status, 200);
    close(fd);
    stop(s);
}

static void connections_have_limits(void **state)
{
    (void)state;
    struct server_options o = options();
    o.limits.per_address = 2;
    o.limits.idle_s = 1;
    o.limits.request_idle_s = 2;
    struct server *s = start(&o);
    int first = dial(s), second = dial(s);
    ANSWER a = {0};

    say_text(first, GET("/api/echo"));
    listen_to(first, &a);
    assert_int_equal(a.status, 200);
    int third = dial(s);
    say_text(third, GET("/api/echo"));
    assert_true(is_closed(third));
    assert_true(is_closed(second)); /* after a second in which nothing was said */
    assert_true(is_closed(first));
    close(first);
    close(second);
    close(third);
    stop(s);
}

/* The last bytes and the farewell come as one. */
static void who_leaves_inside_a_request_is_forgotten(void **state)
{
    (void)state;
    struct server_options o = options();
    o.limits.request_idle_s = 1;
    struct server *s = start(&o);

    for (int i = 0; i < 10; i++) {
        int fd = dial(s);
        say_text(fd, i % 2 ? "POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{"
                           : "GET /api/echo HTTP/1.1\r\nHo");
        close(fd);
    }
    usleep(200000); /* until they are there; then until they are gone */
    wait_for(s, "\nripen_http_requests_open 0\n");
    wait_for(s, "\nripen_http_connections 0\n");
    stop(s);
}

/* Two workers and a queue of two are soon full. */
static bool is_answered_or_full(const struct answer *a)
{
    return a->status == 200 || a->status == 503;
}

static void many_clients_at_once(void **state)
{
    (void)state;
    struct server_options o = options();
    struct server *s = start(&o);

    clients_ask(s, &(struct client){.often = GET("/api/echo?text=many"),
                                    .seldom = GET("/index.html"),
                                    .is_good = is_answered_or_full,
                                    .times = 200});
    stop(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_bodies_together_have_a_limit),
        cmocka_unit_test(stuck_workers_mean_503),
        cmocka_unit_test(waiting_writes_leave_room_for_reads),
        cmocka_unit_test(stopping_finishes_what_runs),
        cmocka_unit_test(stopping_does_not_wait_for_ever),
        cmocka_unit_test(connections_have_limits),
        cmocka_unit_test(who_leaves_inside_a_request_is_forgotten),
        cmocka_unit_test(many_clients_at_once),
    };

    return server_tests_begin() ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
