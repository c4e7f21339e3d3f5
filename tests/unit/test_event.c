/* The calls are those that the Segment specification describes, with values of our own. */
#include "base/day.h"
#include "event_test.h"
#include "json/slice.h"

#include <stdio.h>

static void check_text(struct text got, const char *want, const char *what, const char *json)
{
    bool is_same = want ? text_is(got, want) : !got.p;

    if (!is_same)
        fail_msg("%s: %s is \"%.*s\", not %s", json, what, TEXT_ARGS(got), want ? want : "absent");
}

static const char *time_text(int64_t ms)
{
    static char text[32];

    return time_format(ms, text);
}

static void the_six_calls_are_read(void **state)
{
    static const struct {
        enum event_type call;
        const char *json, *user, *anonymous, *group, *name, *properties, *traits;
    } cases[] = {
        {EVENT_TRACK,
         "{\"userId\":\"u-17\",\"event\":\"Report Opened\",\"properties\":{\"pages\":3}}", "u-17",
         NULL, NULL, "Report Opened", "{\"pages\":3}", NULL},
        {EVENT_TRACK,
         "{\"anonymousId\":\"a-1\",\"event\":\" Exported \",\"context\":{\"groupId\":\"acme\"}}",
         NULL, "a-1", "acme", "Exported", NULL, NULL},
        {EVENT_TRACK, "{\"userId\":4711,\"event\":\"x\",\"groupId\":-9}", "4711", NULL, "-9", "x",
         NULL, NULL},
        {EVENT_TRACK,
         "{\"userId\":\"\",\"anonymousId\":\"b\",\"event\":\"x\",\"groupId\":\"own\",\"context\":{\"groupId\":"
         "\"ctx\"},\"properties\":null}",
         NULL, "b", "ctx", "x", NULL, NULL},
        {EVENT_IDENTIFY,
         "{\"userId\":\"u\",\"traits\":{\"email\":\"ann@example.com\"},\"event\":\"no\"}", "u",
         NULL, NULL, NULL, NULL, "{\"email\":\"ann@example.com\"}"},
        {EVENT_IDENTIFY, "{\"userId\":\"u\",\"context\":{\"traits\":{\"plan\":\"pro\"}}}", "u",
         NULL, NULL, NULL, NULL, "{\"plan\":\"pro\"}"},
        {EVENT_GROUP,
         "{\"userId\":\"u\",\"groupId\":\"acme\",\"context\":{\"groupId\":\"old\"},\"traits\":{\"seats\":5}}",
         "u", NULL, "acme", NULL, NULL, "{\"seats\":5}"},
        {EVENT_PAGE, "{\"userId\":\"u\",\"name\":\"Pricing\"}", "u", NULL, NULL,
         "Viewed Pricing Page", NULL, NULL},
        {EVENT_PAGE, "{\"userId\":\"u\",\"category\":\"Docs\",\"name\":\"Index\"}", "u", NULL, NULL,
         "Viewed Docs Index Page", NULL, NULL},
        {EVENT_PAGE, "{\"userId\":\"u\",\"category\":\"Docs\"}", "u", NULL, NULL,
         "Viewed Docs Page", NULL, NULL},
        {EVENT_PAGE, "{\"userId\":\"u\",\"properties\":{\"title\":\"Any\"}}", "u", NULL, NULL,
         "Loaded a Page", "{\"title\":\"Any\"}", NULL},
        {EVENT_SCREEN, "{\"userId\":\"u\",\"name\":\"Home\"}", "u", NULL, NULL,
         "Viewed Home Screen", NULL, NULL},
        {EVENT_SCREEN, "{\"userId\":\"u\"}", "u", NULL, NULL, "Loaded a Screen", NULL, NULL},
        {EVENT_ALIAS, "{\"userId\":\"new\",\"previousId\":\"old\"}", "new", NULL, NULL, NULL, NULL,
         NULL},
        {EVENT_TRACK, "{\"userId\":\"\\u00fc\\n\",\"ev\\u0065nt\":\"a\\tb\"}", "\xc3\xbc\n", NULL,
         NULL, "a\tb", NULL, NULL},
    };
    struct event_test *t = *state;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct event *e = event_of(t, cases[i].call, cases[i].json);
        if (e->fault != EVENT_OK)
            fail_msg("%s: %s at %s", cases[i].json, event_fault_names[e->fault], e->field);
        assert_int_equal(e->type, cases[i].call);
        check_text(e->user_id, cases[i].user, "user", cases[i].json);
        check_text(e->anonymous_id, cases[i].anonymous, "anonymous", cases[i].json);
        check_text(e->group_id, cases[i].group, "group", cases[i].json);
        check_text(e->name, cases[i].name, "name", cases[i].json);
        check_text(e->properties, cases[i].properties, "properties", cases[i].json);
        check_text(e->traits, cases[i].traits, "traits", cases[i].json);
        check_text(e->raw, cases[i].json, "raw", cases[i].json);
        assert_int_equal(e->time_ms, RECEIVED_MS);
        assert_int_equal(e->day, day_of_time(RECEIVED_MS));
        assert_int_equal(e->id, 0);
    }
}

