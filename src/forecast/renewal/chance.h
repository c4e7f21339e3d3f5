/* chance.h: how likely an account is to renew: the one place that says so.
 *
 * Where a model of risk is in force that was found to predict, and its last run before the day told
 * of the renewal in question, that is 1 less the probability it told; else the retention of
 * customers with contracts of the same length at the same renewal (stay.h).
 *
 * Threads: as the connection. Ownership: in the source's arena. Units: shares. */
#pragma once
#include "forecast/revenue/lives.h"
#include "scoring/metric/life.h"

enum chance_source { CHANCE_NONE, CHANCE_MODEL, CHANCE_CURVE };
extern const char *const chance_sources[]; /* none model curve NULL */

struct chance {
    double p; /* of staying; NaN: nothing can be said */
    enum chance_source source;
};
struct chances {
    const struct factbook *book;
    int32_t day;
    struct stay_model stay;
    double *told; /* [account of the book] of leaving; NULL: no model predicts */
    int64_t model_id;
    int32_t told_day, told_until;
    bool is_by_renewal; /* what was told is of the next renewal, whenever it is */
};
/* By what is known on the day of `lives`, over all accounts whoever is chosen. */
int chances_load(const struct portfolio_source *source, const struct lives *lives,
                 struct chances *ret, struct err *err);
/* That account i goes on beyond the term that ends on `renewal`. */
struct chance renewal_chance(const struct chances *c, size_t i, int32_t term_months,
                             int32_t renewal);
/* That account i is a customer still so many months after the day. */
struct chance stay_chance(const struct chances *c, size_t i, int32_t months);
