/* kind_row.h: rows member by member: compare, take over, complete. Inside facts/kind only. */
#pragma once
#include "facts/kind/kind.h"

bool row_is_same(const struct field *f, const void *a, const void *b);
/* Takes one member over. Texts, lists and objects are shared with the row they come from; an empty
 * text becomes missing, an object is merged into what *to has: its members one by one, null removes
 * one. A new object lives in the arena. */
void row_take(const struct field *f, const void *from, void *to, struct arena *arena);
/* Is everything there that the table requires, and is the key one that can stand in a path and on a
 * line? */
int row_check(const struct kind *kind, const void *row, struct err *err);
