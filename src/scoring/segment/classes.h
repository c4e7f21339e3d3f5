/* classes.h: accounts dealt out into classes by a field: a text's values, a number's quarters. For
 * reports that hold groups of accounts against each other.
 *
 * Both days of a period are dealt out by the same classes: a number's quarters are those of the
 * first day (of the second if nobody was there on the first). Accounts without a value are a class
 * of their own, which comes last.
 *
 * Threads: pure. Ownership: everything in the arena. */
#pragma once
#include "scoring/segment/segment_view.h"

#define CLASSES_MAX  60   /* the most frequent ones; the others are one class */
#define CLASS_NONE   (-1) /* of rows that are not looked at */
#define NUMBER_PARTS 4

struct class_name {
    const char *value; /* as in a filter; NULL: missing, or several */
    const char *label;
    const char *filter; /* chooses them; NULL if none can */
    bool is_missing, is_rest;
};
struct classes {
    struct class_name *items;
    size_t n;
    int *of_first, *of_last; /* [row] of the first and of the last day's snapshot */
};
/* Deals out the members of both days by a field of either. rare: classes with fewer members on the
 * first day become one; 0: none is rare. */
void classes_make(const struct select_field *f, const struct segment_members_of *first,
                  const struct segment_members_of *last, int64_t rare, struct arena *arena,
                  struct classes *ret);
