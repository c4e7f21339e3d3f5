/* segment_use.h: who uses a segment, so that none is deleted that something still needs.
 *
 * What can use segments has a function of this type and names it in segment/segment_users.c: it
 * calls segment_use_add for each of its things that names the segment.
 *
 * Ownership: texts in the arena that the function is given. */
#pragma once
#include "base/arena.h"
#include "base/vec.h"
#include "db/db.h"

struct segment_use {
    const char *kind;       /* "segment", "card", "matrix", "view", "survey" */
    const char *key, *name; /* of what uses it */
};
struct segment_uses {
    struct segment_use *items;
    size_t n;
    struct arena *arena;
};
typedef int (*segment_user)(struct conn *c, const char *segment, struct segment_uses *uses,
                            struct err *err);
void segment_use_add(struct segment_uses *uses, struct segment_use use);
