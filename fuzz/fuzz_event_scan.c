/* Bodies of calls, as anybody may send them. The first byte chooses the call.
 *
 * A body that is taken reads the same again from the same text, also as a replay; every text of its
 * events is whole UTF-8 within bounds; what it takes for JSON, Jansson does as well, and the other
 * way round, but for what is known: Jansson refuses numbers without a place in a double or an
 * integer, half characters and its own depth, and takes a NUL between tokens. */
#include "base/mem.h"
#include "base/str.h"
#include "facts/usage/usage_amount.h"
#include "fuzz.h"
#include "intake/event/event.h"
#include "json/slice.h"
#include "json/walk.h"

#include <string.h>

#define RECEIVED_MS 1767614400000LL

static struct event_batch *batch_of(const char *bytes, size_t n, enum event_type call)
{
    char *text = mem_alloc(n + 1);

    memcpy(text, bytes, n);
    struct event_batch *b = event_batch_new(text, n);
    b->source_id = 1;
    b->received_ms = RECEIVED_MS;
    b->call = (uint8_t)call;
    return b;
}

static bool is_same_text(struct text a, struct text b)
{
    return !a.p == !b.p && a.n == b.n && (!a.p || !memcmp(a.p, b.p, a.n));
}

/* A member lies inside its object, and is found by its name. */
static void check_member(struct text object, const struct slice *m)
{
    char name[40];
    struct text value;

    FUZZ_CHECK(m->value.n > 0);
    FUZZ_CHECK(m->value.p >= object.p && m->value.p + m->value.n < object.p + object.n);
    if (!m->key.p || m->key.n >= sizeof(name) || memchr(m->key.p, '\\', m->key.n))
        return;
    memcpy(name, m->key.p, m->key.n);
    name[m->key.n] = 0;
    FUZZ_CHECK(slice_member(object, name, &value));
}

/* Walks over the members below, so that slices are tried on what was checked. */
static void check_object(struct text object)
{
    struct text todo[32] = {object};
    size_t n = 1;

    while (n > 0) {
        struct text in = todo[--n];
        SLICE_EACH (m, in) {
            check_member(in, &m);
            if (n < ARRAY_LEN(todo))
                todo[n++] = m.value;
        }
    }
}

static void check_event(const struct event_batch *b, const struct event *e)
{
    const struct text texts[] = {e->message_id, e->user_id, e->anonymous_id, e->previous_id,
                                 e->group_id,   e->name,    e->properties,   e->traits,
                                 e->context,    e->raw};
    struct err err;
    usage_amount number;

    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        FUZZ_CHECK(!texts[i].p || (texts[i].n > 0 && str_is_utf8(texts[i].p, texts[i].n)));
    FUZZ_CHECK(e->raw.p >= b->text && e->raw.p + e->raw.n <= b->text + b->bytes);
    FUZZ_CHECK(e->type < EVENT_BATCH && e->fault < EVENT_FOUND_LATER && e->field);
    FUZZ_CHECK((e->id != 0) == (e->message_id.p != NULL));
    FUZZ_CHECK(e->fault != EVENT_OK ||
               (e->time_ms >= EVENT_OLDEST_MS && e->time_ms <= RECEIVED_MS + EVENT_AHEAD_MS));
    check_object(e->properties);
    if (usage_amount_at(e->properties, "order.total", &number))
        FUZZ_CHECK(number <= USAGE_AMOUNT_MOST && number >= -USAGE_AMOUNT_MOST);
    check_object(e->traits);
    check_object(e->context);
    event_explain(e, true, 1, &event_limits_default, &err);
    FUZZ_CHECK(err.text[0]);
}

static void check_same(const struct event *a, const struct event *b)
{
    FUZZ_CHECK(a->type == b->type && a->fault == b->fault && a->id == b->id);
    FUZZ_CHECK(a->time_ms == b->time_ms && a->day == b->day && str_eq(a->field, b->field));
    FUZZ_CHECK(is_same_text(a->message_id, b->message_id) && is_same_text(a->user_id, b->user_id));
    FUZZ_CHECK(is_same_text(a->anonymous_id, b->anonymous_id));
    FUZZ_CHECK(is_same_text(a->group_id, b->group_id) && is_same_text(a->name, b->name));
    FUZZ_CHECK(is_same_text(a->properties, b->properties) && is_same_text(a->traits, b->traits));
    FUZZ_CHECK(is_same_text(a->context, b->context) && is_same_text(a->raw, b->raw));
}

static void check_reading(struct event_reader *r, const char *bytes, size_t n, enum event_type call)
{
    struct event_rules rules = {.limits = event_limits_default};
    AUTO_STRUCT(event_batch) *once = batch_of(bytes, n, call);
    AUTO_STRUCT(event_batch) *twice = batch_of(bytes, n, call);
    struct err err = {0};
    int rc = event_read(r, once, &rules, &err);

    if (rc < 0) {
        FUZZ_CHECK((rc == ERR_INVALID || rc == ERR_TOO_LARGE) && err.text[0] && once->n == 0);
        return;
    }
    rules.is_replay = true;
    FUZZ_CHECK(event_read(r, twice, &rules, &err) == 0);
    FUZZ_CHECK(once->n == twice->n && is_same_text(once->write_key, twice->write_key));
    for (size_t i = 0; i < once->n; i++) {
        check_event(once, &once->events[i]);
        check_same(&once->events[i], &twice->events[i]);
    }
}

/* Is it JSON? Once by our own walk and once by Jansson. */
static void check_grammar(struct scanner *s, const char *bytes, size_t n)
{
    char *text = mem_alloc(n + 1);
    struct text value;
    struct walk w;
    json_error_t at;

    memcpy(text, bytes, n);
    text[n] = 0;
    walk_start(&w, s, text, n);
    walk_value(&w, &value);
    bool is_json = walk_end(&w);
    FUZZ_CHECK(is_json == !w.problem && w.problem_at <= n);
    json_t *v = json_loadb(text, n, JSON_DECODE_ANY | JSON_ALLOW_NUL, &at);
    if (v)
        FUZZ_CHECK(is_json || w.deepest == WALK_DEPTH_MAX || memchr(text, 0, n));
    else if (is_json && !memchr(text, '\\', n))
        FUZZ_CHECK(json_error_code(&at) == json_error_numeric_overflow);
    json_decref(v);
    mem_free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct scanner *s = scanner_new();
    AUTO_STRUCT(event_reader) *r = event_reader_new();

    if (size > 0) {
        enum event_type call = data[0] >= '0' && data[0] <= '5' ? data[0] - '0' : EVENT_BATCH;
        check_reading(r, (const char *)data + 1, size - 1, call);
        check_grammar(s, (const char *)data + 1, size - 1);
    }
    scanner_free(s);
    return 0;
}
