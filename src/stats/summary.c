#include "stats/summary.h"

#include <math.h>
#include <stdlib.h>

double summary_mean(const double *values, size_t n, size_t *ret_known)
{
    double sum = 0;
    size_t known = 0;

    for (size_t i = 0; i < n; i++) {
        if (isnan(values[i]))
            continue;
        sum += values[i];
        known++;
    }
    if (ret_known)
        *ret_known = known;
    return known ? sum / (double)known : NAN;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

size_t summary_sort(double *values, size_t n)
{
    size_t known = 0;

    for (size_t i = 0; i < n; i++)
        if (!isnan(values[i]))
            values[known++] = values[i];
    if (known > 1)
        qsort(values, known, sizeof(*values), by_value);
    return known;
}

double summary_quantile(const double *sorted, size_t n, double p)
{
    if (n == 0)
        return NAN;
    double place = p * (double)(n - 1);
    size_t below = (size_t)place;

    if (below + 1 >= n)
        return sorted[n - 1];
    return sorted[below] + (place - (double)below) * (sorted[below + 1] - sorted[below]);
}

double summary_median(double *values, size_t n)
{
    return summary_quantile(values, summary_sort(values, n), 0.5);
}
