/* symmetric.h: systems of equations whose matrix is symmetric, as covariances and curvatures are.
 * The only file that knows LAPACK.
 *
 * Threads: pure. Units: matrices are n × n in row-major order, of which only the part on and below
 * the diagonal is read. */
#pragma once
#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

/* Factors a positive definite matrix in place (Cholesky); false when it is not one. */
bool symmetric_factor(double *a, size_t n);
/* Solves a x = b in place of b, with what symmetric_factor made of a. */
void symmetric_solve(const double *factor, size_t n, double *b);
/* The inverse of a, both triangles, in place of its factor. */
void symmetric_invert(double *factor, size_t n);

/* vᵀ a⁺ v, the squared length of v measured by a covariance a that may be singular (its
 * pseudo-inverse); *ret_rank is how many directions a leaves free. a is used up. */
double symmetric_square(double *a, size_t n, const double *v, struct arena *arena,
                        size_t *ret_rank);
