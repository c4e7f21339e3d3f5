/* diff.h: what differs between two cards, one line for each weight, scale, edge, text.
 *
 * Groups, measures and bands are the same if their ids are. Threads: pure. Ownership: in the arena.
 */
#pragma once
#include "scoring/scorecard/card.h"

struct card_difference {
    const char *path;      /* "adoption / seat_utilisation / weight" */
    const char *from, *to; /* NULL: it is not there on that side */
};
struct card_diff {
    int64_t from, to; /* versions */
    struct card_difference *items;
    size_t n_items;
};
extern const struct field card_diff_fields[];

void card_diff_make(const struct card *from, const struct card *to, struct arena *arena,
                    struct card_diff *ret);
