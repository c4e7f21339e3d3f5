#include "stats/kaplan_meier.h"

#include <math.h>

/* Products of fractions that should be exactly ½ are off by this much. */
#define NEARLY 1e-9

static struct interval range_of(const struct survival_step *s, enum survival_interval kind,
                                double z)
{
    if (s->share <= 0)
        return (struct interval){NAN, NAN};
    if (s->sigma == 0) /* nothing lost yet */
        return (struct interval){s->share, s->share};
    if (kind == SURVIVAL_LOG)
        return (struct interval){s->share * exp(-z * s->sigma),
                                 fmin(1, s->share * exp(z * s->sigma))};
    double spread = z * s->sigma / fabs(log(s->share));
    return (struct interval){pow(s->share, exp(spread)), pow(s->share, exp(-spread))};
}

int kaplan_meier(const struct survival_data *d, enum survival_interval kind, double z,
                 struct arena *a, struct kaplan_meier *ret, struct err *err)
{
    struct survival_walk walk;
    struct survival_moment m;
    double share = 1, greenwood = 0;
    size_t n = 0;

    int rc = survival_check(d, err);
    if (rc < 0)
        return rc;
    survival_walk_init(&walk, d, a);
    while (survival_walk_next(&walk, &m))
        n++;
    struct survival_step *steps = ARENA_ARRAY(a, n, struct survival_step);
    walk.left = walk.entered = 0;
    for (struct survival_step *s = steps; survival_walk_next(&walk, &m); s++) {
        double risk = (double)m.at_risk, events = (double)m.events;
        share *= (risk - events) / risk;
        greenwood += m.events ? events / (risk * (risk - events)) : 0;
        *s = (struct survival_step){m.time, m.at_risk,       m.events, m.censored,
                                    share,  sqrt(greenwood), {0}};
        s->range = range_of(s, kind, z);
    }
    *ret = (struct kaplan_meier){steps, n};
    return 0;
}

const struct survival_step *kaplan_meier_at(const struct kaplan_meier *km, double time)
{
    size_t low = 0, high = km->n; /* steps[low − 1].time ≤ time < steps[high].time */

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (km->steps[mid].time <= time)
            low = mid + 1;
        else
            high = mid;
    }
    return low ? &km->steps[low - 1] : NULL;
}

static double share_of(const struct survival_step *s)
{
    return s->share;
}

static double low_of(const struct survival_step *s)
{
    return isnan(s->range.low) ? 0 : s->range.low;
}

static double high_of(const struct survival_step *s)
{
    /* Of a curve that has fallen to 0 the upper limit is not known, and so crosses nothing. */
    return isnan(s->range.high) ? 1 : s->range.high;
}

static double crossing(const struct kaplan_meier *km, double p,
                       double (*curve)(const struct survival_step *))
{
    for (size_t i = 0; i < km->n; i++) {
        double here = curve(&km->steps[i]);
        if (here > p + NEARLY)
            continue;
        if (here < p - NEARLY)
            return km->steps[i].time;
        for (size_t k = i + 1; k < km->n; k++)
            if (curve(&km->steps[k]) < p - NEARLY)
                return (km->steps[i].time + km->steps[k].time) / 2;
        return km->steps[i].time;
    }
    return NAN;
}

struct survival_quantile kaplan_meier_quantile(const struct kaplan_meier *km, double p)
{
    return (struct survival_quantile){crossing(km, p, share_of),
                                      {crossing(km, p, low_of), crossing(km, p, high_of)}};
}

struct restricted_mean kaplan_meier_mean(const struct kaplan_meier *km, double until)
{
    double area = 0, variance = 0, end = until;
    const struct survival_step *last = kaplan_meier_at(km, until);

    if (!(until >= 0) ||
        (last && last == &km->steps[km->n - 1] && last->share > 0 && last->time < until) ||
        km->n == 0)
        return (struct restricted_mean){NAN, NAN};
    /* From the end back, so that the area beyond a step is there when it is met. */
    for (const struct survival_step *s = last; s && s >= km->steps; s--) {
        double risk = (double)s->at_risk, events = (double)s->events;
        area += s->share * (end - s->time);
        end = s->time;
        if (s->share > 0)
            variance += area * area * events / (risk * (risk - events));
    }
    return (struct restricted_mean){area + end, sqrt(variance)};
}
