/* boosted_trees.h: the probability of a yes from many columns, by gradient-boosted decision trees:
 * effects that bend, and that hang on each other, which logistic.h cannot have. The only file that
 * knows XGBoost.
 *
 * Threads:   a model belongs to one thread at a time; it works with as many as it is told. Fitting
 *            leaves that to XGBoost, whose threads wait by spinning; rows are told by threads of
 *            our own (0: as many as there are cores), which wait for nobody.
 * Same bits: the same data, options and number of threads give the same model, byte for byte; what
 *            it tells of a row hangs on no number of threads.
 * Units:     contributions in log-odds.
 * Missing:   a NaN goes the way that fitted best at each fork; nothing need be filled in.
 * Ownership: a model is freed with trees_free; bytes with buf_done.
 * Errors:    those of labelled_check; ERR_INVALID with field "model" for bytes that are none; what
 *            XGBoost says as ERR_INTERNAL.
 * Sources:   Chen and Guestrin (2016), "XGBoost: a scalable tree boosting system", KDD; exact
 *            contributions: Lundberg et al. (2020), Nature Machine Intelligence 2 (TreeSHAP). */
#pragma once
#include "base/auto.h"
#include "base/buf.h"
#include "stats/labelled.h"

#include <stdint.h>

struct trees_options {
    size_t rounds;                  /* trees, 1 … 5000 */
    double learning_rate;           /* 0 … 1: how far each tree goes */
    size_t depth;                   /* questions in a row, 1 … 12 */
    double leaf_weight;             /* the least Σ p (1 − p) of a leaf: small ones are chance */
    double ridge;                   /* on the values of leaves */
    double row_share, column_share; /* that each tree sees, above 0 … 1 */
    uint64_t seed;
    int threads; /* of the fit, from 1 on; more than there are idle cores make it slower, not faster
                  */
    /* Called after each round, if not NULL; a result other than 0 ends the fit and is passed on. */
    int (*progress)(void *ctx, size_t round, struct err *err);
    void *ctx;
};
/* Shallow, slow trees that see a part each: what suits a few thousand rows of which few are a yes.
 * One thread. */
struct trees_options trees_default(void);

struct trees;
int trees_fit(const struct labelled *d, const struct trees_options *options, struct trees **ret,
              struct err *err);
void trees_free(struct trees *t);
AUTO_STRUCT_DEFINE(trees, trees_free)
size_t trees_columns(const struct trees *t);

/* The probabilities of n rows, by the first `rounds` trees; 0: by all. columns[j] is what the fit's
 * was. */
int trees_predict(const struct trees *t, const double *const *columns, size_t n, size_t rounds,
                  int threads, double *ret_p, struct err *err);
/* What each column adds to a row's log-odds: ret[i × (p + 1) + j], and at j = p what all rows have
 * in common. They add up to the log-odds of trees_predict (to single precision), so that who has
 * the parts need not ask for the probability. is_exact: by TreeSHAP, which shares what columns do
 * together fairly, 0.1 ms for a row of 40 columns; else along the row's own path through each tree,
 * which credits the later question with it, and takes an eighth of that. */
int trees_parts(const struct trees *t, const double *const *columns, size_t n, bool is_exact,
                int threads, double *ret, struct err *err);

/* The model as bytes, to be kept; and back. Bytes that were cut or changed are refused. */
int trees_save(const struct trees *t, struct buf *ret, struct err *err);
int trees_load(const void *bytes, size_t n, struct trees **ret, struct err *err);
