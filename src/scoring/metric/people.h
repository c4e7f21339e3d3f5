/* people.h: which of a customer's people the vendor really talks to.
 *
 * Threads: pure. */
#pragma once
#include "scoring/metric/grounds.h"

/* Counting different things: marks_set is true the first time for each of n. */
struct marks {
    bool *is_set;
};
struct marks marks_new(size_t n);
bool marks_set(struct marks *m, size_t k);
void marks_done(struct marks *m);

#define PEOPLE_WINDOW_DAYS 90

/* Different contacts of the account, or their different stakeholder groups, in the two-way
 * interactions of the window; NaN if no interaction of the account is known at all. */
double people_engaged(const struct metric_call *call, size_t i, bool is_by_group);
/* Days since the last two-way interaction with anybody, or with an executive among those who took
 * part; NaN if there never was one. */
double people_days_since(const struct metric_call *call, size_t i, bool is_executive);
/* Mean sentiment noted in the window; NaN if there was none. */
double people_sentiment(const struct metric_call *call, size_t i);
/* What each of them rests on. */
void people_ground_engaged(const struct metric_call *call, size_t i, bool is_by_group,
                           struct grounds *g);
void people_ground_days_since(const struct metric_call *call, size_t i, bool is_executive,
                              struct grounds *g);
void people_ground_sentiment(const struct metric_call *call, size_t i, struct grounds *g);
