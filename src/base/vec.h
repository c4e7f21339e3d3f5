/* vec.h: a growing array of any type.
 *
 *     VEC(struct point) points = {0};      or as a member: VEC(int64_t) ids;
 *     vec_push(&points, ((struct point){1, 2}));
 *     for (size_t i = 0; i < points.n; i++) use(points.items[i]);
 *     vec_done(&points);
 *
 * Ownership: the vector owns its array; pointers into it are good until the next push. */
#pragma once
#include "base/mem.h"

#include <stddef.h>

#define VEC(type)      \
    struct {           \
        type *items;   \
        size_t n, cap; \
    }

/* Expressions, so that a push adds nothing to the nesting of the function it stands in. */
#define vec_reserve(v, want)                                                                \
    ((v)->cap < (size_t)(want)                                                              \
         ? (void)((v)->items =                                                              \
                      vec_grow((v)->items, &(v)->cap, (size_t)(want), sizeof(*(v)->items))) \
         : (void)0)

#define vec_push(v, ...) \
    (vec_reserve((v), (v)->n + 1), (void)((v)->items[(v)->n++] = (__VA_ARGS__)))

/* The array with room for at least `want` items, twice of what it had if that is more. */
static inline void *vec_grow(void *items, size_t *cap, size_t want, size_t size)
{
    size_t twice = *cap ? *cap * 2 : 16;

    *cap = twice > want ? twice : want;
    return mem_realloc(items, mem_product(*cap, size));
}

#define vec_done(v)            \
    do {                       \
        mem_free((v)->items);  \
        (v)->items = NULL;     \
        (v)->n = (v)->cap = 0; \
    } while (0)
