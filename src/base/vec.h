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

#define vec_reserve(v, want)                                                                  \
    do {                                                                                      \
        if ((v)->cap < (size_t)(want)) {                                                      \
            (v)->cap = (v)->cap * 2 > (size_t)(want) ? (v)->cap * 2 : (size_t)(want);         \
            (v)->items = mem_realloc((v)->items, mem_product((v)->cap, sizeof(*(v)->items))); \
        }                                                                                     \
    } while (0)

#define vec_push(v, ...)                                    \
    do {                                                    \
        if ((v)->n == (v)->cap)                             \
            vec_reserve((v), (v)->cap ? (v)->cap * 2 : 16); \
        (v)->items[(v)->n++] = (__VA_ARGS__);               \
    } while (0)

#define vec_done(v)            \
    do {                       \
        mem_free((v)->items);  \
        (v)->items = NULL;     \
        (v)->n = (v)->cap = 0; \
    } while (0)
