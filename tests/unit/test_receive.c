/* From the bytes of a request to the text of a call: paths, write keys, packed bodies, forms, and
 * what browser SDKs ask. */
#include "base/arena.h"
#include "base/mem.h"
#include "base/str.h"
#include "http/gzip.h"
#include "intake/receive/receive_config.h"
#include "intake/receive/receive_key.h"
#include "intake/receive/receive_route.h"
#include "intake/receive/receive_text.h"
#include "json/parse.h"
#include "test.h"

#include <string.h>

static void paths_lead_somewhere(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        enum receive_what what;
        enum event_type call;
    } rows[] = {
        {"/v1/track", RECEIVE_EVENTS, EVENT_TRACK},
        {"/v1/track/", RECEIVE_EVENTS, EVENT_TRACK},
        {"/v1/identify", RECEIVE_EVENTS, EVENT_IDENTIFY},
        {"/v1/group", RECEIVE_EVENTS, EVENT_GROUP},
        {"/v1/page", RECEIVE_EVENTS, EVENT_PAGE},
        {"/v1/screen/", RECEIVE_EVENTS, EVENT_SCREEN},
        {"/v1/alias", RECEIVE_EVENTS, EVENT_ALIAS},
        {"/v1/batch", RECEIVE_EVENTS, EVENT_BATCH},
        {"/v1/import", RECEIVE_EVENTS, EVENT_BATCH},
        {"/v1/t", RECEIVE_EVENTS, EVENT_TRACK},
        {"/v1/i/", RECEIVE_EVENTS, EVENT_IDENTIFY},
        {"/v1/g", RECEIVE_EVENTS, EVENT_GROUP},
        {"/v1/p", RECEIVE_EVENTS, EVENT_PAGE},
        {"/v1/s", RECEIVE_EVENTS, EVENT_SCREEN},
        {"/v1/a", RECEIVE_EVENTS, EVENT_ALIAS},
        {"/v1/b", RECEIVE_EVENTS, EVENT_BATCH},
        {"/beacon/v1/batch", RECEIVE_EVENTS, EVENT_BATCH},
        {"/v1/pixel/track", RECEIVE_PIXEL, EVENT_TRACK},
        {"/v1/pixel/p/", RECEIVE_PIXEL, EVENT_PAGE},
        {"/sourceConfig", RECEIVE_CONFIG, EVENT_TRACK},
        {"/sourceConfig/", RECEIVE_CONFIG, EVENT_TRACK},
        {"/v1/", RECEIVE_NOTHING, EVENT_TRACK},
        {"/v1/track//", RECEIVE_NOTHING, EVENT_TRACK},
        {"/v1/tracks", RECEIVE_NOTHING, EVENT_TRACK},
        {"/v1/pixel/batch", RECEIVE_NOTHING, EVENT_TRACK},
        {"/v1/pixel/", RECEIVE_NOTHING, EVENT_TRACK},
        {"/beacon/v1/track", RECEIVE_NOTHING, EVENT_TRACK},
        {"/sourceConfigs", RECEIVE_NOTHING, EVENT_TRACK},
        {"/v1/projects//settings", RECEIVE_NOTHING, EVENT_TRACK},
        {"/v1/projects/k/other", RECEIVE_NOTHING, EVENT_TRACK},
        {"/v1/projects/k", RECEIVE_NOTHING, EVENT_TRACK},
        {"/", RECEIVE_NOTHING, EVENT_TRACK},
        {"", RECEIVE_NOTHING, EVENT_TRACK},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct receive_route r = receive_route(rows[i].path);
        if (r.what != rows[i].what)
            fail_msg("%s", rows[i].path);
        if (r.what == RECEIVE_EVENTS || r.what == RECEIVE_PIXEL)
            assert_int_equal(r.call, rows[i].call);
    }
    struct receive_route r = receive_route("/v1/projects/rpn_ab/settings/");
    assert_int_equal(r.what, RECEIVE_SETTINGS);
    assert_true(text_is(r.key, "rpn_ab"));
}

static void keys_come_as_a_user_name(void **state)
{
    (void)state;
    char key[RECEIVE_KEY_BYTES] = "";
    static const char *const wrong[] = {
        NULL,
        "",
        "Basic",
        "Basic ",
        "Bearer cnBuX2FiOg==",
        "Basic !!!!",
        "Basic Og==" /* ":" */,
        "Basic AA==" /* NUL */,
    };
    AUTO_BUF longest = {0};

    assert_true(receive_basic_user("Basic cnBuX2FiOg==", key, sizeof(key))); /* rpn_ab: */
    assert_string_equal(key, "rpn_ab");
    assert_true(receive_basic_user("basic  cnBuX2FiOnNlY3JldA", key, sizeof(key))); /* :secret */
    assert_string_equal(key, "rpn_ab");
    assert_true(receive_basic_user("Basic cnBuX2Fi", key, sizeof(key))); /* no colon */
    assert_string_equal(key, "rpn_ab");
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
        assert_false(receive_basic_user(wrong[i], key, sizeof(key)));
    buf_str(&longest, "Basic ");
    for (int i = 0; i < 1000; i++)
        buf_str(&longest, "cnBu");
    assert_false(receive_basic_user(longest.data, key, sizeof(key)));
}

