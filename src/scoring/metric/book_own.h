/* book_own.h: the facts that metrics of the organisation's own look at, in a factbook.
 *
 * Threads, ownership, errors: as factbook.h. */
#pragma once
#include "scoring/metric/factbook.h"
#include "scoring/metric/own_metric.h"

/* A fact of one metric. Its comparisons (own_filter.h) hold as they do in the end from `settled`
 * on; before, those that do not count yet are looked up one by one. */
struct own_fact {
    int64_t id;
    int32_t seen;
    int32_t day;        /* that windows go by; DAY_NONE: it has none */
    double value;       /* NaN: missing */
    int32_t value_from; /* the day from which it counts */
    int32_t settled;
    bool is_in, is_base; /* from then on: by the filter, by the base filter */
    bool is_foreign;     /* the value is in another currency */
    uint32_t truths;     /* bit k: comparison k holds; those of the base filter come behind */
    size_t first_from;   /* in .froms: the day of each comparison; only if settled > seen */
};
struct own_facts {
    const struct own_plan *plan;
    BOOK_LIST(struct own_fact) list;
    VEC(int32_t) froms;
    int32_t *known_from; /* by account: when the first fact of the kind was known; OWN_NEVER */
    bool *is_event_in, *is_event_base; /* usage: by index into factbook.events */
    /* Of a plan with a property: which of factbook.sums count, and from which day on all of them
     * are whole (OWN_NEVER: not yet). */
    bool *is_sum_in;
    int32_t sums_since;
};
#define OWN_NEVER INT32_MAX

/* Loads those of every metric of options->dictionary; accounts and events are loaded before. */
int book_own_load(struct conn *c, struct factbook *book, const struct factbook_options *options,
                  struct err *err);
void book_own_free(struct factbook *book);
/* Does the fact count by the filter (and by the base filter) on a day? */
void own_fact_state(const struct own_facts *facts, const struct own_fact *fact, int32_t day,
                    bool *ret_is_in, bool *ret_is_base);
