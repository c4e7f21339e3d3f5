/* stay.h: the chance that a customer stays, by the retention of those with contracts of the same
 * length: what there is to go by where no model of each account's own risk is.
 *
 * For each length of contract that enough customers have, the beta-geometric model of its lifetimes
 * (term_fit.h) gives the share that stays at the t-th renewal. Where it cannot be fitted, because
 * renewals were seen at one age only, that is the share which stayed in all periods together.
 * Lengths that few have go by all customers, in periods of that length.
 *
 * Threads: pure, once made. Ownership: in the arena. Units: shares; renewals are counted from 1. */
#pragma once
#include "json/field.h"
#include "scoring/retention/term_fit.h"

#define STAY_ENOUGH 20 /* customers who came to a renewal, below which nothing is said */

struct stay_class {
    int32_t term_months;
    bool is_of_all;       /* too few have such contracts: it is of everybody */
    double at_risk, lost; /* over all periods */
    bool is_fitted;       /* else there is one rate for all ages */
    struct sbg sbg;
};
struct stay_model {
    struct stay_class *classes; /* by rising length */
    size_t n;
};
/* Of lifetimes as known on the day. has_term: the lengths there are to be curves for. */
void stay_model_make(const struct lifetimes *l, const bool has_term[TERM_MONTHS_MAX + 1],
                     int32_t day, struct arena *arena, struct stay_model *ret);
/* NULL if there is none. */
const struct stay_class *stay_class_of(const struct stay_model *m, int32_t term_months);
/* Can anything be said by it? NULL: no. */
bool stay_is_known(const struct stay_class *c);
/* Can it be said of every length? */
bool stay_is_complete(const struct stay_model *m);
/* The share that stays at the t-th renewal; NaN if nothing can be said. */
double stay_at(const struct stay_class *c, size_t t);
/* The same over `count` renewals from the t-th on. */
double stay_through(const struct stay_class *c, size_t t, size_t count);

/* What is asked of a model, as JSON: read again, it says the same to the bit, but for intervals,
 * which it has no more. Equal models give equal texts. A text that is none is ERR_INVALID. */
void stay_model_write(const struct stay_model *m, struct buf *out);
int stay_model_read(const char *text, struct arena *arena, struct stay_model *ret, struct err *err);
/* Do they say the same, to the bit? */
bool stay_is_same(const struct stay_model *a, const struct stay_model *b);
struct stay_model *stay_model_copy(const struct stay_model *m, struct arena *arena);

/* Where a customer stands in its contract: of those that are live the longest decides. */
struct stay_place {
    int32_t term_months; /* 0: none is live */
    size_t next;         /* the number of its next renewal */
    int32_t renewal;     /* and its day */
    int months_left;     /* until then; a month begun is one */
};
/* The chance that a customer in that place stays through all renewals up to the day, itself
 * included; 1 if none comes; NaN if nothing can be said. *ret_count, if not NULL: how many come. */
double stay_until(const struct stay_class *c, const struct stay_place *p, int32_t until,
                  size_t *ret_count);
/* As one number: renewal, months left and length, three digits each for the latter two: 2007012 is
 * the second renewal of a contract of 12 months, 7 months away. NaN without a contract. The day of
 * the renewal is not in it. */
double stay_place_code(const struct stay_place *p);
struct stay_place stay_place_decode(double code);
