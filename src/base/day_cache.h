/* day_cache.h: the local days of many times, without asking the system's time zone for each.
 *
 * A day once met is remembered with the times at which it begins and ends, so that the next time in
 * it costs two comparisons instead of a look into the zone's rules (some 200 ns).
 *
 * Threads:   one cache belongs to one thread at a time.
 * Units:     as base/day.h. The same answers as day_of_time, but for minutes that come twice
 * because clocks are set back over midnight: both times they belong to the day that had begun. */
#pragma once
#include "base/day.h"

#define DAY_CACHE_DAYS 512 /* a power of two */

struct day_cache {
    struct day_cached {
        int64_t from_ms, to_ms; /* to is exclusive; from = to: empty */
        int32_t day;
    } days[DAY_CACHE_DAYS];
    int64_t east_ms; /* how far local time was ahead of UTC, last time; only a first guess */
};

/* One that is all zero is empty. */
int32_t day_cache_of(struct day_cache *c, int64_t ms);
