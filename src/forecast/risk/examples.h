/* examples.h: past account-months that others are compared with: what became of similar ones.
 *
 * Two are similar if the model's columns move its answer for both alike: what the model does not
 * look at makes no difference. One month is drawn of each account, so that of any number of similar
 * ones the share that left is that of as many customers.
 *
 * Threads: pure. Ownership: in the arena. Errors: those of the learner. */
#pragma once
#include "forecast/risk/risk_store.h"

#define EXAMPLES_MAX 4000

/* Draws them and keeps their parts in the model; and the weight and typical value of each column in
 * its card. */
int examples_make(const struct panel *p, struct arena *arena, struct risk_model *m,
                  struct err *err);

/* The k examples nearest to one with these parts, the nearest first, but none of the account
 * itself; returns how many there are. */
size_t examples_near(const struct risk_model *m, const double *parts, int64_t account, size_t k,
                     const struct example **ret, struct arena *arena);
