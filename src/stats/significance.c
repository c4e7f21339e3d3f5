#include "stats/significance.h"

#include "base/mem.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>

#define STEPS_MAX 10000
#define NEARLY    (4 * DBL_EPSILON)
#define TINY      1e-300 /* in the place of a zero that would be divided by */

static double not_zero(double x)
{
    return fabs(x) < TINY ? TINY : x;
}

/* ln Γ(x) for x > 0; lgamma itself keeps the sign in a variable that threads share. */
static double ln_gamma(double x)
{
    int sign;

    return lgamma_r(x, &sign);
}

/* x^a e^−x ÷ Γ(a) */
static double gamma_front(double a, double x)
{
    return exp(a * log(x) - x - ln_gamma(a));
}

static double gamma_series(double a, double x)
{
    double term = 1 / a, sum = term;

    for (int k = 1; k < STEPS_MAX && fabs(term) > fabs(sum) * NEARLY; k++) {
        term *= x / (a + k);
        sum += term;
    }
    return sum * gamma_front(a, x);
}

static double gamma_fraction(double a, double x)
{
    double b = x + 1 - a, c = 1 / TINY, d = 1 / not_zero(b), whole = d;

    for (int k = 1; k < STEPS_MAX; k++) {
        double an = -k * (k - a);
        b += 2;
        d = 1 / not_zero(an * d + b);
        c = not_zero(b + an / c);
        whole *= d * c;
        if (fabs(d * c - 1) < NEARLY)
            break;
    }
    return whole * gamma_front(a, x);
}

double gamma_upper(double a, double x)
{
    if (!(a > 0) || !(x >= 0))
        return NAN;
    if (x == 0)
        return 1;
    return x < a + 1 ? 1 - gamma_series(a, x) : gamma_fraction(a, x);
}

/* The coefficient d_n of DLMF 8.17.23. */
static double beta_coefficient(double a, double b, double x, int n)
{
    double m = floor(n / 2.0);

    return n % 2 ? -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
                 : m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
}

static double beta_fraction(double a, double b, double x)
{
    double c = 1, d = 0, whole = 1;

    for (int n = 1; n < STEPS_MAX; n++) {
        double coefficient = beta_coefficient(a, b, x, n);
        d = 1 / not_zero(1 + coefficient * d);
        c = not_zero(1 + coefficient / c);
        whole *= c * d;
        if (fabs(c * d - 1) < NEARLY)
            break;
    }
    return 1 / whole;
}

double beta_lower(double a, double b, double x)
{
    if (!(a > 0) || !(b > 0) || !(x >= 0 && x <= 1))
        return NAN;
    if (x == 0 || x == 1)
        return x;
    double front = exp(ln_gamma(a + b) - ln_gamma(a) - ln_gamma(b) + a * log(x) + b * log1p(-x));
    /* The fraction converges fast on one side of the mean only. */
    if (x < (a + 1) / (a + b + 2))
        return front * beta_fraction(a, b, x) / a;
    return 1 - front * beta_fraction(b, a, 1 - x) / b;
}

double chi_square_tail(double x, double df)
{
    return gamma_upper(df / 2, x / 2);
}

/* P(T ≤ t) for t ≥ 0. */
static double student_below(double t, double df)
{
    return 1 - beta_lower(df / 2, 0.5, df / (df + t * t)) / 2;
}

double student_quantile(double p, double df)
{
    double low = 0, high = 1;

    if (!(df > 0) || !(p >= 0.5 && p < 1))
        return NAN;
    while (student_below(high, df) < p && high < 1e12)
        high *= 2;
    for (int k = 0; k < 200 && high - low > high * NEARLY; k++) {
        double mid = low + (high - low) / 2;
        if (student_below(mid, df) < p)
            low = mid;
        else
            high = mid;
    }
    return low + (high - low) / 2;
}

struct ranked {
    double p;
    size_t at;
};

static int by_p(const void *a, const void *b)
{
    double x = ((const struct ranked *)a)->p, y = ((const struct ranked *)b)->p;

    return (x > y) - (x < y);
}

void holm_adjust(const double *p, size_t n, double *ret)
{
    struct ranked *known = mem_alloc(mem_product(n + 1, sizeof(*known)));
    size_t n_known = 0;
    double least = 0;

    for (size_t i = 0; i < n; i++) {
        if (!isnan(p[i]))
            known[n_known++] = (struct ranked){p[i], i};
        ret[i] = p[i];
    }
    if (n_known > 1)
        qsort(known, n_known, sizeof(*known), by_p);
    for (size_t r = 0; r < n_known; r++) {
        least = fmax(least, fmin(1, known[r].p * (double)(n_known - r)));
        ret[known[r].at] = least;
    }
    mem_free(known);
}
