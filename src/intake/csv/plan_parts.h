/* plan_parts.h: the two steps of making a plan; only for plan.c. */
#pragma once
#include "intake/csv/plan.h"

/* Finds the field of each column: by the mapping (may be NULL), then by name and synonym. */
void plan_bind(struct plan *p, const struct map_file *map, struct arena *arena);

/* "MRR" and "yearly amount" say themselves how many months they pay for; NULL: this header does
 * not. A file of subscriptions then needs no column for it. */
#define PLAN_AMOUNT   "amount_cents"
#define PLAN_INTERVAL "interval_months"
const char *plan_interval_of(const char *header);

/* Reads the whole file and settles what its values tell: orders, decimal marks, types. */
int plan_profile(struct plan *p, const struct plan_options *o, struct err *err);
