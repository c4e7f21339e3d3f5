/* matrices.h: the matrices of the database.
 *
 * Two come with Ripen, 3x3 and 2x2. As long as nobody changes one it has no row, so that a new
 * release may mend its words; a row under its key takes its place, and restoring it takes the row
 * away. The settings say which matrix pages and lists show unless they are asked for another.
 *
 * Ownership: definitions in the arena. */
#pragma once
#include "access/audit.h"
#include "scoring/matrix/matrix_def.h"
#include "scoring/select/segment_use.h"

/* key NULL: the one the settings name. ERR_INVALID on "matrix", with those that there are. */
int matrix_load(struct conn *c, const char *key, struct arena *arena, struct matrix_def **ret,
                struct err *err);
/* All, by name. */
int matrices_load(struct conn *c, struct arena *arena, struct matrix_def ***ret, size_t *ret_n,
                  struct err *err);
/* One of them in a list. */
struct matrix_summary {
    const char *key, *name, *help, *segment;
    const char *y, *x; /* the cards */
    int64_t y_bands, x_bands;
    bool is_default, is_preset;
};
extern const struct field matrix_summary_fields[];
int matrices_list(struct conn *c, struct arena *arena, struct matrix_summary **ret, size_t *ret_n,
                  struct err *err);
/* Is there a matrix of this key? Else ERR_INVALID on "matrix". */
int matrix_check_key(struct conn *c, const char *key, struct arena *arena, struct err *err);

/* As matrix_load, but ERR_NOT_FOUND on "key" for one that is not there. */
int matrix_get(struct conn *c, const char *key, struct arena *arena, struct matrix_def **ret,
               struct err *err);

/* Writing, with audit. Definitions have been checked (matrix_def_check), also against the cards and
 * segments that there are (placing_check). */
#define MATRICES_MAX 50
/* ERR_CONFLICT on "key" if there is one already. */
int matrix_create(const struct act *act, const struct matrix_def *m, struct err *err);
/* Takes the place of the one with its key. */
int matrix_replace(const struct act *act, const struct matrix_def *m, struct err *err);
/* ERR_CONFLICT on "key" for the one that the settings name. */
int matrix_remove(const struct act *act, const char *key, struct err *err);
/* Makes one that Ripen brought along what it was, deleted or not. */
int matrix_restore(const struct act *act, const char *key, struct err *err);
/* Does a matrix of this key come with Ripen? */
bool matrix_is_preset(const char *key);

/* For segment_users.c. */
int matrices_using(struct conn *c, const char *segment, struct segment_uses *uses, struct err *err);
