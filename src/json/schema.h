/* schema.h: field tables as JSON Schema, for OpenAPI 3.1.
 *
 * Ownership: what schema_of_field returns belongs to the caller; schema_add gives everything to
 *            `components`.
 * Errors:    two different shapes of one name are ERR_INTERNAL: rename one of the structs. */
#pragma once
#include "json/field.h"

/* Who writes the value: the server (every field is present, null unless required), or the client
 * (read-only fields are left out; with SCHEMA_IN the required ones must be present, with
 * SCHEMA_PATCH none). */
enum schema_side { SCHEMA_OUT, SCHEMA_IN, SCHEMA_PATCH };

/* Adds the schema of a shape, and of every shape nested in it, to the object `components` under
 * the name that schema_name gives. */
int schema_add(json_t *components, const struct shape *shape, enum schema_side side,
               struct err *err);
/* "account_key" -> "AccountKey" (out), "AccountKeyInput" (in), "AccountKeyPatch" (patch). A tag
 * that says it itself, "note_in" or "note_patch", does not say it twice: "NoteInput". */
void schema_name(const char *shape, enum schema_side side, struct buf *out);
/* The schema of one field, as a property or a parameter. */
json_t *schema_of_field(const struct field *f, enum schema_side side);
