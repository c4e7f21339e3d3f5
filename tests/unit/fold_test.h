/* fold_test.h: events made by hand, for tests of what is folded from them. */
#pragma once
#include "base/day.h"
#include "intake/event/event.h"
#include "test.h"

#include <string.h>

static inline struct text text_of(const char *s)
{
    return (struct text){s, s ? (uint32_t)strlen(s) : 0};
}

/* What a test says of an event; what it leaves out is absent. */
struct said {
    enum event_type type;
    const char *user, *anonymous, *group, *name, *previous, *traits, *properties;
    int32_t day;
    enum event_fault fault;
};

static inline struct event event_said(const struct said *s)
{
    return (struct event){.type = (uint8_t)s->type,
                          .fault = (uint8_t)s->fault,
                          .field = "",
                          .day = s->day,
                          .time_ms = s->day * DAY_MS,
                          .user_id = text_of(s->user),
                          .anonymous_id = text_of(s->anonymous),
                          .group_id = text_of(s->group),
                          .previous_id = text_of(s->previous),
                          .name = text_of(s->name),
                          .traits = text_of(s->traits),
                          .properties = text_of(s->properties),
                          .raw = text_of("{\"as\":\"it came\"}")};
}