static void what_is_wrong_with_an_event_is_marked(void **state)
{
    static const struct {
        const char *json;
        enum event_fault fault;
        const char *field;
    } cases[] = {
        {"{\"type\":\"trak\",\"userId\":\"u\",\"event\":\"e\"}", EVENT_BAD_TYPE, "type"},
        {"{\"userId\":\"u\",\"event\":\"e\"}", EVENT_BAD_TYPE, "type"},
        {"{\"type\":\"batch\",\"userId\":\"u\",\"event\":\"e\"}", EVENT_BAD_TYPE, "type"},
        {"{\"type\":\"track\",\"event\":\"e\"}", EVENT_NO_USER, "userId"},
        {"{\"type\":\"track\",\"userId\":null,\"anonymousId\":\"\",\"event\":\"e\"}", EVENT_NO_USER,
         "userId"},
        {"{\"type\":\"track\",\"userId\":\"u\"}", EVENT_NO_NAME, "event"},
        {"{\"type\":\"track\",\"userId\":\"u\",\"event\":\" \\n\"}", EVENT_NO_NAME, "event"},
        {"{\"type\":\"group\",\"userId\":\"u\"}", EVENT_NO_GROUP, "groupId"},
        {"{\"type\":\"alias\",\"userId\":\"u\"}", EVENT_NO_PREVIOUS, "previousId"},
        {"{\"type\":\"track\",\"userId\":true,\"event\":\"e\"}", EVENT_BAD_VALUE, "userId"},
        {"{\"type\":\"track\",\"userId\":{\"a\":1},\"event\":\"e\"}", EVENT_BAD_VALUE, "userId"},
        {"{\"type\":\"track\",\"userId\":\"u\",\"event\":[\"e\"]}", EVENT_BAD_VALUE, "event"},
        {"{\"type\":\"track\",\"userId\":\"u\",\"event\":\"e\",\"properties\":[]}", EVENT_BAD_VALUE,
         "properties"},
        {"{\"type\":\"track\",\"userId\":\"u\",\"event\":\"e\",\"context\":7}", EVENT_BAD_VALUE,
         "context"},
        {"{\"type\":\"track\",\"userId\":\"u\",\"event\":\"e\",\"context\":{\"groupId\":[]}}",
         EVENT_BAD_VALUE, "context.groupId"},
        {"{\"type\":\"identify\",\"userId\":\"u\",\"context\":{\"traits\":\"x\"}}", EVENT_BAD_VALUE,
         "context.traits"},
        {"7", EVENT_BAD_VALUE, ""},
        {"null", EVENT_BAD_VALUE, ""},
        {"{\"type\":\"track\",\"userId\":\"u\",\"event\":\"e\",\"userId\":\"v\"}", EVENT_TWICE,
         "userId"},
        {"{\"type\":\"track\",\"userId\":\"u\",\"event\":\"e\",\"timestamp\":\"yesterday\"}",
         EVENT_BAD_TIME, "timestamp"},
        {"{\"type\":\"track\",\"userId\":\"u\",\"event\":\"e\",\"timestamp\":\"2026-01-05T10:00:00\"}",
         EVENT_BAD_TIME, "timestamp"},
        {"{\"type\":\"track\",\"userId\":\"u\",\"event\":\"e\",\"originalTimestamp\":true}",
         EVENT_BAD_VALUE, "originalTimestamp"},
        {"{\"type\":\"track\",\"userId\":\"u\",\"event\":\"e\",\"timestamp\":\"1989-12-31T23:59:59Z\"}",
         EVENT_TOO_OLD, "timestamp"},
        {"{\"type\":\"track\",\"userId\":\"u\",\"event\":\"e\",\"timestamp\":-5}", EVENT_TOO_OLD,
         "timestamp"},
        {"{\"type\":\"track\",\"userId\":\"u\",\"event\":\"e\",\"timestamp\":\"2026-01-06T12:00:00.001Z\"}",
         EVENT_FUTURE, "timestamp"},
    };
    struct event_test *t = *state;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        char body[512];
        snprintf(body, sizeof(body),
                 "{\"batch\":[%s,{\"type\":\"track\",\"userId\":\"good\",\"event\":\"e\"}]}",
                 cases[i].json);
        const struct event *e = event_of(t, EVENT_BATCH, body);
        struct err err;
        if (e->fault != cases[i].fault)
            fail_msg("%s: %s at %s", cases[i].json, event_fault_names[e->fault], e->field);
        assert_string_equal(e->field, cases[i].field);
        check_text(e->raw, cases[i].json, "raw", body);
        event_explain(e, true, 4, &t->rules.limits, &err);
        assert_true(!strncmp(err.field, "batch[4]", 8) && *err.text);
        assert_string_equal(err.field + 8 + (*cases[i].field != 0), cases[i].field);
        assert_int_equal(t->batch->n, 2); /* and the other counts */
        assert_int_equal(e[1].fault, EVENT_OK);
        assert_true(text_is(e[1].user_id, "good"));
    }
}

