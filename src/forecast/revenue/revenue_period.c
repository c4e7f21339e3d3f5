#include "forecast/revenue/revenue_period.h"

#include "base/day.h"

#define YEAR 12

int revenue_period_find(int32_t from, int32_t to, struct revenue_period *ret, struct err *err)
{
    int32_t last = day_month(to);
    int32_t first = from == DAY_NONE ? last - REVENUE_MONTHS + 1 : day_month(from);

    if (from != DAY_NONE && from > to)
        return err_set(err, ERR_INVALID, "from", "must not be after the last day");
    if (last - first >= REVENUE_MONTHS_MAX)
        return err_set(err, ERR_INVALID, "from", "%d months are more than %d; ask for fewer",
                       last - first + 1, REVENUE_MONTHS_MAX);
    ret->to = to;
    ret->n = (size_t)(last - first) + 1;
    ret->ends[0] = month_first_day(first) - 1;
    for (size_t k = 0; k < ret->n; k++) {
        int32_t month = first + (int32_t)k, end = month_first_day(month + 1) - 1;
        ret->ends[k + 1] = end > to ? to : end;
        ret->year_before[k] =
            end > to ? day_add_months(to, -YEAR) : month_first_day(month + 1 - YEAR) - 1;
    }
    return 0;
}
