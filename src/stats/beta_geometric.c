#include "stats/beta_geometric.h"

#include "stats/symmetric.h"

#include <math.h>
#include <nlopt.h>

/* Bounds of α + β, beyond which the curve does not change any more. */
#define SPREAD_LEAST 1e-3
#define SPREAD_MOST  1e6
#define SHARE_MAX    (1 - 1e-9) /* of mean churn, and 1 less it */
#define STEPS_MAX    5000000
#define ENOUGH       1e-13 /* relative error of a sum that is good enough */

void sbg_add_customers(struct sbg_period *periods, size_t seen_from, size_t reached, bool is_lost,
                       double count)
{
    for (size_t k = seen_from; k < reached; k++)
        periods[k].at_risk += count;
    if (is_lost && reached > seen_from)
        periods[reached - 1].lost += count;
}

void sbg_add_cohort(struct sbg_period *periods, const double *survivors, size_t n)
{
    for (size_t k = 0; k + 1 < n; k++) {
        periods[k].at_risk += survivors[k];
        periods[k].lost += survivors[k] - survivors[k + 1];
    }
}

struct likelihood {
    const struct sbg_period *periods;
    size_t n;
    double
        total; /* of at_risk: the likelihood is divided by it, so that tolerances mean something */
};

/* ln L = Σ lost ln α + (at risk − lost) ln(β + k) − at risk ln(α + β + k), k = 0 …, and its slope.
 */
static double log_likelihood(const struct likelihood *l, double alpha, double beta, double slope[2])
{
    double sum = 0, by_alpha = 0, by_beta = 0;

    for (size_t k = 0; k < l->n; k++) {
        double at_risk = l->periods[k].at_risk, lost = l->periods[k].lost, kept = at_risk - lost;
        double b = beta + (double)k, both = alpha + b;
        if (at_risk == 0)
            continue;
        sum += lost * log(alpha / both) + kept * log(b / both);
        by_alpha += lost / alpha - at_risk / both;
        by_beta += kept / b - at_risk / both;
    }
    slope[0] = by_alpha;
    slope[1] = by_beta;
    return sum;
}

/* The search runs over the logit of mean churn α ÷ (α + β) and ln(α + β), which are nearly
 * independent of each other; α and β themselves lie along a narrow ridge. */
static void from_search(const double *x, double *ret_alpha, double *ret_beta)
{
    double sum = exp(x[1]);

    *ret_alpha = sum / (1 + exp(-x[0]));
    *ret_beta = sum / (1 + exp(x[0]));
}

static double objective(unsigned n, const double *x, double *slope, void *ctx)
{
    const struct likelihood *l = ctx;
    double alpha, beta, by[2];

    (void)n;
    from_search(x, &alpha, &beta);
    double value = log_likelihood(l, alpha, beta, by) / l->total;
    if (slope) {
        double turn = alpha * beta / (alpha + beta);
        slope[0] = (by[0] - by[1]) * turn / l->total;
        slope[1] = (by[0] * alpha + by[1] * beta) / l->total;
    }
    return value;
}

static int check(const struct sbg_period *periods, size_t n, double *ret_total, double *ret_lost,
                 struct err *err)
{
    double total = 0, lost = 0;
    size_t ages = 0;

    if (n > SBG_PERIODS_MAX)
        return err_set(err, ERR_INVALID, "periods", "%zu renewals; the most is %d", n,
                       SBG_PERIODS_MAX);
    for (size_t k = 0; k < n; k++) {
        const struct sbg_period *p = &periods[k];
        if (!(p->lost >= 0 && p->lost <= p->at_risk) || isinf(p->at_risk))
            return err_set(err, ERR_INVALID, "periods",
                           "at renewal %zu %g of %g are lost; that cannot be", k + 1, p->lost,
                           p->at_risk);
        total += p->at_risk;
        lost += p->lost;
        ages += p->at_risk > 0;
    }
    if (ages < 2)
        return err_set(err, ERR_INVALID, "periods",
                       "a curve needs customers who came to a first and to a later renewal; there "
                       "are renewals at %zu age%s",
                       ages, ages == 1 ? "" : "s");
    if (lost == 0 || lost == total)
        return err_set(err, ERR_INVALID, "periods", "of all that came to a renewal %s renewed",
                       lost == 0 ? "every one" : "none");
    *ret_total = total;
    *ret_lost = lost;
    return 0;
}

static int search(const struct likelihood *l, double mean, double x[2], struct err *err)
{
    double most = log(SHARE_MAX / (1 - SHARE_MAX)), best;
    double low[] = {-most, log(SPREAD_LEAST)}, high[] = {most, log(SPREAD_MOST)};
    nlopt_opt opt = nlopt_create(NLOPT_LD_SLSQP, 2);

    if (!opt)
        return err_set(err, ERR_INTERNAL, NULL, "NLopt gave no optimiser");
    nlopt_set_lower_bounds(opt, low);
    nlopt_set_upper_bounds(opt, high);
    nlopt_set_max_objective(opt, objective, (void *)l);
    nlopt_set_xtol_rel(opt, 1e-10);
    nlopt_set_ftol_rel(opt, 1e-15);
    nlopt_set_maxeval(opt, 2000);
    x[0] = log(mean / (1 - mean));
    x[1] = log(4);
    nlopt_result rc = nlopt_optimize(opt, x, &best);
    nlopt_destroy(opt);
    /* Rounding stops it at the top, where there is nothing more to gain. */
    if (rc < 0 && rc != NLOPT_ROUNDOFF_LIMITED)
        return err_set(err, ERR_INTERNAL, NULL, "NLopt: %s", nlopt_result_to_string(rc));
    return 0;
}

