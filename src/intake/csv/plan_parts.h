/* plan_parts.h: the two steps of making a plan; only for plan.c. */
#pragma once
#include "intake/csv/plan.h"

/* Finds the field of each column: by the mapping (may be NULL), then by name and synonym. */
void plan_bind(struct plan *p, const struct map_file *map, struct arena *arena);
/* Reads the whole file and settles what its values tell: orders, decimal marks, types. */
int plan_profile(struct plan *p, const struct plan_options *o, struct err *err);
