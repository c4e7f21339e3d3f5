#include "access/throttle.h"

#include "access/token.h"
#include "base/mem.h"

#include <pthread.h>
#include <sodium.h>
#include <stdbool.h>
#include <string.h>

/* A set-associative table: a key may stand in any way of the one set its hash names. The hash has a
 * random key, so nobody can choose names that push out a certain other one. */
#define SETS 512u
#define WAYS 4u

struct entry {
    uint64_t key;
    int64_t last_ms; /* the last attempt that was let through */
    int64_t until_ms;
    int count; /* 0: a free entry */
};

struct throttle {
    struct throttle_rule rule;
    pthread_mutex_t lock;
    unsigned char secret[crypto_shorthash_KEYBYTES];
    struct entry sets[SETS][WAYS];
};

struct throttle *throttle_new(const struct throttle_rule *rule)
{
    struct throttle *t = mem_zalloc(sizeof(*t));

    sodium_ready();
    t->rule = *rule;
    pthread_mutex_init(&t->lock, NULL);
    crypto_shorthash_keygen(t->secret);
    return t;
}

void throttle_free(struct throttle *t)
{
    if (!t)
        return;
    pthread_mutex_destroy(&t->lock);
    mem_free(t);
}

static uint64_t hash_of(const struct throttle *t, const char *key)
{
    uint64_t h = 0;

    _Static_assert(sizeof(h) == crypto_shorthash_BYTES, "SipHash gives 64 bits");
    crypto_shorthash((unsigned char *)&h, (const unsigned char *)key, strlen(key), t->secret);
    return h;
}

/* The key's entry; if it has none, the free or longest quiet one of its set when `make`, else NULL.
 */
static struct entry *entry_of(struct throttle *t, const char *key, bool make)
{
    uint64_t h = hash_of(t, key);
    struct entry *set = t->sets[h % SETS], *quiet = &set[0];

    for (unsigned i = 0; i < WAYS; i++) {
        if (set[i].count && set[i].key == h)
            return &set[i];
        if (quiet->count && (!set[i].count || set[i].last_ms < quiet->last_ms))
            quiet = &set[i];
    }
    if (!make)
        return NULL;
    *quiet = (struct entry){.key = h};
    return quiet;
}

/* How long to wait after `count` attempts. */
static int64_t wait_ms(const struct throttle_rule *rule, int count)
{
    int doublings = count - rule->free;

    if (doublings < 0)
        return 0;
    /* 2^40 ms are 35 years: no rule waits longer, and nothing overflows. */
    if (doublings > 40 || rule->first_ms > rule->most_ms >> doublings)
        return rule->most_ms;
    return rule->first_ms << doublings;
}

int64_t throttle_try(struct throttle *t, const char *key, int64_t now_ms)
{
    int64_t wait = 0;

    pthread_mutex_lock(&t->lock);
    struct entry *e = entry_of(t, key, true);
    if (e->count && now_ms >= e->last_ms + 2 * t->rule.most_ms)
        e->count = 0;
    if (e->count && now_ms < e->until_ms) {
        wait = e->until_ms - now_ms;
    } else {
        e->count += e->count < 1000;
        e->last_ms = now_ms;
        e->until_ms = now_ms + wait_ms(&t->rule, e->count);
    }
    pthread_mutex_unlock(&t->lock);
    return wait;
}

void throttle_give_back(struct throttle *t, const char *key)
{
    pthread_mutex_lock(&t->lock);
    struct entry *e = entry_of(t, key, false);
    if (e) {
        e->count--;
        e->until_ms = 0;
    }
    pthread_mutex_unlock(&t->lock);
}

void throttle_forget(struct throttle *t, const char *key)
{
    pthread_mutex_lock(&t->lock);
    struct entry *e = entry_of(t, key, false);
    if (e)
        e->count = 0;
    pthread_mutex_unlock(&t->lock);
}
