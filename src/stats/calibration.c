#include "stats/calibration.h"

#include "base/mem.h"
#include "stats/order.h"

#include <math.h>
#include <stdint.h>

#define STEPS_MAX 200
#define HALVINGS  40
#define RIDGE     1e-12 /* keeps the curvature of a score that is the same in all rows invertible */

static size_t count_known(const double *score, const bool *label, size_t n, size_t *ret_yes)
{
    size_t known = 0, yes = 0;

    for (size_t i = 0; i < n; i++) {
        known += !isnan(score[i]);
        yes += !isnan(score[i]) && label[i];
    }
    *ret_yes = yes;
    return known;
}

static int check(size_t known, size_t yes, struct err *err)
{
    if (yes == 0 || yes == known)
        return err_set(err, ERR_INVALID, "label",
                       "all of %zu rows have the same outcome; there is nothing to calibrate by",
                       known);
    return 0;
}

struct platt_work {
    const double *score;
    const bool *label;
    size_t n;
    double mean, scale;       /* of the scores: the search runs over standardised ones */
    double if_yes, if_no;     /* what the outcomes count as */
    double slope[2], a, b, c; /* of the loss at intercept and slope; curvature a b / b c */
};

static double standard(const struct platt_work *w, size_t i)
{
    return (w->score[i] - w->mean) / w->scale;
}

static double loss_at(struct platt_work *w, const double x[2])
{
    double sum = 0;

    w->slope[0] = w->slope[1] = w->a = w->b = w->c = 0;
    for (size_t i = 0; i < w->n; i++) {
        if (isnan(w->score[i]))
            continue;
        double z = standard(w, i), eta = x[0] + x[1] * z,
               target = w->label[i] ? w->if_yes : w->if_no;
        double p = 1 / (1 + exp(-eta)), curve = p * (1 - p);
        sum += (eta > 0 ? log1p(exp(-eta)) + eta : log1p(exp(eta))) - target * eta;
        w->slope[0] += p - target;
        w->slope[1] += (p - target) * z;
        w->a += curve;
        w->b += curve * z;
        w->c += curve * z * z;
    }
    return sum;
}

/* Newton, each step halved until it goes down. */
static void descend(struct platt_work *w, double x[2])
{
    double here = loss_at(w, x), before = INFINITY;

    for (int k = 0; k < STEPS_MAX && before - here > 1e-12 * (1 + fabs(here)); k++) {
        double a = w->a + RIDGE, c = w->c + RIDGE, whole = a * c - w->b * w->b;
        double step[] = {(c * w->slope[0] - w->b * w->slope[1]) / whole,
                         (a * w->slope[1] - w->b * w->slope[0]) / whole};
        before = here;
        for (int h = 0; h < HALVINGS; h++) {
            double tried[] = {x[0] - ldexp(step[0], -h), x[1] - ldexp(step[1], -h)},
                   there = loss_at(w, tried);
            if (!(there <= before))
                continue;
            x[0] = tried[0];
            x[1] = tried[1];
            here = there;
            break;
        }
    }
}

int platt_fit(const double *score, const bool *label, size_t n, struct platt *ret, struct err *err)
{
    struct platt_work w = {.score = score, .label = label, .n = n};
    double sum = 0, squares = 0;
    size_t yes, known = count_known(score, label, n, &yes);

    int rc = check(known, yes, err);
    if (rc < 0)
        return rc;
    for (size_t i = 0; i < n; i++)
        sum += isnan(score[i]) ? 0 : score[i];
    w.mean = sum / (double)known;
    for (size_t i = 0; i < n; i++)
        squares += isnan(score[i]) ? 0 : (score[i] - w.mean) * (score[i] - w.mean);
    w.scale = squares > 0 ? sqrt(squares / (double)known) : 1;
    w.if_yes = ((double)yes + 1) / ((double)yes + 2);
    w.if_no = 1 / ((double)(known - yes) + 2);
    double x[] = {log(((double)yes + 1) / ((double)(known - yes) + 1)), 0};
    descend(&w, x);
    *ret = (struct platt){x[1] / w.scale, x[0] - x[1] * w.mean / w.scale};
    return 0;
}

double platt_at(const struct platt *f, double score)
{
    return 1 / (1 + exp(-(f->intercept + f->slope * score)));
}

