#include "facts/kind/rules.h"

#include "base/day.h"

int rule_days_in_order(const char *field, int32_t first, int32_t second, const char *what,
                       struct err *err)
{
    char a[16], b[16];

    if (first == DAY_NONE || second == DAY_NONE || first <= second)
        return 0;
    return err_set(err, ERR_INVALID, field, "%s is before %s, which is %s", day_format(second, b),
                   what, day_format(first, a));
}

int rule_times_in_order(const char *field, int64_t first, int64_t second, const char *what,
                        struct err *err)
{
    char a[32], b[32];

    if (first == TIME_NONE || second == TIME_NONE || first <= second)
        return 0;
    return err_set(err, ERR_INVALID, field, "%s is before %s, which is %s", time_format(second, b),
                   what, time_format(first, a));
}

int rule_currency(const char *currency, struct err *err)
{
    int n = 0;

    if (!currency)
        return 0;
    while (currency[n] >= 'A' && currency[n] <= 'Z')
        n++;
    if (n == 3 && !currency[3])
        return 0;
    return err_set(err, ERR_INVALID, "currency",
                   "\"%.10s\" is not a currency; give its three capital letters, such as EUR",
                   currency);
}
