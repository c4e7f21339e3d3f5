#include "intake/evlog/id_window_set.h"

#include "base/mem.h"

#include <string.h>

#define CAP_MIN 16u

/* A shard is made anew, with LOAD_NEW of its slots in use, when LOAD_MAX are. Runs of used slots
 * stay within a few cache lines up to there. */
#define LOAD_UNIT 16u
#define LOAD_MAX  13u
#define LOAD_NEW  11u

/* Where the id's run of slots begins: places are in the order of the ids, so that making a shard
 * anew goes through both arrays from front to back. */
static uint32_t place_of(const struct id_shard *s, uint64_t key)
{
    return (uint32_t)(((key >> 32) * s->cap) >> 32);
}

static void put(struct id_shard *s, uint64_t slot)
{
    uint32_t i = place_of(s, slot);

    while (s->slots[i])
        i = i + 1 == s->cap ? 0 : i + 1;
    s->slots[i] = slot;
    s->used++;
}

static uint32_t count_alive(const struct id_set *set, const struct id_shard *s)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < s->cap; i++)
        n += s->slots[i] && !set->is_dead[s->slots[i] & 0xff];
    return n;
}

/* The shard with room for `want` ids, without those of dead generations. */
static void remake(struct id_set *set, struct id_shard *s, uint32_t want)
{
    uint32_t cap = (uint32_t)((uint64_t)want * LOAD_UNIT / LOAD_NEW) + CAP_MIN;
    struct id_shard new = {.slots = mem_zalloc(cap * sizeof(*new.slots)), .cap = cap};

    for (uint32_t i = 0; i < s->cap; i++)
        if (s->slots[i] && !set->is_dead[s->slots[i] & 0xff])
            put(&new, s->slots[i]);
    set->bytes = set->bytes + cap * sizeof(*new.slots) - s->cap * sizeof(*s->slots);
    mem_free(s->slots);
    *s = new;
}

void id_set_init(struct id_set *s)
{
    *s = (struct id_set){0};
    for (int i = 0; i < ID_SHARDS; i++)
        remake(s, &s->shards[i], 0);
}

void id_set_done(struct id_set *s)
{
    for (int i = 0; i < ID_SHARDS; i++)
        mem_free(s->shards[i].slots);
}

void id_set_reserve(struct id_set *s, size_t n)
{
    for (int i = 0; i < ID_SHARDS; i++)
        remake(s, &s->shards[i], (uint32_t)(n / ID_SHARDS) + 1);
}

void id_set_prefetch(const struct id_set *s, uint64_t id)
{
    const struct id_shard *shard = &s->shards[id >> 56];

    __builtin_prefetch(&shard->slots[place_of(shard, id << 8)]);
}

bool id_set_has(const struct id_set *s, uint64_t id)
{
    const struct id_shard *shard = &s->shards[id >> 56];
    uint64_t key = id << 8, slot;

    for (uint32_t i = place_of(shard, key); (slot = shard->slots[i]);
         i = i + 1 == shard->cap ? 0 : i + 1)
        if ((slot ^ key) < 256 && !s->is_dead[slot & 0xff])
            return true;
    return false;
}

void id_set_add(struct id_set *s, uint64_t id, uint8_t tag)
{
    struct id_shard *shard = &s->shards[id >> 56];

    if ((uint64_t)shard->used * LOAD_UNIT >= (uint64_t)shard->cap * LOAD_MAX)
        remake(s, shard, count_alive(s, shard) + 1);
    put(shard, (id << 8) | tag);
}

void id_set_kill(struct id_set *s, uint8_t tag)
{
    s->is_dead[tag] = true;
}

void id_set_revive(struct id_set *s, uint8_t tag)
{
    if (!s->is_dead[tag])
        return;
    for (int i = 0; i < ID_SHARDS; i++)
        remake(s, &s->shards[i], count_alive(s, &s->shards[i]));
    memset(s->is_dead, 0, sizeof(s->is_dead));
}
