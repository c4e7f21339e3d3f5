/* own_preview.h: what a metric would say of a few accounts, before it is saved.
 *
 * Up to OWN_PREVIEW_LOOKED_AT customers are computed; ten of them are shown, from the lowest value
 * to the highest in even steps, so that both ends can be judged.
 *
 * Threads: as the connection. Ownership: the arena. Missing is NaN. */
#pragma once
#include "scoring/metric/dictionary.h"

#define OWN_PREVIEW_ACCOUNTS  10
#define OWN_PREVIEW_LOOKED_AT 1000

struct own_preview_row {
    const char *account, *name;
    double value;
};
struct own_preview {
    int32_t day;
    const char *formula, *unit;
    const char *note;         /* what is not added up yet (own_sums.h); NULL: nothing */
    int64_t looked_at, known; /* customers; those of them that have a value */
    double lowest, median, highest;
    struct own_preview_row *items;
    size_t n_items;
};
extern const struct field own_preview_fields[];

int own_preview_make(struct conn *c, const struct own_metric *def, int32_t day, struct arena *arena,
                     struct own_preview *ret, struct err *err);
