/* card_math.h: the arithmetic of a scorecard: groups, and under them measures, each with a weight.
 *
 *     measure score = scale(value), by the scale that holds at the account's tenure
 *     group score   = Σ weight × measure score ÷ Σ weight   over the measures that have a value
 *     card score    = Σ weight × group score ÷ Σ weight     over the groups that have a score
 *     coverage      = Σ group weight × its share of measure weight that has a value ÷ Σ group
 * weight
 *
 * A missing value thus gives its weight to its siblings. Below min_coverage the card's score is
 * missing. Only the ratios of weights within one level count.
 *
 * Threads: pure. Units: scores in the card's own range, coverage and effective weights 0 … 1.
 * Missing is NaN. */
#pragma once
#include "stats/scale.h"

#include <stddef.h>

#define CARD_GROUPS_MAX   16
#define CARD_MEASURES_MAX 64

struct card_math_group {
    double weight;   /* above 0 */
    size_t first, n; /* its measures; n ≥ 1 */
};
/* A scale that takes over from a tenure on: low use is normal in month two, alarming in month nine.
 */
struct card_math_stage {
    double from_months;
    struct scale scale;
};
struct card_math_measure {
    double weight; /* above 0 */
    struct scale scale;
    const struct card_math_stage *stages; /* rising; none: `scale` holds always */
    size_t n_stages;
};
struct card_math {
    size_t n_groups, n_measures; /* every measure belongs to exactly one group, in order */
    struct card_math_group groups[CARD_GROUPS_MAX];
    struct card_math_measure measures[CARD_MEASURES_MAX];
    double min_coverage;
};

/* Scores n accounts at once. columns[m] holds the n values that measure m reads; columns may
 * repeat. tenure_months holds how long each has been an account; NaN (not known) is before every
 * stage; NULL will do if no measure has stages. ret_score and ret_coverage hold n numbers each.
 * Takes about 2 ns for each measure of each account (bench/whatif.mjs). */
void card_score(const struct card_math *card, const double *const *columns,
                const double *tenure_months, size_t n, double *ret_score, double *ret_coverage);

/* One account's score taken apart. `effective` is the share of the whole card that a measure or
 * group really had, 0 if missing; points = effective × score. The points of the measures add up to
 * the card's score, those of a group's measures to the group's. */
struct card_part {
    double value, score, effective, points;
};
struct card_explained {
    double score; /* NaN when coverage is below the minimum; the parts are filled all the same */
    double coverage;
    struct card_part groups[CARD_GROUPS_MAX]; /* value unused: NaN */
    struct card_part measures[CARD_MEASURES_MAX];
};
/* values[m] is what measure m reads. */
void card_explain(const struct card_math *card, const double *values, double tenure_months,
                  struct card_explained *ret);
/* The scale of a measure at a tenure. */
const struct scale *card_scale_at(const struct card_math_measure *m, double tenure_months);

/* Why a score moved. points[m] = mean effective weight × change of measure m's score, for measures
 * present on both sides (a change that a new stage made of the same value is the measure's);
 * reweighting = Σ mean score × change of effective weight, which is what inputs that appeared or
 * vanished did by moving weight. Together they add up to to − from. When either score is missing
 * everything is NaN. */
struct card_change {
    double from, to, reweighting;
    double points[CARD_MEASURES_MAX];
};
void card_change(const struct card_explained *from, const struct card_explained *to,
                 size_t n_measures, struct card_change *ret);
