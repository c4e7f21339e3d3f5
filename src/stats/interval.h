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

/* Of a net promoter score, −1 … 1: promoters minus detractors, as shares of all. The adjusted Wald
 * interval that adds 3/4 to promoters and detractors and 3/2 to the passives, which holds what it
 * promises from a handful of answers on. Source: Rocks (2016), Interval Estimation for the "Net
 * Promoter Score", The American Statistician 70 (method AC with 3 added); 50, 30 and 20 of 100
 * give 0.1405 … 0.4420. */
struct interval interval_nps(int64_t promoters, int64_t passives, int64_t detractors, double z);
