/* whatif.h: the portfolio of a day as it would stand under changed cards: the matrix, who would
 * move in it, and how both scores would lie. Nothing is stored.
 *
 *     struct whatif_ask ask = {.day = DAY_NONE, .points = I64_NONE, .cards = changed, .n_cards =
 * n}; rc = whatif_make(&source, &ask, &w, err);
 *
 * Whom the filter of the matrix chooses is told by the cards in force, so that the same accounts
 * stay on show whatever is tried. The list goes by the scores as they would be, and compares with
 * those that are.
 *
 * Threads:   pure, but for the connection. Ownership: everything in the arena.
 * Units:     money in cents. Missing is NaN.
 * Errors:    ERR_INVALID with the path ("cards[0].groups[2].weight_pct") and what publishing such a
 *            card would say. */
#pragma once
#include "scoring/grid/matrix_ask.h"
#include "scoring/grid/matrix_view.h"
#include "scoring/portfolio/portfolio.h"

#define WHATIF_CARDS_MAX  8
#define WHATIF_MOVERS_MAX 100
#define WHATIF_BINS       20

/* What is asked. */
struct whatif_ask {
    struct matrix_ask ask; /* must come first: MATRIX_ASK_FIELDS */
    int32_t day;
    int64_t points; /* bubbles to answer with, at most; I64_NONE: MATRIX_POINTS_MAX */
    struct card *cards;
    size_t n_cards;
};
extern const struct field whatif_ask_fields[];

/* The list of accounts under changed cards. */
struct whatif_list_ask {
    struct portfolio_query *query;
    struct card *cards;
    size_t n_cards;
};
extern const struct field whatif_list_ask_fields[];

/* Accounts that would stand in another cell. */
struct whatif_move {
    const char *from, *from_label, *to, *to_label;
    int64_t count, arr_cents;
};
struct whatif_mover {
    const char *key, *name, *from, *to;
    double y_before, y, x_before, x;
    int64_t arr_cents;
};
/* How the scores of an axis lie, before and after, and who would be in another band. */
struct whatif_axis {
    const char *card, *label;
    double low, high;
    double mean_before, mean;
    double *before, *after; /* accounts in WHATIF_BINS equal parts of the range */
    size_t n_before, n_after;
    int64_t unknown_before, unknown;
    int64_t up_count, up_arr_cents; /* in a higher band than before */
    int64_t down_count, down_arr_cents;
};
struct whatif {
    struct matrix_view *matrix;
    int64_t moved_count, moved_arr_cents; /* customers in another cell than before */
    int64_t changed_count;                /* customers with another score, by a tenth of a point */
    struct whatif_move *moves;            /* the most ARR first */
    size_t n_moves;
    struct whatif_mover *movers; /* the largest by ARR, at most WHATIF_MOVERS_MAX */
    size_t n_movers;
    struct whatif_axis *y, *x;
};
extern const struct field whatif_fields[];

/* The cards in force with the changed ones in their places. Compiles and checks them. */
int whatif_cards(struct conn *c, const struct cards *in_force, struct card *changed, size_t n,
                 struct arena *arena, struct cards *ret, struct err *err);
/* Of two placings of the same accounts, under the cards in force and under others. */
void whatif_compare(const struct placing *before, const struct placing *after, struct arena *arena,
                    struct whatif *ret);
/* The day's snapshot, the cards, both placings, and what differs. */
int whatif_make(const struct matrix_source *source, const struct whatif_ask *ask,
                struct whatif *ret, struct err *err);
/* The portfolio's list; health_before is the score by the cards in force. */
int whatif_list(const struct portfolio_source *source, const struct whatif_list_ask *ask,
                struct portfolio *ret, struct err *err);
