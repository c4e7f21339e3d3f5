/* slice.h: looks into a piece of JSON that was checked before (json/walk.h): the members of an
 * object, the text of a string, without building anything.
 *
 *     struct text value;
 *     if (slice_member(event->properties, "price", &value) && slice_number(value, &price)) …
 *     SLICE_EACH (m, event->traits) use(m.key, m.value);
 *
 * What was not checked must not come here: brackets are counted and nothing else.
 * Threads:   any.
 * Ownership: values point into the JSON text. */
#pragma once
#include "base/arena.h"
#include "base/text.h"

/* One member of an object, or one element of a list (key absent), and where the rest begins. */
struct slice {
    struct text key; /* as it is written: without the quotes, escapes and all */
    struct text value;
    const char *rest, *end;
};
/* of an object or list; of anything else, and of an absent text, there is none. */
struct slice slice_of(struct text json);
bool slice_next(struct slice *s);
#define SLICE_EACH(m, json) for (struct slice m = slice_of(json); slice_next(&(m));)

/* The value of an object's member of this name; the last if there are several, as in JavaScript. */
bool slice_member(struct text object, const char *name, struct text *ret);

static inline bool slice_is_string(struct text value)
{
    return value.n > 0 && *value.p == '"';
}
static inline bool slice_is_object(struct text value)
{
    return value.n > 0 && *value.p == '{';
}
/* A JSON number that is finite. */
bool slice_number(struct text value, double *ret);
/* The text that a string value stands for: in the JSON itself if it has no escapes, else in the
 * arena. Absent if it is no string. */
struct text slice_string(struct text value, struct arena *arena);

/* Writes what stands between a string's quotes without its escapes; to has room for raw.n bytes.
 * Returns how many there are. NUL and half characters (lone surrogates) become U+FFFD, because no
 * text here can hold them. */
uint32_t slice_decode(struct text raw, char *to);
