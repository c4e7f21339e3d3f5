/* map.h: two hash maps with open addressing: text -> number and number -> number.
 *
 * Ownership: strmap copies its keys. Values are int64_t: an id, or an index into an array.
 * Threads:   none of its own; a map that is only read may be shared.
 * The text hash is seeded per process, so that chosen keys cannot make it slow. */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MAP_NONE INT64_MIN /* what a look-up gives when the key is not there; never store it */

struct strmap;
struct strmap *strmap_new(void);
void strmap_free(struct strmap *m);
int64_t strmap_get(const struct strmap *m, const char *key);
int64_t strmap_getn(const struct strmap *m, const char *key, size_t n);
/* Sets key to value; returns what was there before, or MAP_NONE. */
int64_t strmap_put(struct strmap *m, const char *key, int64_t value);
int64_t strmap_putn(struct strmap *m, const char *key, size_t n, int64_t value);
size_t strmap_len(const struct strmap *m);

struct idmap;
struct idmap *idmap_new(void);
void idmap_free(struct idmap *m);
int64_t idmap_get(const struct idmap *m, int64_t key);
int64_t idmap_put(struct idmap *m, int64_t key, int64_t value); /* key must not be MAP_NONE */
size_t idmap_len(const struct idmap *m);
