#include "stats/log_rank.h"

#include "stats/significance.h"
#include "stats/symmetric.h"

#include <math.h>

static int check(const struct survival_data *d, const uint32_t *group, size_t groups,
                 struct err *err)
{
    if (groups < 1 || groups > LOG_RANK_GROUPS_MAX)
        return err_set(err, ERR_INVALID, "group", "%zu groups; there can be 1 to %d", groups,
                       LOG_RANK_GROUPS_MAX);
    for (size_t i = 0; i < d->n; i++)
        if (group[i] >= groups)
            return err_set(err, ERR_INVALID, "group", "row %zu is of group %u, but there are %zu",
                           i, group[i], groups);
    return survival_check(d, err);
}

/* Adds one moment's expected events, and the covariance of the hypergeometric distribution of the
 * observed ones. */
static void expect(const struct survival_moment *m, const double *risk, size_t groups,
                   struct log_rank *ret, double *covariance)
{
    double n = (double)m->at_risk, events = (double)m->events;
    double spread = n > 1 ? events * (n - events) / (n - 1) : 0;

    for (size_t g = 0; g < groups; g++) {
        double share = risk[g] / n;
        ret->expected[g] += events * share;
        if (share == 0)
            continue;
        for (size_t h = 0; h <= g; h++)
            covariance[g * groups + h] += spread * share * ((g == h) - risk[h] / n);
    }
}

int log_rank(const struct survival_data *d, const uint32_t *group, size_t groups, struct arena *a,
             struct log_rank *ret, struct err *err)
{
    struct survival_walk walk;
    struct survival_moment m;

    int rc = check(d, group, groups, err);
    if (rc < 0)
        return rc;
    *ret = (struct log_rank){.chi_square = NAN, .p = NAN};
    double *risk = ARENA_ARRAY(a, groups, double), *excess = ARENA_ARRAY(a, groups, double);
    double *covariance = ARENA_ARRAY(a, groups * groups, double);
    survival_walk_init(&walk, d, a);
    while (survival_walk_next(&walk, &m)) {
        for (size_t i = 0; i < m.n_entering; i++)
            risk[group[m.entering[i]]]++;
        if (m.events)
            expect(&m, risk, groups, ret, covariance);
        for (size_t i = 0; i < m.n_leaving; i++) {
            risk[group[m.leaving[i]]]--;
            ret->observed[group[m.leaving[i]]] += d->is_event[m.leaving[i]];
        }
    }
    for (size_t g = 0; g < groups; g++)
        excess[g] = ret->observed[g] - ret->expected[g];
    /* The differences add up to 0 (and to 0 among groups that only met each other), so that the
     * covariance has no inverse: what it leaves free is chi-square with its rank as the degrees. */
    double square = symmetric_square(covariance, groups, excess, a, &ret->df);
    if (ret->df > 0) {
        ret->chi_square = square;
        ret->p = chi_square_tail(square, (double)ret->df);
    }
    return 0;
}
