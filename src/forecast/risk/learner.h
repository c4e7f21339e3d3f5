/* learner.h: one way to tell who will leave, learned from rows: four plain ones, which every model
 * must beat, and two models.
 *
 *     base      tells everybody the share that left
 *     band      the share that left of those in the same band of health
 *     age       the share that left of customers of the same age
 *     curve     the retention curve of its contract, as known on the day (retention/stay.h):
 * nothing is learned from the rows logistic  logistic regression with a ridge (stats/logistic.h)
 *     trees     gradient-boosted trees (stats/boosted_trees.h), fitted with one thread
 *
 * What they give is log-odds, which still have to be calibrated (model.h).
 *
 * Threads:   a learner belongs to one thread at a time.
 * Ownership: in the arena, trees included.
 * Errors:    those of stats/. */
#pragma once
#include "base/buf.h"
#include "forecast/risk/panel.h"
#include "stats/boosted_trees.h"

enum learner_kind {
    LEARNER_BASE,
    LEARNER_BAND,
    LEARNER_AGE,
    LEARNER_CURVE,
    LEARNER_LOGISTIC,
    LEARNER_TREES
};
extern const char *const learner_kinds[]; /* base band age curve logistic trees NULL */

/* What is tried. */
struct learner_spec {
    enum learner_kind kind;
    const char *label; /* for people */
    double ridge;      /* logistic */
    int64_t rounds;    /* trees */
};
extern const struct learner_spec learner_specs[];
extern const size_t n_learner_specs;

struct learner {
    const char *kind;
    const char **columns; /* ids of features */
    size_t n_columns;
    double intercept;                   /* the log-odds of all rows together */
    double *coefficient, *mean, *scale; /* logistic, [n_columns] */
    size_t n_coefficient, n_mean, n_scale;
    /* band and age (and the curve of models kept before): from edges[k] on the log-odds are
     * steps[k]; n_steps is one more than n_edges, the last being of those whose column is missing.
     */
    double *edges, *steps;
    size_t n_edges, n_steps;
    /* Not among the fields. */
    enum learner_kind kind_index;
    int *index; /* of the columns among the features at hand */
    struct trees *trees;
};
extern const struct field learner_fields[];

/* Some rows of a panel, and what learning takes besides. */
struct learner_rows {
    const struct panel *panel;
    const uint32_t *rows;
    size_t n;
    const double *edges; /* of the bands of health, CARD_BANDS + 1 */
    /* Called now and then; a result below 0 stops. */
    int (*progress)(void *ctx, double part, struct err *err);
    void *ctx;
};
int learner_fit(const struct learner_spec *spec, const struct learner_rows *rows,
                struct arena *arena, struct learner *ret, struct err *err);

/* The log-odds of n rows; columns[j] is that of feature j. */
int learner_log_odds(const struct learner *l, const double *const *columns, size_t n,
                     struct arena *arena, double *ret, struct err *err);
/* What each of its columns adds to the log-odds of each row, against what is usual:
 * ret[i × n_columns + j]. */
int learner_parts(const struct learner *l, const double *const *columns, size_t n,
                  struct arena *arena, double *ret, struct err *err);

/* Finds the columns among features; what is not there any more is missing everywhere (index −1). */
int learner_bind(struct learner *l, const struct feature *features, size_t n, struct arena *arena,
                 struct err *err);
