/* schema.h: field tables as JSON Schema, for OpenAPI 3.1. */
#pragma once
#include "json/field.h"

enum schema_side { SCHEMA_IN, SCHEMA_OUT };

/* Adds the schema of a shape, and of every shape nested in it, to the object `components` under
 * the name that schema_name gives; does nothing for names that are there. SCHEMA_OUT: every field
 * is present, null unless required. SCHEMA_IN: only required fields must be present, read-only
 * fields are left out. SCHEMA_PATCH shapes are SCHEMA_IN with nothing required. */
void schema_add(json_t *components, const struct shape *shape, enum schema_side side, bool is_patch);
/* "account" -> "Account" (out), "AccountInput" (in), "AccountPatch" (patch). */
void schema_name(const char *shape, enum schema_side side, bool is_patch, struct buf *out);
/* The schema of one field as a query or path parameter. */
json_t *schema_of_field(const struct field *f, enum schema_side side, bool is_patch);
