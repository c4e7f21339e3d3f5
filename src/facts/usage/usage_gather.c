#include "facts/usage/usage_gather.h"

#include "base/day.h"
#include "base/map.h"

#include <assert.h>
#include <stdlib.h>

#define WAITING_MAX 524288

/* place: slot in 32 bits, event id in 27, day of the month in 5; so one comparison orders them. */
struct waiting {
    uint64_t place;
    int64_t user_id, count;
};
#define EVENT_BITS 27

/* An account-month, and where its packed cells and users are. */
struct slot {
    int64_t account_id;
    size_t at;
    uint32_t cells_bytes, users_bytes;
    int32_t month;
};

struct usage_gather {
    VEC(struct slot) slots;
    struct idmap *slot_of; /* account id and month -> index */
    VEC(struct waiting) waiting, sorted;
    struct buf packed, spare;
    struct usage_cells old_cells, new_cells, cells;
    struct usage_actives old_users, new_users, users;
};

struct usage_gather *usage_gather_new(void)
{
    struct usage_gather *g = mem_zalloc(sizeof(*g));

    g->slot_of = idmap_new();
    return g;
}

void usage_gather_free(struct usage_gather *g)
{
    if (!g)
        return;
    idmap_free(g->slot_of);
    vec_done(&g->slots);
    vec_done(&g->waiting);
    vec_done(&g->sorted);
    buf_done(&g->packed);
    buf_done(&g->spare);
    vec_done(&g->old_cells);
    vec_done(&g->new_cells);
    vec_done(&g->cells);
    vec_done(&g->old_users);
    vec_done(&g->new_users);
    vec_done(&g->users);
    mem_free(g);
}

static uint64_t slot_index(struct usage_gather *g, int64_t account_id, int32_t month)
{
    int64_t key = account_id * 65536 + (month & 0xffff);
    int64_t index = idmap_get(g->slot_of, key);

    if (index == MAP_NONE) {
        index = (int64_t)g->slots.n;
        idmap_put(g->slot_of, key, index);
        vec_push(&g->slots, ((struct slot){.account_id = account_id, .month = month}));
    }
    return (uint64_t)index;
}

static int by_place(const void *a, const void *b)
{
    uint64_t x = ((const struct waiting *)a)->place, y = ((const struct waiting *)b)->place;

    return (x > y) - (x < y);
}

static int by_user(const void *a, const void *b)
{
    int64_t x = ((const struct usage_active *)a)->user_id;
    int64_t y = ((const struct usage_active *)b)->user_id;

    return (x > y) - (x < y);
}

static size_t slot_of_place(uint64_t place)
{
    return (size_t)(place >> (EVENT_BITS + 5));
}

/* Into g->sorted, by place; ends[slot] is where that slot's counts end. They are dealt out to their
 * slots first, since most slots get a few only: sorting half a million at once takes thrice as
 * long. */
static void sort_waiting(struct usage_gather *g, size_t *ends)
{
    const struct waiting *w = g->waiting.items;
    size_t n = g->waiting.n, first = 0;

    vec_reserve(&g->sorted, n);
    for (size_t i = 0; i < n; i++)
        ends[slot_of_place(w[i].place)]++;
    for (size_t s = 0, at = 0; s < g->slots.n; s++) {
        size_t n_slot = ends[s];
        ends[s] = at;
        at += n_slot;
    }
    for (size_t i = 0; i < n; i++)
        g->sorted.items[ends[slot_of_place(w[i].place)]++] = w[i];
    for (size_t s = 0; s < g->slots.n; first = ends[s++])
        if (ends[s] - first > 1)
            qsort(g->sorted.items + first, ends[s] - first, sizeof(*w), by_place);
}

/* The waiting counts of one slot, n of them, in order: into new_cells. */
static void cells_of(struct usage_gather *g, const struct waiting *w, size_t n)
{
    struct usage_cells *cells = &g->new_cells;

    cells->n = 0;
    for (size_t i = 0; i < n; i++) {
        if (i && w[i].place == w[i - 1].place) {
            int64_t *count = &cells->items[cells->n - 1].count;
            *count = usage_count_add(*count, w[i].count);
            continue;
        }
        uint64_t event_id = (w[i].place >> 5) & ((1u << EVENT_BITS) - 1);
        vec_push(cells, ((struct usage_cell){.event_id = (int64_t)event_id,
                                             .count = w[i].count,
                                             .day = (int32_t)(w[i].place & 31)}));
    }
}

