/* text.h: a piece of a text that lies elsewhere: not ended by a NUL, and not owned.
 *
 * Absent is p NULL; a text that is there and empty has n 0. Good for as long as what it points
 * into. */
#pragma once
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct text {
    const char *p;
    uint32_t n; /* bytes */
};

/* Is it there, and these very letters? */
static inline bool text_is(struct text t, const char *s)
{
    return t.p && strlen(s) == t.n && !memcmp(t.p, s, t.n);
}

/* Of a string literal. */
#define TEXT(literal) ((struct text){(literal), sizeof(literal) - 1})
/* For printf: "%.*s" takes TEXT_ARGS(t). */
#define TEXT_ARGS(t) (int)(t).n, (t).p ? (t).p : ""
