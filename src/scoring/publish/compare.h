/* compare.h: what a card would change, before it is published: today and on each month-end of the
 * past year, and account by account.
 *
 * Both sides are scored by the code that scores (snapshot_with_cards), from the same metrics of the
 * same day. An account changes if its band, its cell of the matrix that the settings name, or
 * whether it has a score at all would be another.
 *
 * Threads: any; the snapshot is only read. Ownership: in the arena. Missing is NaN. */
#pragma once
#include "scoring/snapshot/placing.h"

struct compare_flow {
    const char *from, *to; /* bands; NULL: no score */
    int64_t count, arr_cents;
};
struct compare_day {
    int32_t day;
    int64_t accounts, arr_cents; /* whom the card scores on that day, by the old cards or the new */
    int64_t changed, changed_arr_cents;
    int64_t changed_band, changed_cell, gained, lost; /* gained a score that was missing; lost it */
    double mean_from, mean_to, mean_shift; /* the shift is of those who have a score in both */
    struct compare_flow *flows;            /* by band, those who stay too */
    size_t n_flows;
};
extern const struct field compare_day_fields[];

struct comparison {
    const char *key;
    int64_t version, revision; /* of the draft */
    int64_t against;           /* the published version; missing: there is none */
    struct compare_day *days;  /* month-ends, rising, and today */
    size_t n_days;
};
extern const struct field comparison_fields[];

#define COMPARE_MONTHS 12
/* The month-ends before today, and today: COMPARE_MONTHS + 1 days, rising. */
void compare_days(int32_t today, int32_t ret[COMPARE_MONTHS + 1]);
/* What is tried: a compiled draft, and the plan of the matrix that the settings name. */
struct compare_what {
    const struct card *draft;
    const struct placing_plan *plan;
};
/* under: the same day under the draft (trial_days); NULL: it is made here, and s must have its
 * metrics. */
int compare_day_make(const struct snapshot *s, const struct snapshot *under,
                     const struct compare_what *what, struct arena *arena, struct compare_day *ret,
                     struct err *err);

struct compare_part {
    const char *id, *label;        /* of a measure of either card */
    double from_points, to_points; /* missing: not a measure of that card */
};
struct compare_side {
    const char *card; /* "health 3" */
    double score;
    const char *band, *cell, *cell_label;
};
struct compare_account {
    const char *key, *name, *owner;
    int64_t arr_cents;
    struct compare_side *from, *to;
    struct compare_part *parts; /* their points add up to the scores */
    size_t n_parts;
};
struct compare_accounts {
    int32_t day;
    int64_t total, offset;
    struct compare_account *items; /* those that change, the largest ARR first */
    size_t n_items;
};
extern const struct field compare_accounts_fields[];
struct compare_page {
    int64_t offset, limit;
};
int compare_accounts_make(const struct snapshot *s, const struct compare_what *what,
                          const struct compare_page *page, struct arena *arena,
                          struct compare_accounts *ret, struct err *err);
