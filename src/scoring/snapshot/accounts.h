/* accounts.h: the accounts table of snapshots, shared by the snapshots of several days. Only for
 * src/scoring/snapshot.
 *
 * Threads:   made under the cache's build lock; read by anybody. The texts lie in one growing store
 *            that all tables of a line share, so that a table with a few new rows is cheap; what
 * was handed out never moves. Ownership: counted references. */
#pragma once
#include "scoring/snapshot/snapshot.h"

#include <stdatomic.h>

struct texts;
struct accounts {
    struct snapshot_accounts table; /* what snapshots show */
    struct texts *texts;
    struct arena *arena; /* of the arrays */
    int age;             /* tables since all texts were read anew */
    atomic_int refs;
};

int accounts_load(struct conn *c, struct accounts **ret, struct err *err);
/* The same with the n accounts of these rising ids read again, added or gone. */
int accounts_patch(struct conn *c, const struct accounts *old, const int64_t *ids, size_t n,
                   struct accounts **ret, struct err *err);
struct accounts *accounts_ref(struct accounts *a);
void accounts_unref(struct accounts *a); /* NULL is allowed */

/* The first row whose id is not below; table->n if there is none. */
size_t accounts_lower_bound(const struct snapshot_accounts *table, int64_t id);
