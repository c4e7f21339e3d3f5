#include "scoring/retention/worth.h"

#include "stats/interval.h"

#include <math.h>

#define YEAR 12

static const int horizon_months[] = {3 * YEAR, 5 * YEAR, 0};

void worth_init(struct worth *w, const struct stay_model *stay, double discount_pct)
{
    *w = (struct worth){.stay = stay, .discount_pct = discount_pct, .index = idmap_new()};
}

void worth_done(struct worth *w)
{
    idmap_free(w->index);
    vec_done(&w->made);
}

/* What a sum is made for, and by which curve: the fitted one, or one rate. */
struct sum {
    double d; /* of a month */
    int term, left, horizon;
    size_t t;
    const struct sbg *sbg;
    double rate; /* that stays at each renewal, without sbg */
};

/* Σ d^j for j = 1 … n; power: d^n. */
static double annuity(double d, double power, int n)
{
    return d == 1 ? n : d * (1 - power) / (1 - d);
}

static double rate_at(const struct sum *x, size_t t)
{
    return x->sbg ? sbg_retention(x->sbg, t) : x->rate;
}

static double later_to_the_end(const struct sum *x)
{
    double of_term = pow(x->d, x->term), terms;

    if (x->sbg)
        terms = sbg_lifetime(x->sbg, x->t, 1 / of_term - 1, 0).value;
    else
        terms = x->rate * of_term < 1 ? x->rate / (1 - x->rate * of_term) : INFINITY;
    return pow(x->d, x->left) * annuity(x->d, of_term, x->term) * terms;
}

/* Months behind the running term. */
static double later(const struct sum *x)
{
    double sum = 0, share = 1, of_term = pow(x->d, x->term), discount = pow(x->d, x->left);
    size_t t = x->t;

    if (x->horizon == 0)
        return later_to_the_end(x);
    for (int from = x->left; from < x->horizon; from += x->term) {
        int months = x->horizon - from < x->term ? x->horizon - from : x->term;
        double of_months = months == x->term ? of_term : pow(x->d, months);
        share *= rate_at(x, t++);
        sum += share * discount * annuity(x->d, of_months, months);
        discount *= of_term;
    }
    return sum;
}

static double later_of(const struct sbg *s, void *ctx)
{
    struct sum x = *(const struct sum *)ctx;

    x.sbg = s;
    return later(&x);
}

/* How sure: by the likelihood; where there is one rate, by Wilson's interval of it. */
static struct interval range_of(const struct stay_class *c, const struct sum *x)
{
    if (x->sbg && x->sbg->edge == SBG_INSIDE)
        return sbg_interval(x->sbg, later_of, (void *)x, Z_95);
    if (x->sbg && x->sbg->edge == SBG_SPLIT)
        return (struct interval){NAN, NAN};
    struct interval lost = interval_wilson(llround(c->lost), llround(c->at_risk), Z_95);
    struct sum least = *x, most = *x;
    least.sbg = most.sbg = NULL;
    least.rate = 1 - lost.high;
    most.rate = 1 - lost.low;
    return (struct interval){later(&least), later(&most)};
}

static struct sum sum_for(const struct stay_class *c, size_t t, int left, double discount_pct,
                          int horizon)
{
    return (struct sum){.d = pow(1 + discount_pct / 100, -1.0 / YEAR),
                        .term = c->term_months,
                        .left = left,
                        .horizon = horizon,
                        .t = t,
                        .sbg = c->is_fitted ? &c->sbg : NULL,
                        .rate = 1 - c->lost / c->at_risk};
}

/* Of the running term, which is certain, and behind it. */
static void add_up(const struct sum *x, double *ret_term, double *ret_later)
{
    bool is_all = x->horizon > 0 && x->left >= x->horizon;
    int certain = is_all ? x->horizon : x->left;

    *ret_term = annuity(x->d, pow(x->d, certain), certain);
    *ret_later = is_all ? 0 : later(x);
}

double worth_until(const struct stay_class *c, const struct stay_place *p, double discount_pct,
                   int months)
{
    double of_term, behind;

    if (!stay_is_known(c))
        return NAN;
    const struct sum x = sum_for(c, p->next, p->months_left, discount_pct, months);
    add_up(&x, &of_term, &behind);
    return of_term + behind;
}

static void make(const struct worth *w, const struct stay_class *c, size_t t, int left,
                 struct worth_months *ret)
{
    for (int h = 0; h < WORTH_HORIZONS; h++) {
        const struct sum x = sum_for(c, t, left, w->discount_pct, horizon_months[h]);
        add_up(&x, &ret->term[h], &ret->later[h]);
        struct interval range = {ret->later[h], ret->later[h]};
        if (ret->later[h] > 0 && !isinf(ret->later[h]))
            range = range_of(c, &x);
        ret->low[h] = range.low;
        ret->high[h] = range.high;
    }
}

const struct worth_months *worth_of(struct worth *w, int32_t term_months, size_t t, int months_left)
{
    enum { LEFT_MOST = 1000, T_MOST = 100000 };
    const struct stay_class *c = stay_class_of(w->stay, term_months);
    int64_t key = ((int64_t)term_months * T_MOST + (int64_t)t) * LEFT_MOST + months_left;

    if (!stay_is_known(c))
        return NULL;
    int64_t at = idmap_get(w->index, key);
    if (at == MAP_NONE) {
        at = (int64_t)w->made.n;
        vec_push(&w->made, (struct worth_months){{0}, {0}, {0}, {0}});
        make(w, c, t, months_left, &w->made.items[at]);
        idmap_put(w->index, key, at);
    }
    return &w->made.items[at];
}
