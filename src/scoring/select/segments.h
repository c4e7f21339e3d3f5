/* segments.h: segments: saved filters, which other filters name by `segment = "key"`.
 *
 *     struct segments *segments;
 *     rc = segments_load(c, arena, &segments, err);
 *     const bool *is_member = segment_members(segments, "enterprise", &table, arena);
 *
 * A segment may be made of others, SEGMENT_DEPTH_MAX deep and never of itself; what is saved keeps
 * to that. One that stopped making sense later (it names a custom field that was removed) is
 * broken: filters that name it are refused with the reason, and it has no members. `cell` in a
 * segment goes by the matrix that the settings name, whichever is being looked at.
 *
 * Threads:   a value belongs to one thread: filters are understood when first asked for.
 * Ownership: everything in the arena. */
#pragma once
#include "scoring/select/select_field.h"

#define SEGMENTS_MAX      500
#define SEGMENT_DEPTH_MAX 8
#define SEGMENT_KEY_MAX   60

/* A row of the database, and what is made of it when it is understood. */
struct segment_row {
    int64_t id;
    const char *key, *name, *help;
    const char *filter; /* text form */
    int64_t created, updated;
};
struct segment {
    struct segment_row row;
    enum { SEGMENT_UNREAD, SEGMENT_READING, SEGMENT_READ, SEGMENT_BROKEN } state;
    struct err problem; /* SEGMENT_BROKEN */
    const struct filter *tree;
    const struct segment *deepest; /* of those it is made of */
    int depth;                     /* 1: made of no other */
    bool needs_scores;             /* health, maturity, bands or cells decide */
    bool needs_metrics, is_of_all;
};

struct segments {
    struct segment *items; /* by key */
    size_t n;
    const char **keys; /* ends with NULL */
    struct select_fields fields;
    struct arena *arena;
    const struct segment *chain[2 * SEGMENT_DEPTH_MAX]; /* those being read, outermost first */
    size_t n_chain;
    bool is_chain_wrong; /* that is why reading failed */
};

/* For what does not look at cells: any text may be one. */
int segments_load(struct conn *c, struct arena *arena, struct segments **ret, struct err *err);
/* cells: those of the settings' matrix are what `cell` can be. */
int segments_load_with(struct conn *c, const struct select_cells *cells, struct arena *arena,
                       struct segments **ret, struct err *err);
/* NULL if there is none of the key. */
struct segment *segment_find(struct segments *segments, const char *key);
/* Understands a segment and all that it is made of. ERR_INVALID on "filter": what is wrong, with
 * the chain of segments if they lead back to themselves or too deep. */
int segment_read(struct segments *segments, struct segment *s, struct err *err);
/* Do its members hang on scores? Then no card may be made for it. False for a key that is not
 * there. */
bool segment_needs_scores(struct segments *segments, const char *key);
/* [row] of the table: is it a member? The members of a broken segment, or of a key that is not
 * there, are nobody. Evaluates over whatever rows there are, customers or not. */
const bool *segment_members(struct segments *segments, const char *key,
                            const struct select_table *t, struct arena *arena);
/* All that decides who is a member: its text and those of the segments it is made of. */
void segment_stamp(struct segments *segments, const char *key, struct buf *out);

/* The segments as they would be with this one saved: it takes the place of the one of its key, or
 * is added (once). All are unread again, so that segment_read shows what would be wrong. */
struct segment *segments_put(struct segments *segments, const struct segment_row *changed);

/* What a filter's fields ask of whoever evaluates it. */
struct select_needs {
    bool needs_scores, needs_metrics;
    bool is_of_all;                /* means more accounts than the customers */
    const struct segment *deepest; /* of the segments in it; NULL: none */
};
/* Reads the segments that a filter names. ERR_INVALID on "filter" if one of them is broken. */
int select_needs(const struct filter *filter, struct select_needs *ret, struct err *err);
/* Is the term a comparison with segments? Then values[v] of it is this one. */
struct segment *select_segment(const struct filter *term, size_t v);
