/* id_window_set.h: the set behind id_window: fingerprints, each with the tag of its generation.
 *
 * Open addressing in 256 shards by the first byte of the id, so that each grows, and is cleaned of
 * dead generations, on its own and in well under a millisecond: there is no moment at which all of
 * it is copied. A slot holds the other 56 bits and the tag. A generation dies at once, by its tag;
 * its slots are dropped when their shard is made anew.
 *
 * Internal to id_window. Threads: one. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ID_SHARDS 256

struct id_shard {
    uint64_t *slots; /* (id << 8) | tag; 0: free */
    uint32_t cap, used;
};

struct id_set {
    struct id_shard shards[ID_SHARDS];
    bool is_dead[256]; /* by tag */
    size_t bytes;
};

void id_set_init(struct id_set *s);
void id_set_done(struct id_set *s);
/* Room for n ids in all, evenly spread, without growing on the way. */
void id_set_reserve(struct id_set *s, size_t n);
/* Is id there, in a generation that is alive? */
bool id_set_has(const struct id_set *s, uint64_t id);
/* Adds an id that is not there. tag: 1 to 255. */
void id_set_add(struct id_set *s, uint64_t id, uint8_t tag);
/* The generation of that tag is forgotten. */
void id_set_kill(struct id_set *s, uint8_t tag);
/* Makes a dead tag usable for a new generation. */
void id_set_revive(struct id_set *s, uint8_t tag);
/* So that the processor has the id's place at hand when it is asked for. */
void id_set_prefetch(const struct id_set *s, uint64_t id);
