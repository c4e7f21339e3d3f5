#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"
#include "base/thread.h"
#include "http/server.h"
#include "test.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- What is served --- */

struct echo_in {
    const char *text;
};
static const struct field echo_in_fields[] = {
    FIELD_STR(struct echo_in, text, .max = 1 << 20),
    FIELD_END,
};
struct echo {
    const char *text;
    int64_t bytes;
};
static const struct field echo_fields[] = {
    FIELD_STR(struct echo, text),
    FIELD_I64(struct echo, bytes),
    FIELD_END,
};

static sem_t has_begun, may_end; /* for a handler that takes as long as a test wants */

HANDLER(echo_get, echo_in, echo)
{
    out->text = in->text;
    return 0;
}

HANDLER(remote_get, nothing, echo)
{
    out->text = r->remote;
    out->bytes = r->is_tls;
    return 0;
}

HANDLER(slow_get, nothing, echo)
{
    sem_post(&has_begun);
    sem_wait(&may_end);
    out->text = "slow";
    return 0;
}

/* Keeps what came under another name, and says how much it was. */
HANDLER(file_post, echo_in, echo)
{
    struct stat st;

    if (stat(r->body_path, &st))
        return err_set(&r->err, ERR_IO, NULL, "%s", strerror(errno));
    out->bytes = st.st_size == r->body_bytes ? r->body_bytes : -1;
    out->text = in->text;
    return 0;
}

static int bearer_is_admin(struct req *r)
{
    const char *key = req_header(r, "Authorization");

    if (key && str_eq(key, "Bearer good"))
        r->who = (struct who){.name = "key:good", .role = ROLE_ADMIN, .key_id = 1};
    return 0;
}

static const struct endpoint endpoints[] = {
    {"GET", "/api/echo", "Echo", .in = SHAPE(echo_in), .out = SHAPE(echo), .tx = TX_NONE,
     .fn = echo_get_call},
    {"POST", "/api/echo", "Echo", .in = SHAPE(echo_in), .out = SHAPE(echo), .tx = TX_NONE,
     .fn = echo_get_call},
    {"GET", "/api/remote", "Who asks", .out = SHAPE(echo), .tx = TX_NONE, .fn = remote_get_call},
    {"GET", "/api/slow", "Slow", .out = SHAPE(echo), .tx = TX_NONE, .fn = slow_get_call},
    {"POST", "/api/slow", "Slow", .out = SHAPE(echo), .tx = TX_NONE, .fn = slow_get_call},
    {"POST", "/api/files", "Upload", .tag = "import", .role = ROLE_ADMIN, .is_upload = true,
     .in = SHAPE(echo_in), .out = SHAPE(echo), .tx = TX_NONE, .fn = file_post_call},
    ENDPOINT_END,
};
static const struct endpoint *const tables[] = {endpoints};
static const struct endpoint_set set = {tables, 1};

/* gzip -9 of "<!doctype html>hello" */
static const unsigned char page_gz[] = {0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03,
                                        0xb3, 0x51, 0x4c, 0xc9, 0x4f, 0x2e, 0xa9, 0x2c, 0x48, 0x55,
                                        0xc8, 0x28, 0xc9, 0xcd, 0xb1, 0xcb, 0x48, 0xcd, 0xc9, 0xc9,
                                        0x07, 0x00, 0x9d, 0x80, 0x77, 0x7c, 0x14, 0x00, 0x00, 0x00};
static const struct asset assets[] = {
    {"/index.html", "text/html; charset=utf-8", "\"abc\"", page_gz, sizeof(page_gz), 20},
    {"/assets/app-1a2b.js", "text/javascript", "\"def\"", page_gz, sizeof(page_gz), 20},
    {0},
};

static char upload_dir[] = "/tmp/ripen-upload-XXXXXX";

static struct server_options options(void)
{
    struct server_options o = {
        .address = "127.0.0.1",
        .workers = 2,
        .limits = LIMITS_DEFAULT,
        .upload_dir = upload_dir,
        .endpoints = &set,
        .assets = assets,
        .authenticate = bearer_is_admin,
    };
    o.limits.queue = 2;
    o.limits.body_bytes = 100000;
    o.limits.upload_bytes = 3000000;
    return o;
}

static struct server *start(const struct server_options *o)
{
    struct server *s = NULL;
    struct err err = {0};

    if (server_start(o, &s, &err) < 0)
        fail_msg("%s", err.text);
    return s;
}