struct block {
    double low, high; /* scores */
    double n, yes;
};

/* The last blocks are one as long as the later is not above the earlier. */
static size_t pool(struct block *blocks, size_t n)
{
    while (n > 1) {
        struct block *last = &blocks[n - 1], *earlier = last - 1;
        if (earlier->yes * last->n < last->yes * earlier->n)
            break;
        earlier->high = last->high;
        earlier->n += last->n;
        earlier->yes += last->yes;
        n--;
    }
    return n;
}

static uint32_t *known_in_order(const double *score, size_t n, size_t known)
{
    uint32_t *rows = mem_alloc(mem_product(known + 1, sizeof(*rows)));
    size_t at = 0;

    for (size_t i = 0; i < n; i++)
        if (!isnan(score[i]))
            rows[at++] = (uint32_t)i;
    order_rows(score, rows, known, false);
    return rows;
}

static size_t pool_all(const double *score, const bool *label, const uint32_t *rows, size_t known,
                       struct block *blocks)
{
    size_t n = 0;

    for (size_t i = 0; i < known;) {
        struct block same = {score[rows[i]], score[rows[i]], 0, 0};
        for (; i < known && score[rows[i]] == same.low; i++) {
            same.n++;
            same.yes += label[rows[i]];
        }
        blocks[n++] = same;
        n = pool(blocks, n);
    }
    return n;
}

int isotonic_fit(const double *score, const bool *label, size_t n, struct arena *a,
                 struct isotonic *ret, struct err *err)
{
    size_t yes, known = count_known(score, label, n, &yes), at = 0;

    int rc = check(known, yes, err);
    if (rc < 0)
        return rc;
    uint32_t *rows = known_in_order(score, n, known);
    struct block *blocks = mem_alloc(mem_product(known, sizeof(*blocks)));
    size_t count = pool_all(score, label, rows, known, blocks);
    double *at_score = ARENA_ARRAY(a, 2 * count, double), *p = ARENA_ARRAY(a, 2 * count, double);
    for (size_t k = 0; k < count; k++) {
        double share = blocks[k].yes / blocks[k].n;
        at_score[at] = blocks[k].low;
        p[at++] = share;
        if (blocks[k].high == blocks[k].low)
            continue;
        at_score[at] = blocks[k].high;
        p[at++] = share;
    }
    mem_free(blocks);
    mem_free(rows);
    *ret = (struct isotonic){at_score, p, at};
    return 0;
}

double isotonic_at(const struct isotonic *f, double score)
{
    size_t low = 0, high = f->n;

    if (isnan(score))
        return NAN;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (f->score[mid] <= score)
            low = mid + 1;
        else
            high = mid;
    }
    if (low == 0)
        return f->p[0];
    if (low == f->n)
        return f->p[f->n - 1];
    double along = (score - f->score[low - 1]) / (f->score[low] - f->score[low - 1]);
    return f->p[low - 1] + along * (f->p[low] - f->p[low - 1]);
}

size_t calibration_bins(const double *p, const bool *label, size_t n, double z, size_t bins,
                        struct calibration_bin *ret)
{
    size_t yes, known = count_known(p, label, n, &yes), filled = 0;
    uint32_t *rows = known_in_order(p, n, known);

    for (size_t i = 0; i < known && filled < bins; filled++) {
        struct calibration_bin b = {0};
        /* What is left, dealt evenly to the bins that are left. */
        size_t want = (known - i + (bins - filled) - 1) / (bins - filled);
        double sum = 0;
        for (; i < known && (b.n < want || p[rows[i]] == p[rows[i - 1]]); i++, b.n++) {
            sum += p[rows[i]];
            b.yes += label[rows[i]];
        }
        b.told = sum / (double)b.n;
        b.share = (double)b.yes / (double)b.n;
        b.range = interval_wilson((int64_t)b.yes, (int64_t)b.n, z);
        ret[filled] = b;
    }
    mem_free(rows);
    return filled;
}

double calibration_error(const struct calibration_bin *bins, size_t n)
{
    double sum = 0, total = 0;

    for (size_t k = 0; k < n; k++) {
        sum += (double)bins[k].n * fabs(bins[k].told - bins[k].share);
        total += (double)bins[k].n;
    }
    return total > 0 ? sum / total : NAN;
}
