/* score.h: all numbers of some accounts on one day: metrics, scores, and the state of each.
 *
 * Threads: pure. Ownership: arrays in the arena. Missing is NaN. */
#pragma once
#include "scoring/scorecard/cards.h"
#include "scoring/select/select_table.h"

struct scores {
    size_t n;
    const int64_t *ids; /* of the accounts, rising */
    double *kept[KEPT_COLUMNS];
    struct metric_columns metrics;
    const struct factbook *book; /* what they were computed from */
    const struct context *context;
    const struct account_table *accounts; /* NULL unless they were asked for */
};
/* The one way from metrics to scores: fills the columns of the three kinds (score, coverage, card)
 * in ret, each table->n long. Health is for customers only, maturity also for prospects,
 * qualification for prospects; who is absent or left has none. Of the table the metrics, the state
 * and, if cards->needs_accounts, the accounts are read. What must be made lies in the arena. */
void scores_apply(const struct cards *cards, const struct select_table *table, struct arena *arena,
                  double *const ret[KEPT_COLUMNS]);
/* The same for the cards of one kind. */
void scores_apply_kind(const struct cards *cards, enum card_kind kind,
                       const struct select_table *table, struct arena *arena,
                       double *const ret[KEPT_COLUMNS]);
/* One card over all accounts, whoever they are. */
void card_apply(const struct card *card, const struct select_table *table, struct arena *arena,
                double *ret_score, double *ret_coverage);
/* One account of the columns taken apart by a card; custom: its own fields, a JSON object or NULL.
 */
void card_explain_account(const struct card *card, const struct metric_columns *metrics, size_t i,
                          const char *custom, struct card_explained *ret);
/* Where the scores of a kind are kept, and which card made them. */
enum kept card_kept_score(enum card_kind kind);
enum kept card_kept_coverage(enum card_kind kind);
enum kept card_kept_card(enum card_kind kind);
/* Metrics, states, and what the cards make of them. accounts: the same as the book's, in the same
 * order; NULL will do unless cards->needs_accounts. */
void scores_compute(const struct factbook *book, const struct context *context,
                    const struct cards *cards, const struct account_table *accounts,
                    struct arena *arena, struct scores *ret);

/* What filters and cards may look at of them. accounts as for scores_compute. */
void scores_table(const struct scores *s, const struct account_table *accounts,
                  struct select_table *ret);

/* Loads the facts of the accounts with from_id ≤ id < to_id once and scores them on each of n days;
 * fn is given each day's numbers, which are gone when it returns, and stops the work by a code < 0.
 * Nothing is called for a range without accounts. */
struct score_request {
    int64_t from_id, to_id;
    const struct settings *settings;
    const struct cards *cards;
    const struct context *contexts;
    size_t n_contexts;
    bool needs_accounts; /* also where no card does */
};
typedef int (*scores_fn)(void *ctx, size_t k, const struct scores *s, struct err *err);
int scores_load(struct conn *c, const struct score_request *request, scores_fn fn, void *ctx,
                struct err *err);
/* The options that load what a request needs. */
void score_request_options(const struct score_request *request, struct factbook_options *ret);
