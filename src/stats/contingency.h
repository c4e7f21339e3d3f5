/* contingency.h: does a yes or no go together with which class something is in?
 *
 * Threads: pure. */
#pragma once
#include <stddef.h>
#include <stdint.h>

struct contingency {
    double g;  /* the likelihood-ratio statistic 2 Σ O ln(O ÷ E) over classes × yes and no */
    double df; /* classes − 1 */
    double p;  /* of a g as large or larger if the two had nothing to do with each other */
    double
        gain_bits; /* information gained about the outcome by knowing the class: g ÷ (2 N ln 2) */
    double entropy_bits; /* what there is to know about the outcome */
    size_t few;          /* cells of which fewer than 5 are expected: p is rough then */
};
/* hits[k] of totals[k] are a yes, for n classes; empty classes are passed over. Everything is
 * missing (NaN) with fewer than two classes, or when all outcomes are the same. Source: Sokal and
 * Rohlf, Biometry, "the G-test of independence"; the example that the test checks is McDonald,
 * Handbook of Biological Statistics (2014). */
void contingency_test(const int64_t *hits, const int64_t *totals, size_t n,
                      struct contingency *ret);
