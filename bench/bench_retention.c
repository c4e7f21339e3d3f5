/* How fast retention curves are fitted: 20 cohorts of made-up customers, each on its own and all as
 * one, beside the fit as the paper's spreadsheet has it: the likelihood written with beta
 * functions, searched without slopes (NLopt's Nelder and Mead). */
#include "base/day.h"
#include "stats/beta_geometric.h"
#include "stats/random.h"

#include <math.h>
#include <nlopt.h>
#include <stdio.h>
#include <stdlib.h>

#define COHORTS  20
#define RENEWALS 12
#define ROUNDS   200

struct cohort {
    double survivors[RENEWALS + 1];
    size_t n;
};

static void die(const char *what)
{
    fprintf(stderr, "bench_retention: %s\n", what);
    abort();
}

/* The k-th cohort is a year older than the next, so that each is censored at another age. */
static void make_up(struct cohort *c, int k, struct rng *rng)
{
    struct sbg truth = {.alpha = 0.5 + 0.05 * k, .beta = 3 - 0.05 * k};

    *c = (struct cohort){.survivors = {1000}, .n = (size_t)(3 + k % (RENEWALS - 2))};
    for (size_t t = 1; t < c->n; t++)
        for (int i = 0; i < (int)c->survivors[t - 1]; i++)
            c->survivors[t] += rng_chance(rng, sbg_retention(&truth, t));
}

static double ln_beta(double a, double b)
{
    int sign;

    return lgamma_r(a, &sign) + lgamma_r(b, &sign) - lgamma_r(a + b, &sign);
}

// NOLINTNEXTLINE(readability-non-const-parameter): it is NLopt that says what it gives
static double plain_likelihood(unsigned n, const double *x, double *slope, void *ctx)
{
    const struct cohort *c = ctx;
    double a = exp(x[0]), b = exp(x[1]), sum = 0;

    (void)n;
    (void)slope;
    for (size_t t = 1; t < c->n; t++)
        sum += (c->survivors[t - 1] - c->survivors[t]) *
               (ln_beta(a + 1, b + (double)t - 1) - ln_beta(a, b));
    return sum + c->survivors[c->n - 1] * (ln_beta(a, b + (double)c->n - 1) - ln_beta(a, b));
}

static double plain_fit(struct cohort *c)
{
    double x[] = {0, 0}, best = 0;
    nlopt_opt opt = nlopt_create(NLOPT_LN_NELDERMEAD, 2);

    nlopt_set_max_objective(opt, plain_likelihood, c);
    nlopt_set_ftol_rel(opt, 1e-12);
    nlopt_set_maxeval(opt, 5000);
    if (nlopt_optimize(opt, x, &best) < 0)
        die("Nelder and Mead found nothing");
    nlopt_destroy(opt);
    return best;
}

static double fit_each(const struct cohort *cohorts)
{
    double sum = 0;

    for (int k = 0; k < COHORTS; k++) {
        struct sbg_period periods[RENEWALS] = {0};
        struct sbg s;
        struct err err;
        sbg_add_cohort(periods, cohorts[k].survivors, cohorts[k].n);
        if (sbg_fit(periods, RENEWALS, &s, &err) < 0)
            die(err.text);
        sum += s.log_likelihood;
    }
    return sum;
}

static void fit_joint(const struct cohort *cohorts)
{
    struct sbg_period periods[RENEWALS] = {0};
    struct sbg s;
    struct err err;

    for (int k = 0; k < COHORTS; k++)
        sbg_add_cohort(periods, cohorts[k].survivors, cohorts[k].n);
    if (sbg_fit(periods, RENEWALS, &s, &err) < 0)
        die(err.text);
}

int main(void)
{
    struct cohort cohorts[COHORTS];
    struct rng rng;
    double ours = 0, plain = 0;

    rng_init(&rng, 1, 0);
    for (int k = 0; k < COHORTS; k++)
        make_up(&cohorts[k], k, &rng);
    int64_t at = clock_mono_us();
    for (int r = 0; r < ROUNDS; r++)
        ours = fit_each(cohorts);
    int64_t each = clock_mono_us() - at;
    at += each;
    for (int r = 0; r < ROUNDS; r++)
        fit_joint(cohorts);
    int64_t joint = clock_mono_us() - at;
    at += joint;
    for (int r = 0; r < ROUNDS; r++) {
        plain = 0;
        for (int k = 0; k < COHORTS; k++)
            plain += plain_fit(&cohorts[k]);
    }
    int64_t alternative = clock_mono_us() - at;
    printf(
        "20 cohorts, each fitted: %.3f ms; as one: %.3f ms; without slopes: %.3f ms (%.1f times)\n",
        (double)each / ROUNDS / 1e3, (double)joint / ROUNDS / 1e3,
        (double)alternative / ROUNDS / 1e3, (double)alternative / (double)each);
    printf("log-likelihood %.6f, without slopes %.6f\n", ours, plain);
    /* The alternative may stop short on a ridge; to be better than ours it would have to be right.
     */
    return plain > ours + 1e-4 * fabs(ours) ? 1 : 0;
}
