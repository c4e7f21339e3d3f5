#include "http_test.h"

struct page_in {
    const char *token;
};
static const struct field page_in_fields[] = {FIELD_STR(struct page_in, token), FIELD_END};

HANDLER(page_get, page_in, nothing)
{
    buf_str(&r->reply, "<h1>Hello</h1>");
    if (strcmp(in->token, "wrong") == 0)
        r->status = 404;
    if (strcmp(in->token, "busy") == 0)
        return err_set(&r->err, ERR_THROTTLED, NULL, "wait <b>a minute</b>");
    if (strcmp(in->token, "fault") == 0)
        return err_set(&r->err, ERR_INTERNAL, NULL, "the secret detail");
    return 0;
}

HANDLER(page_post, page_in, nothing)
{
    const char *answer = form_value(&r->form, "answer");

    if (answer) {
        r->status = 303;
        r->location = arena_printf(r->arena, "/p/%s?n=%zu", in->token, r->form.n);
        return 0;
    }
    buf_printf(&r->reply, "%zu fields", r->form.n);
    return 0;
}

/* clang-format off */
static const struct endpoint endpoints[] = {
    {"GET", "/p/{token}", "A page", .tag = "system", .role = ROLE_NONE, .in = SHAPE(page_in), .tx = TX_NONE,
     .out_type = "text/html; charset=utf-8", .fn = page_get_call, .is_page = true},
    {"POST", "/p/{token}", "Answer it", .tag = "system", .role = ROLE_NONE, .in = SHAPE(page_in), .tx = TX_NONE,
     .out_type = "text/html; charset=utf-8", .fn = page_post_call, .is_page = true, .status = 200},
    ENDPOINT_END,
};
/* clang-format on */

static int setup(void **state)
{
    static struct http_test t;

    http_test_init(&t, endpoints);
    *state = &t;
    return 0;
}

static int teardown(void **state)
{
    http_test_done(*state);
    return 0;
}

static const char *header(const struct http_test *t, const char *name)
{
    const char *value = reply_header_value(&t->reply, name);

    return value ? value : "";
}

static const char *body(const struct http_test *t)
{
    return buf_text(&t->reply.body);
}

static int post(struct http_test *t, const char *type, const char *form)
{
    http_header(t, "Content-Type", type);
    return http_call(t, "POST", "/p/abc", form);
}

static void a_page_tells_nobody(void **state)
{
    struct http_test *t = *state;

    /* Parameters that mail programs and others add change nothing. */
    assert_int_equal(http_call(t, "GET", "/p/abc?utm_source=mail", NULL), 200);
    assert_string_equal(body(t), "<h1>Hello</h1>");
    assert_string_equal(header(t, "Referrer-Policy"), "no-referrer");
    assert_string_equal(header(t, "X-Robots-Tag"), "noindex, nofollow");
    assert_string_equal(header(t, "Cache-Control"), "no-store");
    assert_non_null(strstr(header(t, "Content-Security-Policy"), "default-src 'none'"));
    assert_string_equal(header(t, "ETag"), "");
    assert_int_equal(http_call(t, "GET", "/p/wrong", NULL), 404);
    assert_string_equal(body(t), "<h1>Hello</h1>");
}

static void a_form_comes_from_anywhere(void **state)
{
    static const char form[] = "application/x-www-form-urlencoded";
    struct http_test *t = *state;

    http_header(t, "Origin", "null");
    http_header(t, "Sec-Fetch-Site", "cross-site");
    assert_int_equal(post(t, form, "answer=9&x=y"), 303);
    assert_string_equal(header(t, "Location"), "/p/abc?n=2");
    assert_int_equal(post(t, "application/x-www-form-urlencoded; charset=UTF-8", "x=1"), 200);
    assert_string_equal(body(t), "1 fields");
    assert_int_equal(post(t, "multipart/form-data; boundary=x", "--x--"), 200);
    assert_string_equal(body(t), "0 fields");
    assert_int_equal(post(t, "application/x-www-form-urlencodedx", "answer=9"), 200);
    assert_string_equal(body(t), "0 fields");
    assert_int_equal(http_call(t, "POST", "/p/abc", NULL), 200);
}

static void problems_are_pages(void **state)
{
    struct http_test *t = *state;

    assert_int_equal(post(t, "application/x-www-form-urlencoded", "answer=%zz"), 400);
    assert_string_equal(header(t, "Content-Type"), "text/html; charset=utf-8");
    assert_non_null(strstr(body(t), "not encoded as a web form"));
    assert_int_equal(http_call(t, "GET", "/p/busy", NULL), 429);
    assert_string_not_equal(header(t, "Retry-After"), "");
    assert_non_null(strstr(body(t), "wait &lt;b&gt;a minute"));
    log_set_level(LOG_ERROR + 1);
    assert_int_equal(http_call(t, "GET", "/p/fault", NULL), 500);
    assert_null(strstr(body(t), "secret"));
    assert_string_equal(header(t, "Referrer-Policy"), "no-referrer");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_page_tells_nobody, setup, teardown),
        cmocka_unit_test_setup_teardown(a_form_comes_from_anywhere, setup, teardown),
        cmocka_unit_test_setup_teardown(problems_are_pages, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
