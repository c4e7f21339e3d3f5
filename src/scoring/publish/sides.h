/* sides.h: the portfolio of a day by the cards in force and by a draft, side by side. Only for
 * src/scoring/publish. */
#pragma once
#include "scoring/publish/compare.h"
#include "scoring/snapshot/placing.h"

struct side {
    const struct snapshot *s;
    struct snapshot made; /* the draft's side */
    const struct card
        *own; /* a card of the kind other: scores everybody it serves; NULL: by kind */
    enum card_kind kind;
    const double *score;
    struct placing placing; /* in the matrix that the settings name */
};
struct sides {
    struct side from, to;
    enum card_kind kind;
};
/* to: the same day under the draft; NULL: it is made here, from the metrics of `from`. *ret must
 * stay where it is. */
int sides_make(const struct snapshot *from, const struct snapshot *to,
               const struct compare_what *what, struct arena *arena, struct sides *ret,
               struct err *err);
/* Does a card of either side score the account, whether or not enough is known? */
bool sides_is_scored(const struct sides *sides, size_t row);
const struct card *sides_card(const struct side *side, size_t row);
const char *sides_band(const struct side *side, size_t row);
bool sides_band_differs(const struct sides *sides, size_t row);
bool sides_cell_differs(const struct sides *sides, size_t row);
/* 0 where none is known. */
int64_t sides_arr_cents(const struct sides *sides, size_t row);
