/* auto.h: release a resource when its variable leaves scope: AUTO(json_t) v = json_object();
 *
 * A type takes part by AUTO_DEFINE(type, free_function) in its own header. */
#pragma once

#define AUTO_DEFINE(type, fn)                \
    static inline void auto_##type(type **p) \
    {                                        \
        if (*p)                              \
            fn(*p);                          \
    }
#define AUTO(type) __attribute__((cleanup(auto_##type))) type *
/* For structs: AUTO_STRUCT(arena) *a = arena_new(); after AUTO_STRUCT_DEFINE(arena, arena_free). */
#define AUTO_STRUCT_DEFINE(tag, fn)                      \
    static inline void auto_struct_##tag(struct tag **p) \
    {                                                    \
        if (*p)                                          \
            fn(*p);                                      \
    }
#define AUTO_STRUCT(tag) __attribute__((cleanup(auto_struct_##tag))) struct tag
/* Hands a resource on: the variable is left NULL, so its clean-up does nothing. */
#define TAKE(p)                 \
    ({                          \
        __typeof__(p) _p = (p); \
        (p) = NULL;             \
        _p;                     \
    })
#define ARRAY_LEN(a) (sizeof(a) / sizeof(*(a)))
