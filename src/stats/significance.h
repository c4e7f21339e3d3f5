/* significance.h: tails and quantiles of the distributions that tests need.
 *
 * Threads: pure. Probabilities 0 … 1; NaN for arguments that make no sense. */
#pragma once
#include <stddef.h>

/* The regularised upper incomplete gamma function Q(a, x), a > 0, x ≥ 0. Source: NIST Digital
 * Library of Mathematical Functions 8.2.4, by the series 8.11.4 below a + 1 and the continued
 * fraction 8.9.2 above it (modified Lentz). */
double gamma_upper(double a, double x);
/* The regularised incomplete beta function I_x(a, b), a and b > 0, 0 ≤ x ≤ 1. Source: DLMF 8.17.22,
 * the continued fraction. */
double beta_lower(double a, double b, double x);

/* The probability that chi-square with df degrees of freedom is x or more: Q(df/2, x/2). */
double chi_square_tail(double x, double df);
/* Student's t with df degrees of freedom: what it stays below with probability p, ½ ≤ p < 1. */
double student_quantile(double p, double df);

/* Holm (1979), "A simple sequentially rejective multiple test procedure": p-values adjusted for how
 * many were tried, so that each may be held against the level itself. The r-th smallest of n is
 * multiplied by n − r + 1, and none is below a smaller one's. Missing ones (NaN) are no tries and
 * stay missing. ret may be p. */
void holm_adjust(const double *p, size_t n, double *ret);
