#include "base/map.h"

#include "base/arena.h"
#include "base/mem.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

/* Linear probing in a table of 2^k slots, at most three quarters full. A slot is 24 bytes and holds
 * 32 bits of the hash and the length beside the pointer, so that a look-up touches a key's bytes
 * only when it has all but found it. Keys lie in an arena: no heap block per key. */
#define FIRST_SLOTS 16u

static void *seed_fill(void *seed, size_t bytes)
{
    if (getrandom(seed, bytes, 0) != (ssize_t)bytes) {
        perror("ripen: the system gives no random bytes");
        abort();
    }
    return seed;
}

static bool is_full(size_t used, size_t slots)
{
    return used >= slots / 4 * 3;
}

struct str_slot {
    const char *key; /* NULL: free */
    int64_t value;
    uint32_t hash, len;
};

struct strmap {
    struct str_slot *slots;
    size_t mask, used;
    struct arena *keys;
    unsigned char seed[crypto_shorthash_siphash24_KEYBYTES];
};

struct strmap *strmap_new(void)
{
    struct strmap *m = mem_zalloc(sizeof(*m));

    m->slots = mem_zalloc(FIRST_SLOTS * sizeof(*m->slots));
    m->mask = FIRST_SLOTS - 1;
    m->keys = arena_new();
    seed_fill(m->seed, sizeof(m->seed));
    return m;
}

void strmap_free(struct strmap *m)
{
    if (!m)
        return;
    arena_free(m->keys);
    mem_free(m->slots);
    mem_free(m);
}

static uint32_t str_hash(const struct strmap *m, const char *key, size_t n)
{
    uint64_t hash;

    crypto_shorthash_siphash24((unsigned char *)&hash, (const unsigned char *)key, n, m->seed);
    return (uint32_t)(hash >> 32);
}

/* Where the key is, or the free slot where it belongs. */
static struct str_slot *str_find(const struct strmap *m, const char *key, size_t n, uint32_t hash)
{
    for (size_t i = hash & m->mask;; i = (i + 1) & m->mask) {
        struct str_slot *s = &m->slots[i];
        if (!s->key || (s->hash == hash && s->len == n && memcmp(s->key, key, n) == 0))
            return s;
    }
}

static void str_grow(struct strmap *m)
{
    size_t slots = mem_product(m->mask + 1, 2);
    struct str_slot *old = m->slots;
    size_t n_old = m->mask + 1;

    m->slots = mem_zalloc(mem_product(slots, sizeof(*m->slots)));
    m->mask = slots - 1;
    for (size_t i = 0; i < n_old; i++) {
        if (!old[i].key)
            continue;
        size_t to = old[i].hash & m->mask;
        while (m->slots[to].key)
            to = (to + 1) & m->mask;
        m->slots[to] = old[i];
    }
    mem_free(old);
}

int64_t strmap_getn(const struct strmap *m, const char *key, size_t n)
{
    const struct str_slot *s = str_find(m, key, n, str_hash(m, key, n));
    return s->key ? s->value : MAP_NONE;
}

int64_t strmap_get(const struct strmap *m, const char *key)
{
    return strmap_getn(m, key, strlen(key));
}

int64_t strmap_putn(struct strmap *m, const char *key, size_t n, int64_t value)
{
    uint32_t hash = str_hash(m, key, n);
    struct str_slot *s = str_find(m, key, n, hash);

    if (s->key) {
        int64_t before = s->value;
        s->value = value;
        return before;
    }
    if (is_full(m->used, m->mask + 1)) {
        str_grow(m);
        s = str_find(m, key, n, hash);
    }
    *s = (struct str_slot){arena_strndup(m->keys, key, n), value, hash, (uint32_t)n};
    m->used++;
    return MAP_NONE;
}

int64_t strmap_put(struct strmap *m, const char *key, int64_t value)
{
    return strmap_putn(m, key, strlen(key), value);
}

size_t strmap_len(const struct strmap *m)
{
    return m->used;
}

struct id_slot {
    int64_t key; /* MAP_NONE: free */
    int64_t value;
};

struct idmap {
    struct id_slot *slots;
    size_t mask, used;
    uint64_t seed;
};

static struct id_slot *id_slots_new(size_t n)
{
    struct id_slot *slots = mem_alloc(mem_product(n, sizeof(*slots)));

    for (size_t i = 0; i < n; i++)
        slots[i].key = MAP_NONE;
    return slots;
}

struct idmap *idmap_new(void)
{
    struct idmap *m = mem_zalloc(sizeof(*m));

    m->slots = id_slots_new(FIRST_SLOTS);
    m->mask = FIRST_SLOTS - 1;
    seed_fill(&m->seed, sizeof(m->seed));
    return m;
}

void idmap_free(struct idmap *m)
{
    if (!m)
        return;
    mem_free(m->slots);
    mem_free(m);
}

/* Ids run in sequence; the finaliser of SplitMix64 (Steele, Lea, Flood 2014) spreads them. */
static uint64_t id_hash(const struct idmap *m, int64_t key)
{
    uint64_t x = (uint64_t)key ^ m->seed;

    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

static struct id_slot *id_find(const struct idmap *m, int64_t key)
{
    size_t i = id_hash(m, key) & m->mask;

    while (m->slots[i].key != key && m->slots[i].key != MAP_NONE)
        i = (i + 1) & m->mask;
    return &m->slots[i];
}

static void id_grow(struct idmap *m)
{
    struct id_slot *old = m->slots;
    size_t n_old = m->mask + 1, slots = mem_product(n_old, 2);

    m->slots = id_slots_new(slots);
    m->mask = slots - 1;
    for (size_t i = 0; i < n_old; i++)
        if (old[i].key != MAP_NONE)
            *id_find(m, old[i].key) = old[i];
    mem_free(old);
}

int64_t idmap_get(const struct idmap *m, int64_t key)
{
    const struct id_slot *s = id_find(m, key);
    return s->key == MAP_NONE ? MAP_NONE : s->value;
}

int64_t idmap_put(struct idmap *m, int64_t key, int64_t value)
{
    struct id_slot *s = id_find(m, key);

    if (s->key != MAP_NONE) {
        int64_t before = s->value;
        s->value = value;
        return before;
    }
    if (is_full(m->used, m->mask + 1)) {
        id_grow(m);
        s = id_find(m, key);
    }
    *s = (struct id_slot){key, value};
    m->used++;
    return MAP_NONE;
}

size_t idmap_len(const struct idmap *m)
{
    return m->used;
}
