/* event_parts.h: between reading the members of events and drawing the conclusions. Only for
 * src/intake/event. */
#pragma once
#include "base/day_cache.h"
#include "base/vec.h"
#include "intake/event/event.h"
#include "json/walk.h"

/* An event's members as they were found, before it is known what the batch says besides: "sentAt"
 * and "context" of a batch may stand behind its events. */
struct event_draft {
    struct event e;
    struct text type, page, category, write_key; /* page: what a page or screen is called */
    struct text context_group, context_traits;
    int64_t stamp_ms, original_ms, sent_ms; /* TIME_NONE: absent */
    uint32_t seen;                          /* bit i: members[i] of event_read.c was there */
    uint32_t n_members, depth;
};

struct event_reader {
    struct scanner *scanner;
    struct day_cache days;
    VEC(struct event_draft) drafts;
};

/* What the batch says for all its events. */
struct event_shared {
    struct text group, traits; /* of its context */
    int64_t sent_ms;
};

/* Marks the event, unless it is marked already. field lives for ever. */
static inline void event_mark(struct event *e, enum event_fault fault, const char *field)
{
    if (e->fault != EVENT_OK)
        return;
    e->fault = fault;
    e->field = field;
}

/* The batch's arena, made when first needed. */
struct arena *event_batch_arena(struct event_batch *b);

/* Completes a draft into its event: type, group, name, time, day, faults. */
void event_finish(struct event_reader *r, struct event_batch *b, const struct event_rules *rules,
                  const struct event_shared *shared, struct event_draft *d);