static void stop(struct server *s)
{
    struct err err = {0};

    if (server_stop(s, 5000, &err) < 0)
        fail_msg("%s", err.text);
}

/* --- A client that does what a test says, byte by byte --- */

static int dial(const struct server *s)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)server_port(s))};
    struct timeval wait = {.tv_sec = 20};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(connect(fd, (struct sockaddr *)&a, sizeof(a)), 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof(wait));
    return fd;
}

/* The server may close while we send. */
static void say(int fd, const char *bytes, size_t n)
{
    while (n) {
        ssize_t sent = send(fd, bytes, n, MSG_NOSIGNAL);
        if (sent <= 0)
            return;
        bytes += sent;
        n -= (size_t)sent;
    }
}

static void say_text(int fd, const char *text)
{
    say(fd, text, strlen(text));
}

struct answer {
    int status; /* 0: the connection was closed without one */
    char head[4096];
    struct buf body;
};

static void answer_done(struct answer *a)
{
    buf_done(&a->body);
}
#define ANSWER __attribute__((cleanup(answer_done))) struct answer

/* A header's value in the answer; "" if it is not there. */
static const char *header_of(const struct answer *a, const char *name)
{
    static _Thread_local char value[1024];
    char line[64];

    snprintf(line, sizeof(line), "\r\n%s: ", name);
    const char *at = strcasestr(a->head, line);
    if (!at)
        return "";
    at += strlen(line);
    snprintf(value, sizeof(value), "%.*s", (int)strcspn(at, "\r"), at);
    return value;
}

/* The next answer on the connection. */
static void listen_to(int fd, struct answer *a)
{
    size_t n = 0;

    *a = (struct answer){0};
    while (n < sizeof(a->head) - 1 && !strstr(a->head, "\r\n\r\n")) {
        if (recv(fd, a->head + n, 1, 0) <= 0)
            return;
        a->head[++n] = 0;
    }
    assert_true(str_starts(a->head, "HTTP/1.1 "));
    a->status = (int)strtol(a->head + strlen("HTTP/1.1 "), NULL, 10);
    int64_t left = 0;
    str_to_i64(header_of(a, "Content-Length"), &left);
    while (left > 0) {
        ssize_t got = recv(fd, buf_room(&a->body, (size_t)left), (size_t)left, 0);
        if (got <= 0)
            break;
        a->body.len += (size_t)got;
        left -= got;
    }
    assert_int_equal(left, 0);
    if (a->body.data)
        a->body.data[a->body.len] = 0;
}

static bool is_closed(int fd)
{
    char c;

    return recv(fd, &c, 1, 0) <= 0;
}

/* One request on a connection of its own. */
static void ask(const struct server *s, const char *request, struct answer *a)
{
    int fd = dial(s);

    say_text(fd, request);
    listen_to(fd, a);
    close(fd);
}

/* Waits until /metrics would have this line. */
static void wait_for(const struct server *s, const char *line)
{
    for (int i = 0; i < 10000; i++) {
        AUTO_BUF b = {0};
        metrics_write(server_metrics(s), &b);
        if (strstr(b.data, line))
            return;
        usleep(2000);
    }
    fail_msg("%s does not come", line);
}

#define GET(path)      "GET " path " HTTP/1.1\r\nHost: x\r\n\r\n"
#define GET_WITH(p, h) "GET " p " HTTP/1.1\r\nHost: x\r\n" h "\r\n\r\n"

/* --- Tests --- */

static void a_connection_carries_many_requests(void **state)
{
    (void)state;
    struct server_options o = options();
    struct server *s = start(&o);
    int fd = dial(s);

    for (int i = 0; i < 3; i++) {
        ANSWER a;
        say_text(fd, GET("/api/echo?text=again"));
        listen_to(fd, &a);
        assert_int_equal(a.status, 200);
        assert_string_equal(a.body.data, "{\"text\":\"again\",\"bytes\":null}");
    }
    /* Pipelined: the answers come in order. */
    say_text(fd, GET("/api/echo?text=1") GET("/api/echo?text=2") GET("/api/nowhere"));
    for (int i = 1; i <= 3; i++) {
        ANSWER a;
        char want[16];
        listen_to(fd, &a);
        assert_int_equal(a.status, i < 3 ? 200 : 404);
        snprintf(want, sizeof(want), "\"text\":\"%d\"", i);
        assert_true(i == 3 || strstr(a.body.data, want));
    }
    close(fd);
    stop(s);
}

