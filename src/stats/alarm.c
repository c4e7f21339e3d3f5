#include "stats/alarm.h"

#include "base/mem.h"
#include "stats/order.h"

#include <math.h>

struct everywhere {
    size_t n, yes, missing, missing_yes;
    double amount_yes;
};

static double amount_of(const double *amount, size_t i)
{
    if (!amount)
        return 1;
    return isnan(amount[i]) ? 0 : amount[i];
}

static void count(struct everywhere *e, bool is_known, bool label, double amount)
{
    e->n += is_known;
    e->yes += is_known && label;
    e->missing += !is_known;
    e->missing_yes += !is_known && label;
    e->amount_yes += is_known && label ? amount : 0;
}

static void put(struct alarm *a, bool label, double amount)
{
    a->n++;
    a->yes += label;
    a->amount += amount;
    a->amount_yes += label ? amount : 0;
}

static double ratio(double a, double b)
{
    return b != 0 ? a / b : NAN;
}

static void finish(struct alarm *a, const struct everywhere *e, double z)
{
    a->all = e->n;
    a->all_yes = e->yes;
    a->missing = e->missing;
    a->missing_yes = e->missing_yes;
    a->precision = ratio((double)a->yes, (double)a->n);
    a->range = interval_wilson((int64_t)a->yes, (int64_t)a->n, z);
    a->recall = ratio((double)a->yes, (double)e->yes);
    a->recall_range = interval_wilson((int64_t)a->yes, (int64_t)e->yes, z);
    a->lift = ratio(a->precision, ratio((double)e->yes, (double)e->n));
    a->amount_recall = ratio(a->amount_yes, e->amount_yes);
}

struct alarm alarm_at(const double *score, const bool *label, const double *amount, size_t n,
                      double threshold, bool is_below, double z)
{
    struct everywhere e = {0};
    struct alarm a = {0};

    for (size_t i = 0; i < n; i++) {
        count(&e, !isnan(score[i]), label[i], amount_of(amount, i));
        if (is_below ? score[i] <= threshold : score[i] >= threshold)
            put(&a, label[i], amount_of(amount, i));
    }
    finish(&a, &e, z);
    return a;
}

void alarm_by_band(const int *band, const bool *label, const double *amount, size_t n, size_t bands,
                   double z, struct alarm *ret)
{
    struct everywhere e = {0};

    for (size_t k = 0; k < bands; k++)
        ret[k] = (struct alarm){0};
    for (size_t i = 0; i < n; i++) {
        bool is_known = band[i] >= 0 && (size_t)band[i] < bands;
        count(&e, is_known, label[i], amount_of(amount, i));
        if (is_known)
            put(&ret[band[i]], label[i], amount_of(amount, i));
    }
    for (size_t k = 0; k < bands; k++)
        finish(&ret[k], &e, z);
}

/* Known rows by falling score, and a walk over groups of equal ones. */
struct ranked {
    uint32_t *rows;
    size_t n, yes;
    const double *score;
    const bool *label;
    size_t at; /* rows before the group */
    size_t group, group_yes;
};

static struct ranked ranked_new(const double *score, const bool *label, size_t n)
{
    struct ranked r = {
        .rows = mem_alloc(mem_product(n + 1, sizeof(uint32_t))), .score = score, .label = label};

    for (size_t i = 0; i < n; i++) {
        if (isnan(score[i]))
            continue;
        r.rows[r.n++] = (uint32_t)i;
        r.yes += label[i];
    }
    order_rows(score, r.rows, r.n, true);
    return r;
}

static bool next_group(struct ranked *r)
{
    r->at += r->group;
    r->group = r->group_yes = 0;
    if (r->at == r->n)
        return false;
    double score = r->score[r->rows[r->at]];
    for (size_t i = r->at; i < r->n && r->score[r->rows[i]] == score; i++) {
        r->group++;
        r->group_yes += r->label[r->rows[i]];
    }
    return true;
}

void gain_curve(const double *score, const bool *label, size_t n, const double *shares,
                size_t n_shares, struct gain *ret)
{
    struct ranked r = ranked_new(score, label, n);
    double found = 0; /* among the rows before the group */
    bool is_there = next_group(&r);

    for (size_t k = 0; k < n_shares; k++) {
        double rows = shares[k] * (double)r.n, within = 0;
        while (is_there && (double)(r.at + r.group) <= rows) {
            found += (double)r.group_yes;
            is_there = next_group(&r);
        }
        if (is_there)
            within = (rows - (double)r.at) / (double)r.group * (double)r.group_yes;
        double here = ratio(found + within, (double)r.yes);
        ret[k] =
            (struct gain){shares[k], here, ratio(found + within, rows), ratio(here, shares[k])};
    }
    mem_free(r.rows);
}

double average_precision(const double *score, const bool *label, size_t n)
{
    struct ranked r = ranked_new(score, label, n);
    double sum = 0, found = 0;

    while (next_group(&r)) {
        found += (double)r.group_yes;
        sum += (double)r.group_yes * found / (double)(r.at + r.group);
    }
    mem_free(r.rows);
    return ratio(sum, (double)r.yes);
}
