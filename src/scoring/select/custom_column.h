/* custom_column.h: the values of one custom field, out of the objects that accounts keep as text.
 *
 * Whole objects are not parsed: for a hundred thousand accounts that takes half a second, while the
 * one member is found in a few milliseconds. The texts are our own writing: flat and well-formed.
 *
 * Ownership: in the arena. */
#pragma once
#include "scoring/select/select_field.h"

struct select_column custom_column(const struct select_table *t, const char *name,
                                   enum field_type type, struct arena *arena);
/* One number of one object; NaN if it is not there. object NULL: there is none. */
double custom_number(const char *object, const char *name);
