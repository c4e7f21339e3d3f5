/* filter_build.h: what the two readers of filters share: literals become values of a field's type,
 * and nodes become trees. Inside src/json only. */
#pragma once
#include "json/filter.h"

struct filter_reader {
    const struct filter_names *names;
    struct arena *arena;
    size_t n_terms, depth;
    struct err *err; /* ERR_INVALID on "filter"; the caller puts the place before the text */
};

/* A value as it was written. */
struct filter_literal {
    enum { LITERAL_TEXT, LITERAL_DATE, LITERAL_NUMBER, LITERAL_TRUTH } type;
    const char *text; /* of a text or date */
    double number;    /* of a number; 1 and 0 for true and false */
};

/* The comparison of that name; -1 if there is none. */
int filter_op_find(const char *name);

int filter_compare(struct filter_reader *r, const char *name, enum filter_op op,
                   const struct filter_literal *literals, size_t n, struct filter **ret);
/* Adds a condition to *group (NULL: it is the first) by FILTER_AND or FILTER_OR; what is of the
 * same sort already is taken in, so that a tree has one shape only. */
void filter_join(struct filter_reader *r, struct filter **group, enum filter_op op,
                 struct filter *condition);
struct filter *filter_negate(struct filter_reader *r, struct filter *condition);
/* Goes one level deeper; ERR_INVALID when that is too deep. */
int filter_enter(struct filter_reader *r);
