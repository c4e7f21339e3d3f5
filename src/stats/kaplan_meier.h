/* kaplan_meier.h: the share that is still there after a time, though not all were followed to their
 * end (product-limit estimate).
 *
 *     S(t) = Π over times u ≤ t of (1 − events(u) ÷ at risk(u))
 *
 * Threads: pure. Units: times in those of the data; shares 0 … 1. Missing is NaN.
 * Sources: Kaplan and Meier (1958), JASA 53; variance by Greenwood (1926); intervals and the mean
 * as in Kalbfleisch and Prentice (2002), The Statistical Analysis of Failure Time Data, 1.4, and
 * R's package survival, whose numbers the tests hold these against. */
#pragma once
#include "stats/interval.h"
#include "stats/survival.h"

/* How the interval is made symmetric. Log, the default of R, is exp(ln S ± z σ); log-log,
 * S^exp(±z σ ÷ ln S), keeps to 0 … 1 by itself and is the better one for few observations. */
enum survival_interval { SURVIVAL_LOG, SURVIVAL_LOG_LOG };

struct survival_step {
    double time;
    size_t at_risk, events, censored;
    double share; /* from this time on until the next step */
    double
        sigma; /* Greenwood: the standard error of ln share; that of the share is share × sigma */
    /* Missing when the share is 0: nothing tells how sure that is. */
    struct interval range;
};
struct kaplan_meier {
    const struct survival_step *steps; /* one for each distinct time, rising */
    size_t n;
};
/* z is that of the normal distribution (Z_95). The steps are the arena's. No observations give no
 * steps. With entries the early part can rest on very few at risk, and a curve that falls to 0
 * there stays 0: look at at_risk. */
int kaplan_meier(const struct survival_data *d, enum survival_interval kind, double z,
                 struct arena *a, struct kaplan_meier *ret, struct err *err);

/* The step that holds at a time; NULL before the first: the share is 1 then. */
const struct survival_step *kaplan_meier_at(const struct kaplan_meier *km, double time);

/* How long it takes until only the share p is left (½: the median): the first time the curve is at
 * or below p, the middle of the piece if it is flat at p. The range is where the limits of the
 * interval cross p. Each is missing when the curve, or the limit, never gets there. */
struct survival_quantile {
    double time;
    struct interval range;
};
struct survival_quantile kaplan_meier_quantile(const struct kaplan_meier *km, double p);

/* The mean time up to `until`: the area below the curve. Missing when the curve is not known as far
 * as that: the last one observed was censored before it. */
struct restricted_mean {
    double mean, std_error;
};
struct restricted_mean kaplan_meier_mean(const struct kaplan_meier *km, double until);
