/* roc.h: how well a score ranks those it happened to above those it did not: the area below the ROC
 * curve (AUC), how sure it is, and whether one score ranks better than another.
 *
 * AUC is the probability that of one taken from either group the one it happened to has the higher
 * score; equal scores count half. 0.5 is chance. A score that should be low for a yes (health) is
 * given with its sign turned.
 *
 * Threads: pure. Rows whose score is missing (NaN) are passed over; a comparison takes the rows
 * where both are known. Everything is NaN when one of the two groups is empty.
 * Sources: DeLong, DeLong and Clarke-Pearson (1988), Biometrics 44; placements by one sort, as in
 * Sun and Xu (2014), IEEE Signal Processing Letters 21. Rows are taken as independent: where an
 * account has several, take the bootstrap by account (bootstrap.h). */
#pragma once
#include "stats/interval.h"

#include <stdbool.h>
#include <stddef.h>

#define ROC_ROWS_MAX 50000000

struct auc {
    double value, std_error;
    /* value ± z std_error, cut to 0 … 1. A perfect ranking has no spread to go by: its interval is
     * that of Wilson for the smaller group, all of which were ranked right. */
    struct interval range;
    size_t yes, no; /* rows of either group */
};
struct auc roc_auc(const double *score, const bool *label, size_t n, double z);

/* Two scores of the same rows. */
struct auc_difference {
    struct auc a, b;              /* over the rows where both are known */
    double difference, std_error; /* a − b */
    struct interval range;
    double p; /* two-sided, of a difference as large or larger when there is none */
};
struct auc_difference roc_compare(const double *score_a, const double *score_b, const bool *label,
                                  size_t n, double z);
