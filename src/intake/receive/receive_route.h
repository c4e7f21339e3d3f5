/* receive_route.h: what a path of the Segment protocol asks for.
 * Threads: any. */
#pragma once
#include "intake/event/event.h"

#include <stdbool.h>

enum receive_what {
    RECEIVE_NOTHING,
    RECEIVE_EVENTS,   /* one call, or a batch: POST */
    RECEIVE_PIXEL,    /* one call as an image's address: GET */
    RECEIVE_SETTINGS, /* what @segment/analytics-next asks before it begins: GET */
    RECEIVE_CONFIG,   /* what RudderStack's browser SDK asks: GET */
};

struct receive_route {
    enum receive_what what;
    enum event_type call; /* of RECEIVE_EVENTS and RECEIVE_PIXEL */
    struct text key;      /* of RECEIVE_SETTINGS: the write key in the path, as sent */
};

/* Paths under which something may be asked; ends with NULL. */
extern const char *const receive_prefixes[];
struct receive_route receive_route(const char *path);
