/* snapshot.h: the whole portfolio on one day, in memory: what lists, filters, totals and the matrix
 * read.
 *
 * A snapshot never changes once it is made. The cache (struct snapshots, in struct service) keeps
 * those of a few days; when facts have changed it makes a new one from the old one and the accounts
 * that changed, so that a write is seen by the next read.
 *
 *     const struct snapshot *s;
 *     rc = snapshot_get(r->service->snapshots, r->conn, day, SNAPSHOT_KEPT, r->arena, &s, err);
 *     for (size_t i = 0; i < s->n; i++) use(s->accounts->name[i], s->health[i]);
 *
 * Threads:   snapshot_get may be called from any thread; a snapshot is only read.
 * Ownership: it lives at least as long as the arena it was asked for with; free nothing.
 * Units:     arr in units of currency; health 0–100, maturity 1–5; NaN, NULL and DAY_NONE are
 *            missing. */
#pragma once
#include "scoring/history/history.h"
#include "scoring/matrix/place.h"
#include "scoring/select/select_field.h"
#include "scoring/snapshot/family.h"

struct snapshots;
struct snapshots *snapshots_new(void);
void snapshots_free(struct snapshots *s);

struct snapshot {
    int32_t day;
    size_t n; /* accounts->n */
    const struct account_table *accounts;
    struct cards cards;
    struct settings settings;
    struct context context;
    struct economics economics; /* the thresholds of the settings on this day */

    const double *kept[KEPT_COLUMNS]; /* parents have their families', by the setting hierarchy */
    const double *own[KEPT_COLUMNS];  /* what kept would be if everybody stood alone */
    struct family family;
    const bool *is_present;  /* [row]: not absent on this day */
    const bool *is_customer; /* onboarding or active: those who stand in the matrix */
    const double *ltv_3y, *gross_margin_pct;
    const double
        *metrics[METRICS_MAX]; /* by index in cards.dictionary; NULL unless SNAPSHOT_METRICS */
};
enum snapshot_depth {
    SNAPSHOT_KEPT,    /* what is kept for scored days: cheap for any day */
    SNAPSHOT_METRICS, /* all metrics as well: computed */
};
/* The snapshot of a day, with everything that c's transaction sees. */
int snapshot_get(struct snapshots *s, struct conn *c, int32_t day, enum snapshot_depth depth,
                 struct arena *arena, const struct snapshot **ret, struct err *err);
/* The snapshot as filters see it; nobody has a cell: placing.h makes a table that knows one. */
struct select_table snapshot_table(const struct snapshot *s);
/* The word of a row that needs no matrix; NULL if it has none. */
const char *snapshot_word(const struct snapshot *s, enum score_word word, size_t row);
/* The same accounts on the same day under other cards, drafts for example: scores and
 * coverage of the kinds whose cards are others are made anew by the code that scores
 * (scores_apply_kind), everything else is shared with s, which must have its metrics. *ret lives as
 * long as s and the arena; placing_make and the others take it as they take any snapshot. Threads:
 * pure. */
void snapshot_with_cards(const struct snapshot *s, const struct cards *cards, struct arena *arena,
                         struct snapshot *ret);
/* The card that scored an account, NULL if none did; and the band of its score in that card. */
const struct card *snapshot_card(const struct snapshot *s, enum card_kind kind, size_t row);
const char *snapshot_band(const struct snapshot *s, enum card_kind kind, size_t row);
/* The card's key and version, as "health 3". */
const char *snapshot_card_name(const struct snapshot *s, enum card_kind kind, size_t row,
                               struct arena *arena);
/* The same where several cards of the kind serve, and it says something; else NULL. */
const char *snapshot_card_told(const struct snapshot *s, enum card_kind kind, size_t row,
                               struct arena *arena);
/* A row taken apart by a card. What the card reads of metrics is missing unless the snapshot has
 * them. */
void snapshot_explain(const struct snapshot *s, const struct card *card, size_t row,
                      struct card_explained *ret);
/* The row of an account; −1 if it is not there. */
int64_t snapshot_row(const struct snapshot *s, int64_t account_id);
int64_t snapshot_row_of_key(const struct snapshot *s, const char *key);

/* "active", "churned" … on the day. */
const char *snapshot_lifecycle(const struct snapshot *s, size_t row);
