#include "forecast/value/value_order.h"

#include "base/str.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PER_CENT 100

/* Two for each column: falling, rising. */
const char *const value_sorts[] = {"-life",
                                   "life",
                                   "-ltv_3y",
                                   "ltv_3y",
                                   "-ltv_5y",
                                   "ltv_5y",
                                   "-arr",
                                   "arr",
                                   "-chance",
                                   "chance",
                                   "-acquisition",
                                   "acquisition",
                                   "-payback",
                                   "payback",
                                   "-life_to_acquisition",
                                   "life_to_acquisition",
                                   NULL};
enum column { LIFE, LTV_3Y, LTV_5Y, ARR, CHANCE, ACQUISITION, PAYBACK, LIFE_TO_ACQUISITION };

static double money(int64_t cents)
{
    return cents == I64_NONE ? NAN : (double)cents;
}

static double value_in(const struct value_row *r, enum column column)
{
    switch (column) {
    case LIFE: return r->is_life_infinite ? INFINITY : money(r->life_cents);
    case LTV_3Y: return money(r->ltv_3y_cents);
    case LTV_5Y: return money(r->ltv_5y_cents);
    case ARR: return money(r->arr_cents);
    case CHANCE: return r->chance_pct;
    case ACQUISITION: return money(r->acquisition_cents);
    case PAYBACK: return r->payback_months;
    default: return r->life_to_acquisition;
    }
}

static int compare(const void *a, const void *b, void *ctx)
{
    const struct value_row *p = *(const struct value_row *const *)a;
    const struct value_row *q = *(const struct value_row *const *)b;
    size_t order = *(const size_t *)ctx;
    double x = value_in(p, (enum column)(order / 2)), y = value_in(q, (enum column)(order / 2));
    bool is_falling = order % 2 == 0;

    if (isnan(x) != isnan(y))
        return isnan(x) ? 1 : -1;
    if (x < y || x > y)
        return (x < y) == is_falling ? 1 : -1;
    return strcmp(p->key, q->key);
}

void value_order(const struct value_row **rows, size_t n, const char *sort)
{
    size_t order = sort ? (size_t)str_index(value_sorts, sort) : 0;

    if (n > 1)
        qsort_r(rows, n, sizeof(const struct value_row *), compare, &order);
}

struct value_share *value_shares(const struct value_row *const *rows, size_t n, struct arena *arena,
                                 size_t *ret_n, int64_t *ret_half)
{
    const struct value_row **falling = ARENA_ARRAY(arena, n, const struct value_row *);
    size_t steps = n < VALUE_SHARES ? n : VALUE_SHARES;
    struct value_share *ret = ARENA_ARRAY(arena, steps + 1, struct value_share);
    double all = 0, sum = 0;

    *ret_n = 0;
    *ret_half = I64_NONE;
    for (size_t k = 0; k < n; k++)
        all += (double)(falling[k] = rows[k])->ltv_3y_cents;
    value_order(falling, n, "-ltv_3y");
    if (n == 0 || !(all > 0))
        return ret;
    for (size_t k = 0; k <= n; k++) {
        if (k * steps / n >= *ret_n)
            ret[(*ret_n)++] = (struct value_share){(int64_t)k, PER_CENT * (double)k / (double)n,
                                                   PER_CENT * sum / all};
        if (k < n)
            sum += (double)falling[k]->ltv_3y_cents;
        if (*ret_half == I64_NONE && k < n && sum >= all / 2)
            *ret_half = (int64_t)k + 1;
    }
    return ret;
}
