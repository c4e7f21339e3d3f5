/* Paths that are answered without the worker pool: at once, or later by another thread. */
#include "http/direct.h"
#include "server_test.h"

/* What a test's paths do:
 *     /direct/echo     answers the body at once
 *     /direct/later    answers the body from another thread, when the test says so
 *     /direct/soon     answers from another thread as fast as it can */
struct waiting {
    struct direct_call *call;
    char *body;
    size_t bytes;
    struct waiting *next;
};

static struct desk {
    pthread_mutex_t mutex;
    pthread_cond_t work;
    struct waiting *first;
    int n_later, n_together; /* calls; answers that went out with others */
    bool is_held, is_over;
} desk = {.mutex = PTHREAD_MUTEX_INITIALIZER, .work = PTHREAD_COND_INITIALIZER};

/* wave: NULL, or what the answer goes out with. */
static void answer_in(struct direct_wave *wave, struct direct_call *c, int status, const char *text,
                      size_t n)
{
    const struct pair headers[] = {
        {"Content-Type", "text/plain"},
        {"Connection", direct_is_stopping(c) ? "close" : "keep-alive"},
    };
    struct direct_answer *a = direct_answer_new(status, headers, 2, text, n);

    if (wave)
        direct_wave_reply(wave, c, a);
    else
        direct_reply(c, a);
    direct_answer_free(a);
}

static void answer(struct direct_call *c, int status, const char *text, size_t n)
{
    answer_in(NULL, c, status, text, n);
}

static void put_off(struct direct_call *c)
{
    struct waiting *w = mem_zalloc(sizeof(*w));

    w->call = c;
    w->body = direct_take_body(c, &w->bytes);
    for (int i = 0; w->body && i < DIRECT_PADDING; i++)
        if (w->body[w->bytes + (size_t)i]) /* room that may be read */
            abort();
    pthread_mutex_lock(&desk.mutex);
    w->next = desk.first;
    desk.first = w;
    desk.n_later++;
    pthread_cond_signal(&desk.work);
    pthread_mutex_unlock(&desk.mutex);
}

static void take(void *ctx, struct direct_call *c)
{
    const struct err *fault = direct_fault(c);
    size_t n;
    const char *body = direct_body(c, &n);

    (void)ctx;
    if (fault)
        answer(c, fault->code == ERR_BUSY ? 503 : 413, fault->text, strlen(fault->text));
    else if (str_eq(direct_path(c), "/direct/echo") && direct_param(c, "text"))
        answer(c, 200, direct_param(c, "text"), strlen(direct_param(c, "text")));
    else if (str_eq(direct_path(c), "/direct/echo"))
        answer(c, 200, body, n);
    else
        put_off(c);
}

/* One by itself, several together. */
static int answer_all(struct waiting *w)
{
    struct direct_wave wave = {{NULL}};
    bool is_alone = !w->next;
    int n = 0;

    for (; w; n++) {
        struct waiting *next = w->next;
        answer_in(is_alone ? NULL : &wave, w->call, 200, w->body ? w->body : "", w->bytes);
        mem_free(w->body);
        mem_free(w);
        w = next;
    }
    direct_wave_end(&wave);
    return n;
}

static void *answer_later(void *arg)
{
    (void)arg;
    pthread_mutex_lock(&desk.mutex);
    while (!desk.is_over || desk.first) {
        struct waiting *w = desk.is_held ? NULL : desk.first;
        if (!w) {
            pthread_cond_wait(&desk.work, &desk.mutex);
            continue;
        }
        desk.first = NULL;
        pthread_mutex_unlock(&desk.mutex);
        int n = answer_all(w);
        pthread_mutex_lock(&desk.mutex);
        desk.n_together += n > 1 ? n : 0;
    }
    pthread_mutex_unlock(&desk.mutex);
    return NULL;
}

static void hold(bool is_held)
{
    pthread_mutex_lock(&desk.mutex);
    desk.is_held = is_held;
    pthread_cond_signal(&desk.work);
    pthread_mutex_unlock(&desk.mutex);
}

static int together(void)
{
    pthread_mutex_lock(&desk.mutex);
    int n = desk.n_together;
    pthread_mutex_unlock(&desk.mutex);
    return n;
}

static void wait_for_later(int n)
{
    for (int i = 0; i < 10000; i++) {
        pthread_mutex_lock(&desk.mutex);
        bool is_there = desk.n_later >= n;
        pthread_mutex_unlock(&desk.mutex);
        if (is_there)
            return;
        usleep(2000);
    }
    fail_msg("%d calls do not come", n);
}

static const char *const prefixes[] = {"/direct/", NULL};
static const struct direct direct = {.prefixes = prefixes, .body_bytes = 200000, .take = take};

static struct server_options direct_options(void)
{
    struct server_options o = options();

