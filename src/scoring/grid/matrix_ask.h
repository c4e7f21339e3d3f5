/* matrix_ask.h: which matrix, of which accounts: what the view, the flow and the fate are asked
 * for.
 *
 * Ownership: everything in the arena. */
#pragma once
#include "json/filter.h"
#include "scoring/snapshot/placing.h"

struct matrix_ask {
    const char *matrix; /* key; NULL: what the settings say */
    const char *filter; /* the filter language; NULL: everybody */
};
/* As query parameters of a struct that begins with a struct matrix_ask. */
#define MATRIX_ASK_FIELDS                                                      \
    FIELD_STR(struct matrix_ask, matrix, .max = MATRIX_KEY_MAX,                \
              .help = "Its key; if left out, the one that the settings name"), \
        FIELD_STR(struct matrix_ask, filter, .max = FILTER_TEXT_MAX,           \
                  .help = "Only accounts for which this holds, such as `industry = \"EdTech\"`")
struct matrix_source {
    struct snapshots *snapshots;
    struct conn *conn;
    int32_t today;
    struct arena *arena;
    enum snapshot_depth depth; /* at least; SNAPSHOT_KEPT unless said otherwise */
};
/* Gets the snapshot of a day and places its accounts; who is not chosen stands outside. What is
 * worth an effort is still told by the thresholds of the whole portfolio.
 * Errors: ERR_INVALID on "day" (in the future), "matrix", "filter". */
int matrix_ask_place(const struct matrix_source *source, const struct matrix_ask *ask, int32_t day,
                     struct placing *ret, struct err *err);
/* The same for a definition at hand, of everybody. */
int matrix_ask_place_def(const struct matrix_source *source, const struct matrix_def *m,
                         int32_t day, struct placing *ret, struct err *err);
