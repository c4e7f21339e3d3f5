/* own_store.h: saving and deleting the metrics that an organisation defines, and who uses them.
 *
 * An id never changes, and a metric that a card or a segment names cannot be deleted; retired
 * versions of a card count, too, as they stay readable. Changing what it computes raises its
 * version, and what rests on it is scored anew.
 *
 * Threads:   as the connection; changes need a write transaction.
 * Ownership: everything in the arena.
 * Errors:    ERR_INVALID on the member that is wrong; ERR_CONFLICT for an id that is taken or a
 *            metric that is used; ERR_NOT_FOUND. */
#pragma once
#include "access/audit.h"
#include "scoring/metric/dictionary.h"

struct own_use {
    const char *kind;       /* "card" "segment" "view" */
    const char *key, *name; /* of a view its name */
    const char *state;      /* of a card's newest version that names it: draft published retired */
};
struct own_view {
    struct own_metric *definition;
    const char *formula, *unit, *window;
    const char *problem; /* why it does not work any more; NULL: it does */
    const char *note;    /* from when on its sums can be trusted; NULL: for all days */
    struct own_use *used_by;
    size_t n_used_by;
    int64_t created, updated;
    const char *updated_by;
};
extern const struct field own_view_fields[];

int own_list(struct conn *c, struct arena *arena, struct own_view **ret, size_t *ret_n,
             struct err *err);
int own_get(struct conn *c, const char *id, struct arena *arena, struct own_view *ret,
            struct err *err);
int own_create(const struct act *act, const struct own_metric *in, struct err *err);
/* patch: the JSON object with what changes; null takes a member away. */
int own_change(const struct act *act, const char *id, const json_t *patch, struct err *err);
int own_remove(const struct act *act, const char *id, struct err *err);
