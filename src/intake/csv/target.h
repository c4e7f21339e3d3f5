/* target.h: what a CSV file can be about, and which field a name or a column's header means.
 *
 * What can be imported are the kinds of facts and, besides them, usage: counts that are kept packed
 * and have no key of their own.
 * Threads: any; tables that do not change. */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "facts/kind/kind.h"
#include "facts/usage/usage.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One line of a usage file. */
struct usage_line {
    const char *key; /* the line's own id, if it has one; only to find lines given twice */
    struct usage_row usage;
};

struct subject {
    const char *name, *plural, *label;
    struct shape shape;
    const struct kind *kind; /* NULL: usage */
    size_t order;            /* subjects refer only to those of a lower order, or to themselves */
};
/* The i-th in the order in which files have to be imported; false after the last. */
bool subject_at(size_t i, struct subject *ret);
/* By name or plural, in any case. */
bool subject_find(const char *name, struct subject *ret);

/* Where a column's values go. */
struct target {
    const struct field *field;
    const char *custom; /* the name inside the field "custom"; else NULL */
    bool is_units;      /* whole units of the currency, to be put into a field of cents */
};
/* A field by its name; "amount" is the field amount_cents in units, "custom.region" a custom field.
 * ERR_INVALID naming the nearest. Texts are those of the table, or in the arena. */
int target_find(const struct subject *subject, const char *name, struct arena *arena,
                struct target *ret, struct err *err);

/* As a mapping names it: "amount" for amount_cents filled in whole units. In the table or the
 * arena.
 */
const char *target_name(const struct target *target, struct arena *arena);

/* Is it a field of cents, which columns fill in whole units? */
bool target_is_cents(const struct field *f);

#define TARGET_NO_RANK INT32_MAX
/* How well a header fits a field: 0 for its name, then by the place among its synonyms;
 * TARGET_NO_RANK if it does not. */
int target_rank(const struct field *f, const char *header, bool *ret_is_units);

/* Assigns each header at most one field and each field at most one header, best fits first.
 * ret_targets[i].field is NULL for headers that fit nothing; is_taken (one flag for each field of
 * the shape) says which fields are spoken for, and is updated. */
struct header_match {
    struct target target;
    bool is_synonym;
};
void target_match(const struct subject *subject, const char *const *headers, size_t n_headers,
                  bool *is_taken, struct header_match *ret);
