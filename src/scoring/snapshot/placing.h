/* placing.h: where the accounts of a snapshot stand in a matrix.
 *
 * A placing is made when it is asked for: a few nanoseconds for each account, so that the number of
 * matrices costs nothing and a matrix that is being edited is placed like any other.
 *
 *     struct placing_plan plan;
 *     struct placing p;
 *     rc = placing_plan(c, in->matrix, arena, &plan, err);
 *     rc = snapshot_get(…, plan.depth, arena, &s, err);
 *     rc = placing_make(&plan, s, arena, &p, err);
 *     for (size_t i = 0; i < s->n; i++) use(p.place[i]);
 *
 * Threads: pure. Ownership: in the arena; it refers to the snapshot and the plan's matrices. */
#pragma once
#include "scoring/matrix/matrices.h"
#include "scoring/snapshot/snapshot.h"

/* A matrix with what it takes to place accounts in it. */
struct placing_plan {
    const struct matrix_def *matrix;
    const struct matrix_def *of_settings; /* may be the same: what `cell` in a segment goes by */
    struct segments *segments;            /* NULL: it is about all customers */
    enum snapshot_depth depth;            /* how deep the snapshot must be */
};
/* key NULL: the matrix that the settings name. ERR_INVALID on "matrix". */
int placing_plan(struct conn *c, const char *key, struct arena *arena, struct placing_plan *ret,
                 struct err *err);
/* The same for a definition at hand. ERR_INVALID on "segment" if there is none of that key, or if
 * its members hang on scores: they decide the place already. */
int placing_plan_of(struct conn *c, const struct matrix_def *m, struct arena *arena,
                    struct placing_plan *ret, struct err *err);

/* Does the definition go with the cards and segments that there are? ERR_INVALID with the path. */
int placing_check(struct conn *c, const struct matrix_def *m, struct arena *arena, struct err *err);

/* An axis on one day. An account that another card of the chain scored is cut by that card's bands,
 * unless the definition gives the edges. */
struct placing_axis {
    struct matrix_axis axis;  /* of the default card: what is drawn */
    const double *score;      /* [row] */
    const double *card;       /* [row]: as kept scores name it; NULL: the same for all */
    struct matrix_axis *axes; /* of the chain's cards */
    const double *axis_cards; /* which card each of them is of */
    size_t n_axes;
};
struct placing {
    const struct snapshot *s;
    const struct matrix_def *matrix;
    struct placing_axis y, x;
    const int8_t *place;        /* [row]: of matrix_place */
    struct economics economics; /* the thresholds that hold in this matrix */
    const bool *is_chosen;      /* [row]: of placing_choose; NULL: all are */
    const struct placing *of_settings;
};
/* The axis that cuts the score of a row. */
const struct matrix_axis *placing_axis_of(const struct placing_axis *axis, size_t row);
/* The snapshot must be as deep as the plan says. ERR_INVALID on "y.card", "x.edges" … if the matrix
 * does not go with the cards that there are. */
int placing_make(const struct placing_plan *plan, const struct snapshot *s, struct arena *arena,
                 struct placing *ret, struct err *err);
/* Leaves only those of the rows that are chosen; the others stand outside. */
void placing_choose(struct placing *p, const bool *is_chosen, struct arena *arena);

/* Where accounts stand that are in no cell: "unknown" "left" "prospect", and "outside" for
 * customers that are not in the segment of the matrix. */
#define PLACING_OFF_CELLS 4
struct off_cell {
    const char *id, *label;
};
extern const struct off_cell placing_off_cells[PLACING_OFF_CELLS];
/* Which of them it is, for a place that is no cell; NULL for who is absent. */
const struct off_cell *placing_off_cell(int place, enum account_state state);
/* The cell of an account, or one of those beside; NULL for one that is absent. */
const char *placing_cell_id(const struct placing *p, size_t row);
const char *placing_cell_label(const struct placing *p, size_t row);
/* Whether an account is worth the effort, for the cells that depend on it. */
enum verdict placing_verdict(const struct placing *p, size_t row);

/* What the field `cell` of filters can be: the cells, and where accounts stand beside them; in
 * segments, those of the settings' matrix. */
struct select_cells placing_cells(const struct matrix_def *m, const struct matrix_def *of_settings,
                                  struct arena *arena);
/* The snapshot as filters see it; cells are those of the placing, which must outlive the table. */
struct select_table placing_table(const struct placing *p);
