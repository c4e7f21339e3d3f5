/* suggest.h: pairs of customers that show what maturity adds: about the same health, and maturity
 * as different as can be, so that each needs another treatment.
 *
 * Ownership: everything in the arena. Errors: ERR_NOT_FOUND for an account that is not there. */
#pragma once
#include "scoring/explain/explain.h"

/* Health of a pair may differ by so many points. */
#define SUGGEST_HEALTH_GAP 2
#define SUGGEST_MAX        5

struct suggestion_side {
    const char *key, *name, *owner;
    double health, maturity;
    const char *cell, *cell_label;
    int64_t arr_cents;
};
struct suggestion {
    struct suggestion_side *a, *b; /* a is the less mature; the account asked for, if one is */
    double health_gap, maturity_gap;
};
struct suggestions {
    int32_t day;
    struct suggestion *items; /* the most different first; without a key nobody is in two of them */
    size_t n_items;
};
extern const struct field suggestions_fields[];
/* request->key NULL: among all customers; else for that account. */
int explain_suggest(const struct explain_request *request, int32_t day, struct suggestions *ret,
                    struct err *err);
