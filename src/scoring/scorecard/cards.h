/* cards.h: the scorecards of the database: kept in versions, of which one of each key is published.
 *
 * Ownership: cards live in the arena they are loaded into. */
#pragma once
#include "access/audit.h"
#include "scoring/scorecard/card.h"

/* What everything is scored with. */
struct cards {
    const struct card *health, *maturity;
};

/* Puts the built-in cards into a database that has none of their key. Called once at the start. */
int cards_seed(struct db *db, struct err *err);
int cards_load(struct conn *c, struct arena *arena, struct cards *ret, struct err *err);
/* Only their versions, which is quick. */
int cards_versions(struct conn *c, int64_t *ret_health, int64_t *ret_maturity, struct err *err);
/* The published version of a card. ERR_NOT_FOUND if there is none of that key. */
int card_load(struct conn *c, const char *key, struct arena *arena, struct card **ret,
              struct err *err);

struct card_summary {
    const char *key, *name, *kind;
    int64_t version;
    const char *state; /* draft published retired */
    int64_t published;
};
extern const struct field card_summary_fields[];
/* All versions, newest first. */
int cards_list(struct conn *c, struct arena *arena, struct card_summary **ret, size_t *ret_n,
               struct err *err);
