/* revenue_period.h: the months that are looked back on, and the days between which accounts move in
 * them: month k is from the end of the one before, ends[k], to its own, ends[k + 1].
 *
 * Threads: pure. Errors: ERR_INVALID on "from". */
#pragma once
#include "base/err.h"

#include <stddef.h>
#include <stdint.h>

#define REVENUE_MONTHS     24
#define REVENUE_MONTHS_MAX 120

struct revenue_period {
    int32_t to; /* what is known by its end counts */
    size_t n;   /* months */
    int32_t ends[REVENUE_MONTHS_MAX + 1];
    /* [month] The end of a month against the end of that month a year before, in leap years too; of
     * one that is not over, its last day against the same day. */
    int32_t year_before[REVENUE_MONTHS_MAX];
};
/* From the month of `from` (DAY_NONE: 24 months with the last) to that of `to`, which may not be
 * over by then. */
int revenue_period_find(int32_t from, int32_t to, struct revenue_period *ret, struct err *err);
