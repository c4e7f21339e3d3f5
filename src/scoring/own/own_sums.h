/* own_sums.h: the numbers in events that the organisation's metrics ask to be added up
 * (facts/usage/usage_sums.h).
 *
 * Threads: as the connection. Ownership: the arena. */
#pragma once
#include "access/audit.h"
#include "scoring/metric/own_metric.h"

/* Asks for what all saved metrics add up together, and for nothing else. In the transaction that
 * changed one of them. */
int own_sums_ask(const struct act *act, struct err *err);
/* From when on a metric's sums can be trusted, in a sentence; NULL: for all days, or it has none.
 */
int own_sums_note(struct conn *c, const struct own_plan *plan, struct arena *arena,
                  const char **ret, struct err *err);
