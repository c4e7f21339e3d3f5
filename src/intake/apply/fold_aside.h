/* fold_aside.h: events that could not be counted, on their way to the set-aside store (aside.h).
 *
 * Only the newest are kept, as the store does: a client that sends nothing but faults costs no more
 * than that. Those that are pushed out are counted.
 *
 * Threads:   the applier's alone.
 * Ownership: an item is one block with all its texts; the ring owns those that it holds. */
#pragma once
#include "intake/event/event.h"

#include <stdbool.h>
#include <stdint.h>

#define ASIDE_TEXT_MAX  32768 /* bytes kept of an event */
#define ASIDE_ROWS_MAX  20000
#define ASIDE_BYTES_MAX (16 << 20) /* of the texts of all that are kept */

struct aside_item {
    int64_t again; /* the row of the store that it is in already; 0: it just arrived */
    int64_t source_id, received_ms, time_ms;
    const char *reason;                       /* of event_fault_names */
    const char *type;                         /* "track" … */
    const char *message;                      /* NULL: the reason says it all */
    const char *name, *user, *account, *text; /* NULL: it has none */
    char *block;
};

struct aside_why {
    enum event_fault fault;
    const char *message; /* copied; NULL: the reason says it all */
    int64_t again;
    size_t text_max; /* bytes kept of the event; 0: ASIDE_TEXT_MAX */
};
/* The item of an event: its texts copied. account: what it was found to be, else the event's own.
 */
struct aside_item aside_item_of(const struct event_batch *b, const struct event *e,
                                struct text account, const struct aside_why *why);
void aside_item_done(struct aside_item *item);

struct aside_ring;
struct aside_ring *aside_ring_new(size_t rows_max);
void aside_ring_free(struct aside_ring *r); /* NULL is allowed */
/* Takes the item over; the oldest go when there are too many. */
void aside_ring_put(struct aside_ring *r, struct aside_item *item);
size_t aside_ring_len(const struct aside_ring *r);
/* The i-th, the oldest first. */
struct aside_item *aside_ring_at(struct aside_ring *r, size_t i);
/* How many were pushed out since the last clear. */
int64_t aside_ring_lost(const struct aside_ring *r);
void aside_ring_clear(struct aside_ring *r);
