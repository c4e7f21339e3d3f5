/* summary.h: means and quantiles of values of which some may be missing (NaN).
 *
 * Threads: pure. Units: those of the values. Each function passes over missing values and gives NaN
 * when nothing is left. */
#pragma once
#include <stddef.h>

/* The mean of the known values; *ret_known (may be NULL) is how many there were. */
double summary_mean(const double *values, size_t n, size_t *ret_known);
/* Moves the known values to the front in rising order; returns how many there are. */
size_t summary_sort(double *values, size_t n);
/* The p-quantile, 0 ≤ p ≤ 1, of n rising values, none missing, straight between neighbours: type 7
 * of Hyndman and Fan (1996), which is what R and NumPy give unasked. */
double summary_quantile(const double *sorted, size_t n, double p);
/* The median of the known values; sorts them in place. */
double summary_median(double *values, size_t n);