static void bodies_that_are_no_calls_are_refused(void **state)
{
    static const struct {
        enum event_type call;
        const char *body, *field, *text;
    } cases[] = {
        {EVENT_BATCH, "", "", "the body cannot be read"},
        {EVENT_BATCH, "[]", "", "an object is missing"},
        {EVENT_TRACK, "\"x\"", "", "an object is missing"},
        {EVENT_BATCH, "{}", "batch", "is missing"},
        {EVENT_BATCH, "{\"batch\":{}}", "batch", "a list is missing"},
        {EVENT_BATCH, "{\"batch\":[],\"batch\":[]}", "batch", "twice"},
        {EVENT_BATCH, "{\"batch\":[{}],\"context\":5}", "context", "wrong kind"},
        {EVENT_BATCH, "{\"batch\":[{}],\"sentAt\":1,\"sentAt\":2}", "sentAt", "twice"},
        {EVENT_BATCH, "{\"batch\":[{},{\"properties\":{\"a\":[}}}]}", "batch[1].properties",
         "from byte 33 on"},
        {EVENT_BATCH, "{\"batch\":[{\"type\":\"track\"}", "batch[1]",
         "a comma or a closing bracket"},
        {EVENT_BATCH, "{\"batch\":[]}x", "", "something follows"},
        {EVENT_TRACK, "{\"event\":\"a\",\"properties\":{\"x\":01}}", "properties",
         "this is no value"},
        {EVENT_TRACK, "{\"event\":\"a", "", "a string does not end"},
        {EVENT_TRACK, "{\"event\":\"a\xff\"}", "", "byte 11 on: it is not UTF-8"},
    };
    struct event_test *t = *state;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        if (read_call(t, cases[i].call, cases[i].body) != ERR_INVALID)
            fail_msg("%s is taken", cases[i].body);
        if (strcmp(t->err.field, cases[i].field) != 0 || !strstr(t->err.text, cases[i].text))
            fail_msg("%s: %s: %s", cases[i].body, t->err.field, t->err.text);
        assert_int_equal(t->batch->n, 0);
    }
}

static void times_follow_the_clients_clock(void **state)
{
    static const struct {
        const char *members, *time;
    } cases[] = {
        {"", "2026-01-05T12:00:00Z"},
        {"\"sentAt\":\"2026-01-05T09:00:00Z\"", "2026-01-05T12:00:00Z"},
        {"\"timestamp\":\"2026-01-05T10:00:00.25Z\"", "2026-01-05T10:00:00.250Z"},
        {"\"timestamp\":\"2026-01-05T10:00:00+01:00\"", "2026-01-05T09:00:00Z"},
        {"\"timestamp\":\"2026-01-05T10:00:00-0130\"", "2026-01-05T11:30:00Z"},
        {"\"timestamp\":\"2026-01-05 10:00:00+01\"", "2026-01-05T09:00:00Z"},
        {"\"timestamp\":1767603600", "2026-01-05T09:00:00Z"},
        {"\"timestamp\":1767603600.5", "2026-01-05T09:00:00.500Z"},
        {"\"timestamp\":1767603600123", "2026-01-05T09:00:00.123Z"},
        {"\"timestamp\":\"1767603600123\"", "2026-01-05T09:00:00.123Z"},
        /* An hour passed between the two; the clock is 40 minutes fast. */
        {"\"timestamp\":\"2026-01-05T11:40:00Z\",\"sentAt\":\"2026-01-05T12:40:00Z\"",
         "2026-01-05T11:00:00Z"},
        {"\"originalTimestamp\":\"2026-01-05T11:40:00Z\",\"timestamp\":\"2026-01-01T00:00:00Z\","
         "\"sentAt\":\"2026-01-05T12:40:00Z\"",
         "2026-01-05T11:00:00Z"},
        {"\"timestamp\":\"2026-01-05T10:00:00Z\",\"sentAt\":\"soon\"", "2026-01-05T10:00:00Z"},
        {"\"timestamp\":\"2026-01-06T12:00:00Z\"",
         "2026-01-06T12:00:00Z"}, /* a day ahead, no more */
        {"\"timestamp\":\"1990-01-01T00:00:00Z\"", "1990-01-01T00:00:00Z"},
        {"\"timestamp\":null,\"sentAt\":\"\"", "2026-01-05T12:00:00Z"},
    };
    struct event_test *t = *state;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        char body[512];
        snprintf(body, sizeof(body), "{\"userId\":\"u\",\"event\":\"e\"%s%s}",
                 *cases[i].members ? "," : "", cases[i].members);
        const struct event *e = event_of(t, EVENT_TRACK, body);
        if (e->fault != EVENT_OK || strcmp(time_text(e->time_ms), cases[i].time) != 0)
            fail_msg("%s: %s, %s", body, event_fault_names[e->fault], time_text(e->time_ms));
        assert_int_equal(e->day, day_of_time(e->time_ms));
    }
}