/* The same for the product users: into new_users. */
static void users_of(struct usage_gather *g, const struct waiting *w, size_t n)
{
    struct usage_actives *users = &g->new_users;
    size_t kept = 0;

    users->n = 0;
    for (size_t i = 0; i < n; i++)
        if (w[i].user_id && w[i].count)
            vec_push(users,
                     ((struct usage_active){w[i].user_id, (uint32_t)1 << ((w[i].place & 31) - 1)}));
    if (!users->n)
        return;
    qsort(users->items, users->n, sizeof(*users->items), by_user);
    for (size_t i = 1; i < users->n; i++) {
        if (users->items[i].user_id == users->items[kept].user_id)
            users->items[kept].days |= users->items[i].days;
        else
            users->items[++kept] = users->items[i];
    }
    users->n = kept + 1;
}

/* What is packed of a slot, into old_cells and old_users. */
static void unpack(struct usage_gather *g, const struct slot *s)
{
    const char *at = buf_text(&g->packed) + s->at;
    int cells = usage_cells_decode(at, s->cells_bytes, &g->old_cells, NULL);
    int users = usage_actives_decode(at + s->cells_bytes, s->users_bytes, &g->old_users, NULL);

    assert(cells == 0 && users == 0 && "we packed it ourselves");
    (void)cells;
    (void)users;
}

/* Packs one slot anew into `spare`, with the n waiting counts that it got. */
static void pack_slot(struct usage_gather *g, struct slot *s, const struct waiting *w, size_t n)
{
    size_t at = g->spare.len;

    if (n) {
        unpack(g, s);
        cells_of(g, w, n);
        users_of(g, w, n);
        usage_cells_merge(&g->old_cells, &g->new_cells, USAGE_ADD, &g->cells);
        usage_actives_merge(&g->old_users, &g->new_users, &g->users);
        usage_cells_encode(g->cells.items, g->cells.n, &g->spare);
        s->cells_bytes = (uint32_t)(g->spare.len - at);
        usage_actives_encode(g->users.items, g->users.n, &g->spare);
        s->users_bytes = (uint32_t)(g->spare.len - at - s->cells_bytes);
    } else {
        buf_add(&g->spare, buf_text(&g->packed) + s->at, (size_t)s->cells_bytes + s->users_bytes);
    }
    s->at = at;
}

static void pack(struct usage_gather *g)
{
    size_t first = 0;

    if (!g->waiting.n)
        return;
    size_t *ends = mem_zalloc(mem_product(g->slots.n, sizeof(*ends)));
    sort_waiting(g, ends);
    buf_clear(&g->spare);
    for (size_t s = 0; s < g->slots.n; first = ends[s++])
        pack_slot(g, &g->slots.items[s], g->sorted.items + first, ends[s] - first);
    mem_free(ends);
    struct buf packed = g->spare;
    g->spare = g->packed;
    g->packed = packed;
    g->waiting.n = 0;
}

void usage_gather_add(struct usage_gather *g, const struct usage_count *count)
{
    int32_t month = day_month(count->day);
    uint64_t slot = slot_index(g, count->account_id, month);
    int32_t day = count->day - month_first_day(month) + 1;

    assert(count->event_id > 0 && count->event_id < 1 << EVENT_BITS);
    assert(count->count >= 0 && count->count <= USAGE_COUNT_MAX);
    uint64_t place = slot << (EVENT_BITS + 5) | (uint64_t)count->event_id << 5 | (uint64_t)day;
    vec_push(&g->waiting, ((struct waiting){place, count->user_id, count->count}));
    if (g->waiting.n == WAITING_MAX)
        pack(g);
}

static int by_month(const void *a, const void *b)
{
    const struct slot *x = a, *y = b;

    if (x->month != y->month)
        return x->month < y->month ? -1 : 1;
    return (x->account_id > y->account_id) - (x->account_id < y->account_id);
}

int usage_gather_each(struct usage_gather *g, usage_gathered_fn fn, void *ctx, struct err *err)
{
    int rc = 0;

    pack(g);
    if (g->slots.n)
        qsort(g->slots.items, g->slots.n, sizeof(*g->slots.items), by_month);
    for (size_t i = 0; rc >= 0 && i < g->slots.n; i++) {
        const struct slot *s = &g->slots.items[i];
        unpack(g, s);
        rc =
            fn(ctx, &(struct usage_gathered){s->account_id, s->month, &g->old_cells, &g->old_users},
               err);
    }
    idmap_free(g->slot_of);
    g->slot_of = idmap_new();
    g->slots.n = 0;
    buf_clear(&g->packed);
    return rc < 0 ? rc : 0;
}
