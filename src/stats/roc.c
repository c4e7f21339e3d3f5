#include "stats/roc.h"

#include "base/mem.h"
#include "stats/order.h"

#include <math.h>

/* How one score places each row within the other group: the share of the other group that is on the
 * right side of it, equal scores half. Their mean over either group is the AUC. */
struct placed {
    uint32_t *rows; /* those that count */
    size_t n, yes, no;
    double *placement; /* [n of all rows] */
    double auc;
};

static void place_equal(struct placed *p, const bool *label, const uint32_t *rows, size_t n,
                        size_t below[2])
{
    size_t here[2] = {0};

    for (size_t i = 0; i < n; i++)
        here[label[rows[i]]]++;
    for (size_t i = 0; i < n; i++) {
        bool is_yes = label[rows[i]];
        double under = (double)below[!is_yes] + (double)here[!is_yes] / 2;
        p->placement[rows[i]] =
            is_yes ? under / (double)p->no : ((double)p->yes - under) / (double)p->yes;
    }
    below[0] += here[0];
    below[1] += here[1];
}

static void place(struct placed *p, const double *score, const bool *label)
{
    size_t below[2] = {0};
    double sum = 0;

    order_rows(score, p->rows, p->n, false);
    for (size_t i = 0, k; i < p->n; i = k) {
        for (k = i + 1; k < p->n && score[p->rows[k]] == score[p->rows[i]]; k++) {
        }
        place_equal(p, label, p->rows + i, k - i, below);
    }
    for (size_t i = 0; i < p->n; i++)
        sum += label[p->rows[i]] ? p->placement[p->rows[i]] : 0;
    p->auc = sum / (double)p->yes;
}

static struct placed placed_new(const double *score, const double *other, const bool *label,
                                size_t n)
{
    struct placed p = {.rows = mem_alloc(mem_product(n + 1, sizeof(uint32_t))),
                       .placement = mem_alloc(mem_product(n + 1, sizeof(double)))};

    for (size_t i = 0; i < n; i++) {
        if (isnan(score[i]) || isnan(other[i]))
            continue;
        p.rows[p.n++] = (uint32_t)i;
        p.yes += label[i];
    }
    p.no = p.n - p.yes;
    if (p.yes > 0 && p.no > 0)
        place(&p, score, label);
    else
        p.auc = NAN;
    return p;
}

static void placed_done(struct placed *p)
{
    mem_free(p->rows);
    mem_free(p->placement);
}

/* The covariance of two AUCs of the same rows: that of the placements within either group, each
 * divided by the group's size. */
static double covariance(const struct placed *a, const struct placed *b, const bool *label)
{
    double sum[2] = {0};

    if (a->yes < 2 || a->no < 2)
        return NAN;
    for (size_t i = 0; i < a->n; i++) {
        uint32_t row = a->rows[i];
        sum[label[row]] += (a->placement[row] - a->auc) * (b->placement[row] - b->auc);
    }
    double yes = (double)a->yes, no = (double)a->no;
    return sum[1] / (yes - 1) / yes + sum[0] / (no - 1) / no;
}

static struct auc auc_of(const struct placed *p, double variance, double z)
{
    struct auc a = {p->auc, sqrt(variance), {NAN, NAN}, p->yes, p->no};
    int64_t smaller = (int64_t)(p->yes < p->no ? p->yes : p->no);

    if (a.value == 1 || a.value == 0)
        a.range = interval_wilson(a.value == 1 ? smaller : 0, smaller, z);
    else if (!isnan(a.std_error))
        a.range = (struct interval){fmax(0, a.value - z * a.std_error),
                                    fmin(1, a.value + z * a.std_error)};
    return a;
}

struct auc roc_auc(const double *score, const bool *label, size_t n, double z)
{
    struct placed p = placed_new(score, score, label, n);
    struct auc a = auc_of(&p, covariance(&p, &p, label), z);

    placed_done(&p);
    return a;
}

struct auc_difference roc_compare(const double *score_a, const double *score_b, const bool *label,
                                  size_t n, double z)
{
    struct placed a = placed_new(score_a, score_b, label, n);
    struct placed b = placed_new(score_b, score_a, label, n);
    double of_a = covariance(&a, &a, label), of_b = covariance(&b, &b, label);
    double variance = of_a + of_b - 2 * covariance(&a, &b, label);
    struct auc_difference d = {.a = auc_of(&a, of_a, z), .b = auc_of(&b, of_b, z)};

    d.difference = a.auc - b.auc;
    /* Scores that rank alike differ by rounding only. */
    if (variance <= 1e-15 * (of_a + of_b))
        variance = 0;
    d.std_error = sqrt(variance);
    d.range = (struct interval){d.difference - z * d.std_error, d.difference + z * d.std_error};
    if (variance == 0)
        d.p = d.difference == 0 ? 1 : NAN;
    else
        d.p = erfc(fabs(d.difference) / d.std_error / sqrt(2));
    placed_done(&a);
    placed_done(&b);
    return d;
}
