/* forecast_score.h: how good probabilities were, once it is known what happened: proper scores,
 * which nobody can better by telling other than what they believe.
 *
 * Threads: pure. Rows with a missing probability are passed over; everything is NaN without any
 * left. Sources: Brier (1950), Monthly Weather Review 78; Gneiting and Raftery (2007), JASA 102. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

struct forecast_score {
    size_t n, yes;
    double brier; /* mean (p − outcome)²: 0 at best */
    /* Mean −ln of the probability of what happened, in nats. A probability of 0 or 1 that was wrong
     * makes it infinite: who says never must never be wrong. */
    double log_loss;
    /* The same for telling everyone the share of yes; and how much of that the forecast saves, 1 −
     * score ÷ base: 1 at best, 0 for no better, negative for worse. NaN when all outcomes are the
     * same. */
    double base_brier, base_log_loss;
    double brier_skill, log_loss_skill;
};
struct forecast_score forecast_score(const double *p, const bool *label, size_t n);
