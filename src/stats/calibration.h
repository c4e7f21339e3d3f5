/* calibration.h: from a score that ranks to a probability that means what it says, and how to see
 * whether it does: of those told 20 %, one in five.
 *
 * Fit on rows that the score was not fitted on, or it will look surer than it is.
 *
 * Threads: pure. Scores are finite or missing (NaN). Rows with a missing score are passed over; a
 * missing score has a missing probability. Ownership: what is made is the arena's. Errors:
 * ERR_INVALID with field "label" when all known rows have the same outcome. Sources: Platt (1999),
 * in Advances in Large Margin Classifiers, with the method of Lin, Lin and Weng (2007), Machine
 * Learning 68; isotonic: Ayer et al. (1955), Annals of Mathematical Statistics 26 (pool adjacent
 * violators), Zadrozny and Elkan (2002), KDD. */
#pragma once
#include "base/arena.h"
#include "base/err.h"
#include "stats/interval.h"

#include <stdbool.h>
#include <stddef.h>

/* p = 1 ÷ (1 + e^−(intercept + slope × score)): two numbers, for a few hundred rows. As Platt says
 * the outcomes count as (yes + 1) ÷ (yes + 2) and 1 ÷ (no + 2) rather than 1 and 0, so that few
 * rows give no certainty and a perfect score has a fit. */
struct platt {
    double slope, intercept;
};
int platt_fit(const double *score, const bool *label, size_t n, struct platt *ret, struct err *err);
double platt_at(const struct platt *f, double score);

/* The rising step function nearest to the outcomes, between its steps a straight line: any rising
 * shape, for a thousand rows or more. Beyond the scores it was fitted on it stays as it ends. */
struct isotonic {
    const double *score, *p; /* [n] rising, and not falling */
    size_t n;
};
int isotonic_fit(const double *score, const bool *label, size_t n, struct arena *a,
                 struct isotonic *ret, struct err *err);
double isotonic_at(const struct isotonic *f, double score);

/* The rows in order of their probability, dealt into bins of about equal number (equal
 * probabilities stay together): what was told beside what happened. */
struct calibration_bin {
    size_t n, yes;
    double told;           /* mean probability */
    double share;          /* yes ÷ n */
    struct interval range; /* of the share, Wilson */
};
/* ret holds `bins` of them, of which as many as are given back are filled. */
size_t calibration_bins(const double *p, const bool *label, size_t n, double z, size_t bins,
                        struct calibration_bin *ret);
/* Σ n × |told − share| ÷ Σ n over bins: the expected calibration error, 0 at best. */
double calibration_error(const struct calibration_bin *bins, size_t n);
