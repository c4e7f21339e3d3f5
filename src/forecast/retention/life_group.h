/* life_group.h: lifetimes dealt out into groups: by a field that accounts keep, by segments, or by
 * when they began.
 *
 * Threads: pure. Ownership: everything in the arena. Errors: ERR_INVALID on "by", "segments",
 * "cohort" or "watched_from". */
#pragma once
#include "forecast/revenue/lives.h"
#include "scoring/retention/lifetimes.h"

/* Of the accounts that lives has chosen. watched_from: DAY_NONE finds it. */
int lifetimes_of_lives(const struct lives *lives, int32_t watched_from, struct arena *arena,
                       struct lifetimes *ret, struct err *err);

#define LIFE_GROUPS_MAX 130 /* values of a field (CLASSES_MAX), or cohorts */

extern const char *const cohort_sizes[]; /* year quarter month NULL */

struct life_group {
    const char *value, *label;
    const char *filter; /* chooses it; NULL if none does */
    bool is_missing, is_rest;
    uint32_t *rows; /* lifetimes */
    size_t n;
};
struct life_groups {
    struct life_group *items;
    size_t n;
    const char *label;   /* of what they differ by; NULL: there is one group, of all */
    bool is_overlapping; /* somebody is in several segments */
};
struct life_group_ask {
    const char *by; /* one of the three, or none */
    const char **segments;
    size_t n_segments;
    const char *cohort;
};
#define LIFE_SEGMENTS_MAX 20
int life_groups_make(const struct lives *lives, const struct lifetimes *l,
                     const struct life_group_ask *ask, struct arena *arena, struct life_groups *ret,
                     struct err *err);
/* The first day of the cohort that a day is in, and its name: "2025", "2025 Q3", "2025-08". */
int32_t cohort_first(int32_t day, int size);
const char *cohort_label(int32_t first, int size, struct arena *arena);
