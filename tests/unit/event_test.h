/* event_test.h: bodies of calls read into batches, for the tests of events. */
#pragma once
#include "base/mem.h"
#include "intake/event/event.h"
#include "test.h"

/* When every body here is received: 2026-01-05T12:00:00Z. */
#define RECEIVED_MS 1767614400000LL

struct event_test {
    struct event_reader *reader;
    struct event_rules rules;
    struct event_batch *batch; /* the last that was read */
    struct err err;
};

static inline int event_test_init(void **state)
{
    struct event_test *t = mem_zalloc(sizeof(*t));

    t->reader = event_reader_new();
    t->rules.limits = event_limits_default;
    memset(t->rules.id_key, 7, sizeof(t->rules.id_key));
    *state = t;
    return 0;
}

static inline int event_test_done(void **state)
{
    struct event_test *t = *state;

    event_batch_free(t->batch);
    event_reader_free(t->reader);
    mem_free(t);
    return 0;
}

/* A batch of its own memory, so that one byte too many is seen. */
static inline struct event_batch *batch_of(enum event_type call, const char *text, size_t n)
{
    char *own = mem_alloc(n + 1);

    memcpy(own, text, n);
    struct event_batch *b = event_batch_new(own, n);
    b->source_id = 3;
    b->received_ms = RECEIVED_MS;
    b->call = (uint8_t)call;
    return b;
}

static inline int read_call(struct event_test *t, enum event_type call, const char *text)
{
    event_batch_free(t->batch);
    t->batch = batch_of(call, text, strlen(text));
    t->err = (struct err){0};
    return event_read(t->reader, t->batch, &t->rules, &t->err);
}

/* The first event of a call that must be taken. */
static inline const struct event *event_of(struct event_test *t, enum event_type call,
                                           const char *text)
{
    if (read_call(t, call, text) < 0)
        fail_msg("%s: %s %s", text, t->err.field, t->err.text);
    assert_true(t->batch->n > 0);
    return &t->batch->events[0];
}

#define event_unit_test(fn) cmocka_unit_test_setup_teardown(fn, event_test_init, event_test_done)
