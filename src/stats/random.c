#include "stats/random.h"

#include <math.h>

static uint64_t splitmix(uint64_t *state)
{
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

static uint64_t rotl(uint64_t x, int k)
{
    return (x << k) | (x >> (64 - k));
}

void rng_init(struct rng *r, uint64_t seed, uint64_t stream)
{
    uint64_t mix = seed;
    /* Two rounds, so that neighbouring seeds and streams do not start near each other. */
    mix = splitmix(&mix) ^ (stream * 0xd1342543de82ef95u);
    for (int i = 0; i < 4; i++)
        r->s[i] = splitmix(&mix);
    r->has_spare = false;
    r->spare = 0;
}

uint64_t rng_u64(struct rng *r)
{
    uint64_t *s = r->s, result = rotl(s[1] * 5, 7) * 9, t = s[1] << 17;

    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotl(s[3], 45);
    return result;
}

double rng_unit(struct rng *r)
{
    return (double)(rng_u64(r) >> 11) * 0x1.0p-53;
}

int64_t rng_below(struct rng *r, int64_t n)
{
    return (int64_t)(rng_unit(r) * (double)n);
}

int64_t rng_between(struct rng *r, int64_t low, int64_t high)
{
    return low + rng_below(r, high - low + 1);
}

bool rng_chance(struct rng *r, double p)
{
    return rng_unit(r) < p;
}

double rng_normal(struct rng *r)
{
    double u, v, s;

    if (r->has_spare) {
        r->has_spare = false;
        return r->spare;
    }
    do {
        u = 2 * rng_unit(r) - 1;
        v = 2 * rng_unit(r) - 1;
        s = u * u + v * v;
    } while (s >= 1 || s == 0);
    s = sqrt(-2 * log(s) / s);
    r->spare = v * s;
    r->has_spare = true;
    return u * s;
}

double rng_lognormal(struct rng *r, double median, double sigma)
{
    return median * exp(sigma * rng_normal(r));
}

double rng_exponential(struct rng *r, double mean)
{
    return -mean * log1p(-rng_unit(r));
}

int64_t rng_poisson(struct rng *r, double mean)
{
    /* Large means by their normal limit: exp(−mean) would lose its digits. */
    if (mean > 60) {
        double x = floor(mean + sqrt(mean) * rng_normal(r) + 0.5);
        return x < 0 ? 0 : (int64_t)x;
    }
    double limit = exp(-mean), product = rng_unit(r);
    int64_t n = 0;
    while (product > limit) {
        product *= rng_unit(r);
        n++;
    }
    return n;
}

size_t rng_choose(struct rng *r, const double *weights, size_t n)
{
    double total = 0;

    for (size_t i = 0; i < n; i++)
        total += weights[i];
    double x = rng_unit(r) * total;
    for (size_t i = 0; i + 1 < n; i++) {
        x -= weights[i];
        if (x < 0)
            return i;
    }
    return n - 1;
}
