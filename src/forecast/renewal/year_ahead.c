/* Gross and net retention of the year to come. */
#include "base/day.h"
#include "forecast/renewal/renewals.h"
#include "forecast/revenue/movement.h"
#include "stats/poisson_binomial.h"

#include <math.h>

#define YEAR     12
#define PER_CENT 100
#define LEVEL    .95

/* The ratio of two sums over accounts, with the variance by its linearisation (Cochran 1977, 6.4).
 */
struct ratio {
    double part, whole, n;
    double parts_squared, wholes_squared, both;
};

static void ratio_add(struct ratio *r, double part, double whole)
{
    r->part += part;
    r->whole += whole;
    r->n++;
    r->parts_squared += part * part;
    r->wholes_squared += whole * whole;
    r->both += part * whole;
}

static double ratio_value(const struct ratio *r)
{
    return r->whole > 0 ? r->part / r->whole : 0;
}

static double ratio_variance(const struct ratio *r)
{
    double v = ratio_value(r);
    double rest = r->parts_squared - 2 * v * r->both + v * v * r->wholes_squared;

    return r->n > 1 && r->whole > 0 ? r->n / (r->n - 1) * fmax(0, rest) / (r->whole * r->whole) : 0;
}

/* What those who were there a year ago and stayed pay less, and more. */
struct changes {
    struct ratio contraction, expansion;
};

static void add_changes(const struct lives *l, size_t i, struct changes *c)
{
    int32_t before_day = day_add_months(l->day, -YEAR);
    struct stand before = stand_on(l->book, i, before_day, l->day);
    struct stand after = stand_on(l->book, i, l->day, l->day);

    if (before.arr_cents == I64_NONE || after.arr_cents == I64_NONE || before.arr_cents <= 0)
        return;
    double change = after.arr_cents > 0 ? (double)(after.arr_cents - before.arr_cents) : 0;
    ratio_add(&c->contraction, fmax(0, -change), (double)before.arr_cents);
    ratio_add(&c->expansion, fmax(0, change), (double)before.arr_cents);
}

static void tell_stay(const struct poisson_binomial *count, const struct weighted_outcome *money,
                      struct year_ahead *ret)
{
    struct interval range = poisson_binomial_range(count, LEVEL);
    double customers = (double)ret->customers, arr = (double)ret->arr_cents;

    ret->stay_pct = PER_CENT * count->mean / customers;
    ret->stay_low_pct = PER_CENT * range.low / customers;
    ret->stay_high_pct = PER_CENT * range.high / customers;
    ret->kept_pct = PER_CENT * money->mean / arr;
    ret->kept_low_pct = PER_CENT * money->range.low / arr;
    ret->kept_high_pct = PER_CENT * money->range.high / arr;
}

/* Leaving, shrinking and growing are taken as independent; the interval is the normal one. */
static void tell_rates(const struct changes *c, const struct weighted_outcome *money,
                       struct year_ahead *ret)
{
    double less = PER_CENT * ratio_value(&c->contraction);
    double more = PER_CENT * ratio_value(&c->expansion);
    double leaving = PER_CENT * money->std_error / (double)ret->arr_cents;
    double variance = leaving * leaving;

    ret->contraction_pct = less;
    ret->expansion_pct = more;
    ret->grr_pct = fmax(0, ret->kept_pct - less);
    variance += PER_CENT * PER_CENT * ratio_variance(&c->contraction);
    ret->grr_low_pct = fmax(0, ret->grr_pct - Z_95 * sqrt(variance));
    ret->grr_high_pct = fmin(PER_CENT, ret->grr_pct + Z_95 * sqrt(variance));
    ret->nrr_pct = ret->grr_pct + more;
    variance += PER_CENT * PER_CENT * ratio_variance(&c->expansion);
    ret->nrr_low_pct = fmax(0, ret->nrr_pct - Z_95 * sqrt(variance));
    ret->nrr_high_pct = ret->nrr_pct + Z_95 * sqrt(variance);
}

static struct year_ahead nothing_told(void)
{
    return (struct year_ahead){.stay_pct = NAN,
                               .stay_low_pct = NAN,
                               .stay_high_pct = NAN,
                               .kept_pct = NAN,
                               .kept_low_pct = NAN,
                               .kept_high_pct = NAN,
                               .contraction_pct = NAN,
                               .expansion_pct = NAN,
                               .grr_pct = NAN,
                               .grr_low_pct = NAN,
                               .grr_high_pct = NAN,
                               .nrr_pct = NAN,
                               .nrr_low_pct = NAN,
                               .nrr_high_pct = NAN};
}

int year_ahead_make(const struct lives *lives, const struct chances *chances, struct arena *arena,
                    struct year_ahead *ret, struct err *err)
{
    double *p = ARENA_ARRAY(arena, lives->n, double), *arr = ARENA_ARRAY(arena, lives->n, double);
    struct changes changes = {0};
    size_t n = 0;

    *ret = nothing_told();
    LIVES_EACH(lives, i)
    {
        struct stand now = stand_on(lives->book, i, lives->day, lives->day);
        add_changes(lives, i, &changes);
        if (!state_is_customer(now.state) || now.arr_cents == 0 || now.arr_cents == I64_NONE)
            continue;
        struct chance stays = stay_chance(chances, i, YEAR);
        if (isnan(stays.p)) {
            ret->unknown++;
            ret->unknown_arr_cents += now.arr_cents;
            continue;
        }
        p[n] = stays.p;
        arr[n++] = (double)now.arr_cents;
        ret->arr_cents += now.arr_cents;
    }
    ret->customers = (int64_t)n;
    if (n == 0)
        return 0;
    struct poisson_binomial count;
    struct weighted_outcome money;
    int rc = poisson_binomial(p, n, arena, &count, err);
    if (rc >= 0)
        rc = poisson_binomial_amount(p, arr, n, LEVEL, arena, &money, err);
    if (rc < 0)
        return rc;
    tell_stay(&count, &money, ret);
    tell_rates(&changes, &money, ret);
    return 0;
}