static void packed_bodies_have_limits(void **state)
{
    (void)state;
    enum { PLAIN = 300000 };
    AUTO_BUF packed = {0};
    AUTO_BUF small = {0};
    AUTO_BUF out = {0};
    char *plain = mem_zalloc(PLAIN);
    struct err err = {0};

    gzip_pack(plain, PLAIN, &packed); /* some 300 bytes */
    assert_int_equal(receive_unpack(packed.data, packed.len, 1 << 20, 20, &out, &err),
                     ERR_TOO_LARGE);
    assert_non_null(strstr(err.text, "65536 bytes"));
    buf_clear(&out);
    gzip_pack(plain, RECEIVE_SMALL_BYTES, &small); /* so much is always allowed */
    assert_int_equal(receive_unpack(small.data, small.len, 1 << 20, 20, &out, &err), 0);
    assert_int_equal(out.len, RECEIVE_SMALL_BYTES);
    buf_clear(&out);
    assert_int_equal(receive_unpack(packed.data, packed.len, 1 << 20, 1000, &out, &err), 0);
    assert_int_equal(out.len, PLAIN);
    buf_clear(&out);
    assert_int_equal(receive_unpack(packed.data, packed.len, PLAIN - 1, 1000, &out, &err),
                     ERR_TOO_LARGE);
    buf_clear(&out);
    assert_int_equal(receive_unpack(packed.data, packed.len - 9, 1 << 20, 1000, &out, &err),
                     ERR_INVALID);
    assert_non_null(strstr(err.text, "was it cut off?"));
    mem_free(plain);
}

static void forms_hold_a_text(void **state)
{
    (void)state;
    static const struct {
        const char *data, *want; /* NULL: refused */
    } rows[] = {
        {"eyJhIjoxfQ==", "{\"a\":1}"},
        {"eyJhIjoxfQ", "{\"a\":1}"},
        {"eyJhIjoxfQ%3D%3D&ip=1", "{\"a\":1}"},
        {"%7B%22a%22%3A+1%7D", "{\"a\": 1}"},
        {"{\"a\":\"b\"}", "{\"a\":\"b\"}"},
        {"eyJhIjoifn5+fn4/In0=", "{\"a\":\"~~~~~?\"}"},   /* + and / */
        {"eyJhIjoifn5-fn4_In0", "{\"a\":\"~~~~~?\"}"},    /* the alphabet for addresses */
        {"eyJhIjoifn5%2Bfn4/In0=", "{\"a\":\"~~~~~?\"}"}, /* as it should be written */
        {"", ""},
        {"%7", NULL},
        {"%zz", NULL},
        {"a!b", NULL},
    };

    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        AUTO_BUF out = {0};
        struct err err = {0};
        int rc = receive_form_text(rows[i].data, strlen(rows[i].data), &out, &err);
        assert_int_equal(rc, rows[i].want ? 0 : ERR_INVALID);
        if (rows[i].want)
            assert_string_equal(buf_text(&out), rows[i].want);
    }
    assert_true(receive_is_form("data=x", 6));
    assert_false(receive_is_form("data", 4));
    assert_false(receive_is_form("{\"data\":1}", 10));
}

static void an_address_holds_members(void **state)
{
    (void)state;
    AUTO(json_t) o = json_object();

    assert_true(receive_form_set(o, "userId", "u%201"));
    assert_true(receive_form_set(o, "properties.plan", "gold"));
    assert_true(receive_form_set(o, "properties.a.b", NULL));
    assert_false(receive_form_set(o, "userId", "u2"));
    assert_false(receive_form_set(o, "userId.x", "u2"));
    assert_false(receive_form_set(o, "properties.", "x"));
    assert_false(receive_form_set(o, "", "x"));
    assert_false(receive_form_set(o, "a.b.c.d.e.f.g.h.i", "x"));
    assert_false(receive_form_set(o, "x", "%ff"));
    json_object_del(o, "a");
    char *text = json_dumps(o, JSON_COMPACT);
    assert_string_equal(
        text, "{\"userId\":\"u 1\",\"properties\":{\"plan\":\"gold\",\"a\":{\"b\":\"\"}}}");
    free(text);
}

static void browsers_are_told_where_to_send(void **state)
{
    (void)state;
    AUTO_BUF settings = {0};
    AUTO_BUF config = {0};
    AUTO(json_t) s = NULL;
    AUTO(json_t) c = NULL;
    const char *key = NULL, *host = NULL, *protocol = NULL, *id = NULL, *name = NULL;
    int rate = -1;

    receive_write_settings("rpn_\"x", "ripen.test:8080", false, &settings);
    assert_int_equal(json_parse(settings.data, settings.len, &s, NULL), 0);
    assert_int_equal(json_unpack(s, "{s:{s:{s:s,s:s,s:s}},s:{s:i}}", "integrations", "Segment.io",
                                 "apiKey", &key, "apiHost", &host, "protocol", &protocol, "metrics",
                                 "sampleRate", &rate),
                     0);
    assert_string_equal(key, "rpn_\"x");
    assert_string_equal(host, "ripen.test:8080/v1");
    assert_string_equal(protocol, "http");
    assert_int_equal(rate, 0);
    receive_write_config("rpn_x", "Web", &config);
    assert_int_equal(json_parse(config.data, config.len, &c, NULL), 0);
    assert_int_equal(
        json_unpack(c, "{s:{s:s,s:s,s:[]}}", "source", "id", &id, "name", &name, "destinations"),
        0);
    assert_string_equal(id, "rpn_x");
    assert_string_equal(name, "Web");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_lead_somewhere),
        cmocka_unit_test(keys_come_as_a_user_name),
        cmocka_unit_test(packed_bodies_have_limits),
        cmocka_unit_test(forms_hold_a_text),
        cmocka_unit_test(an_address_holds_members),
        cmocka_unit_test(browsers_are_told_where_to_send),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
