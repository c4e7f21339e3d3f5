#include "forecast/revenue/revenue_period.h"

#include "base/day.h"

#define YEAR 12

int revenue_period_find(int32_t from, int32_t to, int32_t today, struct revenue_period *ret,
                        struct err *err)
{
    int32_t until = to == DAY_NONE ? today : to, last = day_month(until);
    int32_t first = from == DAY_NONE ? last - REVENUE_MONTHS + 1 : day_month(from);

    if (from != DAY_NONE && from > until)
        return err_set(err, ERR_INVALID, "from", "must not be after the last day");
    if (last - first >= REVENUE_MONTHS_MAX)
        return err_set(err, ERR_INVALID, "from", "%d months are more than %d; ask for fewer",
                       last - first + 1, REVENUE_MONTHS_MAX);
    ret->to = until;
    ret->n = (size_t)(last - first) + 1;
    ret->ends[0] = month_first_day(first) - 1;
    for (size_t k = 0; k < ret->n; k++) {
        int32_t month = first + (int32_t)k, end = month_first_day(month + 1) - 1;
        ret->ends[k + 1] = end > until ? until : end;
        ret->year_before[k] =
            end > until ? day_add_months(until, -YEAR) : month_first_day(month + 1 - YEAR) - 1;
    }
    return 0;
}
