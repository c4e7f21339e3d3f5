/* interval.h: how sure an estimated proportion is. Threads: pure. */
#pragma once
#include <stdint.h>

#define Z_95 1.959963984540054 /* two-sided 95 % of the normal distribution */

struct interval {
    double low, high; /* NaN when there was nothing to estimate from */
};

/* The score interval of Wilson (1927) for hits out of n. Unlike the textbook interval it stays
 * within 0 … 1 and is usable for small n. Source: Newcombe (1998), Statistics in Medicine 17,
 * method 3, whose example is 81 of 263: 0.2553 … 0.3662. */
struct interval interval_wilson(int64_t hits, int64_t n, double z);
