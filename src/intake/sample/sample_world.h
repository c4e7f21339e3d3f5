/* sample_world.h: the hidden part of the sample company: one account's traits, month by month, and
 * what follows from them for its contract. Inside intake/sample only. */
#pragma once
#include "base/arena.h"
#include "intake/sample/sample.h"
#include "stats/random.h"

#include <stdbool.h>
#include <stddef.h>

#define SAMPLE_MONTHS_MAX 121

enum sample_plan { PLAN_TEAM, PLAN_BUSINESS, PLAN_ENTERPRISE };

/* What happens to the contract at the end of a term. */
struct sample_term {
    int32_t start, ended; /* ended: DAY_NONE while it runs */
    int64_t seats;
    enum sample_plan plan;
};

struct sample_account {
    int64_t index;
    struct rng rng;
    /* what can be seen */
    const char *key, *name, *industry, *location, *use_case, *adopter, *size_band, *owner;
    int64_t employees, seats;
    enum sample_plan plan;
    bool is_yearly;
    int32_t start, churned; /* churned: DAY_NONE while the customer stays */
    /* what cannot: traits per month of the recorded history; month 0 begins at `from` */
    int32_t from, until; /* recorded days of this account: from ≤ day < until */
    size_t n_months;
    double health[SAMPLE_MONTHS_MAX], maturity[SAMPLE_MONTHS_MAX];
    bool champion_left[SAMPLE_MONTHS_MAX], had_trouble[SAMPLE_MONTHS_MAX];
    struct sample_term *terms;
    size_t n_terms;
};

/* Makes account `index` of the world: same options and index, same account. Texts live in the arena
 * or are constants. */
struct sample_account *sample_account_make(const struct sample_options *options, int64_t index,
                                           struct arena *arena);
/* Prospect `index`: attributes, traits of one month, and no contract; `from` is the day of the
 * first contact. Drawn from a stream of its own, so that customers are the same with and without.
 */
struct sample_account *sample_prospect_make(const struct sample_options *options, int64_t index,
                                            struct arena *arena);
/* The month of the recorded history that a day lies in (0 … n_months − 1). */
size_t sample_month(const struct sample_account *a, int32_t day);
double sample_health(const struct sample_account *a, int32_t day);
double sample_maturity(const struct sample_account *a, int32_t day);
double sample_logistic(double x);
double sample_clamp(double x, double low, double high);
/* The term that runs on a day, NULL if none. */
const struct sample_term *sample_term_on(const struct sample_account *a, int32_t day);
int64_t sample_price_cents(enum sample_plan plan); /* a seat and month */
extern const char *const sample_plan_names[];

/* Names; `index` makes company names unique. */
const char *sample_company_name(struct rng *rng, int64_t index, struct arena *arena);
void sample_person(struct rng *rng, const char **ret_first, const char **ret_last);
const char *sample_domain(const char *company, struct arena *arena);
const char *sample_owner(struct rng *rng);
