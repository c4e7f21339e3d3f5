#include "base/day_cache.h"

static struct day_cached *slot(struct day_cache *c, int64_t day)
{
    return &c->days[(uint64_t)day % DAY_CACHE_DAYS];
}

int32_t day_cache_of(struct day_cache *c, int64_t ms)
{
    /* The zone's distance from UTC may have changed since the guess: by an hour as a rule, by a day
     * where an island moved across the date line. So the right day is the guessed one or next to
     * it. */
    if (ms == TIME_NONE)
        return DAY_NONE;
    int64_t local = ms + c->east_ms, guess = local / DAY_MS - (local % DAY_MS < 0);
    for (int64_t day = guess - 1; day <= guess + 1; day++) {
        const struct day_cached *s = slot(c, day);
        if (ms >= s->from_ms && ms < s->to_ms)
            return s->day;
    }
    int32_t day = day_of_time(ms);
    int64_t from_ms = time_of_day_start(day), to_ms = time_of_day_start(day + 1);
    for (; ms >= to_ms; day++) { /* minutes of the day before that come again after midnight */
        from_ms = to_ms;
        to_ms = time_of_day_start(day + 2);
    }
    struct day_cached *s = slot(c, day);
    *s = (struct day_cached){from_ms, to_ms, day};
    c->east_ms = day * DAY_MS - s->from_ms;
    return day;
}
