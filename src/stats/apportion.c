#include "stats/apportion.h"

#include <math.h>
#include <stdlib.h>

/* What floating-point sums may be off by without meaning anything. */
#define NOISE 1e-9

struct share {
    double units, rest;
    size_t index;
};

static int by_rest(const void *a, const void *b)
{
    const struct share *x = a, *y = b;

    if (x->rest != y->rest)
        return x->rest < y->rest ? 1 : -1;
    return x->index < y->index ? -1 : 1;
}

static double power_of_ten(int decimals)
{
    double p = 1;

    while (decimals-- > 0)
        p *= 10;
    return p;
}

double round_decimals(double value, int decimals)
{
    double p = power_of_ten(decimals);

    return round(value * p) / p;
}

void apportion(const double *parts, size_t n, double whole, int decimals, double *ret)
{
    struct share shares[APPORTION_PARTS_MAX];
    double p = power_of_ten(decimals), left = round(whole * p);

    for (size_t i = 0; i < n; i++) {
        double exact = parts[i] * p, down = floor(exact + NOISE);
        shares[i] = (struct share){.units = down, .rest = exact - down, .index = i};
        left -= down;
    }
    qsort(shares, n, sizeof(*shares), by_rest);
    for (size_t i = 0; i < n; i++)
        ret[shares[i].index] =
            (shares[i].units + floor((left - (double)i - 1) / (double)n) + 1) / p;
}
