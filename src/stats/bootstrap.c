#include "stats/bootstrap.h"

#include "base/mem.h"
#include "stats/random.h"
#include "stats/summary.h"

#include <math.h>
#include <stdbool.h>

/* Rows in the order of their clusters: those of cluster c are rows[start[c]] … rows[start[c + 1]].
 */
struct clustered {
    size_t n, count, longest;
    size_t *start;
    uint32_t *rows;
};

static void clustered_done(struct clustered *c)
{
    mem_free(c->start);
    mem_free(c->rows);
}

static uint32_t cluster_of(const struct bootstrap_ask *ask, size_t i)
{
    return ask->cluster ? ask->cluster[i] : (uint32_t)i;
}

static struct clustered deal(const struct bootstrap_ask *ask)
{
    struct clustered c = {.n = ask->n, .count = ask->cluster ? ask->clusters : ask->n};
    size_t *at = mem_zalloc(mem_product(c.count + 1, sizeof(*at)));

    c.start = mem_zalloc(mem_product(c.count + 1, sizeof(*c.start)));
    c.rows = mem_alloc(mem_product(ask->n + 1, sizeof(*c.rows)));
    for (size_t i = 0; i < ask->n; i++)
        c.start[cluster_of(ask, i) + 1]++;
    for (size_t k = 0; k < c.count; k++) {
        c.longest = c.start[k + 1] > c.longest ? c.start[k + 1] : c.longest;
        c.start[k + 1] += c.start[k];
        at[k] = c.start[k];
    }
    for (size_t i = 0; i < ask->n; i++)
        c.rows[at[cluster_of(ask, i)]++] = (uint32_t)i;
    mem_free(at);
    return c;
}

static int check(const struct bootstrap_ask *ask, struct err *err)
{
    if (ask->rounds < 1 || ask->rounds > BOOTSTRAP_ROUNDS_MAX)
        return err_set(err, ERR_INVALID, "rounds", "%zu rounds; there can be 1 to %d", ask->rounds,
                       BOOTSTRAP_ROUNDS_MAX);
    if (!(ask->level > 0 && ask->level < 1))
        return err_set(err, ERR_INVALID, "level", "a level of %g; it must be between 0 and 1",
                       ask->level);
    for (size_t i = 0; ask->cluster && i < ask->n; i++)
        if (ask->cluster[i] >= ask->clusters)
            return err_set(err, ERR_INVALID, "cluster",
                           "row %zu is of cluster %u, but there are %zu", i, ask->cluster[i],
                           ask->clusters);
    return 0;
}

/* As many clusters as have rows, with replacement, and all their rows; how many those are. */
static size_t draw(const struct clustered *c, struct rng *rng, const uint32_t *filled,
                   size_t n_filled, uint32_t *to)
{
    size_t n = 0;

    for (size_t k = 0; k < n_filled; k++) {
        size_t cluster = filled[rng_below(rng, (int64_t)n_filled)];
        for (size_t i = c->start[cluster]; i < c->start[cluster + 1]; i++)
            to[n++] = c->rows[i];
    }
    return n;
}

static void sum_up(double *values, size_t n, double level, struct bootstrap *ret)
{
    double mean = summary_mean(values, n, &ret->rounds), squares = 0, above = 0;

    ret->std_error = ret->above_zero = NAN;
    ret->range = (struct interval){NAN, NAN};
    if (ret->rounds < 2)
        return;
    size_t known = summary_sort(values, n);
    for (size_t i = 0; i < known; i++) {
        squares += (values[i] - mean) * (values[i] - mean);
        above += values[i] > 0 ? 1 : values[i] == 0 ? 0.5 : 0;
    }
    ret->std_error = sqrt(squares / ((double)known - 1));
    ret->above_zero = above / (double)known;
    ret->range.low = summary_quantile(values, known, (1 - level) / 2);
    ret->range.high = summary_quantile(values, known, (1 + level) / 2);
}

int bootstrap(const struct bootstrap_ask *ask, struct bootstrap *ret, struct err *err)
{
    size_t n_filled = 0;
    struct rng rng;

    int rc = check(ask, err);
    if (rc < 0)
        return rc;
    struct clustered c = deal(ask);
    uint32_t *filled = mem_alloc(mem_product(c.count + 1, sizeof(*filled)));
    double *values = mem_alloc(mem_product(ask->rounds, sizeof(*values)));
    for (size_t k = 0; k < c.count; k++)
        if (c.start[k + 1] > c.start[k])
            filled[n_filled++] = (uint32_t)k;
    uint32_t *drawn =
        mem_alloc(mem_product(mem_product(n_filled + 1, c.longest + 1), sizeof(*drawn)));
    rng_init(&rng, ask->seed, 0);
    ret->value = ask->fn(c.rows, c.n, ask->ctx);
    for (size_t r = 0; r < ask->rounds; r++) {
        size_t n = draw(&c, &rng, filled, n_filled, drawn);
        values[r] = ask->fn(drawn, n, ask->ctx);
    }
    sum_up(values, ask->rounds, ask->level, ret);
    mem_free(drawn);
    mem_free(values);
    mem_free(filled);
    clustered_done(&c);
    return 0;
}
