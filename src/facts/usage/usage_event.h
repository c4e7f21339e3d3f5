/* usage_event.h: the things that users of the product do, by name: features, screens, actions. */
#pragma once
#include "facts/kind/kind.h"

struct usage_event {
    const char *key; /* the event's name, as it comes in */
    const char *label;
    bool is_tracked;  /* counts as a feature: for breadth of use */
    bool is_advanced; /* counts as an advanced feature */
    int32_t first_day, last_day;
    int64_t volume;   /* how often in all; missing: not counted yet */
    int64_t accounts; /* that ever used it */
    int64_t created, updated;
};
extern const struct field usage_event_fields[];
extern const struct kind usage_event_kind;

/* No more kinds of event than this are kept: somebody puts ids into the names. */
#define USAGE_EVENTS_MAX 5000
