/* arena.h: memory that is freed all at once, at the end of a request or job.
 *
 * Threads:   one arena belongs to one thread at a time.
 * Ownership: everything allocated lives until arena_reset or arena_free; nothing is freed alone.
 * Errors:    out of memory aborts; every size that input decides is limited before it comes here.
 */
#pragma once
#include "base/auto.h"

#include <stddef.h>

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *a);
/* Forgets everything but keeps the first block, for a loop that works row by row. */
void arena_reset(struct arena *a);

/* Zeroed memory, aligned for any type. n may be 0 (the pointer is then still not NULL). */
void *arena_alloc(struct arena *a, size_t n);
void *arena_array(struct arena *a, size_t count, size_t size);
char *arena_strdup(struct arena *a, const char *s); /* NULL gives NULL */
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void *arena_memdup(struct arena *a, const void *p, size_t n);
/* Calls fn(p) when the arena is reset or freed, the last one first: for what other libraries
 * allocate and a request or row should own. */
void arena_defer(struct arena *a, void (*fn)(void *p), void *p);
/* Bytes handed out since arena_new or arena_reset. */
size_t arena_used(const struct arena *a);

#define ARENA_NEW(a, type)      ((type *)arena_alloc((a), sizeof(type)))
#define ARENA_ARRAY(a, n, type) ((type *)arena_array((a), (n), sizeof(type)))

AUTO_STRUCT_DEFINE(arena, arena_free)
