/* verdict.h: what becomes of a prospect, and why.
 *
 * The verdict is the band of its qualification (unqualified, nurture, qualified), with its
 * maturity's say: below the card's min_maturity it is unqualified whatever else, and nobody is
 * qualified whose maturity is not known.
 *
 * Threads: pure. Ownership: texts in the arena or constant. */
#pragma once
#include "scoring/snapshot/snapshot.h"

/* Of prospect_verdicts; NULL for who is no prospect. */
const char *snapshot_prospect(const struct snapshot *s, size_t row);

struct prospect_words {
    const char *verdict;
    const char *why;  /* a sentence that tells the numbers it rests on */
    const char *next; /* what would make it known, or another one; NULL: nothing is left to do */
};
/* e: the row taken apart by the card that scores it; both NULL if none does. All NULL for who is no
 * prospect. */
void snapshot_prospect_words(const struct snapshot *s, size_t row, const struct card *card,
                             const struct card_explained *e, struct arena *arena,
                             struct prospect_words *ret);
