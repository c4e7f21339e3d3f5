/* matrix_def.h: what a matrix is made of: two cards crossed, each cut into two or three bands, and
 * for every cell a name, an action and a reason.
 *
 * A definition is JSON by the field tables below (matrix_3x3.json and matrix_2x2.json, which Ripen
 * brings along, are good reading). docs/matrix.md describes it.
 *
 * Threads: constant after matrix_def_check. Ownership: everything in the arena.
 * Errors:  ERR_INVALID with the path of what is wrong ("cells[4].id", "x.edges") and why. */
#pragma once
#include "scoring/matrix/place.h"
#include "scoring/scorecard/card.h"

struct axis_def {
    const char *card;  /* the kind of a chain ("health") or a card's key */
    const char *label; /* NULL: the card's name */
    int64_t bands;     /* 2 or 3 */
    double *edges;     /* between the bands, rising; none: the card's own bands for three, the
                        * middle of its range for two */
    size_t n_edges;
    const char **labels; /* of the bands, from low to high; none: the card's own, or Low and High */
    size_t n_labels;
};
struct cell_def {
    const char *id;
    const char *y, *x; /* the bands: "low", "medium", "high" */
    const char *label;
    const char *action; /* what to do, in a sentence or three */
    const char *why;    /* why here; may be NULL */
    bool is_economic;   /* whether it is worth it decides: see place.h */
};
struct matrix_def {
    const char *key, *name, *help;
    const char *segment; /* only accounts of this segment stand in it; NULL: all customers */
    struct axis_def *y, *x;
    struct cell_def *cells; /* after the check: by y from low to high, within it by x: as places */
    size_t n_cells;
    int64_t ltv_threshold_cents;       /* missing: what the settings say */
    double gross_margin_threshold_pct; /* missing: what the settings say */

    /* Made by matrix_def_check; not part of the definition. */
    const char *text; /* the definition as JSON: equal texts place alike */
};
extern const struct field matrix_def_fields[], cell_def_fields[], axis_def_fields[];

#define MATRIX_KEY_MAX 40
/* Where accounts stand that are in no cell; no cell may have such an id. */
extern const char *const matrix_off_cells[]; /* unknown left prospect outside NULL */

/* Checks all that can be said without the cards, and brings the cells into their order. */
int matrix_def_check(struct matrix_def *m, struct arena *arena, struct err *err);
/* Reads and checks a definition. */
int matrix_def_parse(const char *json, struct arena *arena, struct matrix_def **ret,
                     struct err *err);
/* The axis that a definition makes of a card; `path` is "y" or "x", for errors. */
int matrix_def_axis(const struct axis_def *def, const struct card *card, const char *path,
                    struct matrix_axis *ret, struct err *err);
