/* rating.h: which of an account's maturity ratings counts on a day.
 *
 * Each of the twelve ratings is looked up by itself, so that a partial assessment renews only what
 * it rates. The latest one counts, but what an interviewer or observer found outranks what the
 * customer says of itself for RATING_OUTRANKS_DAYS. Several of the same day and kind are averaged.
 *
 * Threads: pure. */
#pragma once
#include "scoring/metric/metric.h"

#define RATING_OUTRANKS_DAYS 180

/* NaN if there is none; *ret_day is the day of the one that counts. */
double rating_on(const struct factbook *book, size_t i, int rating, int32_t day, int32_t *ret_day);
/* The value function of the twelve ratings' rows; call->arg says which. */
double metric_rating(const struct metric_call *call, size_t i);
