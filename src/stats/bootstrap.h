/* bootstrap.h: how sure any number made from rows is, by making it again from rows drawn anew. Rows
 * of one account are drawn together: twelve months of one customer are not twelve customers.
 *
 * Threads: pure. Same bits: the same seed gives the same interval. Units: those of the number.
 * Sources: Efron (1979), Annals of Statistics 7; clusters: Davison and Hinkley (1997), Bootstrap
 * Methods and their Application, 3.8. */
#pragma once
#include "base/err.h"
#include "stats/interval.h"

#include <stddef.h>
#include <stdint.h>

#define BOOTSTRAP_ROUNDS_MAX 100000

/* The number made from n rows, which are row numbers of the caller's data and may repeat; NaN when
 * they allow none. */
typedef double (*bootstrap_fn)(const uint32_t *rows, size_t n, void *ctx);

struct bootstrap_ask {
    const uint32_t *cluster; /* [n] whose row i is, 0 … clusters − 1; NULL: each is its own */
    size_t n, clusters;
    bootstrap_fn fn;
    void *ctx;
    size_t rounds; /* 200 for a standard error, 1000 and more for an interval */
    uint64_t seed;
    double level; /* of the interval, 0.95 */
};
struct bootstrap {
    double value;          /* from the rows as they are */
    double std_error;      /* standard deviation over the rounds */
    struct interval range; /* percentiles of the rounds */
    size_t rounds;         /* those that gave a number; with fewer than 2 the rest is NaN */
    double above_zero;     /* share of the rounds above 0, half of those at 0: for differences */
};
/* ERR_INVALID with field "cluster", "rounds" or "level". */
int bootstrap(const struct bootstrap_ask *ask, struct bootstrap *ret, struct err *err);
