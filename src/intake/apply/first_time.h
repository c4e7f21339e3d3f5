/* first_time.h: which events of a batch come for the first time.
 *
 * Threads: one. Zero-initialised but for the window, which first_time_done frees. */
#pragma once
#include "base/vec.h"
#include "intake/event/event.h"
#include "intake/evlog/id_window.h"

struct first_time {
    struct id_window *ids;
    VEC(uint64_t) event_ids;
    VEC(bool) is_new;
};
/* An answer for each event, good until the next call; those without an id are always new. */
static inline const bool *first_time_find(struct first_time *t, const struct event_batch *b)
{
    t->event_ids.n = 0;
    vec_reserve(&t->is_new, b->n + 1);
    for (size_t i = 0; i < b->n; i++)
        vec_push(&t->event_ids, b->events[i].id);
    if (b->n)
        id_window_add_batch(t->ids, t->event_ids.items, b->n, b->received_ms, t->is_new.items);
    return t->is_new.items;
}
static inline void first_time_done(struct first_time *t)
{
    id_window_free(t->ids);
    vec_done(&t->event_ids);
    vec_done(&t->is_new);
}
