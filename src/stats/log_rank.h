/* log_rank.h: do two or more groups last equally long?
 *
 * At each time at which something ended, the events of each group are held against what it would
 * have had if all at risk were alike; the sums of the differences, by their covariance, are
 * chi-square.
 *
 * Threads: pure. Source: Mantel (1966), Cancer Chemotherapy Reports 50; Peto and Peto (1972),
 * J. R. Statist. Soc. A 135. As survdiff of R's package survival gives it. */
#pragma once
#include "stats/survival.h"

#define LOG_RANK_GROUPS_MAX 200

struct log_rank {
    double chi_square, p; /* NaN when there is nothing to compare */
    size_t df;            /* groups that could be told apart, less one */
    double observed[LOG_RANK_GROUPS_MAX];
    double expected[LOG_RANK_GROUPS_MAX]; /* events if the groups were alike */
};
/* group[i], 0 … groups − 1, is that of observation i. A group that was never at risk beside another
 * one tells nothing and does not count. ERR_INVALID with field "group" too. */
int log_rank(const struct survival_data *d, const uint32_t *group, size_t groups, struct arena *a,
             struct log_rank *ret, struct err *err);
