/* churn_arithmetic.h: the recurring revenue of a company that starts at so much, adds the same each
 * month, and loses a share of what it has each month.
 *
 *     R(0) = start,   R(t + 1) = R(t) × (1 − churn) + added
 *     R(t) = P + (start − P) × (1 − churn)^t,   P = added ÷ churn
 *
 * P is where revenue comes to rest: there as much is lost in a month as is added. Half of the way
 * there is behind after ln ½ ÷ ln(1 − churn) months, wherever it began.
 *
 * Threads: pure. Units: revenue of a month in any unit; churn 0 … 1 a month.
 * Source: arithmetic of a geometric series; the example (10,000 at the start, 2,000 more each
 * month, 2.5 % churn) is D. Skok's, "Why churn is critical in SaaS". */
#pragma once
#include "base/err.h"

#include <stddef.h>

#define CHURN_MONTHS_MAX 600

struct churn_plan {
    double start, added;
    double churn; /* a share, each month */
};
extern const struct churn_plan churn_preset;

struct churn_month {
    double revenue;     /* at its end */
    double no_churn;    /* the same, if nothing were ever lost */
    double lost;        /* in the month */
    double lost_before; /* no_churn − revenue: what churn has taken by then */
};
/* Fills ret[0 … months]; ret[0] is the start. ERR_INVALID with field "start", "added", "churn" or
 * "months". */
int churn_arithmetic(const struct churn_plan *plan, size_t months, struct churn_month *ret,
                     struct err *err);
/* Where it comes to rest: INFINITY without churn; 0 if nothing is added. */
double churn_plateau(const struct churn_plan *plan);
/* Months until half of the way to the plateau is behind; INFINITY without churn. */
double churn_half_way(const struct churn_plan *plan);
/* The first month in which at least `share` of what is added is lost again; NaN if never. The share
 * 1 is never quite reached from below. */
double churn_month_of_loss(const struct churn_plan *plan, double share);