/* The inverse of the observed information, for ln α and ln β. */
static void covariance(const struct likelihood *l, struct sbg *s)
{
    double aa = 0, ab = 0, bb = 0, a = s->alpha, b = s->beta;

    for (size_t k = 0; k < l->n; k++) {
        double at_risk = l->periods[k].at_risk, lost = l->periods[k].lost;
        double later = b + (double)k, both = a + later, common = at_risk / (both * both);
        aa += lost / (a * a) - common;
        ab -= common;
        bb += (at_risk - lost) / (later * later) - common;
    }
    double information[] = {aa * a * a, 0, ab * a * b, bb * b * b};
    bool is_top = s->edge == SBG_INSIDE && symmetric_factor(information, 2);
    if (is_top)
        symmetric_invert(information, 2);
    for (int i = 0; i < 4; i++)
        s->covariance[i / 2][i % 2] = is_top ? information[i] : NAN;
}

int sbg_fit(const struct sbg_period *periods, size_t n, struct sbg *ret, struct err *err)
{
    struct likelihood l = {.periods = periods, .n = n};
    struct sbg s = {.edge = SBG_INSIDE};
    double lost, x[2], slope[2];

    int rc = check(periods, n, &l.total, &lost, err);
    if (rc < 0 || (rc = search(&l, lost / l.total, x, err)) < 0)
        return rc;
    from_search(x, &s.alpha, &s.beta);
    s.log_likelihood = log_likelihood(&l, s.alpha, s.beta, slope);
    if (x[1] > log(SPREAD_MOST / 10))
        s.edge = SBG_ALIKE;
    else if (x[1] < log(SPREAD_LEAST * 10))
        s.edge = SBG_SPLIT;
    covariance(&l, &s);
    *ret = s;
    return 0;
}

double sbg_retention(const struct sbg *s, size_t t)
{
    double behind = s->beta + (double)t - 1;

    return behind / (s->alpha + behind);
}

double sbg_survival(const struct sbg *s, double t)
{
    int sign;

    if (!(t >= 0))
        return NAN;
    return exp(lgamma_r(s->beta + t, &sign) - lgamma_r(s->beta, &sign) +
               lgamma_r(s->alpha + s->beta, &sign) - lgamma_r(s->alpha + s->beta + t, &sign));
}

/* Σ S(t) v^t from t = 0 on. Behind the terms added so far lies a rest between that of retention
 * staying as it is and that of nobody leaving any more: its middle is taken, and half of the
 * difference is the error. */
static struct sbg_lifetime sum_to_end(const struct sbg *s, double v)
{
    double term = 1, sum = 0, most = 1 / (1 - v), least = most;

    for (size_t t = 1; t < STEPS_MAX; t++) {
        double r = sbg_retention(s, t);
        least = term / (1 - v * r);
        most = term / (1 - v);
        if (most - least <= ENOUGH * sum)
            break;
        sum += term;
        term *= r * v;
    }
    return (struct sbg_lifetime){sum + (most + least) / 2, (most - least) / 2 + ENOUGH * sum};
}

static struct sbg_lifetime sum_of(const struct sbg *s, double v, size_t periods)
{
    double term = 1, sum = 0;

    for (size_t t = 1; t <= periods && term > 0; t++) {
        sum += term;
        term *= sbg_retention(s, t) * v;
    }
    return (struct sbg_lifetime){sum, ENOUGH * sum};
}

struct sbg_lifetime sbg_lifetime(const struct sbg *s, size_t renewal, double discount,
                                 size_t periods)
{
    /* After n renewals the spread of those left is Beta(α, β + n): a new customer of that kind. */
    struct sbg after = {.alpha = s->alpha, .beta = s->beta + (double)renewal};
    double first = renewal ? sbg_retention(s, renewal) : 1;
    struct sbg_lifetime l;

    if (!(discount >= 0) || isinf(discount))
        return (struct sbg_lifetime){NAN, NAN};
    if (periods)
        l = sum_of(&after, 1 / (1 + discount), periods);
    else if (discount > 0)
        l = sum_to_end(&after, 1 / (1 + discount));
    else if (s->alpha > 1)
        l = (struct sbg_lifetime){(after.alpha + after.beta - 1) / (after.alpha - 1), 0};
    else
        l = (struct sbg_lifetime){INFINITY, 0};
    return (struct sbg_lifetime){first * l.value, first * l.error};
}

struct interval sbg_interval(const struct sbg *s, double (*of)(const struct sbg *s, void *ctx),
                             void *ctx, double z)
{
    enum { BOTH = 2 };
    double step = 1e-4, slope[BOTH], middle = log(of(s, ctx)), variance = 0;

    for (int i = 0; i < BOTH; i++) {
        struct sbg up = *s, down = *s;
        *(i ? &up.beta : &up.alpha) *= exp(step);
        *(i ? &down.beta : &down.alpha) *= exp(-step);
        slope[i] = (log(of(&up, ctx)) - log(of(&down, ctx))) / (2 * step);
    }
    for (int i = 0; i < BOTH; i++)
        for (int k = 0; k < BOTH; k++)
            variance += slope[i] * slope[k] * s->covariance[i][k];
    double half = z * sqrt(variance);
    return (struct interval){exp(middle - half), exp(middle + half)};
}
