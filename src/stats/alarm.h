/* alarm.h: what an alarm finds and misses: everybody above a threshold, or everybody of a band.
 *
 * Threads: pure. Units: amounts in whatever the caller counts (ARR in cents); shares 0 … 1, NaN
 * where there is nothing to divide by. Rows with a missing score, or of no band (−1), are passed
 * over but counted in `missing`: a customer without a score can leave, too. */
#pragma once
#include "stats/interval.h"

#include <stdbool.h>
#include <stddef.h>

/* One group of rows (those alarmed for, or a band) against all rows that have a score. */
struct alarm {
    size_t n, yes;       /* in the group */
    size_t all, all_yes; /* everywhere */
    size_t missing, missing_yes;
    double precision;      /* yes ÷ n: how many of the group it came true for */
    struct interval range; /* of the precision, Wilson */
    double recall;         /* yes ÷ all yes: how much of all there was is found here */
    struct interval recall_range;
    double lift;               /* precision ÷ share of yes everywhere; 1: no better than chance */
    double amount, amount_yes; /* what the rows of the group are worth, and those with a yes */
    double amount_recall;      /* of all that was lost, the share that was in the group */
};
/* All rows whose score is `threshold` or more (is_below: or less). amount [n] may be NULL: then
 * each counts 1; a missing amount counts 0. */
struct alarm alarm_at(const double *score, const bool *label, const double *amount, size_t n,
                      double threshold, bool is_below, double z);
/* One for each band 0 … bands − 1; band[i] is that of row i, or −1. */
void alarm_by_band(const int *band, const bool *label, const double *amount, size_t n, size_t bands,
                   double z, struct alarm *ret);

/* Rows by falling score: what is found by looking at the first share of them. Equal scores are
 * taken in proportion, as if in an order of chance. ret[k] for shares[k], rising. */
struct gain {
    double share;     /* of the rows looked at */
    double found;     /* of all yes */
    double precision; /* of those looked at, the share with a yes */
    double lift;      /* found ÷ share */
};
void gain_curve(const double *score, const bool *label, size_t n, const double *shares,
                size_t n_shares, struct gain *ret);
/* The area below precision over recall, Σ (recall step) × precision, at each distinct score; chance
 * gives the share of yes. Source: as scikit-learn's average_precision_score. */
double average_precision(const double *score, const bool *label, size_t n);
