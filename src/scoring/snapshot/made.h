/* made.h: a snapshot with what the cache needs to know of it. Only for src/scoring/snapshot.
 *
 * Threads: built by one thread, then only read. Ownership: counted references. */
#pragma once
#include "scoring/snapshot/snapshot.h"

/* Up to so many changed accounts are scored one by one on top of what is known; beyond it is
 * quicker to compute the day anew. */
#define PATCH_MAX 256
/* Up to so many accounts the curves of retention are fitted anew for any change; some 10 ms. */
#define REFIT_MAX 5000

/* What the transaction sees: a snapshot made from the same is as good as new. */
struct basis {
    int64_t seq;       /* changes of facts */
    const char *stamp; /* settings, cards, and the versions of own metrics */
};
int basis_load(struct conn *c, struct arena *arena, struct basis *ret, struct err *err);

struct made {
    struct snapshot s;
    struct basis basis;
    bool has_metrics;
    struct arena *arena;
    struct accounts *accounts;
    double *kept[KEPT_COLUMNS], *metrics[METRICS_MAX]; /* the same arrays, while they are filled */
    atomic_int refs;
};
struct made *made_ref(struct made *m);
void made_unref(void *p); /* NULL is allowed */

/* A snapshot of the day. basis: as the transaction sees it; its texts are copied. accounts: the
 * table as the transaction sees it. old: one of the same day to begin with, or NULL. */
struct made_request {
    int32_t day;
    const struct basis *basis;
    enum snapshot_depth depth;
    struct accounts *accounts;
    const struct made *old;
};
int made_build(struct conn *c, const struct made_request *request, struct made **ret,
               struct err *err);
/* An empty one of a day, under the cards in force and with room for what is kept; the context and
 * the numbers are for the caller to fill in. */
int made_open(struct conn *c, int32_t day, struct accounts *accounts, struct made **ret,
              struct err *err);
/* Puts one run of scored accounts into the rows they have. */
int made_take(struct made *m, const struct scores *s, struct err *err);
/* Fills what follows from the numbers (derive.c). */
void made_derive(struct made *m);
/* Keeps the numbers as each account's own, and puts those of families in their place. */
void made_families(struct snapshot *s, struct arena *arena);
