#include "intake/apply/log_batches.h"

#include "base/day.h"
#include "base/log.h"
#include "base/mem.h"
#include "base/str.h"

#include <string.h>

static struct event_batch *batch_new(const char *text, size_t bytes)
{
    char *copy = mem_alloc(bytes + 1);

    memcpy(copy, text, bytes);
    copy[bytes] = 0;
    return event_batch_new(copy, bytes);
}

struct event_batch *log_batch_of(const struct evlog_entry *entry, struct event_reader *reader,
                                 const struct event_rules *rules)
{
    AUTO_STRUCT(event_batch) *b = batch_new(entry->text, entry->bytes);
    struct err err = {0};

    b->source_id = entry->source_id;
    b->received_ms = entry->received_ms;
    b->call = (uint8_t)entry->kind;
    if (event_read(reader, b, rules, &err) == 0)
        return TAKE(b);
    log_error("apply", "a stored batch cannot be read any more", LOG_STR("field", err.field),
              LOG_STR("error", err.text), LOG_I64("segment", entry->position.segment),
              LOG_I64("offset", entry->position.offset));
    return NULL;
}

/* A last group that cannot be read looks like one that is being written; but all up to `until` was
 * written. */
static int check_end(const struct log_batches *l, struct evlog_position at, struct err *err)
{
    bool is_open = evlog_position_order(l->until, EVLOG_END) == 0;

    /* The beginning of a segment is the end of the one before, wherever that is. */
    if (is_open || l->until.offset == 0 || evlog_position_order(at, l->until) >= 0)
        return 0;
    return err_set(err, ERR_IO, NULL,
                   "the log of events ends in segment %llu before what was stored; `ripen check` "
                   "says where it is damaged",
                   (unsigned long long)at.segment);
}

int log_batches_read(const struct log_batches *l, struct err *err)
{
    struct evlog_reader *reader = NULL;
    struct evlog_entry entry;
    int rc = evlog_reader_open(l->dir, l->from, l->until, &reader, err);

    while (rc == 0 && (rc = evlog_read(reader, &entry, err)) > 0) {
        /* Of what was forgotten as a whole, nothing is left to read. */
        AUTO_STRUCT(event_batch) *b =
            entry.bytes ? log_batch_of(&entry, l->reader, l->rules) : NULL;
        rc = b ? l->fn(l->ctx, b, evlog_reader_position(reader), err) : 0;
    }
    if (rc == 0)
        rc = check_end(l, evlog_reader_position(reader), err);
    evlog_reader_free(reader);
    return rc;
}

struct event_batch *aside_event_read(const struct aside_event *a, struct event_reader *reader,
                                     const struct event_rules *rules)
{
    AUTO_STRUCT(event_batch) *b = batch_new(a->text, strlen(a->text));
    struct err err;

    b->source_id = a->source_id;
    b->received_ms = clock_now_ms(); /* what was in the future may have come */
    b->call = (uint8_t)str_index(event_type_names, a->type);
    if (event_read(reader, b, rules, &err) < 0 || b->n != 1)
        return NULL;
    struct event *e = &b->events[0];
    b->received_ms = a->received_ms;
    if (e->fault == EVENT_OK && a->time_ms != TIME_NONE) {
        e->time_ms = a->time_ms;
        e->day = day_of_time(a->time_ms);
    }
    if (!e->group_id.p && a->account)
        e->group_id = (struct text){a->account, (uint32_t)strlen(a->account)};
    return TAKE(b);
}
