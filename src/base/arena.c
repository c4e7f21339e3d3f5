#include "base/arena.h"

#include "base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define BLOCK_BYTES 8192u
#define ALIGN       16u

struct block {
    struct block *next; /* the one that was full before this one */
    size_t used, cap;
    _Alignas(ALIGN) char data[];
};

struct deferred {
    struct deferred *next;
    void (*fn)(void *p);
    void *p;
};

struct arena {
    struct block *top;
    struct deferred *deferred;
    size_t used;
};

static struct block *block_new(struct block *next, size_t cap)
{
    struct block *b = mem_alloc(sizeof(*b) + cap);
    b->next = next;
    b->used = 0;
    b->cap = cap;
    return b;
}

struct arena *arena_new(void)
{
    struct arena *a = mem_alloc(sizeof(*a));
    a->top = block_new(NULL, BLOCK_BYTES);
    a->deferred = NULL;
    a->used = 0;
    return a;
}

void arena_defer(struct arena *a, void (*fn)(void *p), void *p)
{
    struct deferred *d = ARENA_NEW(a, struct deferred);

    *d = (struct deferred){.next = a->deferred, .fn = fn, .p = p};
    a->deferred = d;
}

void arena_reset(struct arena *a)
{
    for (struct deferred *d = a->deferred; d; d = d->next)
        d->fn(d->p);
    a->deferred = NULL;
    while (a->top->next) {
        struct block *b = a->top;
        a->top = b->next;
        mem_free(b);
    }
    a->top->used = 0;
    a->used = 0;
}

void arena_free(struct arena *a)
{
    if (!a)
        return;
    arena_reset(a);
    mem_free(a->top);
    mem_free(a);
}

void *arena_alloc(struct arena *a, size_t n)
{
    size_t need = (n + ALIGN - 1) & ~(size_t)(ALIGN - 1);
    struct block *b = a->top;

    if (b->cap - b->used < need) {
        /* Blocks double, so that a large arena is a handful of blocks. */
        size_t cap = b->cap * 2 > need ? b->cap * 2 : need;
        a->top = b = block_new(b, cap);
    }
    void *p = b->data + b->used;
    b->used += need;
    a->used += need;
    memset(p, 0, need);
    return p;
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
    return arena_alloc(a, mem_product(count, size));
}

void *arena_memdup(struct arena *a, const void *p, size_t n)
{
    void *q = arena_alloc(a, n);
    if (n)
        memcpy(q, p, n);
    return q;
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
    char *q = arena_alloc(a, n + 1);
    memcpy(q, s, n);
    return q;
}

char *arena_strdup(struct arena *a, const char *s)
{
    return s ? arena_strndup(a, s, strlen(s)) : NULL;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
    va_list ap, again;

    va_start(ap, fmt);
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    char *s = arena_alloc(a, (size_t)n + 1);
    vsnprintf(s, (size_t)n + 1, fmt, again);
    va_end(again);
    return s;
}

size_t arena_used(const struct arena *a)
{
    return a->used;
}
