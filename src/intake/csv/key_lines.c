#include "intake/csv/key_lines.h"

#include "base/map.h"
#include "base/mem.h"

#include <sodium.h>
#include <string.h>

struct key_lines {
    struct idmap *lines; /* by hash */
    unsigned char seed[crypto_shorthash_KEYBYTES];
};

struct key_lines *key_lines_new(void)
{
    struct key_lines *k = mem_alloc(sizeof(*k));

    k->lines = idmap_new();
    crypto_shorthash_keygen(k->seed);
    return k;
}

void key_lines_free(struct key_lines *k)
{
    if (!k)
        return;
    idmap_free(k->lines);
    mem_free(k);
}

int64_t key_lines_add(struct key_lines *k, const char *key, int64_t line)
{
    int64_t hash;

    _Static_assert(sizeof(hash) == crypto_shorthash_BYTES, "a hash is one number");
    crypto_shorthash((unsigned char *)&hash, (const unsigned char *)key, strlen(key), k->seed);
    if (hash == MAP_NONE)
        hash = 0;
    int64_t before = idmap_get(k->lines, hash);
    if (before != MAP_NONE)
        return before;
    idmap_put(k->lines, hash, line);
    return 0;
}
