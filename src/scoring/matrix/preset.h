/* preset.h: the two matrices that Ripen ships with: which cells there are, what they are called,
 * and what each asks for.
 *
 * Source: the nine cells and the four are those of the Customer Maturity Index (docs/scoring.md);
 * the words are ours. Threads: constant. */
#pragma once
#include <stdbool.h>
#include <stddef.h>

#define MATRIX_BANDS_MAX 3
#define MATRIX_CELLS_MAX (MATRIX_BANDS_MAX * MATRIX_BANDS_MAX)

struct matrix_cell {
    const char *id, *label;
    const char *action; /* what to do, in a sentence or three */
    const char *why;    /* why here */
    bool is_economic;   /* whether it is worth it decides: see matrix.h */
};

struct matrix_preset {
    const char *name; /* "3x3" */
    size_t n_bands;   /* of each axis */
    /* By health from low to high, and within it by maturity from low to high. */
    struct matrix_cell cells[MATRIX_CELLS_MAX];
};

/* NULL for an unknown name. */
const struct matrix_preset *matrix_preset(const char *name);
