/* AUC and differences of AUC with accounts drawn anew. */
#include "forecast/risk/validate.h"
#include "stats/roc.h"

#include <math.h>

#define LEVEL       0.95
#define ROUNDS      500
#define ROUNDS_MANY 200   /* … where there are */
#define MANY_ROWS   20000 /* … so many */

struct drawing {
    const struct auc_ask *ask;
    const double *other; /* NULL: no difference */
    double *a, *b;
    bool *label;
    size_t cap;
};

static void make_room(struct drawing *d, size_t n)
{
    if (n <= d->cap)
        return;
    d->cap = n + n / 4;
    d->a = mem_realloc(d->a, mem_product(d->cap, sizeof(double)));
    d->b = mem_realloc(d->b, mem_product(d->cap, sizeof(double)));
    d->label = mem_realloc(d->label, d->cap);
}

static double of_rows(const uint32_t *rows, size_t n, void *ctx)
{
    struct drawing *d = ctx;

    make_room(d, n);
    for (size_t i = 0; i < n; i++) {
        double a = d->ask->score[rows[i]], b = d->other ? d->other[rows[i]] : 0;
        bool is_known = !isnan(a) && !isnan(b);
        d->a[i] = is_known ? a : NAN;
        d->b[i] = is_known ? b : NAN;
        d->label[i] = d->ask->label[rows[i]];
    }
    double auc = roc_auc(d->a, d->label, n, Z_95).value;
    return d->other ? auc - roc_auc(d->b, d->label, n, Z_95).value : auc;
}

static int draw(const struct auc_ask *ask, const double *other, struct bootstrap *ret,
                struct err *err)
{
    struct drawing d = {.ask = ask, .other = other};
    const struct bootstrap_ask b = {.cluster = ask->cluster,
                                    .n = ask->n,
                                    .clusters = ask->clusters,
                                    .fn = of_rows,
                                    .ctx = &d,
                                    .rounds = ask->n > MANY_ROWS ? ROUNDS_MANY : ROUNDS,
                                    .seed = ask->seed,
                                    .level = LEVEL};
    int rc = bootstrap(&b, ret, err);

    mem_free(d.a);
    mem_free(d.b);
    mem_free(d.label);
    return rc;
}

int auc_by_account(const struct auc_ask *ask, struct bootstrap *ret, struct err *err)
{
    return draw(ask, NULL, ret, err);
}

int auc_difference_by_account(const struct auc_ask *ask, const double *other, struct bootstrap *ret,
                              struct err *err)
{
    return draw(ask, other, ret, err);
}
