/* tickets.h: value functions over an account's tickets. Windows are call->arg days long and end
 * where the ticket feed ends. NaN while there is no ticket of anybody. Threads: pure. */
#pragma once
#include "scoring/metric/metric.h"

double tickets_open(const struct metric_call *call, size_t i);
double tickets_escalated(const struct metric_call *call, size_t i);
double tickets_per_100_seats(const struct metric_call *call, size_t i);
/* What each of them rests on. */
void tickets_ground_open(const struct metric_call *call, size_t i, struct grounds *g);
void tickets_ground_escalated(const struct metric_call *call, size_t i, struct grounds *g);
void tickets_ground_per_100_seats(const struct metric_call *call, size_t i, struct grounds *g);
