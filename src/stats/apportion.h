/* apportion.h: rounds parts so that the rounded parts still add up to the rounded whole.
 *
 * Threads: pure. Source: the method of largest remainders (Hamilton's apportionment). */
#pragma once
#include <stddef.h>

#define APPORTION_PARTS_MAX 1024

/* Rounds n parts (none missing, n ≤ APPORTION_PARTS_MAX) that add up to `whole` to 10^-decimals.
 * Each lands on the neighbour below or above it, and the results add up to `whole` rounded the same
 * way. `whole` may itself be a difference of rounded numbers, a unit or two off the sum of the
 * parts: then some lands one further. ret may be parts. */
void apportion(const double *parts, size_t n, double whole, int decimals, double *ret);
/* One number rounded to 10^-decimals, half away from zero; NaN stays NaN. */
double round_decimals(double value, int decimals);
