/* event_live.h: what just arrived: the last events, and how many came in each minute of the last
 * hour. In memory only.
 *
 * Of a flood only some hundred events a second are kept, so that it costs nothing to be looked at;
 * `seq` counts them all, and so shows the gap.
 *
 * Threads:   noting is the applier's; the others: any.
 * Ownership: what is given lives in the arena. */
#pragma once
#include "base/arena.h"
#include "intake/event/event.h"

#include <stdbool.h>
#include <stdint.h>

#define EVENT_LIVE_KEPT    1000
#define EVENT_LIVE_TEXT    4096 /* bytes kept of an event */
#define EVENT_LIVE_MINUTES 60
#define EVENT_LIVE_SOURCES 200

struct event_live;
struct event_live *event_live_new(void);
void event_live_free(struct event_live *l); /* NULL is allowed */

/* What became of an event; told as a word, of event_outcomes. */
enum event_outcome { EVENT_COUNTED, EVENT_ASIDE, EVENT_DROPPED, EVENT_DUPLICATE };
extern const char *const event_outcomes[]; /* counted aside dropped duplicate */

struct event_what {
    enum event_outcome outcome;
    enum event_fault fault; /* why it was set aside; EVENT_OK: it was not */
    const char *account;    /* NULL if it is not known */
};
/* A batch begins; then each of its events. */
void event_live_begin(struct event_live *l, const struct event_batch *b);
void event_live_note(struct event_live *l, const struct event_batch *b, const struct event *e,
                     const struct event_what *what);

struct event_seen {
    int64_t seq;
    int64_t received;
    int64_t source_id;
    int32_t day;
    const char *type, *name, *user, *account, *outcome, *json;
    const char *reason; /* of event_fault_names; NULL: it was not set aside */
};
/* Those with a higher seq than `after`, of one source (0: of all), oldest first, at most `limit`,
 * the newest if there are more. *ret_last: the seq of the last event there was. */
size_t event_live_list(struct event_live *l, int64_t after, int64_t source_id, size_t limit,
                       struct arena *arena, struct event_seen **ret, int64_t *ret_last);
/* Forgets all events kept: somebody is being forgotten. */
void event_live_clear(struct event_live *l);

struct event_rate {
    int64_t source_id;
    double counted[EVENT_LIVE_MINUTES], aside[EVENT_LIVE_MINUTES], duplicates[EVENT_LIVE_MINUTES];
};
/* By source, minute by minute, the current one last. */
size_t event_live_rates(struct event_live *l, int64_t now_ms, struct arena *arena,
                        struct event_rate **ret);

AUTO_STRUCT_DEFINE(event_live, event_live_free)
