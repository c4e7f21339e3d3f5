/* lab_rows.h: customers at past month-ends under any cards, and what became of them: what the lab
 * judges scores by.
 *
 * A card is named by its key, "health", by key and version, "health@3", or as "health@draft". The
 * key of a kind alone is the chain in force: each account is scored by the card that is meant for
 * it. Rows are those of past.h; the filter is held against each row as the account was that day.
 *
 * Ownership: in the arena, but for the rows (lab_rows_done). Missing is NaN.
 * Errors:    ERR_INVALID on "cards", "filter", "from". */
#pragma once
#include "forecast/risk/panel.h"
#include "scoring/scorecard/card_store.h"
#include "scoring/select/select.h"

#define LAB_CARDS_MAX 6
#define LAB_ROWS_MAX  100000

/* What rows are asked for; missing members take the defaults. */
struct lab_ask {
    const char **cards; /* none: health and maturity */
    size_t n_cards;
    int32_t from, to;
    int64_t horizon_days;
    bool is_renewal, is_recorded, is_due_only;
    const char *filter;
};
extern const struct field lab_ask_fields[];

struct lab_card {
    const char *ref, *label; /* "health@3"; "Customer health 3"; of those in force the name alone */
    int64_t version;         /* of the one card; I64_NONE: several in force, or a draft */
    enum card_kind kind;
    const struct card *card;  /* NULL: the chain in force */
    const struct card *shown; /* whose bands and name are shown: the card, or the default of it */
    double low, high;         /* its range */
};
struct lab_row {
    int64_t account;
    uint32_t cluster;
    int32_t day, until;
    bool has_left;
    double arr; /* in units of currency */
    double score[LAB_CARDS_MAX];
    int8_t band[LAB_CARDS_MAX]; /* 0 … CARD_BANDS − 1; −1: none */
};
/* Called for each row that is taken, with the scores it was taken from; NULL: nobody. */
typedef void (*lab_row_fn)(void *ctx, const struct past_day *day, size_t i);

struct lab_rows {
    struct lab_card cards[LAB_CARDS_MAX];
    size_t n_cards;
    struct past past;
    VEC(struct lab_row) rows;
    size_t clusters, left, left_accounts;
    double share;         /* of the accounts that were drawn */
    const char **undated; /* fields of the filter that have no history */
    size_t n_undated;
};
struct lab_read {
    int32_t today;
    size_t rows_max;
    const struct history_progress *progress;
    double share_to; /* of the progress */
    lab_row_fn fn;
    void *ctx;
};
/* Opens transactions of its own; the caller holds none. */
int lab_rows_read(struct db *db, const struct lab_ask *ask, const struct lab_read *read,
                  struct arena *arena, struct lab_rows *ret, struct err *err);
/* Refuses at once what lab_rows_read would refuse later: for who leaves the reading to a job. */
int lab_ask_check(struct db *db, const struct lab_ask *ask, struct arena *arena, struct err *err);
void lab_rows_done(struct lab_rows *rows);

/* A column of the rows: the score of card k. */
double *lab_scores(const struct lab_rows *rows, size_t k, struct arena *arena);
bool *lab_labels(const struct lab_rows *rows, struct arena *arena);
int32_t *lab_days(const struct lab_rows *rows, struct arena *arena);
uint32_t *lab_clusters(const struct lab_rows *rows, struct arena *arena);
