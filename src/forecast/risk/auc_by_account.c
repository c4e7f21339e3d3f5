/* AUC and differences of AUC with accounts drawn anew. The rows are put in order once; each round
 * only counts how often a row was drawn. */
#include "forecast/risk/validate.h"
#include "stats/order.h"

#include <math.h>
#include <string.h>

#define LEVEL       0.95
#define ROUNDS      500
#define ROUNDS_MANY 200   /* … where there are */
#define MANY_ROWS   20000 /* … so many */

struct drawing {
    const struct auc_ask *ask;
    const double *other; /* NULL: no difference */
    uint32_t *by_score, *by_other;
    size_t n;        /* rows that are known */
    uint32_t *times; /* [of all rows] that it was drawn */
};

/* The rows of one day, in order: pairs of one that left and one that stayed, and how many of them
 * are ranked right, equal scores counting half. */
struct pairs {
    double all, right;
};

static size_t count_day(const struct drawing *d, const double *score, const uint32_t *order,
                        size_t from, struct pairs *ret)
{
    double stayed = 0, left = 0, right = 0;
    size_t i = from, k;

    for (; i < d->n && d->ask->day[order[i]] == d->ask->day[order[from]]; i = k) {
        double here[2] = {0, 0};
        for (k = i; k < d->n && d->ask->day[order[k]] == d->ask->day[order[i]] &&
                    score[order[k]] == score[order[i]];
             k++)
            here[d->ask->label[order[k]]] += d->times[order[k]];
        right += here[1] * (stayed + here[0] / 2);
        stayed += here[0];
        left += here[1];
    }
    ret->all += left * stayed;
    ret->right += right;
    return i;
}

static double auc_of(const struct drawing *d, const double *score, const uint32_t *order)
{
    struct pairs pairs = {0, 0};

    for (size_t i = 0; i < d->n;)
        i = count_day(d, score, order, i, &pairs);
    return pairs.all > 0 ? pairs.right / pairs.all : NAN;
}

static double of_rows(const uint32_t *rows, size_t n, void *ctx)
{
    const struct drawing *d = ctx;

    memset(d->times, 0, d->ask->n * sizeof(*d->times));
    for (size_t i = 0; i < n; i++)
        d->times[rows[i]]++;
    double auc = auc_of(d, d->ask->score, d->by_score);
    return d->other ? auc - auc_of(d, d->other, d->by_other) : auc;
}

/* By day, and within it by score. */
static void sort(const struct auc_ask *ask, const double *score, uint32_t *rows, size_t n)
{
    double *day = mem_alloc(mem_product(ask->n + 1, sizeof(*day)));

    for (size_t i = 0; i < ask->n; i++)
        day[i] = ask->day[i];
    order_rows(score, rows, n, false);
    order_rows(day, rows, n, false);
    mem_free(day);
}

static void put_in_order(struct drawing *d)
{
    const struct auc_ask *ask = d->ask;

    for (size_t i = 0; i < ask->n; i++)
        if (!isnan(ask->score[i]) && !(d->other && isnan(d->other[i]))) {
            d->by_score[d->n] = (uint32_t)i;
            d->by_other[d->n++] = (uint32_t)i;
        }
    sort(ask, ask->score, d->by_score, d->n);
    if (d->other)
        sort(ask, d->other, d->by_other, d->n);
}

static int draw(const struct auc_ask *ask, const double *other, struct bootstrap *ret,
                struct err *err)
{
    size_t bytes = mem_product(ask->n + 1, sizeof(uint32_t));
    struct drawing d = {.ask = ask,
                        .other = other,
                        .by_score = mem_alloc(bytes),
                        .by_other = mem_alloc(bytes),
                        .times = mem_alloc(bytes)};
    const struct bootstrap_ask b = {.cluster = ask->cluster,
                                    .n = ask->n,
                                    .clusters = ask->clusters,
                                    .fn = of_rows,
                                    .ctx = &d,
                                    .rounds = ask->n > MANY_ROWS ? ROUNDS_MANY : ROUNDS,
                                    .seed = ask->seed,
                                    .level = LEVEL};

    put_in_order(&d);
    int rc = bootstrap(&b, ret, err);
    mem_free(d.by_score);
    mem_free(d.by_other);
    mem_free(d.times);
    return rc;
}

/* How many accounts have a known row with the label. */
static double accounts_with(const struct auc_ask *ask, bool label)
{
    bool *is_one = mem_zalloc(ask->clusters + 1);
    double n = 0;

    for (size_t i = 0; i < ask->n; i++)
        if (ask->label[i] == label && !isnan(ask->score[i]) && !is_one[ask->cluster[i]]) {
            is_one[ask->cluster[i]] = true;
            n++;
        }
    mem_free(is_one);
    return n;
}

static void widen(const struct auc_ask *ask, struct bootstrap *b)
{
    double left = accounts_with(ask, true), stayed = accounts_with(ask, false), a = b->value;

    if (left >= AUC_LEFT_FEW || left < 1 || stayed < 1 || isnan(a))
        return;
    double two_left = a / (2 - a), two_stayed = 2 * a * a / (1 + a);
    double variance =
        (a * (1 - a) + (left - 1) * (two_left - a * a) + (stayed - 1) * (two_stayed - a * a)) /
        (left * stayed);
    double by = Z_95 * sqrt(variance);
    b->range.low = fmax(0, fmin(isnan(b->range.low) ? a : b->range.low, a - by));
    b->range.high = fmin(1, fmax(isnan(b->range.high) ? a : b->range.high, a + by));
}

int auc_by_account(const struct auc_ask *ask, struct bootstrap *ret, struct err *err)
{
    int rc = draw(ask, NULL, ret, err);

    if (rc >= 0)
        widen(ask, ret);
    return rc;
}

int auc_difference_by_account(const struct auc_ask *ask, const double *other, struct bootstrap *ret,
                              struct err *err)
{
    return draw(ask, other, ret, err);
}
