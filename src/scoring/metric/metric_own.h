/* metric_own.h: the value function of metrics that the organisation defines; call->arg says which
 * of the book's dictionary. Threads: pure. */
#pragma once
#include "scoring/metric/metric.h"

double metric_own(const struct metric_call *call, size_t i);
/* Names the window and how many facts count. */
void metric_own_grounds(const struct metric_call *call, size_t i, struct grounds *g);
