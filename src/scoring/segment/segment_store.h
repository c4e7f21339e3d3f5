/* segment_store.h: saving and deleting segments.
 *
 * Threads:   as the connection; changes need a write transaction.
 * Ownership: everything in the act's arena.
 * Errors:    ERR_INVALID on "key", "filter" or "filter_json" with the place and the reason: an
 *            unknown field, a chain of segments that comes back to itself, one that goes too deep,
 *            another segment that would no longer work; ERR_CONFLICT for a key that is taken, or
 *            a segment that is used. */
#pragma once
#include "access/audit.h"
#include "scoring/select/segments.h"

/* As somebody asks for it: the filter as text or as JSON. */
struct segment_in {
    const char *key, *name, *help, *filter;
    json_t *filter_json;
};
/* For creating, and for changing (without a key of its own). */
extern const struct field segment_in_fields[];

int segment_create(const struct act *act, const struct segment_in *in, struct err *err);
/* patch: the JSON object with what changes. */
int segment_change(const struct act *act, const char *key, const json_t *patch, struct err *err);
int segment_remove(const struct act *act, const char *key, struct err *err);

/* The segments, strict about the cells of the settings' matrix. */
int segments_load_strict(struct conn *c, struct arena *arena, struct segments **ret,
                         struct err *err);
/* A filter given in either form, as a tree; ERR_INVALID if it is given in none or in both. */
int segment_filter_read(struct segments *segments, const char *text, const json_t *json,
                        const struct filter **ret, struct err *err);
int segment_unknown(const struct segments *segments, const char *key, struct err *err);
