#include "server_test.h"

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

/* However it is wrong, the server forgets it (the sanitizers see to that) and answers the next.
 * libmicrohttpd may see the end of half a request only when its idle time is over; and it must not
 * be stopped while it refuses one, because 0.9.75 then reads a response that it never made. */
static void what_is_no_http_does_no_harm(void **state)
{
    (void)state;
    struct server_options o = options();
    o.limits.request_idle_s = 2;
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
        close(fd);
    }
    /* The line fits into the connection's memory, what is made of it does not. */
    buf_str(&query, "GET /api/echo?text=");
    for (int i = 0; i < 6000; i++)
        buf_str(&query, "&a=b");
    buf_str(&query, " HTTP/1.1\r\nHost: x\r\n\r\n");
    int fd = dial(s);
    say(fd, query.data, query.len);
    close(fd);
    ask(s, GET("/api/echo"), &after);
    assert_int_equal(after.status, 200);
    wait_for(s, "ripen_http_connections 0\n");
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
    for (int i = 0; i < 10000 && access(upload_dir, F_OK); i++)
        usleep(2000); /* until the server has begun to take it */
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_connection_carries_many_requests),
        cmocka_unit_test(bodies_may_come_slowly_and_in_chunks),
        cmocka_unit_test(what_is_too_large_is_refused),
        cmocka_unit_test(what_is_no_http_does_no_harm),
        cmocka_unit_test(the_query_string_comes_whole),
        cmocka_unit_test(uploads_go_to_a_file),
        cmocka_unit_test(an_upload_that_breaks_off_leaves_nothing),
        cmocka_unit_test(the_web_application_is_served),
        cmocka_unit_test(wrong_starts_say_what_to_do),
        cmocka_unit_test(a_proxy_is_believed_only_when_told),
    };

    return server_tests_begin() ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}
