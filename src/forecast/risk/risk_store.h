/* risk_store.h: models and what they told, in the database. Models are never changed; a new one
 * takes the place of the one in force, and the last MODELS_KEPT stay readable.
 *
 * Threads:   as the connection; changes need a write transaction.
 * Ownership: in the arena.
 * Errors:    ERR_NOT_FOUND for a model or run that is not there; ERR_INVALID on "model" for one
 *            that is damaged. */
#pragma once
#include "forecast/risk/model_card.h"

#define MODELS_KEPT 24

/* What a model told of a row that was held back from it, and what became of it. */
struct told_past {
    int64_t account;
    int32_t day;
    float p;
};
/* A past account-month with what each of the learner's columns added to its log-odds (floats behind
 * it, one for each column); one for each account, drawn among its months. */
struct example {
    int64_t account;
    int32_t day;
    int32_t has_left;
};

struct risk_model {
    struct model_card *card;
    struct learner *learner;
    struct platt calibration;
    const struct told_past *told;
    size_t n_told;
    const struct example *examples;
    const float *parts; /* [n_examples × learner->n_columns] */
    size_t n_examples;
};
/* p of log-odds. */
static inline double risk_probability(const struct risk_model *m, double log_odds)
{
    return platt_at(&m->calibration, log_odds);
}

int risk_model_put(struct conn *c, const struct risk_model *m, int64_t *ret_id, struct err *err);
/* id 0: the one in force. Its learner is bound to the features. */
int risk_model_get(struct conn *c, int64_t id, const struct feature *features, size_t n_features,
                   struct arena *arena, struct risk_model *ret, struct err *err);
/* Only the card. */
int model_card_get(struct conn *c, int64_t id, struct arena *arena, struct model_card *ret,
                   struct err *err);
/* The newest first. */
int model_cards(struct conn *c, struct arena *arena, struct model_card **ret, size_t *ret_n,
                struct err *err);

struct risk_run {
    int64_t id, model_id;
    int32_t day, until;
    int64_t computed, accounts;
    const char *judgement; /* JSON; NULL: not yet */
};
extern const struct field risk_run_fields[];
int risk_run_put(struct conn *c, struct risk_run *run, struct err *err);
/* The newest run; ERR_NOT_FOUND, without a text, if there is none. */
int risk_run_last(struct conn *c, struct arena *arena, struct risk_run *ret, struct err *err);
/* All, the newest first. */
int risk_runs(struct conn *c, struct arena *arena, struct risk_run **ret, size_t *ret_n,
              struct err *err);
/* Forgets runs that are neither the newest nor the first of their month. */
int risk_runs_thin(struct conn *c, struct err *err);
int risk_run_judge(struct conn *c, int64_t id, const char *judgement, struct err *err);
/* Probabilities of the CHUNK_ACCOUNTS ids of a chunk. */
int risk_told_put(struct conn *c, int64_t run_id, int64_t chunk, const double *p, struct err *err);
int risk_told_get(struct conn *c, int64_t run_id, int64_t chunk, double *ret, struct err *err);
/* Probabilities of n accounts by rising id; NaN for whom nothing was told. */
int risk_told_all(struct conn *c, int64_t run_id, const int64_t *ids, size_t n, double *ret,
                  struct err *err);
