/* weights.h: which weights would have made a card tell best who leaves.
 *
 * Weights are fitted to the past (stats/weight_fit.h: from 0 on, pulled towards the present ones),
 * rounded to whole per cent, and tried on accounts that the fit has not seen, by the code that
 * scores: each account is scored under weights that were fitted on the others. How strong the pull
 * is, is chosen by the same. "Not better than what you have" is a common answer.
 *
 * Levels: groups      the weights of groups; measures inside them keep theirs
 *         measures    the weights of all measures, and of groups as their sums
 *
 * No weight falls below WEIGHT_LEAST_PCT: a card has no measure without weight; to take one away is
 * for people to decide.
 *
 * Ownership: in the arena. Units: per cent. Errors: those of lab_rows.h; ERR_CONFLICT "stopped". */
#pragma once
#include "forecast/lab/lab.h"

#define WEIGHTS_ROWS_MAX 30000
#define WEIGHT_LEAST_PCT 1

extern const char *const weight_levels[]; /* groups measures NULL */
enum weight_level { LEVEL_GROUPS, LEVEL_MEASURES };

struct weights_ask {
    const char *card;  /* as in struct lab_ask; "health" is the default card of the kind */
    const char *level; /* NULL: groups */
    int32_t from, to;
    int64_t horizon_days;
    bool is_renewal, is_recorded, is_due_only;
    const char *filter;
};
extern const struct field weights_ask_fields[];
/* The rows that it asks for; it points into *ask. */
struct lab_ask weights_rows(const struct weights_ask *ask);

struct weight_change {
    const char *path; /* "adoption", "adoption / seat_utilisation" */
    const char *label;
    double from_pct, to_pct;
};
struct weights {
    const char *key, *level;
    int64_t version;
    int64_t rows, accounts, left_rows, left_accounts;
    double auc_now, auc_then; /* on accounts not seen by the fit */
    double gain, gain_low, gain_high, p;
    bool is_better; /* the interval of the gain lies above 0 */
    const char *words;
    struct weight_change *changes; /* all weights of the level, the largest change first */
    size_t n_changes;
    int64_t moved_rows; /* of the rows, whose band would be another */
    struct definition *definitions;
    size_t n_definitions;
    struct card *card; /* with the suggested weights: to be saved as a draft; NULL: too few */
};
extern const struct field weights_fields[];

int weights_run(struct db *db, const struct weights_ask *ask, int32_t today,
                const struct history_progress *progress, struct arena *arena, struct weights *ret,
                struct err *err);
