/* random.h: random numbers that are the same for the same seed on every machine: for the sample
 * company, for bootstrap and for hold-outs. Not for secrets (libsodium makes those).
 *
 * Threads: a struct rng belongs to one thread.
 * Source:  xoshiro256** and splitmix64 of Blackman and Vigna (2018), "Scrambled linear
 *          pseudorandom number generators". */
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct rng {
    uint64_t s[4];
    double spare; /* the second normal of a pair, when has_spare */
    bool has_spare;
};

/* Stream `stream` of a seed: streams do not overlap in practice, so that each account can have its
 * own and adding accounts changes none of the others. */
void rng_init(struct rng *r, uint64_t seed, uint64_t stream);
uint64_t rng_u64(struct rng *r);
double rng_unit(struct rng *r);                                /* [0, 1) */
int64_t rng_below(struct rng *r, int64_t n);                   /* 0 … n − 1; n ≥ 1 */
int64_t rng_between(struct rng *r, int64_t low, int64_t high); /* both included */
bool rng_chance(struct rng *r, double p);
double rng_normal(struct rng *r); /* mean 0, standard deviation 1 (polar method) */
double rng_lognormal(struct rng *r, double median, double sigma);
double rng_exponential(struct rng *r, double mean);
int64_t rng_poisson(struct rng *r, double mean); /* mean 0 … 1000 */
/* An index 0 … n − 1 with probability proportional to weights (not negative, not all 0). */
size_t rng_choose(struct rng *r, const double *weights, size_t n);
