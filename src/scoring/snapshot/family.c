#include "scoring/snapshot/family.h"

#include "base/map.h"

#include <math.h>

/* The rows of parents, by their keys. Nothing is looked up where nobody has a parent. */
static void find_parents(const struct account_table *accounts, int32_t *ret)
{
    struct strmap *rows = NULL;

    for (size_t i = 0; i < accounts->n; i++) {
        const char *parent = accounts->text[ATTR_PARENT][i];
        ret[i] = -1;
        if (!parent)
            continue;
        if (!rows) {
            rows = strmap_new();
            for (size_t k = 0; k < accounts->n; k++)
                strmap_put(rows, accounts->text[ATTR_KEY][k], (int64_t)k);
        }
        int64_t row = strmap_get(rows, parent);
        if (row != MAP_NONE)
            ret[i] = (int32_t)row;
    }
    if (rows)
        strmap_free(rows);
}

/* Saving refuses a circle; should there be one all the same, or a chain without end, it is cut. */
static void cut_circles(int32_t *parent, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        int depth = 0;
        for (int32_t up = parent[i]; up >= 0 && depth < FAMILY_DEPTH_MAX; up = parent[up])
            depth++;
        if (depth == FAMILY_DEPTH_MAX)
            parent[i] = -1;
    }
}

void family_make(enum hierarchy mode, const struct account_table *accounts, const bool *is_customer,
                 struct arena *arena, struct family *ret)
{
    int32_t *parent = ARENA_ARRAY(arena, accounts->n, int32_t);
    int32_t *below = ARENA_ARRAY(arena, accounts->n, int32_t);

    find_parents(accounts, parent);
    cut_circles(parent, accounts->n);
    *ret = (struct family){.mode = mode, .parent = parent, .below = below};
    for (size_t i = 0; i < accounts->n; i++) {
        int32_t up = is_customer[i] ? parent[i] : -1;
        for (; up >= 0; up = parent[up]) {
            ret->n_parents += is_customer[up] && below[up] == 0;
            below[up]++;
        }
    }
}

/* What a family adds up to: weighed by ARR, and each counting once. */
struct sums {
    double by_arr, arr, by_count;
    int32_t n;
};

static void add(struct sums *s, double score, double arr)
{
    double weight = isnan(arr) || arr < 0 ? 0 : arr;

    s->by_arr += weight * score;
    s->arr += weight;
    s->by_count += score;
    s->n++;
}

static double mean(enum hierarchy mode, const struct sums *s)
{
    if (s->n == 0)
        return NAN;
    return mode == HIERARCHY_ARR && s->arr > 0 ? s->by_arr / s->arr : s->by_count / s->n;
}

void family_mean(const struct family *f, const struct account_table *accounts,
                 const bool *is_customer, const double *score, const double *arr, double *ret)
{
    struct sums *sums = mem_zalloc(mem_product(accounts->n + 1, sizeof(*sums)));

    for (size_t i = 0; i < accounts->n; i++) {
        if (!is_customer[i] || isnan(score[i]))
            continue;
        int32_t up = f->parent[i];
        if (f->below[i] > 0)
            add(&sums[i], score[i], arr[i]);
        for (; up >= 0; up = f->parent[up])
            add(&sums[up], score[i], arr[i]);
    }
    for (size_t i = 0; i < accounts->n; i++)
        ret[i] = is_customer[i] && f->below[i] > 0 ? mean(f->mode, &sums[i]) : score[i];
    mem_free(sums);
}
