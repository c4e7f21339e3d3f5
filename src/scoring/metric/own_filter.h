/* own_filter.h: a filter over facts that is true or false as of a day.
 *
 * SQL finds out, with the meaning that filters have everywhere (db/where.h), which comparisons hold
 * for a fact as it is known in the end; each of them then counts from a day of its own on, and
 * before that day its field is missing. A ticket's `satisfaction >= 4` is false until the ticket is
 * solved or closed.
 *
 * Threads:   constant once parsed. Ownership: the arena.
 * Errors:    those of filter_parse, and ERR_INVALID on "filter" for too many comparisons. */
#pragma once
#include "db/where.h"
#include "facts/kind/kind.h"

#define OWN_TERMS_MAX 12

struct own_term {
    const struct filter *filter; /* one comparison */
    const struct field *field;
    bool if_missing; /* what it is while its field is missing */
};
struct own_step {
    enum filter_op op; /* AND, OR, NOT; FILTER_EQ: the term of this number */
    size_t n;          /* AND, OR: how many */
};
struct own_filter {
    struct own_term terms[OWN_TERMS_MAX];
    size_t n_terms;
    struct own_step *steps; /* in postfix order; none: everything */
    size_t n_steps;
};

/* text NULL: everything. */
int own_filter_parse(const struct kind *kind, const char *text, struct arena *arena,
                     struct own_filter *ret, struct err *err);
/* Bit k of truths: term k holds. */
bool own_filter_holds(const struct own_filter *f, uint32_t truths);

/* The names that such a filter may use; ends with NULL. */
const char *const *own_filter_fields(const struct kind *kind, struct arena *arena);
bool own_filter_has(const struct field *f);

/* Appends ", (condition)" for each term. */
void own_filter_columns(const struct own_filter *f, struct where_args *args, struct arena *arena,
                        struct buf *sql);
