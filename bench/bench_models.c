/* How fast models are trained and a portfolio is scored with reasons.
 *
 *     bench_models FILE THREADS
 *
 * makes up 200,000 account-months of 40 columns, writes them to FILE for models.py to do the same
 * with, trains on the first half, judges on the second, and prints one line of JSON. FILE holds,
 * for either half, the columns one after the other as doubles, then the labels as bytes. */
#include "base/day.h"
#include "base/mem.h"
#include "stats/boosted_trees.h"
#include "stats/interval.h"
#include "stats/logistic.h"
#include "stats/random.h"
#include "stats/roc.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define ROWS    100000
#define COLUMNS 40
#define BLOCKS  10 /* × ROWS: a million accounts */

struct half {
    double *values; /* COLUMNS × ROWS */
    const double *columns[COLUMNS];
    bool *label;
};

static void die(const char *what)
{
    fprintf(stderr, "bench_models: %s\n", what);
    abort();
}

/* A tenth of the values missing; some columns with a straight effect, some that bend, two that hang
 * on each other, most with none. A yes in about one of twelve. */
static void make_up(struct half *h, struct rng *rng)
{
    h->values = mem_alloc(sizeof(double) * COLUMNS * ROWS);
    h->label = mem_alloc(ROWS);
    for (size_t j = 0; j < COLUMNS; j++)
        h->columns[j] = h->values + j * ROWS;
    for (size_t i = 0; i < ROWS; i++) {
        double eta = -3.2, x[COLUMNS];
        for (size_t j = 0; j < COLUMNS; j++) {
            x[j] = rng_normal(rng);
            h->values[j * ROWS + i] =
                rng_chance(rng, 0.1) ? NAN : x[j] * (double)(1 + j) + (double)j;
        }
        for (size_t j = 0; j < 8; j++)
            eta += 0.3 * x[j];
        eta += 0.5 * fabs(x[8]) + (x[9] > 1 ? 1 : 0) + 0.4 * x[10] * x[11];
        h->label[i] = rng_chance(rng, 1 / (1 + exp(-eta)));
    }
}

static void write_half(FILE *f, const struct half *h)
{
    if (fwrite(h->values, sizeof(double), (size_t)COLUMNS * ROWS, f) != (size_t)COLUMNS * ROWS ||
        fwrite(h->label, 1, ROWS, f) != ROWS)
        die("cannot write the data");
}

static double seconds_since(int64_t *at)
{
    int64_t now = clock_mono_us();
    double seconds = (double)(now - *at) / 1e6;

    *at = now;
    return seconds;
}

static void by_logistic(const struct half *train, const struct half *held, double *p)
{
    AUTO_STRUCT(arena) *a = arena_new();
    struct labelled d = {ROWS, COLUMNS, train->columns, train->label, NULL};
    struct logistic m;
    struct err err;
    double parts[COLUMNS];
    int64_t at = clock_mono_us();

    if (logistic_fit(&d, 1, a, &m, &err) < 0)
        die(err.text);
    double fit = seconds_since(&at);
    logistic_predict(&m, held->columns, ROWS, p);
    double predict = seconds_since(&at);
    for (int b = 0; b < BLOCKS; b++) {
        logistic_predict(&m, held->columns, ROWS, p);
        for (size_t i = 0; i < ROWS; i++)
            logistic_parts(&m, held->columns, i, parts);
    }
    printf("\"logistic\": {\"fit\": %.3f, \"predict\": %.4f, \"million\": %.3f, \"auc\": %.6f}, ",
           fit, predict, seconds_since(&at), roc_auc(p, held->label, ROWS, Z_95).value);
}

static void by_trees(const struct half *train, const struct half *held, int threads, double *p)
{
    struct labelled d = {ROWS, COLUMNS, train->columns, train->label, NULL};
    struct trees_options o = trees_default();
    struct trees *fitted = NULL;
    struct err err;
    double *parts = mem_alloc(sizeof(double) * ROWS * (COLUMNS + 1));
    int64_t at = clock_mono_us();

    o.threads = threads;
    if (trees_fit(&d, &o, &fitted, &err) < 0)
        die(err.text);
    AUTO_STRUCT(trees) *t = fitted;
    double fit = seconds_since(&at);
    if (trees_predict(t, held->columns, ROWS, 0, threads, p, &err) < 0)
        die(err.text);
    double predict = seconds_since(&at);
    for (int b = 0; b < BLOCKS; b++)
        if (trees_parts(t, held->columns, ROWS, false, threads, parts, &err) < 0)
            die(err.text);
    printf("\"trees\": {\"fit\": %.3f, \"predict\": %.4f, \"million\": %.3f, \"auc\": %.6f}", fit,
           predict, seconds_since(&at), roc_auc(p, held->label, ROWS, Z_95).value);
    mem_free(parts);
}

int main(int argc, char **argv)
{
    struct half train, held;
    struct rng rng;
    double *p = mem_alloc(sizeof(double) * ROWS);

    if (argc != 3)
        die("usage: bench_models FILE THREADS");
    rng_init(&rng, 1, 0);
    make_up(&train, &rng);
    make_up(&held, &rng);
    FILE *f = fopen(argv[1], "we");
    if (!f)
        die("cannot open the file for the data");
    write_half(f, &train);
    write_half(f, &held);
    if (fclose(f) != 0)
        die("cannot write the data");
    printf("{");
    by_logistic(&train, &held, p);
    by_trees(&train, &held, (int)strtol(argv[2], NULL, 10), p);
    printf("}\n");
    mem_free(train.values);
    mem_free(train.label);
    mem_free(held.values);
    mem_free(held.label);
    mem_free(p);
    return 0;
}
