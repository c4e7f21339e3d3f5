/* matrices.h: the matrices of the database.
 *
 * Two come with Ripen, 3x3 and 2x2. As long as nobody changes one it has no row, so that a new
 * release may mend its words; a row under its key takes its place, and restoring it takes the row
 * away. The settings say which matrix pages and lists show unless they are asked for another.
 *
 * Ownership: definitions in the arena. */
#pragma once
#include "db/db.h"
#include "scoring/matrix/matrix_def.h"
#include "scoring/select/segment_use.h"

/* key NULL: the one the settings name. ERR_INVALID on "matrix", with those that there are. */
int matrix_load(struct conn *c, const char *key, struct arena *arena, struct matrix_def **ret,
                struct err *err);
/* All, by name. */
int matrices_load(struct conn *c, struct arena *arena, struct matrix_def ***ret, size_t *ret_n,
                  struct err *err);
/* Is there a matrix of this key? Else ERR_INVALID on "matrix". */
int matrix_check_key(struct conn *c, const char *key, struct arena *arena, struct err *err);

/* For segment_users.c. */
int matrices_using(struct conn *c, const char *segment, struct segment_uses *uses, struct err *err);
