/* tickets.h: value functions over an account's tickets. Windows are call->arg days long and end
 * where the ticket feed ends. NaN while there is no ticket of anybody. Threads: pure. */
#pragma once
#include "scoring/metric/metric.h"

double tickets_open(const struct metric_call *call, size_t i);
double tickets_escalated(const struct metric_call *call, size_t i);
double tickets_per_100_seats(const struct metric_call *call, size_t i);
