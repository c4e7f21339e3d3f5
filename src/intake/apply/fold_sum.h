/* fold_sum.h: numbers in events that metrics ask to be added up (facts/usage/usage_sums.h), inside
 * a fold.
 *
 * An event that nobody adds up costs one look at its name. Of the others the number is looked for
 * in the properties, once for each sum; where there is none, nothing is added.
 *
 * Threads, ownership: as fold.h. */
#pragma once
#include "base/arena.h"
#include "base/vec.h"
#include "facts/usage/usage_amount.h"
#include "facts/usage/usage_sums.h"
#include "intake/event/event.h"

/* A number of an event's name; those of the same name are chained. */
struct fold_sum {
    int64_t id;
    const char *event, *property;
    uint32_t next; /* index plus one; 0: the last */
};
/* What came together at an account on a day. */
struct fold_amount {
    usage_amount sum;
    int64_t count; /* of how many numbers */
    int64_t place; /* account, index of the sum plus one, and day: fold_place; 0: free */
};
struct fold_sums {
    VEC(struct fold_sum) list;
    struct arena *texts;
    struct fold_amount *amounts; /* a table of 2^k places; NULL: nothing was ever added up */
    size_t n_amounts, mask;
};

struct fold;
/* These are added up from now on, if they have a position, and no others. Nothing may wait. */
void fold_take_sums(struct fold *f, const struct usage_sum *sums, size_t n);
/* The first of a name; 0: none. */
uint32_t fold_sums_of(const struct fold *f, const char *name);
/* Adds up what is asked for of an event that was counted. name: its index plus one, of a name that
 * has sums. */
void fold_add_up(struct fold *f, uint32_t account, uint32_t name, const struct event *e);
void fold_sums_clear(struct fold_sums *s);
void fold_sums_done(struct fold_sums *s);
/* An amount as it is written. */
struct usage_sum_part fold_sum_part(const struct fold_sums *s, const struct fold_amount *a,
                                    int64_t account_id);
#define FOLD_EACH_AMOUNT(s, a)                                                                \
    for (const struct fold_amount *a = (s)->amounts, *a##_end = a ? a + (s)->mask + 1 : NULL; \
         a < a##_end; a++)                                                                    \
        if (a->place)
