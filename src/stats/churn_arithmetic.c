#include "stats/churn_arithmetic.h"

#include <math.h>

const struct churn_plan churn_preset = {10000, 2000, .025};

static int check(const struct churn_plan *p, size_t months, struct err *err)
{
    if (!(p->start >= 0) || isinf(p->start))
        return err_set(err, ERR_INVALID, "start", "must be a number from 0 on");
    if (!(p->added >= 0) || isinf(p->added))
        return err_set(err, ERR_INVALID, "added", "must be a number from 0 on");
    if (!(p->churn >= 0 && p->churn <= 1))
        return err_set(err, ERR_INVALID, "churn", "must be from 0 to 1, a share of each month");
    if (months > CHURN_MONTHS_MAX)
        return err_set(err, ERR_INVALID, "months", "must be at most %d", CHURN_MONTHS_MAX);
    return 0;
}

int churn_arithmetic(const struct churn_plan *plan, size_t months, struct churn_month *ret,
                     struct err *err)
{
    int rc = check(plan, months, err);

    if (rc < 0)
        return rc;
    ret[0] = (struct churn_month){plan->start, plan->start, 0, 0};
    for (size_t t = 1; t <= months; t++) {
        double lost = ret[t - 1].revenue * plan->churn;
        double revenue = ret[t - 1].revenue - lost + plan->added;
        double no_churn = plan->start + (double)t * plan->added;
        ret[t] = (struct churn_month){revenue, no_churn, lost, no_churn - revenue};
    }
    return 0;
}

double churn_plateau(const struct churn_plan *plan)
{
    if (plan->churn > 0)
        return plan->added / plan->churn;
    return plan->added > 0 ? INFINITY : plan->start;
}

double churn_half_way(const struct churn_plan *plan)
{
    return plan->churn > 0 ? log(.5) / log1p(-plan->churn) : INFINITY;
}

double churn_month_of_loss(const struct churn_plan *plan, double share)
{
    double plateau = churn_plateau(plan), needed = share * plan->added;

    if (!(plan->churn > 0) || plan->added <= 0)
        return NAN;
    if (plan->start * plan->churn >= needed)
        return 1;
    if (share >= 1 || plan->churn >= 1)
        return plan->churn >= 1 && share <= 1 ? 2 : NAN;
    /* R(t) × churn ≥ needed; what is lost in month t + 1 is of R(t). */
    double t = log((plateau - share * plateau) / (plateau - plan->start)) / log1p(-plan->churn);
    return ceil(t - 1e-9) + 1;
}
