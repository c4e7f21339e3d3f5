/* server_test.h: a server on a free port and a client that speaks HTTP word by word, for the tests
 * of the server. */
#pragma once
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

static inline int bearer_is_admin(struct req *r)
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

static inline struct server_options options(void)
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

static inline struct server *start(const struct server_options *o)
{
    struct server *s = NULL;
    struct err err = {0};

    if (server_start(o, &s, &err) < 0)
        fail_msg("%s", err.text);
    return s;
}

static inline void stop(struct server *s)
{
    struct err err = {0};

    if (server_stop(s, 5000, &err) < 0)
        fail_msg("%s", err.text);
}

/* --- A client that does what a test says, byte by byte --- */

static inline int dial(const struct server *s)
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
static inline void say(int fd, const char *bytes, size_t n)
{
    while (n) {
        ssize_t sent = send(fd, bytes, n, MSG_NOSIGNAL);
        if (sent <= 0)
            return;
        bytes += sent;
        n -= (size_t)sent;
    }
}

static inline void say_text(int fd, const char *text)
{
    say(fd, text, strlen(text));
}

struct answer {
    int status; /* 0: the connection was closed without one */
    char head[4096];
    struct buf body;
};

static inline void answer_done(struct answer *a)
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
static inline void listen_to(int fd, struct answer *a)
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

static inline bool is_closed(int fd)
{
    char c;

    return recv(fd, &c, 1, 0) <= 0;
}

/* One request on a connection of its own. */
static inline void ask(const struct server *s, const char *request, struct answer *a)
{
    int fd = dial(s);

    say_text(fd, request);
    listen_to(fd, a);
    close(fd);
}

/* Waits until /metrics would have this line. */
static inline void wait_for(const struct server *s, const char *line)
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

/* Before the first test: 0 if they can begin. */
static inline void *stop_in_background(void *server)
{
    stop(server);
    return NULL;
}

#define CLIENTS 8
/* A client of clients_ask. */
struct client {
    pthread_t thread;
    struct server *server;
    const char *often, *seldom; /* what it asks */
    bool (*is_good)(const struct answer *a);
    int times, good;
};

static inline void *client_asks(void *arg)
{
    struct client *client = arg;
    int fd = dial(client->server);

    for (int i = 0; i < client->times; i++) {
        ANSWER a;
        say_text(fd, i % 3 ? client->often : client->seldom);
        listen_to(fd, &a);
        client->good += client->is_good(&a);
    }
    close(fd);
    return NULL;
}

/* Several clients at the same time, each asking so often as `like` says. Asserting is for the main
 * thread: the others count what is right. */
static inline void clients_ask(struct server *s, const struct client *like)
{
    struct client clients[CLIENTS];

    for (size_t i = 0; i < CLIENTS; i++) {
        clients[i] = *like;
        clients[i].server = s;
        thread_start(&clients[i].thread, "client", client_asks, &clients[i]);
    }
    for (size_t i = 0; i < CLIENTS; i++) {
        pthread_join(clients[i].thread, NULL);
        assert_int_equal(clients[i].good, like->times);
    }
}

static inline int server_tests_begin(void)
{
    log_set_level((enum log_level)(LOG_ERROR + 1));
    sem_init(&has_begun, 0, 0);
    sem_init(&may_end, 0, 0);
    return !mkdtemp(upload_dir) || rmdir(upload_dir); /* the server makes it */
}
