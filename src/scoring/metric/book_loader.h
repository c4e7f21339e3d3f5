/* book_loader.h: how the lists of a factbook are filled from statements. Only for the files that
 * load one: factbook.c and book_programme.c.
 *
 * Threads, ownership, errors: as factbook.h. */
#pragma once
#include "base/map.h"
#include "base/str.h"
#include "scoring/metric/factbook.h"

/* What is needed only while loading. */
struct loader {
    struct factbook *book;
    struct conn *conn;
    const struct db_arg *args; /* from_id, to_id */
    const char *currency;
    struct strmap *products, *groups, *contacts; /* text to code; contact key to index */
    struct strmap *assessors;                    /* name to code */
    struct idmap *goals;                         /* goal id to index */
};

static inline int32_t later_of(int32_t happened, int32_t known)
{
    return known > happened ? known : happened; /* DAY_NONE is the earliest of all */
}

/* Is an amount in the organisation's currency? One without is. */
static inline bool loader_is_ours(const struct loader *l, const char *currency)
{
    return !currency || !*currency || str_eq(currency, l->currency);
}

/* Runs one statement, whose first column is the account and which is ordered by it, and adds its
 * rows account by account; *n is the length of the list that `add` pushes to. */
int loader_list(struct loader *l, const char *sql,
                void (*add)(struct loader *, struct cursor *, size_t account), const size_t *n,
                size_t **ret_first, struct err *err);
/* A list of no facts has a place all the same, so that BOOK_EACH adds nothing to a null pointer. */
#define LOAD(sql, add, list)         \
    (vec_reserve(&l->book->list, 1), \
     loader_list(l, sql, add, &l->book->list.n, &l->book->list.first, err))

/* Goals and their measurements, campaigns, advocacy, opportunities. */
int book_programme_load(struct loader *l, struct err *err);
