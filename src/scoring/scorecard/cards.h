/* cards.h: the scorecards in force: all that are published.
 *
 * The published cards of a kind form a chain by position: an account is scored by the first whose
 * segment it is in. The default, whose key is the kind's name, comes last and takes everybody.
 *
 * Ownership: cards live in the arena they are loaded into. */
#pragma once
#include "db/db.h"
#include "scoring/scorecard/card.h"
#include "scoring/select/segments.h"

struct card_chain {
    const struct card **cards; /* the default last, if there is one */
    size_t n;
};
/* What everything is scored with. */
struct cards {
    struct card_chain chains[CARD_CHAINS]; /* by enum card_kind */
    struct card_chain others;
    const struct card *health, *maturity; /* the defaults, which are always there */
    const struct card *qualification;     /* NULL: it was retired */
    const struct dictionary *dictionary;  /* the metrics there are */
    const char *stamp;                    /* cards_stamp */
    bool needs_retention;                 /* some measure rests on how long customers stay */
    bool needs_accounts;       /* some measure is set by hand, or some card serves a segment */
    struct segments *segments; /* all, understood: any thread may ask who is a member */
};

/* Puts the built-in cards into a database that never had one of their key. Called once at the
 * start. */
int cards_seed(struct db *db, struct err *err);
int cards_load(struct conn *c, struct arena *arena, struct cards *ret, struct err *err);
/* Which cards are in force, in which order, with the segments and the organisation's own metrics
 * that they rest on, as a text: equal texts score alike. Quick. */
#define CARDS_STAMP_MAX 16384
int cards_stamp(struct conn *c, struct arena *arena, const char **ret, struct err *err);
/* The same cards with one in the place of that of its key and kind; one with a new key comes before
 * the default. For trying a draft; the result has no stamp. */
void cards_with(const struct cards *cards, const struct card *card, struct arena *arena,
                struct cards *ret);

/* By what kept scores name it (which may be NaN): NULL if it is not among them. */
const struct card *cards_find(const struct cards *cards, enum card_kind kind, double id);
/* How many accounts there are to be scored, of whatever state. */
int cards_count_accounts(struct conn *c, int64_t *ret, struct err *err);