static void bodies_may_come_slowly_and_in_chunks(void **state)
{
    (void)state;
    struct server_options o = options();
    struct server *s = start(&o);
    int fd = dial(s);
    static const char body[] = "{\"text\":\"in pieces\"}";
    ANSWER a, b;

    say_text(fd, "POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                 "Content-Length: 20\r\n\r\n");
    for (size_t i = 0; i < sizeof(body) - 1; i++) {
        say(fd, body + i, 1);
        usleep(2000);
    }
    listen_to(fd, &a);
    assert_int_equal(a.status, 201);
    assert_non_null(strstr(a.body.data, "in pieces"));
    say_text(fd, "POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                 "Transfer-Encoding: chunked\r\n\r\nb\r\n{\"text\":\"in\r\n9\r\n pieces\"}\r\n"
                 "0\r\n\r\n");
    listen_to(fd, &b);
    assert_int_equal(b.status, 201);
    assert_non_null(strstr(b.body.data, "in pieces"));
    close(fd);
    stop(s);
}

static void what_is_too_large_is_refused(void **state)
{
    (void)state;
    struct server_options o = options();
    struct server *s = start(&o);
    char *big = mem_zalloc(300000);
    struct err err = {0};
    ANSWER header = {0}, huge = {0}, body = {0}, announced = {0}, chunked = {0};

    memset(big, 'x', 200000);
    AUTO_BUF b = {0};
    buf_printf(&b, "GET /api/echo HTTP/1.1\r\nHost: x\r\nX-Long: %.20000s\r\n\r\n", big);
    ask(s, b.data, &header);
    assert_int_equal(header.status, 431);
    assert_string_equal(header_of(&header, "Content-Type"), "application/problem+json");
    buf_clear(&b);
    buf_printf(&b, "GET /api/echo HTTP/1.1\r\nHost: x\r\nX-Long: %.100000s\r\n\r\n", big);
    ask(s, b.data, &huge); /* more than one connection's memory */
    assert_int_equal(huge.status, 431);
    buf_clear(&b);
    buf_printf(&b, "POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n%s", big);
    ask(s, b.data, &body);
    assert_int_equal(body.status, 413);
    assert_non_null(strstr(body.body.data, "over the limit of 100000 bytes"));
    buf_clear(&b);
    buf_printf(&b,
               "POST /api/echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
               "30d40\r\n%s\r\n0\r\n\r\n",
               big);
    ask(s, b.data, &chunked);
    assert_int_equal(chunked.status, 413);
    /* Nobody waits for a body of gigabytes to refuse it. */
    ask(s, "POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999\r\n\r\n", &announced);
    assert_int_equal(announced.status, 413);
    mem_free(big);
    assert_int_equal(server_stop(s, 5000, &err), 0);
}

/* However it is wrong, the server forgets it (the sanitizers see to that) and answers the next. */
static void what_is_no_http_does_no_harm(void **state)
{
    (void)state;
    struct server_options o = options();
    struct server *s = start(&o);
    AUTO_BUF query = {0};
    ANSWER after = {0};
    static const char *const texts[] = {
        "",
        "\r\n\r\n",
        "GET",
        "GET / HTTP/1.1",
        "GET / HTTP/9.9\r\n\r\n",
        "\x16\x03\x01\x02 TLS to a port without it",
        "GET /?a=%&b=%zz&%00 HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET / HTTP/1.1\r\nno colon\r\n\r\n",
        "POST /api/echo HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "POST /api/echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    };

    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        int fd = dial(s);
        say_text(fd, texts[i]);
        shutdown(fd, SHUT_WR);
        while (!is_closed(fd))
            ;
        close(fd);
    }
    /* The line fits into the connection's memory, what is made of it does not. */
    buf_str(&query, "GET /api/echo?text=");
    for (int i = 0; i < 6000; i++)
        buf_str(&query, "&a=b");
    buf_str(&query, " HTTP/1.1\r\nHost: x\r\n\r\n");
    int fd = dial(s);
    say(fd, query.data, query.len);
    shutdown(fd, SHUT_WR);
    while (!is_closed(fd))
        ;
    close(fd);
    ask(s, GET("/api/echo"), &after);
    assert_int_equal(after.status, 200);
    stop(s);
}

static void the_query_string_comes_whole(void **state)
{
    (void)state;
    struct server_options o = options();
    struct server *s = start(&o);
    ANSWER plain = {0}, wrong = {0}, twice = {0};

    ask(s, GET("/api/echo?text=a+b%2Bc%26%3D%C3%BC"), &plain);
    assert_string_equal(plain.body.data, "{\"text\":\"a b+c&=ü\",\"bytes\":null}");
    ask(s, GET("/api/echo?text=%00"), &wrong);
    assert_int_equal(wrong.status, 400);
    ask(s, GET("/api/echo?text=a&text=b"), &twice);
    assert_int_equal(twice.status, 400);
    stop(s);
}

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

static void *stop_in_background(void *server)
{
    stop(server);
    return NULL;
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

static void uploads_go_to_a_file(void **state)
{
    (void)state;
    struct server_options o = options();
    struct server *s = start(&o);
    char *bytes = mem_zalloc(3000002);
    static const char head[] = "POST /api/files?text=a.csv HTTP/1.1\r\nHost: x\r\n%s"
                               "Content-Length: %d\r\n\r\n";
    static const struct {
        const char *key;
        int n, status;
    } rows[] = {
        {"Authorization: Bearer good\r\n", 3000000, 201},
        {"Authorization: Bearer good\r\n", 0, 201},
        {"Authorization: Bearer good\r\n", 300, 201},
        {"Authorization: Bearer good\r\n", 3000001, 413},
        {"", 3000000, 401},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        int fd = dial(s);
        AUTO_BUF b = {0};
        ANSWER a;
        buf_printf(&b, head, rows[i].key, rows[i].n);
        say(fd, b.data, b.len);
        say(fd, bytes, (size_t)rows[i].n);
        listen_to(fd, &a);
        assert_int_equal(a.status, rows[i].status);
        char want[64];
        snprintf(want, sizeof(want), "{\"text\":\"a.csv\",\"bytes\":%d}", rows[i].n);
        if (a.status == 201)
            assert_string_equal(a.body.data, want);
        close(fd);
    }
    mem_free(bytes);
    stop(s);
    assert_int_equal(rmdir(upload_dir), 0); /* nothing is left behind */
}

static void an_upload_that_breaks_off_leaves_nothing(void **state)
{
    (void)state;
    struct server_options o = options();
    struct server *s = start(&o);
    static char piece[400000];
    int fd = dial(s);

    say_text(fd, "POST /api/files HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer good\r\n"
                 "Content-Length: 3000000\r\n\r\n");
    say(fd, piece, sizeof(piece));
    usleep(100000);
    close(fd);
    stop(s);
    assert_int_equal(rmdir(upload_dir), 0);
}

static void the_web_application_is_served(void **state)
{
    (void)state;
    struct server_options o = options();
    struct server *s = start(&o);
    ANSWER page = {0}, packed = {0}, script = {0}, deep = {0}, gone = {0}, same = {0};

    ask(s, GET("/"), &page);
    assert_int_equal(page.status, 200);
    assert_string_equal(page.body.data, "<!doctype html>hello");
    assert_string_equal(header_of(&page, "Cache-Control"), "no-cache");
    assert_string_equal(header_of(&page, "X-Frame-Options"), "DENY");
    ask(s, GET_WITH("/", "Accept-Encoding: gzip"), &packed);
    assert_string_equal(header_of(&packed, "Content-Encoding"), "gzip");
    assert_int_equal(packed.body.len, sizeof(page_gz));
    ask(s, GET("/assets/app-1a2b.js"), &script);
    assert_string_equal(header_of(&script, "Cache-Control"), "public, max-age=31536000, immutable");
    assert_string_equal(header_of(&script, "Content-Type"), "text/javascript");
    ask(s, GET("/accounts/A-1"), &deep); /* a page of the application */
    assert_string_equal(deep.body.data, "<!doctype html>hello");
    ask(s, GET("/assets/app-old.js"), &gone);
    assert_int_equal(gone.status, 404);
    ask(s, GET_WITH("/index.html", "If-None-Match: \"abc\""), &same);
    assert_int_equal(same.status, 304);
    int fd = dial(s);
    say_text(fd, "HEAD / HTTP/1.1\r\nHost: x\r\n\r\n" GET("/api/echo"));
    char text[2048] = "";
    for (size_t n = 0; n < sizeof(text) - 1 && !strstr(text, "\"bytes\":null}"); n++)
        if (recv(fd, text + n, 1, 0) <= 0)
            break;
    assert_non_null(strstr(text, "Content-Length: 20\r\n"));
    assert_null(strstr(text, "doctype")); /* the body of HEAD is not sent */
    close(fd);
    stop(s);
}

static void wrong_starts_say_what_to_do(void **state)
{
    (void)state;
    struct server_options o = options();
    struct server *s = start(&o), *other = NULL;
    struct err err = {0};

    o.port = server_port(s);
    assert_int_equal(server_start(&o, &other, &err), ERR_CONFLICT);
    assert_non_null(strstr(err.text, "is in use by another program"));
    o.port = 0;
    o.address = "192.0.2.77";
    assert_int_equal(server_start(&o, &other, &err), ERR_INVALID);
    o.address = "no such name.invalid";
    assert_int_equal(server_start(&o, &other, &err), ERR_INVALID);
    o.address = "127.0.0.1";
    o.tls_cert_path = "/nowhere/cert.pem";
    assert_int_equal(server_start(&o, &other, &err), ERR_INVALID);
    assert_string_equal(err.field, "tls-key");
    o.tls_key_path = "/nowhere/key.pem";
    assert_int_equal(server_start(&o, &other, &err), ERR_INVALID);
    assert_non_null(strstr(err.text, "/nowhere/cert.pem cannot be read"));
    assert_null(other);
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

static void a_proxy_is_believed_only_when_told(void **state)
{
    (void)state;
    struct server_options o = options();
    struct server *s = start(&o);
    static const char request[] = GET_WITH(
        "/api/remote", "X-Forwarded-For: 10.0.0.9, 203.0.113.7\r\nX-Forwarded-Proto: https");
    ANSWER direct = {0}, behind = {0};

    ask(s, request, &direct);
    assert_string_equal(direct.body.data, "{\"text\":\"127.0.0.1\",\"bytes\":0}");
    stop(s);
    o.is_behind_proxy = true;
    s = start(&o);
    ask(s, request, &behind);
    assert_string_equal(behind.body.data, "{\"text\":\"203.0.113.7\",\"bytes\":1}");
    stop(s);
}

struct client {
    pthread_t thread;
    struct server *server;
    int good;
};

/* Asserting is for the main thread: this one counts what is right. */
static void *ask_often(void *arg)
{
    struct client *client = arg;
    int fd = dial(client->server);

    for (int i = 0; i < 200; i++) {
        ANSWER a;
        say_text(fd, i % 3 ? GET("/api/echo?text=many") : GET("/index.html"));
        listen_to(fd, &a);
        /* Two workers and a queue of two are soon full. */
        client->good += a.status == 200 || a.status == 503;
    }
    close(fd);
    return NULL;
}

static void many_clients_at_once(void **state)
{
    (void)state;
    struct server_options o = options();
    struct server *s = start(&o);
    struct client clients[8];

    for (size_t i = 0; i < ARRAY_LEN(clients); i++) {
        clients[i] = (struct client){.server = s};
        thread_start(&clients[i].thread, "client", ask_often, &clients[i]);
    }
    for (size_t i = 0; i < ARRAY_LEN(clients); i++) {
        pthread_join(clients[i].thread, NULL);
        assert_int_equal(clients[i].good, 200);
    }
    stop(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_connection_carries_many_requests),
        cmocka_unit_test(bodies_may_come_slowly_and_in_chunks),
        cmocka_unit_test(what_is_too_large_is_refused),
        cmocka_unit_test(what_is_no_http_does_no_harm),
        cmocka_unit_test(the_query_string_comes_whole),
        cmocka_unit_test(all_bodies_together_have_a_limit),
        cmocka_unit_test(stuck_workers_mean_503),
        cmocka_unit_test(waiting_writes_leave_room_for_reads),
        cmocka_unit_test(stopping_finishes_what_runs),
        cmocka_unit_test(stopping_does_not_wait_for_ever),
        cmocka_unit_test(uploads_go_to_a_file),
        cmocka_unit_test(an_upload_that_breaks_off_leaves_nothing),
        cmocka_unit_test(the_web_application_is_served),
        cmocka_unit_test(wrong_starts_say_what_to_do),
        cmocka_unit_test(connections_have_limits),
        cmocka_unit_test(who_leaves_inside_a_request_is_forgotten),
        cmocka_unit_test(a_proxy_is_believed_only_when_told),
        cmocka_unit_test(many_clients_at_once),
    };

    log_set_level((enum log_level)(LOG_ERROR + 1));
    sem_init(&has_begun, 0, 0);
    sem_init(&may_end, 0, 0);
    if (!mkdtemp(upload_dir) || rmdir(upload_dir)) /* the server makes it */
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