    o.direct = &direct;
    desk.n_later = 0;
    return o;
}

#define POST(path, n, body) \
    "POST " path " HTTP/1.1\r\nHost: x\r\nContent-Length: " #n "\r\n\r\n" body

static void some_paths_need_no_worker(void **state)
{
    (void)state;
    struct server_options o = direct_options();
    struct server *s = start(&o);
    int fd = dial(s);
    ANSWER a = {0}, b = {0}, c = {0}, d = {0};

    say_text(fd, POST("/direct/echo", 5, "hello"));
    listen_to(fd, &a);
    assert_int_equal(a.status, 200);
    assert_string_equal(a.body.data, "hello");
    say_text(fd, POST("/direct/later", 5, "world"));
    listen_to(fd, &b);
    assert_string_equal(b.body.data, "world");
    say_text(fd, GET("/direct/echo?text=a+b"));
    listen_to(fd, &c);
    assert_string_equal(c.body.data, "a b");
    say_text(fd, GET("/api/echo?text=endpoint"));
    listen_to(fd, &d);
    assert_non_null(strstr(d.body.data, "endpoint"));
    close(fd);
    wait_for(s, "ripen_http_requests_total{method=\"\",route=\"direct\",status=\"200\"} 3\n");
    stop(s);
}

static void direct_bodies_come_in_any_way(void **state)
{
    (void)state;
    struct server_options o = direct_options();
    struct server *s = start(&o);
    int fd = dial(s);
    char *big = mem_zalloc(200001);
    ANSWER a = {0}, b = {0}, c = {0};

    memset(big, 'x', 200000);
    say_text(fd, "POST /direct/later HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                 "5\r\nhello\r\n");
    usleep(2000);
    say_text(fd, "1\r\n!\r\n0\r\n\r\n");
    listen_to(fd, &a);
    assert_string_equal(a.body.data, "hello!");
    AUTO_BUF request = {0};
    buf_printf(&request,
               "POST /direct/later HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n%s", big);
    say(fd, request.data, request.len);
    listen_to(fd, &b);
    assert_int_equal(b.body.len, 200000);
    assert_string_equal(b.body.data, big);
    say_text(fd, POST("/direct/later", 0, ""));
    listen_to(fd, &c);
    assert_int_equal(c.status, 200);
    assert_int_equal(c.body.len, 0);
    close(fd);
    mem_free(big);
    wait_for(s, "\nripen_http_body_bytes 0\n");
    stop(s);
}

static void direct_bodies_have_limits(void **state)
{
    (void)state;
    struct server_options o = direct_options();
    o.limits.bodies_bytes = 150000;
    struct server *s = start(&o);
    char *big = mem_zalloc(200002);
    ANSWER announced = {0}, hopeless = {0}, chunked = {0}, header = {0}, full = {0};

    memset(big, 'x', 200001);
    AUTO_BUF b = {0};
    buf_printf(&b, "POST /direct/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 200001\r\n\r\n%s",
               big);
    ask(s, b.data, &announced);
    assert_int_equal(announced.status, 413);
    assert_string_equal(announced.body.data, "the body is over the limit of 200000 bytes");
    ask(s, "POST /direct/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n",
        &hopeless);
    assert_int_equal(hopeless.status, 413);
    buf_clear(&b);
    buf_printf(&b, "GET /direct/echo HTTP/1.1\r\nHost: x\r\nX-Long: %.20000s\r\n\r\n", big);
    ask(s, b.data, &header);
    assert_int_equal(header.status, 413);
    buf_clear(&b);
    buf_printf(&b,
               "POST /direct/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n%.200000s",
               big);
    ask(s, b.data, &full); /* all bodies together */
    assert_int_equal(full.status, 503);
    wait_for(s, "\nripen_http_body_bytes 0\n");
    stop(s);
    o.limits.bodies_bytes = 1000000;
    s = start(&o);
    buf_clear(&b);
    buf_printf(&b,
               "POST /direct/echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
               "30d41\r\n%s\r\n0\r\n\r\n",
               big);
    ask(s, b.data, &chunked);
    assert_int_equal(chunked.status, 413);
    mem_free(big);
    stop(s);
}

static void stopping_waits_for_who_answers_later(void **state)
{
    (void)state;
    struct server_options o = direct_options();
    struct server *s = start(&o);
    int fd = dial(s), idle = dial(s);
    pthread_t stopper;
    ANSWER a = {0}, late = {0};

    hold(true);
    say_text(idle, POST("/direct/echo", 2, "ab"));
    listen_to(idle, &late);
    say_text(fd, POST("/direct/later", 5, "hello"));
    wait_for_later(1);
    thread_start(&stopper, "stopper", stop_in_background, s);
    do { /* until it says so: who comes now is sent away */
        answer_done(&late);
        say_text(idle, POST("/direct/echo", 2, "ab"));
        listen_to(idle, &late);
    } while (late.status == 200);
    assert_int_equal(late.status, 503);
    assert_string_equal(header_of(&late, "Connection"), "close");
    hold(false);
    listen_to(fd, &a);
    assert_int_equal(a.status, 200);
    assert_string_equal(a.body.data, "hello");
    pthread_join(stopper, NULL);
    close(fd);
    close(idle);
}

static void stopping_does_not_wait_for_an_answer_for_ever(void **state)
{
    (void)state;
    struct server_options o = direct_options();
    struct server *s = start(&o);
    struct err err = {0};
    int fd = dial(s);
    ANSWER a = {0};

    hold(true);
    say_text(fd, POST("/direct/later", 5, "hello"));
    wait_for_later(1);
    assert_int_equal(server_stop(s, 50, &err), ERR_BUSY);
    assert_string_equal(err.text, "1 requests were not answered within 50 ms");
    hold(false); /* a real program exits here; the test tidies up */
    listen_to(fd, &a);
    assert_int_equal(a.status, 200);
    close(fd);
    stop(s);
}

/* A client that leaves before it is answered; the answer finds nobody. */
static void who_leaves_before_the_answer_does_no_harm(void **state)
{
    (void)state;
    struct server_options o = direct_options();
    struct server *s = start(&o);

    hold(true);
    for (int i = 0; i < 20; i++) {
        int fd = dial(s);
        say_text(fd, POST("/direct/later", 5, "hello"));
        wait_for_later(i + 1);
        close(fd);
    }
    hold(false);
    wait_for(s, "\nripen_http_requests_open 0\n");
    wait_for(s, "\nripen_http_connections 0\n");
    stop(s);
}

static bool is_later(const struct answer *a)
{
    return a->status == 200 && str_eq(a->body.data, "later");
}

/* The race between suspending and answering, as often as there is time for; also of several that
 * are answered together. */
static void many_clients_are_answered_by_another_thread(void **state)
{
    (void)state;
    struct server_options o = direct_options();
    struct server *s = start(&o);

    clients_ask(s, &(struct client){.often = POST("/direct/later", 5, "later"),
                                    .seldom = POST("/direct/echo", 5, "later"),
                                    .is_good = is_later,
                                    .times = 500});
    wait_for(s, "ripen_http_requests_total{method=\"\",route=\"direct\",status=\"200\"} 4000\n");
    stop(s);
}

/* All that waits gets its answer at the same time; some of those who asked have left meanwhile, and
 * those who are to go on after them must not be kept waiting. */
static void a_wave_reaches_everybody_who_is_still_there(void **state)
{
    (void)state;
    struct server_options o = direct_options();
    struct server *s = start(&o);
    int fds[60], before = together();

    hold(true);
    for (size_t i = 0; i < ARRAY_LEN(fds); i++) {
        fds[i] = dial(s);
        say_text(fds[i], POST("/direct/later", 5, "hello"));
        wait_for_later((int)i + 1);
    }
    for (size_t i = 0; i < ARRAY_LEN(fds); i++)
        if (i % 3 == 0 || i > 50)
            close(fds[i]);
    hold(false);
    for (size_t i = 0; i < ARRAY_LEN(fds); i++) {
        ANSWER a = {0};
        if (i % 3 == 0 || i > 50)
            continue;
        listen_to(fds[i], &a);
        assert_int_equal(a.status, 200);
        assert_string_equal(a.body.data, "hello");
        close(fds[i]);
    }
    assert_int_equal(together() - before, ARRAY_LEN(fds));
    wait_for(s, "\nripen_http_requests_open 0\n");
    wait_for(s, "\nripen_http_connections 0\n");
    stop(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(some_paths_need_no_worker),
        cmocka_unit_test(direct_bodies_come_in_any_way),
        cmocka_unit_test(direct_bodies_have_limits),
        cmocka_unit_test(stopping_waits_for_who_answers_later),
        cmocka_unit_test(stopping_does_not_wait_for_an_answer_for_ever),
        cmocka_unit_test(who_leaves_before_the_answer_does_no_harm),
        cmocka_unit_test(a_wave_reaches_everybody_who_is_still_there),
        cmocka_unit_test(many_clients_are_answered_by_another_thread),
    };
    pthread_t thread;

    if (server_tests_begin())
        return 1;
    thread_start(&thread, "later", answer_later, NULL);
    int rc = cmocka_run_group_tests(tests, NULL, NULL);
    pthread_mutex_lock(&desk.mutex);
    desk.is_over = true;
    pthread_cond_signal(&desk.work);
    pthread_mutex_unlock(&desk.mutex);
    pthread_join(thread, NULL);
    return rc;
}
