/* What was told beside what happened. */
#include "base/map.h"
#include "forecast/risk/model_card.h"

#include <math.h>
#include <stdlib.h>

#define PER_CENT 100.0
#define ROWS_MIN 20    /* of a bin */
#define TINY     1e-12 /* what rounding leaves of 0 */

const struct field told_bin_fields[] = {
    FIELD_I64(struct told_bin, rows, .required = true, .help = "Account-months"),
    FIELD_I64(struct told_bin, accounts, .required = true),
    FIELD_I64(struct told_bin, left, .required = true, .help = "Of the rows"),
    FIELD_F64(struct told_bin, from_pct, .required = true, .unit = "%"),
    FIELD_F64(struct told_bin, to_pct, .required = true, .unit = "%"),
    FIELD_F64(struct told_bin, told_pct, .required = true, .unit = "%", .help = "Mean"),
    FIELD_F64(struct told_bin, left_pct, .required = true, .unit = "%"),
    FIELD_F64(struct told_bin, low_pct, .required = true, .unit = "%",
              .help = "Interval of 95 % of what happened, each account counting once"),
    FIELD_F64(struct told_bin, high_pct, .required = true, .unit = "%"),
    FIELD_END,
};

struct told_row {
    double p;
    uint32_t row;
};

static int by_p(const void *a, const void *b)
{
    const struct told_row *x = a, *y = b;

    return x->p != y->p ? (x->p < y->p ? -1 : 1) : (x->row > y->row) - (x->row < y->row);
}

/* Rows from … to of those in order. */
static void fill(const struct bins_ask *ask, const struct told_row *rows, size_t from, size_t to,
                 struct told_bin *ret)
{
    struct idmap *accounts = idmap_new();
    double told = 0;

    *ret = (struct told_bin){.rows = (int64_t)(to - from)};
    for (size_t i = from; i < to; i++) {
        told += rows[i].p;
        ret->left += ask->label[rows[i].row];
        idmap_put(accounts, ask->cluster[rows[i].row], 1);
    }
    ret->accounts = (int64_t)idmap_len(accounts);
    idmap_free(accounts);
    double share = (double)ret->left / (double)ret->rows;
    struct interval range =
        interval_wilson(llround(share * (double)ret->accounts), ret->accounts, Z_95);
    ret->told_pct = PER_CENT * told / (double)ret->rows;
    ret->left_pct = PER_CENT * share;
    ret->low_pct = range.low > TINY ? PER_CENT * range.low : 0;
    ret->high_pct = PER_CENT * range.high;
}

/* Where bins end, as shares of the rows in order: few leave, so the upper end is looked at most
 * closely. */
static const double cuts[] = {0.2, 0.4, 0.6, 0.7, 0.8, 0.86, 0.92, 0.96, 0.98, 1};

void told_bins_make(const struct bins_ask *ask, struct arena *arena, struct told_bin **ret,
                    size_t *ret_n)
{
    struct told_row *rows = ARENA_ARRAY(arena, ask->n, struct told_row);
    size_t n = 0;

    for (size_t i = 0; i < ask->n; i++)
        rows[i] = (struct told_row){ask->p[i], (uint32_t)i};
    if (ask->n > 1)
        qsort(rows, ask->n, sizeof(*rows), by_p);
    *ret = ARENA_ARRAY(arena, ARRAY_LEN(cuts), struct told_bin);
    for (size_t from = 0, k = 0; k < ARRAY_LEN(cuts) && from < ask->n; k++) {
        size_t to = (size_t)lround(cuts[k] * (double)ask->n);
        if (k + 1 < ARRAY_LEN(cuts) && (to < from + ROWS_MIN || ask->n - to < ROWS_MIN))
            continue;
        /* Equal ones stay together. */
        while (to > from && to < ask->n && rows[to].p == rows[to - 1].p)
            to++;
        fill(ask, rows, from, to, &(*ret)[n]);
        (*ret)[n].from_pct = n ? (*ret)[n - 1].to_pct : 0;
        (*ret)[n].to_pct = to < ask->n ? PER_CENT * (rows[to - 1].p + rows[to].p) / 2 : PER_CENT;
        n++;
        from = to;
    }
    *ret_n = n;
}

const struct told_bin *told_bin_of(const struct model_card *card, double p)
{
    for (size_t k = 0; k < card->n_bins; k++)
        if (PER_CENT * p <= card->bins[k].to_pct || k + 1 == card->n_bins)
            return &card->bins[k];
    return NULL;
}
