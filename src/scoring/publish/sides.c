#include "scoring/publish/sides.h"

#include "base/str.h"
#include "scoring/snapshot/trial.h"

#include <math.h>

#define CENTS 100

/* The published version of a card that serves only matrices; NULL if there is none. */
static const struct card *find_other(const struct cards *cards, const char *key)
{
    for (size_t k = 0; k < cards->others.n; k++)
        if (str_eq(cards->others.cards[k]->key, key))
            return cards->others.cards[k];
    return NULL;
}

/* A card of the kind other scores all it serves; without a card, nobody has a score. */
static const double *score_other(const struct snapshot *s, const struct card *card,
                                 struct arena *arena)
{
    const struct select_table table = snapshot_table(s);
    double *score = ARENA_ARRAY(arena, s->n, double);
    double *coverage = ARENA_ARRAY(arena, s->n, double);
    const bool *members = card && card->segment
                              ? segment_members(s->cards.segments, card->segment, &table, arena)
                              : NULL;

    if (card)
        card_apply(card, &table, arena, score, coverage);
    for (size_t i = 0; i < s->n; i++)
        if (!card || !s->is_customer[i] || (members && !members[i]))
            score[i] = NAN;
    return score;
}

/* The draft's side, placed. */
static int place_draft(const struct snapshot *to, const struct compare_what *what,
                       struct arena *arena, struct sides *ret, struct err *err)
{
    struct cards cards;

    if (to) {
        ret->to.s = to;
        return placing_make(what->plan, to, arena, &ret->to.placing, err);
    }
    ret->to.s = &ret->to.made;
    cards_with(&ret->from.s->cards, what->draft, arena, &cards);
    return trial_place(what->plan, &ret->from.placing, &cards, arena, &ret->to.made,
                       &ret->to.placing, err);
}

int sides_make(const struct snapshot *from, const struct snapshot *to,
               const struct compare_what *what, struct arena *arena, struct sides *ret,
               struct err *err)
{
    const struct card *draft = what->draft;

    *ret = (struct sides){.kind = draft->kind_index,
                          .from = {.s = from, .kind = draft->kind_index},
                          .to = {.kind = draft->kind_index}};
    int rc = placing_make(what->plan, from, arena, &ret->from.placing, err);
    if (rc >= 0)
        rc = place_draft(to, what, arena, ret, err);
    if (rc < 0)
        return rc;
    if (draft->kind_index == CARD_OTHER) {
        ret->from.own = find_other(&from->cards, draft->key);
        ret->to.own = draft;
        ret->from.score = score_other(from, ret->from.own, arena);
        ret->to.score = score_other(from, draft, arena);
    } else {
        ret->from.score = from->kept[card_kept_score(draft->kind_index)];
        ret->to.score = ret->to.s->kept[card_kept_score(draft->kind_index)];
    }
    return 0;
}

bool sides_is_scored(const struct sides *sides, size_t row)
{
    if (sides->kind == CARD_OTHER)
        return sides->from.s->is_customer[row] &&
               (!isnan(sides->from.score[row]) || !isnan(sides->to.score[row]));
    return !isnan(sides->from.s->kept[card_kept_card(sides->kind)][row]) ||
           !isnan(sides->to.s->kept[card_kept_card(sides->kind)][row]);
}

const struct card *sides_card(const struct side *side, size_t row)
{
    if (side->kind == CARD_OTHER)
        return side->own;
    return snapshot_card(side->s, side->kind, row);
}

const char *sides_band(const struct side *side, size_t row)
{
    const struct card *card = sides_card(side, row);

    return card ? card_band_id(card, side->score[row]) : NULL;
}

bool sides_band_differs(const struct sides *sides, size_t row)
{
    return !str_eq(sides_band(&sides->from, row), sides_band(&sides->to, row));
}

bool sides_cell_differs(const struct sides *sides, size_t row)
{
    return sides->from.placing.place[row] != sides->to.placing.place[row];
}

int64_t sides_arr_cents(const struct sides *sides, size_t row)
{
    double arr = sides->from.s->kept[KEPT_ARR][row];

    return isnan(arr) ? 0 : llround(arr * CENTS);
}
