#include "scoring/metric/known.h"

#include "base/day.h"
#include "known_sql.h"
#include "scoring/metric/context.h"

int known_until(struct conn *c, int32_t today, int32_t *ret, struct err *err)
{
    struct context now = {0};
    int64_t last = I64_NONE;
    int rc = db_i64(c, sql_known_last_day, DB_ARGS(DB_DAY("today", today)), &last, err);

    if (rc >= 0)
        rc = context_load_feeds(c, today, &now, err);
    if (rc < 0)
        return rc;
    *ret = last == I64_NONE ? DAY_NONE : (int32_t)last;
    for (int feed = FEED_NONE + 1; feed < FEEDS; feed++)
        if (now.through[feed] > *ret)
            *ret = now.through[feed];
    return 0;
}

int known_day(struct conn *c, int32_t today, int32_t *ret, struct err *err)
{
    int32_t last;
    int rc = known_until(c, today, &last, err);

    if (rc < 0)
        return rc;
    *ret = last != DAY_NONE && last < today - KNOWN_STALE_DAYS ? last : today;
    return 0;
}
