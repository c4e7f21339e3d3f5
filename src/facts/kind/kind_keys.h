/* kind_keys.h: remembers which id a key has, for writing many rows that refer to the same facts.
 *
 * Threads:   none of its own; good for one write transaction.
 * Ownership: copies the keys. */
#pragma once
#include "facts/kind/kind.h"

struct kind_keys;
struct kind_keys *kind_keys_new(struct conn *c, const struct kind *kind);
void kind_keys_free(struct kind_keys *k); /* NULL is allowed */
/* *ret is 0 when there is no such fact. */
int kind_keys_find(struct kind_keys *k, const char *key, int64_t *ret, struct err *err);
AUTO_STRUCT_DEFINE(kind_keys, kind_keys_free)
