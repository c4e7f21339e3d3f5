/* definition.h: definitions of cards and matrices as files. */
#pragma once
#include "json/field.h"

#include <stdio.h>

/* The text of a file, at most a megabyte; *ret lives in the arena. ERR_NOT_FOUND if it cannot be
 * opened. */
int definition_load(const char *path, struct arena *arena, const char **ret, struct err *err);
/* As JSON over several lines. */
int definition_print(FILE *out, const struct field *fields, const void *row, struct err *err);
