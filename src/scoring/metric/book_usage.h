/* book_usage.h: product usage in a factbook: loading it, and looking at it through windows.
 *
 * Threads, ownership, errors: as factbook.h. */
#pragma once
#include "scoring/metric/factbook.h"

/* Loads the cells and users that windows ending within options->first_day … last_day look at. */
int book_usage_load(struct conn *c, struct factbook *book, const struct factbook_options *options,
                    struct err *err);

/* One account's use in the USAGE_WINDOW_DAYS that end with a day, and the events in those before.
 */
struct usage_window {
    double events, events_before, advanced_events;
    double active_days; /* days with at least one event */
    double features;    /* tracked events that happened at all */
    double users;       /* product users seen; NaN if there was use but none of it named a user */
    double user_days;   /* Σ over users of the days they were seen */
    int32_t last_use;   /* by that day; DAY_NONE: never */
};
/* Fills ret[i] for every account. */
void book_usage_windows(const struct factbook *book, int32_t day, struct usage_window *ret);
/* The first of account i's cells on or after a day; they are by day. */
const struct book_cell *book_cell_from(const struct factbook *book, size_t i, int32_t day);
/* The days of a month that lie in from … to, as bits; a month outside has none. */
uint32_t book_days_mask(int32_t month, int32_t from, int32_t to);
/* Tracked events that had happened anywhere by a day. */
double book_tracked_events(const struct factbook *book, int32_t day);
