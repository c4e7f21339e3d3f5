/* goals.h: value functions over an account's goals. NaN while no goal of it that counts is known.
 * Threads: pure. */
#pragma once
#include "scoring/metric/grounds.h"

/* Share of the goals that came due in the last GOALS_WINDOW_DAYS, or were met in them though not
 * due yet, that are met. */
double goals_met(const struct metric_call *call, size_t i);
/* Mean way covered from baseline to target, over open goals that were measured and those met in
 * the window. */
double goals_progress(const struct metric_call *call, size_t i);
/* Days from the first as a customer to the first met goal. */
double goals_first_value(const struct metric_call *call, size_t i);

/* What each of them rests on. */
void goals_ground_met(const struct metric_call *call, size_t i, struct grounds *g);
void goals_ground_progress(const struct metric_call *call, size_t i, struct grounds *g);
void goals_ground_first_value(const struct metric_call *call, size_t i, struct grounds *g);

#define GOALS_WINDOW_DAYS 365
