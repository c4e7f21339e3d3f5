#include "stats/survival.h"

#include "stats/order.h"

#include <math.h>

int survival_check(const struct survival_data *d, struct err *err)
{
    if (d->n > SURVIVAL_ROWS_MAX)
        return err_set(err, ERR_INVALID, "n", "%zu observations; the most is %d", d->n,
                       SURVIVAL_ROWS_MAX);
    for (size_t i = 0; i < d->n; i++) {
        double entry = d->entry ? d->entry[i] : 0;
        if (!(d->time[i] >= 0) || isinf(d->time[i]))
            return err_set(err, ERR_INVALID, "time",
                           "row %zu has the time %g; it must be a number from 0 on", i, d->time[i]);
        if (!(entry >= 0) || (d->entry && entry >= d->time[i]))
            return err_set(err, ERR_INVALID, "entry",
                           "row %zu enters at %g; it must be from 0 on and before its time, %g", i,
                           entry, d->time[i]);
    }
    return 0;
}

static const uint32_t *ordered(const double *key, size_t n, struct arena *a)
{
    uint32_t *rows = ARENA_ARRAY(a, n, uint32_t);

    for (size_t i = 0; i < n; i++)
        rows[i] = (uint32_t)i;
    if (key)
        order_rows(key, rows, n, false);
    return rows;
}

void survival_walk_init(struct survival_walk *w, const struct survival_data *d, struct arena *a)
{
    *w = (struct survival_walk){
        .d = d, .by_time = ordered(d->time, d->n, a), .by_entry = ordered(d->entry, d->n, a)};
}

bool survival_walk_next(struct survival_walk *w, struct survival_moment *ret)
{
    const struct survival_data *d = w->d;
    size_t entered = w->entered, left = w->left;

    if (left == d->n)
        return false;
    double time = d->time[w->by_time[left]];
    struct survival_moment m = {
        .time = time, .entering = w->by_entry + entered, .leaving = w->by_time + left};

    while (entered < d->n && (!d->entry || d->entry[w->by_entry[entered]] < time))
        entered++;
    m.n_entering = entered - w->entered;
    m.at_risk = entered - left;
    for (; left < d->n && d->time[w->by_time[left]] == time; left++) {
        m.events += d->is_event[w->by_time[left]];
        m.n_leaving++;
    }
    m.censored = m.n_leaving - m.events;
    w->entered = entered;
    w->left = left;
    *ret = m;
    return true;
}
