#include "stats/symmetric.h"

#include <float.h>
#include <lapacke.h>

/* LAPACK counts in int, and what is below the diagonal in our rows is above it in its columns. */
#define UPPER 'U'

bool symmetric_factor(double *a, size_t n)
{
    return LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, UPPER, (lapack_int)n, a, (lapack_int)n) == 0;
}

void symmetric_solve(const double *factor, size_t n, double *b)
{
    LAPACKE_dpotrs_work(LAPACK_COL_MAJOR, UPPER, (lapack_int)n, 1, factor, (lapack_int)n, b,
                        (lapack_int)n);
}

void symmetric_invert(double *factor, size_t n)
{
    LAPACKE_dpotri_work(LAPACK_COL_MAJOR, UPPER, (lapack_int)n, factor, (lapack_int)n);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < i; k++)
            factor[k * n + i] = factor[i * n + k];
}

double symmetric_square(double *a, size_t n, const double *v, struct arena *arena, size_t *ret_rank)
{
    double *values = ARENA_ARRAY(arena, n, double), square = 0;
    size_t room = 3 * n;
    double *work = ARENA_ARRAY(arena, room, double);

    *ret_rank = 0;
    if (n == 0 || LAPACKE_dsyev_work(LAPACK_COL_MAJOR, 'V', UPPER, (lapack_int)n, a, (lapack_int)n,
                                     values, work, (lapack_int)room) != 0)
        return 0;
    double least = values[n - 1] * (double)n * 64 * DBL_EPSILON;
    for (size_t k = 0; k < n; k++) {
        double along = 0;
        if (!(values[k] > least))
            continue;
        for (size_t i = 0; i < n; i++)
            along += a[k * n + i] * v[i];
        square += along * along / values[k];
        ++*ret_rank;
    }
    return square;
}
