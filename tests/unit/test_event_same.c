/* A body says the same however it is laid out, and however often it is read. */
#include "base/buf.h"
#include "event_test.h"
#include "stats/random.h"

static const char *const bodies[] = {
    "{\"batch\":[{\"type\":\"track\",\"userId\":\"u-1\",\"event\":\"Report \\\"A\\\" Opened\",\"messageId\":"
    "\"m-1\",\"properties\":{\"a\":[1,{\"b\":\"x, {y}: [z]\"},[]],\"c\":-1.5e3},\"timestamp\":"
    "\"2026-01-05T10:00:00.25Z\"},{\"type\":\"page\",\"anonymousId\":\"a\",\"category\":\"Docs\",\"name\":"
    "\"In\\u0064ex\"}],\"sentAt\":\"2026-01-05T11:00:00Z\",\"context\":{\"groupId\":\"acme\"}}",
    "{\"sentAt\":1767610800,\"batch\":[7,null,[],{\"type\":\"trak\"},{\"type\":\"track\",\"userId\":true},"
    "{\"type\":\"group\",\"userId\":12,\"groupId\":\"g\",\"traits\":{\"seats\":5}},{\"userId\":\"u\",\"userId\":"
    "\"v\",\"type\":\"identify\"}],\"writeKey\":\"rpw_x\"}",
    "{\"batch\":[{\"type\":\"track\",\"userId\":\"u\",\"event\":\"e\",\"timestamp\":\"2030-01-01T00:00:00Z\"},"
    "{\"type\":\"alias\",\"userId\":\"n\",\"previousId\":\"o\"},{\"type\":\"screen\",\"userId\":\"s\",\"context\":"
    "{\"traits\":{},\"groupId\":null,\"deep\":[[[{\"a\":false}]]]}}]}",
    "{\"batch\":[]}",
};

static bool is_structural(char c)
{
    return strchr("{}[]:,", c) != NULL;
}

/* Adds the text; outside its strings blanks are left out, or put around brackets, colons and commas
 * as a dice falls. */
static void lay_out(const char *text, size_t n, struct rng *dice, struct buf *out)
{
    static const char *const blanks[] = {"", " ", "\n", "\t\r\n  ", ""};
    bool is_in_string = false;

    for (size_t i = 0; i < n; i++) {
        char c = text[i];
        if (c == '"' && (i == 0 || text[i - 1] != '\\'))
            is_in_string = !is_in_string;
        bool is_blank = !is_in_string && strchr(" \n\r\t", c);
        bool is_spread = dice && !is_in_string && is_structural(c);
        if (is_spread)
            buf_str(out, blanks[rng_below(dice, ARRAY_LEN(blanks))]);
        if (!is_blank)
            buf_char(out, c);
        if (is_spread)
            buf_str(out, blanks[rng_below(dice, ARRAY_LEN(blanks))]);
    }
}

static void assert_same_text(struct text a, struct text b)
{
    assert_int_equal(a.p != NULL, b.p != NULL);
    assert_int_equal(a.n, b.n);
    if (a.n)
        assert_memory_equal(a.p, b.p, a.n);
}

/* The same but for blanks. */
static void assert_same_json(struct text a, struct text b)
{
    AUTO_BUF first = {0}, second = {0};

    lay_out(a.p, a.n, NULL, &first);
    lay_out(b.p, b.n, NULL, &second);
    assert_string_equal(buf_text(&first), buf_text(&second));
}

static void assert_same(const struct event *a, const struct event *b)
{
    assert_int_equal(a->type, b->type);
    assert_int_equal(a->fault, b->fault);
    assert_string_equal(a->field, b->field);
    assert_int_equal(a->time_ms, b->time_ms);
    assert_int_equal(a->day, b->day);
    assert_true(a->id == b->id);
    assert_same_text(a->message_id, b->message_id);
    assert_same_text(a->user_id, b->user_id);
    assert_same_text(a->anonymous_id, b->anonymous_id);
    assert_same_text(a->previous_id, b->previous_id);
    assert_same_text(a->group_id, b->group_id);
    assert_same_text(a->name, b->name);
    assert_same_json(a->properties, b->properties);
    assert_same_json(a->traits, b->traits);
    assert_same_json(a->context, b->context);
    assert_same_json(a->raw, b->raw);
}

static void blanks_between_tokens_mean_nothing(void **state)
{
    struct event_test *t = *state;
    struct rng dice;

    rng_init(&dice, 7, 0);
    for (size_t i = 0; i < ARRAY_LEN(bodies); i++) {
        AUTO_STRUCT(event_batch) *plain = batch_of(EVENT_BATCH, bodies[i], strlen(bodies[i]));
        assert_int_equal(event_read(t->reader, plain, &t->rules, &t->err), 0);
        for (int round = 0; round < 200; round++) {
            AUTO_BUF text = {0};
            lay_out(bodies[i], strlen(bodies[i]), &dice, &text);
            if (read_call(t, EVENT_BATCH, buf_text(&text)) < 0)
                fail_msg("%s: %s", buf_text(&text), t->err.text);
            assert_int_equal(t->batch->n, plain->n);
            assert_same_text(t->batch->write_key, plain->write_key);
            for (size_t k = 0; k < plain->n; k++)
                assert_same(&t->batch->events[k], &plain->events[k]);
        }
    }
}

/* Cut anywhere, a body is refused: never taken for a shorter one. */
static void a_body_cut_short_is_refused(void **state)
{
    struct event_test *t = *state;

    for (size_t i = 0; i < ARRAY_LEN(bodies); i++) {
        for (size_t n = 0; n < strlen(bodies[i]); n++) {
            AUTO_STRUCT(event_batch) *b = batch_of(EVENT_BATCH, bodies[i], n);
            if (event_read(t->reader, b, &t->rules, &t->err) != ERR_INVALID)
                fail_msg("%.*s is taken", (int)n, bodies[i]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        event_unit_test(blanks_between_tokens_mean_nothing),
        event_unit_test(a_body_cut_short_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
