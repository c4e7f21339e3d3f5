/* scale.h: a monotone piecewise-linear map from a measured value to a score.
 *
 * Between its points a scale is a straight line, before the first and after the last it stays at
 * their scores, and at a point it gives that point's score exactly. Falling scores are allowed
 * (fewer open tickets are better), a change of direction is not: a scale that rises and falls again
 * would make "more" mean both.
 *
 * Threads: pure. Units: whatever the caller's values and scores are in. A missing value is NaN and
 * has a missing score. Errors: ERR_INVALID with the point at fault:
 * field "scale[2].score", or "scale" if there are too few or too many. */
#pragma once
#include "base/err.h"
#include "stats/wide.h"

#include <stddef.h>

#define SCALE_POINTS_MAX 12
#define SCALE_VALUE_MAX  1e15 /* larger magnitudes are refused */

struct scale {
    size_t n;
    double value[SCALE_POINTS_MAX]; /* strictly rising */
    double score[SCALE_POINTS_MAX]; /* never turning */
    double slope[SCALE_POINTS_MAX]; /* of the piece that starts here; the last has none */
};

/* Takes n points; refuses fewer than 2, more than SCALE_POINTS_MAX, values that are not finite or
 * do not rise, and scores that turn. *ret is untouched then. */
int scale_init(struct scale *ret, const double *value, const double *score, size_t n,
               struct err *err);
double scale_at(const struct scale *s, double value);
/* The same for n values at once; value and ret_score must not overlap. */
void scale_column(const struct scale *s, const double *value, size_t n, double *ret_score);

/* The formula, for loops that want it inlined with a fixed n. Each piece starts at its own point,
 * so that points are exact. A NaN fails every comparison and so stays what the first piece made of
 * it: NaN. There are no branches: the compiler turns the choices into masks. */
INLINED void scale_map(const struct scale *s, const double *restrict value, size_t n,
                       double *restrict ret_score)
{
    double first = s->value[0], first_score = s->score[0], first_slope = s->slope[0];
    double last = s->value[s->n - 1], last_score = s->score[s->n - 1];

    for (size_t i = 0; i < n; i++) {
        double ahead = value[i] - first;
        ret_score[i] = first_score + first_slope * (ahead < 0 ? 0 : ahead);
    }
    for (size_t k = 1; k + 1 < s->n; k++) {
        double at = s->value[k], score = s->score[k], slope = s->slope[k];
        for (size_t i = 0; i < n; i++) {
            double on_piece = score + slope * (value[i] - at);
            ret_score[i] = value[i] >= at ? on_piece : ret_score[i];
        }
    }
    for (size_t i = 0; i < n; i++)
        ret_score[i] = value[i] >= last ? last_score : ret_score[i];
}