static void a_batch_speaks_for_its_events(void **state)
{
    static const char body[] =
        "{\"batch\":["
        "{\"type\":\"track\",\"userId\":\"u\",\"event\":\"a\",\"timestamp\":\"2026-01-05T11:00:00Z\"},"
        "{\"type\":\"track\",\"userId\":\"u\",\"event\":\"b\",\"context\":{\"groupId\":\"own\",\"ip\":1},"
        "\"timestamp\":\"2026-01-05T11:00:00Z\",\"sentAt\":\"2026-01-05T11:30:00Z\"},"
        "{\"type\":\"identify\",\"userId\":\"u\"},"
        "{\"type\":\"group\",\"userId\":\"u\",\"groupId\":\"g\"}],"
        "\"sentAt\":\"2026-01-05T13:00:00Z\",\"writeKey\":\"rpw_1\",\"integrations\":{\"All\":true},"
        "\"context\":{\"groupId\":\"acme\",\"traits\":{\"plan\":\"pro\"}},\"unknown\":[1,{}]}";
    struct event_test *t = *state;
    const struct event *e = event_of(t, EVENT_BATCH, body);

    assert_int_equal(t->batch->n, 4);
    assert_true(text_is(t->batch->write_key, "rpw_1"));
    assert_true(text_is(t->batch->context, "{\"groupId\":\"acme\",\"traits\":{\"plan\":\"pro\"}}"));
    assert_string_equal(time_text(e[0].time_ms), "2026-01-05T10:00:00Z");
    assert_string_equal(time_text(e[1].time_ms), "2026-01-05T11:30:00Z");
    assert_true(text_is(e[0].group_id, "acme"));
    assert_true(text_is(e[1].group_id, "own"));
    assert_true(text_is(e[1].context, "{\"groupId\":\"own\",\"ip\":1}"));
    assert_true(text_is(e[2].traits, "{\"plan\":\"pro\"}"));
    assert_true(text_is(e[3].group_id, "g"));
    assert_null(e[3].traits.p); /* a person's, not the account's */
    assert_int_equal(read_call(t, EVENT_BATCH, "{\"batch\":[]}"), 0);
    assert_int_equal(t->batch->n, 0);
}

