/* simulate.h: churn arithmetic as people ask for it: money in cents, churn in per cent.
 *
 * Threads: pure. Ownership: in the arena. Errors: ERR_INVALID with the field. */
#pragma once
#include "forecast/revenue/wording.h"

#define SIMULATE_MONTHS 36

struct simulate_query {
    int64_t start_cents, added_cents; /* recurring revenue of a month */
    double churn_pct;
    int64_t months;
};
struct simulate_month {
    int64_t month; /* 0: the start */
    int64_t revenue_cents, no_churn_cents, lost_cents, taken_cents;
};
struct simulation {
    int64_t start_cents, added_cents;
    double churn_pct;
    struct simulate_month *months;
    size_t n_months;
    int64_t plateau_cents; /* missing: without churn there is none */
    bool is_plateau_infinite;
    double half_way_months;
    int64_t half_lost_month; /* from which half of what is added is lost again; missing: never */
    struct definition *definitions;
    size_t n_definitions;
};
extern const struct field simulate_query_fields[], simulation_fields[], simulate_month_fields[];
/* What is missing of the query is the preset's. */
int simulate(const struct simulate_query *query, struct arena *arena, struct simulation *ret,
             struct err *err);
