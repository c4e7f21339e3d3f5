/* How fast a whole portfolio is scored again: card_score over columns of made-up values, beside
 * what the machine needs merely to read the same columns.
 *
 *     bench_whatif CARD.json ACCOUNTS SCORES
 *
 * whatif.mjs gives it a card, has DuckDB compute the same, and compares with the scores that this
 * writes to the file SCORES (doubles, NaN where missing). It prints one line of JSON. */
#include "base/auto.h"
#include "base/day.h"
#include "base/mem.h"
#include "scoring/scorecard/card.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define ROUNDS 30

struct bench {
    struct card *card;
    size_t n, m;
    double *columns[CARD_MEASURES_MAX];
    double *score, *coverage;
};

static void die(const char *what)
{
    fprintf(stderr, "bench_whatif: %s\n", what);
    abort();
}

static char *read_text(const char *path)
{
    enum { MOST = 1 << 20 };
    char *text = mem_zalloc(MOST);
    FILE *f = fopen(path, "re");

    if (!f || fread(text, 1, MOST - 1, f) == 0)
        die("cannot read the card");
    fclose(f);
    return text;
}

/* The value that account i has for measure m, a quarter of them missing; whatif.mjs says the same
 * in SQL. The values reach a tenth of the scale beyond either end. */
static double made_up(const struct scale *scale, int64_t i, int64_t m)
{
    enum { STEPS = 1200, MARGIN = 100, PRIME = 2147483647 };
    int64_t dice = (i * 48271 + (m + 1) * 69621 * (i % 97 + 1)) % PRIME;
    double low = scale->value[0], high = scale->value[scale->n - 1];

    if (dice / STEPS % 4 == 0)
        return NAN;
    return low + (high - low) * (double)(dice % STEPS - MARGIN) / 1000.0;
}

static void fill(struct bench *b)
{
    b->m = b->card->math.n_measures;
    b->score = mem_alloc(mem_product(b->n, sizeof(double)));
    b->coverage = mem_alloc(mem_product(b->n, sizeof(double)));
    for (size_t m = 0; m < b->m; m++) {
        b->columns[m] = mem_alloc(mem_product(b->n, sizeof(double)));
        for (size_t i = 0; i < b->n; i++)
            b->columns[m][i] = made_up(&b->card->math.measures[m].scale, (int64_t)i, (int64_t)m);
    }
}

static void score_again(struct bench *b)
{
    card_score(&b->card->math, (const double *const *)b->columns, NULL, b->n, b->score,
               b->coverage);
}

/* Reads the columns and writes the two results, and does as little else as it can. */
static void only_move(struct bench *b)
{
    enum { LANES = 16 };

    for (size_t i = 0; i + LANES <= b->n; i += LANES) {
        double sum[LANES] = {0};
        for (size_t m = 0; m < b->m; m++)
            for (int k = 0; k < LANES; k++)
                sum[k] += b->columns[m][i + (size_t)k];
        for (int k = 0; k < LANES; k++)
            b->score[i + (size_t)k] = b->coverage[i + (size_t)k] = sum[k];
    }
}

/* The best of many, in milliseconds: what else the machine does only ever adds. */
static double best_ms(struct bench *b, void (*fn)(struct bench *b))
{
    int64_t best = INT64_MAX;

    for (int round = 0; round < ROUNDS; round++) {
        int64_t began = clock_mono_us();
        fn(b);
        int64_t took = clock_mono_us() - began;
        best = took < best ? took : best;
    }
    return (double)best / 1000;
}

int main(int argc, char **argv)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct bench b = {0};
    struct err err = {0};

    if (argc != 4)
        die("give a card, a number of accounts, and a file for the scores");
    b.n = strtoull(argv[2], NULL, 10);
    char *definition = read_text(argv[1]);
    if (card_parse(definition, 1, dictionary_builtin(), arena, &b.card, &err) < 0)
        die(err.text);
    fill(&b);
    double move_ms = best_ms(&b, only_move);
    double score_ms = best_ms(&b, score_again);
    FILE *f = fopen(argv[3], "we");
    if (!f || fwrite(b.score, sizeof(double), b.n, f) != b.n || fclose(f) != 0)
        die("cannot write the scores");
    double bytes = (double)(b.n * sizeof(double) * (b.m + 2));
    printf("{\"score_ms\": %.3f, \"move_ms\": %.3f, \"bytes\": %.0f, \"gb_per_s\": %.2f}\n",
           score_ms, move_ms, bytes, bytes / move_ms / 1e6);
    for (size_t m = 0; m < b.m; m++)
        mem_free(b.columns[m]);
    mem_free(b.score);
    mem_free(b.coverage);
    mem_free(definition);
    return 0;
}