static void limits_hold(void **state)
{
    struct event_test *t = *state;
    struct event_limits *limits = &t->rules.limits;
    const char *deep = "{\"userId\":\"u\",\"event\":\"e\",\"properties\":{\"a\":[[1]]}}";
    const char *deep_context = "{\"userId\":\"u\",\"event\":\"e\",\"context\":{\"a\":[[1]]}}";
    const char *id =
        "{\"userId\":\"u\",\"event\":\"e\",\"messageId\":\"\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\"}";

    limits->depth = 4;
    assert_int_equal(event_of(t, EVENT_TRACK, deep)->fault, EVENT_OK);
    assert_int_equal(event_of(t, EVENT_TRACK, deep_context)->fault, EVENT_OK);
    limits->depth = 3;
    assert_int_equal(event_of(t, EVENT_TRACK, deep)->fault, EVENT_TOO_DEEP);
    assert_int_equal(event_of(t, EVENT_TRACK, deep_context)->fault, EVENT_TOO_DEEP);
    *limits = event_limits_default;
    limits->members = 4;
    assert_int_equal(event_of(t, EVENT_TRACK, deep)->fault, EVENT_OK);
    limits->members = 3;
    assert_int_equal(event_of(t, EVENT_TRACK, deep)->fault, EVENT_TOO_MANY);
    *limits = event_limits_default;
    limits->message_id_chars = 4;
    assert_int_equal(event_of(t, EVENT_TRACK, id)->fault, EVENT_OK);
    limits->message_id_chars = 3;
    assert_int_equal(event_of(t, EVENT_TRACK, id)->fault, EVENT_BAD_VALUE);
    assert_string_equal(t->batch->events[0].field, "messageId");
    assert_true(t->batch->events[0].id != 0); /* so that a second try is known as one */
    *limits = event_limits_default;
    limits->event_bytes = (int64_t)strlen(deep);
    assert_int_equal(event_of(t, EVENT_TRACK, deep)->fault, EVENT_OK);
    limits->event_bytes--;
    assert_int_equal(event_of(t, EVENT_TRACK, deep)->fault, EVENT_TOO_LARGE);

    limits->batch_events = 2;
    assert_int_equal(read_call(t, EVENT_BATCH, "{\"batch\":[{},{}]}"), 0);
    assert_int_equal(read_call(t, EVENT_BATCH, "{\"batch\":[{},{},{}]}"), ERR_TOO_LARGE);
    assert_string_equal(t->err.field, "batch");
    limits->server_batch_bytes = 16;
    assert_int_equal(read_call(t, EVENT_BATCH, "{\"batch\":[{},{}]}"), ERR_TOO_LARGE);
    t->rules.is_replay = true; /* what was acknowledged under other limits still counts */
    assert_int_equal(read_call(t, EVENT_BATCH, "{\"batch\":[{},{},{}]}"), 0);
    assert_int_equal(t->batch->n, 3);
}

static void ids_and_names_fit_into_keys(void **state)
{
    static const char *const fields[] = {"userId", "anonymousId", "groupId", "event"};
    struct event_test *t = *state;
    char key[122], body[512];

    for (size_t i = 0; i < ARRAY_LEN(fields); i++) {
        for (size_t n = 120; n <= 121; n++) {
            memset(key, 'k', n);
            key[n] = 0;
            snprintf(body, sizeof(body), "{\"batch\":[{\"type\":\"track\",\"%s\":\"%s\"%s%s}]}",
                     fields[i], key, i == 0 ? "" : ",\"userId\":\"u\"",
                     i == 3 ? "" : ",\"event\":\"e\"");
            const struct event *e = event_of(t, EVENT_BATCH, body);
            assert_int_equal(e->fault, n == 120 ? EVENT_OK : EVENT_BAD_VALUE);
            assert_string_equal(e->field, n == 120 ? "" : fields[i]);
        }
    }
}

static void fingerprints_tell_messages_and_sources_apart(void **state)
{
    static const char one[] = "{\"userId\":\"u\",\"event\":\"e\",\"messageId\":\"m-1\"}";
    static const char escaped[] = "{\"userId\":\"v\",\"event\":\"f\",\"messageId\":\"m\\u002d1\"}";
    static const char other[] = "{\"userId\":\"u\",\"event\":\"e\",\"messageId\":\"m-2\"}";
    struct event_test *t = *state;
    uint64_t id = event_of(t, EVENT_TRACK, one)->id;

    assert_true(id != 0);
    assert_true(event_of(t, EVENT_TRACK, escaped)->id == id);
    assert_true(event_of(t, EVENT_TRACK, other)->id != id);
    event_of(t, EVENT_TRACK, one);
    event_batch_own(t->batch, &t->rules, 4);
    assert_true(t->batch->events[0].id != id);
    assert_int_equal(t->batch->source_id, 4);
    event_batch_own(t->batch, &t->rules, 3);
    assert_true(t->batch->events[0].id == id);
    t->rules.id_key[0]++;
    assert_true(event_of(t, EVENT_TRACK, one)->id != id);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        event_unit_test(the_six_calls_are_read),
        event_unit_test(what_is_wrong_with_an_event_is_marked),
        event_unit_test(bodies_that_are_no_calls_are_refused),
        event_unit_test(times_follow_the_clients_clock),
        event_unit_test(a_batch_speaks_for_its_events),
        event_unit_test(limits_hold),
        event_unit_test(ids_and_names_fit_into_keys),
        event_unit_test(fingerprints_tell_messages_and_sources_apart),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
