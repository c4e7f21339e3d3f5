/* metric_own.h: the value function of metrics that the organisation defines; call->arg says which
 * of the book's dictionary. Threads: pure. */
#pragma once
#include "scoring/metric/book_own.h"
#include "scoring/metric/metric.h"

double metric_own(const struct metric_call *call, size_t i);
/* Marks the facts that count, and the uses. */
void metric_own_grounds(const struct metric_call *call, size_t i, struct grounds *g);

/* The days that count: from < day ≤ to. Without a window, from the beginning. */
struct own_days {
    int32_t from, to;
};
/* The window that ends with `through`, or one of those before it. */
struct own_days own_window(const struct own_plan *plan, int32_t through, int windows_before);
/* Does the fact lie within the days, as known on the day asked for? */
bool own_is_within(const struct own_facts *facts, const struct own_fact *fact,
                   const struct own_days *days, int32_t day);
/* Is anything of the kind known, so that nothing found is none? */
bool own_is_known(const struct metric_call *call, const struct own_facts *facts, size_t i);
