#include "stats/poisson_binomial.h"

#include <math.h>

#define TOO_SMALL  1e-18 /* probability at an end that is not carried on */
#define GRID       20000
#define SMALL      8 /* steps; smaller amounts are not worth a place of their own */
#define BISECTIONS 40

static int check(const double *p, const double *amount, size_t n, struct err *err)
{
    if (n > POISSON_BINOMIAL_MAX)
        return err_set(err, ERR_INVALID, "p", "%zu rows; the most is %d", n, POISSON_BINOMIAL_MAX);
    for (size_t i = 0; i < n; i++) {
        if (!(p[i] >= 0 && p[i] <= 1))
            return err_set(err, ERR_INVALID, "p", "row %zu has the probability %g", i, p[i]);
        if (amount && (!(amount[i] >= 0) || isinf(amount[i])))
            return err_set(err, ERR_INVALID, "amount",
                           "row %zu has the amount %g; it must be from 0 on", i, amount[i]);
    }
    return 0;
}

/* mass[first … last] is what may be; one more thing may come true. */
static void add_one(double *mass, size_t first, size_t last, double p)
{
    mass[last + 1] = p * mass[last];
    for (size_t k = last; k > first; k--)
        mass[k] = (1 - p) * mass[k] + p * mass[k - 1];
    mass[first] *= 1 - p;
}

int poisson_binomial(const double *p, size_t n, struct arena *a, struct poisson_binomial *ret,
                     struct err *err)
{
    size_t first = 0, last = 0;
    struct poisson_binomial d = {0};

    int rc = check(p, NULL, n, err);
    if (rc < 0)
        return rc;
    double *mass = ARENA_ARRAY(a, n + 2, double);
    mass[0] = 1;
    for (size_t i = 0; i < n; i++) {
        add_one(mass, first, last, p[i]);
        last++;
        for (; first < last && mass[first] < TOO_SMALL; first++)
            d.cut += mass[first];
        for (; first < last && mass[last] < TOO_SMALL; last--)
            d.cut += mass[last];
        d.mean += p[i];
        d.variance += p[i] * (1 - p[i]);
    }
    d.first = first;
    d.n = last - first + 1;
    d.mass = mass + first;
    *ret = d;
    return 0;
}

double poisson_binomial_at_most(const struct poisson_binomial *d, double k)
{
    double sum = 0;

    for (size_t i = 0; i < d->n && (double)(d->first + i) <= k; i++)
        sum += d->mass[i];
    return fmin(1, sum);
}

double poisson_binomial_at_least(const struct poisson_binomial *d, double k)
{
    double sum = 0;

    for (size_t i = d->n; i-- > 0 && (double)(d->first + i) >= k;)
        sum += d->mass[i];
    return fmin(1, sum);
}

/* Where the mass leaves no more than `rest` below and above. */
static void limits(const double *mass, size_t n, double rest, size_t *ret_low, size_t *ret_high)
{
    double below = 0, above = 0;
    size_t low = 0, high = n - 1;

    while (low < high && below + mass[low] <= rest)
        below += mass[low++];
    while (high > low && above + mass[high] <= rest)
        above += mass[high--];
    *ret_low = low;
    *ret_high = high;
}

struct interval poisson_binomial_range(const struct poisson_binomial *d, double level)
{
    size_t low, high;

    limits(d->mass, d->n, (1 - level) / 2, &low, &high);
    return (struct interval){(double)(d->first + low), (double)(d->first + high)};
}

/* Σ amount: the large ones on a grid, one by one; what the many small ones add is nearly normal,
 * and a grid would spread it too far. */
struct total {
    double *mass; /* of step × k, k = 0 … last */
    size_t last;
    double step, carry;
    double shift, variance; /* what is added to it, a normal variable */
};

static void add_amount(struct total *t, double amount, double p)
{
    /* Rounding errors are handed on, so that they do not add up. */
    double exact = amount / t->step + t->carry, rounded = floor(exact + 0.5);
    size_t steps = (size_t)rounded, last = t->last + steps;

    t->carry = exact - rounded;
    t->shift -= p * rounded * t->step;
    for (size_t k = last; k >= steps; k--)
        t->mass[k] = (1 - p) * t->mass[k] + p * t->mass[k - steps];
    for (size_t k = 0; k < steps; k++)
        t->mass[k] *= 1 - p;
    for (; last > 0 && t->mass[last] < TOO_SMALL; last--)
        t->mass[last] = 0;
    t->last = last;
}

static double at_most(const struct total *t, double x)
{
    double sum = 0, spread = sqrt(2 * t->variance);

    for (size_t k = 0; k <= t->last; k++)
        if (t->mass[k] > 0)
            sum += t->mass[k] * erfc(((double)k * t->step + t->shift - x) / spread) / 2;
    return sum;
}

static double quantile(const struct total *t, double whole, double p)
{
    double low = 0, high = whole;

    for (int i = 0; i < BISECTIONS; i++) {
        double mid = low + (high - low) / 2;
        if (at_most(t, mid) < p)
            low = mid;
        else
            high = mid;
    }
    return low + (high - low) / 2;
}

static struct interval range_of(const struct total *t, double whole, double level)
{
    double rest = (1 - level) / 2;
    size_t low, high;

    if (t->variance > 0)
        return (struct interval){quantile(t, whole, rest), quantile(t, whole, 1 - rest)};
    limits(t->mass, t->last + 1, rest, &low, &high);
    return (struct interval){fmax(0, (double)low * t->step + t->shift),
                             fmin(whole, (double)high * t->step + t->shift)};
}

int poisson_binomial_amount(const double *p, const double *amount, size_t n, double level,
                            struct arena *a, struct weighted_outcome *ret, struct err *err)
{
    double whole = 0, mean = 0, variance = 0;

    int rc = check(p, amount, n, err);
    if (rc < 0)
        return rc;
    for (size_t i = 0; i < n; i++)
        whole += amount[i];
    struct total t = {.step = whole / GRID};
    t.mass = ARENA_ARRAY(a, GRID + GRID / SMALL + 2, double);
    t.mass[0] = 1;
    for (size_t i = 0; i < n; i++) {
        double spread = p[i] * (1 - p[i]) * amount[i] * amount[i];
        mean += p[i] * amount[i];
        variance += spread;
        t.shift += p[i] * amount[i];
        if (amount[i] >= SMALL * t.step && amount[i] > 0)
            add_amount(&t, amount[i], p[i]);
        else
            t.variance += spread;
    }
    *ret = (struct weighted_outcome){mean, sqrt(variance), range_of(&t, whole, level)};
    return 0;
}

int poisson_binomial_outcome(const double *p, const double *amount, size_t n, double level,
                             struct arena *a, struct expected_outcome *ret, struct err *err)
{
    struct poisson_binomial count;
    struct weighted_outcome money;
    int rc = poisson_binomial(p, n, a, &count, err);

    if (rc >= 0)
        rc = poisson_binomial_amount(p, amount, n, level, a, &money, err);
    if (rc < 0)
        return rc;
    *ret = (struct expected_outcome){count.mean, poisson_binomial_range(&count, level), money};
    return 0;
}
