/* field_set.h: puts one checked value into a member; shared by the JSON reader, the text reader and
 * CSV intake, which spells values in its own ways.
 * Only for src/json and src/intake. */
#pragma once
#include "json/field.h"

/* STR, ENUM, DAY and TIME: the types that are texts in JSON. The text itself is kept, not copied.
 */
int field_set_str(const struct field *f, const char *s, size_t n, void *out, struct err *err);
int field_set_i64(const struct field *f, int64_t v, void *out, struct err *err);
int field_set_f64(const struct field *f, double v, void *out, struct err *err);
/* STRS, NUMS, LIST: is a length within the bounds? */
int field_check_length(const struct field *f, size_t n, struct err *err);
/* STRS, NUMS: is one entry right? The error names no field: field_at_path puts it before.
 * *s may be exchanged for the table's own text. */
int field_check_item(const struct field *f, const char **s, size_t n, struct err *err);
int field_check_num(const struct field *f, double v, struct err *err);
