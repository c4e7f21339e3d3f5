#include "scoring/retention/term_fit.h"

#include "base/day.h"

#include <math.h>

#define NEARLY      1e-9
#define COMMON_PART 5
#define YEAR        12

int32_t term_fit_period(const struct lifetimes *l)
{
    size_t counts[TERM_MONTHS_MAX + 1] = {0}, known = 0;

    for (size_t k = 0; k < l->n; k++)
        if (l->term_months[k] > 0 && l->term_months[k] <= TERM_MONTHS_MAX) {
            counts[l->term_months[k]]++;
            known++;
        }
    for (int32_t term = TERM_MONTHS_MAX; term > 0; term--)
        if (counts[term] > 0 && counts[term] * COMMON_PART >= known)
            return term;
    return YEAR;
}

/* The period in which the lifetime ended, or that it came to the end of last. */
static size_t reached(const struct lifetimes *l, uint32_t row, int32_t period, int32_t day,
                      bool *is_lost)
{
    double periods = l->time[row] / period;
    size_t last;

    *is_lost = l->is_left[row];
    if (!*is_lost)
        return (size_t)floor(periods + NEARLY);
    last = (size_t)ceil(periods - NEARLY);
    if (day_add_months(l->start[row], (int)last * period) <= day)
        return last;
    *is_lost = false;
    return last - 1;
}

static bool is_by_contract(const struct lifetimes *l, const uint32_t *rows, size_t n,
                           int32_t period)
{
    for (size_t k = 0; k < n; k++)
        if (l->term_months[rows[k]] != period)
            return false;
    return true;
}

void term_fit_make(const struct lifetimes *l, const uint32_t *rows, size_t n, int32_t period_months,
                   int32_t day, struct arena *arena, struct term_fit *ret)
{
    *ret = (struct term_fit){.period_months = period_months,
                             .periods = ARENA_ARRAY(arena, SBG_PERIODS_MAX, struct sbg_period)};
    bool is_contract = is_by_contract(l, rows, n, period_months);
    for (size_t k = 0; k < n; k++) {
        bool is_lost;
        size_t last = reached(l, rows[k], period_months, day, &is_lost);
        double behind = l->entry[rows[k]] / period_months;
        size_t first = (size_t)(is_contract ? floor(behind + NEARLY) : ceil(behind - NEARLY));
        if (last > SBG_PERIODS_MAX) {
            last = SBG_PERIODS_MAX;
            is_lost = false;
        }
        if (last <= first)
            continue;
        sbg_add_customers(ret->periods, first, last, is_lost, 1);
        ret->n = last > ret->n ? last : ret->n;
    }
    ret->is_fitted = sbg_fit(ret->periods, ret->n, &ret->sbg, &ret->problem) >= 0;
}

static double survival_of(const struct sbg *s, void *periods)
{
    return sbg_survival(s, *(const double *)periods);
}

struct interval term_fit_survival_range(const struct term_fit *fit, double periods)
{
    double at_risk = 0, lost = 0;

    if (periods == 0)
        return (struct interval){1, 1};
    if (fit->sbg.edge != SBG_ALIKE) {
        struct interval range = sbg_interval(&fit->sbg, survival_of, &periods, Z_95);
        return (struct interval){range.low, isnan(range.high) ? NAN : fmin(1, range.high)};
    }
    for (size_t k = 0; k < fit->n; k++) {
        at_risk += fit->periods[k].at_risk;
        lost += fit->periods[k].lost;
    }
    struct interval left = interval_wilson(llround(lost), llround(at_risk), Z_95);
    return (struct interval){pow(1 - left.high, periods), pow(1 - left.low, periods)};
}
