/* How fast bodies of calls become events, beside Jansson merely reading the same text into its
 * tree.
 *
 *     bench_events_read
 *
 * The body is a batch of 100 track calls as server clients send them. Each figure is the best of
 * many short rounds: what else the machine does only ever adds. */
#include "base/day.h"
#include "base/mem.h"
#include "intake/event/event.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EVENTS = 100, ROUNDS = 300, OURS = 20, THEIRS = 2 }; /* bodies a round */

static void die(const char *what)
{
    fprintf(stderr, "bench_events_read: %s\n", what);
    abort();
}

/* Names and values differ, so that no branch is learnt by heart. */
static void add_event(struct buf *b, unsigned i)
{
    static const char *const names[] = {"Report Opened", "Report Exported", "Dashboard Shared",
                                        "Invoice Sent", "Comment Added"};
    unsigned dice = i * 2654435761u >> 7;

    buf_printf(
        b,
        "%s{\"userId\":\"user-%u\",\"event\":\"%s\",\"properties\":{\"count\":%u,\"price\":%u."
        "%02u,\"plan\":\"%s\",\"filters\":[\"eu\",\"open\"]},\"context\":{\"groupId\":"
        "\"account-%u\",\"library\":{\"name\":\"analytics-node\",\"version\":\"2.1.0\"}},"
        "\"integrations\":{},\"timestamp\":\"2026-01-05T10:%02u:%02u.%03uZ\",\"type\":"
        "\"track\",\"messageId\":\"node-next-1767614400%03u-8d6f3b1c-%04x-4a7e-9f10-%08x\"}",
        i ? "," : "", dice % 5000, names[dice % 5], dice % 100, dice % 900, dice % 100,
        dice % 3 ? "pro" : "enterprise", dice % 700, dice % 60, dice % 59, dice % 1000, i % 1000,
        dice & 0xffff, dice);
}

static void make_body(struct buf *b)
{
    buf_str(b, "{\"batch\":[");
    for (unsigned i = 0; i < EVENTS; i++)
        add_event(b, i);
    buf_str(b, "],\"sentAt\":\"2026-01-05T12:00:00.000Z\",\"writeKey\":\"rpw_bench\"}");
}

/* One body, from the text of a call to its events and back to nothing. */
static void read_ours(struct event_reader *r, const struct event_rules *rules,
                      const struct buf *body)
{
    struct err err;
    char *text = mem_alloc(body->len + 1);

    memcpy(text, body->data, body->len);
    struct event_batch *b = event_batch_new(text, body->len);
    b->source_id = 1;
    b->received_ms = 1767614400000;
    b->call = EVENT_BATCH;
    if (event_read(r, b, rules, &err) < 0)
        die(err.text);
    if (b->n != EVENTS || b->events[EVENTS - 1].fault != EVENT_OK)
        die("an event was not taken");
    event_batch_free(b);
}

static void read_theirs(const struct buf *body)
{
    json_error_t at;
    json_t *v = json_loadb(body->data, body->len, 0, &at);

    if (!v)
        die(at.text);
    json_decref(v);
}

static double best(double a, double b)
{
    return a < b ? a : b;
}

int main(void)
{
    struct event_reader *r = event_reader_new();
    const struct event_rules rules = {.limits = event_limits_default, .id_key = {1, 2, 3}};
    AUTO_BUF body = {0};
    double ours = HUGE_VAL, theirs = HUGE_VAL; /* ns an event */

    make_body(&body);
    for (int round = 0; round < ROUNDS; round++) {
        int64_t from_us = clock_mono_us();
        for (int i = 0; i < OURS; i++)
            read_ours(r, &rules, &body);
        int64_t mid_us = clock_mono_us();
        for (int i = 0; i < THEIRS; i++)
            read_theirs(&body);
        ours = best(ours, (double)(mid_us - from_us) * 1000 / (OURS * EVENTS));
        theirs = best(theirs, (double)(clock_mono_us() - mid_us) * 1000 / (THEIRS * EVENTS));
    }
    printf("one thread, batches of %d events of %zu bytes\n", EVENTS, body.len / EVENTS);
    printf("event_read, text to events:  %7.0f ns an event  %5.2f M events/s  %5.2f GB/s\n", ours,
           1000 / ours, (double)body.len / EVENTS / ours);
    printf("Jansson, text to its tree:   %7.0f ns an event  %5.2f M events/s  %5.2f GB/s\n", theirs,
           1000 / theirs, (double)body.len / EVENTS / theirs);
    printf("ratio: %.1f\n", theirs / ours);
    event_reader_free(r);
    return 0;
}
