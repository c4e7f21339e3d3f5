/* lab_judge.h: the parts of lab_run. Only for src/forecast/lab. */
#pragma once
#include "forecast/lab/lab.h"
#include "forecast/risk/validate.h"

/* The rows in columns, with whatever scores are judged. Higher is likelier to leave. */
#define LAB_SCORES_MAX (LAB_CARDS_MAX + 2)
struct lab_judging {
    const struct lab_rows *rows;
    struct arena *arena;
    size_t n;
    const bool *label;
    const int32_t *day;
    const uint32_t *cluster;
    double *risk[LAB_SCORES_MAX]; /* cards: the score with its sign turned */
    const char *id[LAB_SCORES_MAX], *label_of[LAB_SCORES_MAX];
    const char *short_label[LAB_SCORES_MAX]; /* within a sentence */
    size_t n_scores;
    int health, maturity; /* the first cards of those kinds; −1: none */
    const struct history_progress *progress;
    double done;
};
int lab_show(struct lab_judging *j, double done, struct err *err);

/* Probabilities of n rows by logistic regression on some columns; of each account by a fit on the
 * others. Missing where all columns are. */
int lab_told_by_others(const struct lab_judging *j, const double *const *columns, size_t p,
                       double *ret, struct err *err);
/* How well score k ranks those who left, accounts drawn anew. */
static inline struct auc_ask lab_auc_ask(const struct lab_judging *j, size_t k)
{
    return (struct auc_ask){.score = j->risk[k],
                            .label = j->label,
                            .day = j->day,
                            .cluster = j->cluster,
                            .n = j->n,
                            .clusters = j->rows->clusters,
                            .seed = 1};
}
/* Fills AUC, bands, gains and bins of score k. */
int lab_judge_score(struct lab_judging *j, size_t k, struct lab_score *ret, struct err *err);
int lab_judge_pairs(struct lab_judging *j, struct lab *ret, struct err *err);
int lab_judge_effects(struct lab_judging *j, struct lab *ret, struct err *err);
/* Who left while green, and was red and stayed. */
int lab_list_accounts(struct db *db, struct lab_judging *j, struct lab *ret, struct err *err);
/* The verdict in words. */
void lab_say(const struct lab_judging *j, struct lab *ret);
