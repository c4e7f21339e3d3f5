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
/* Tracked events that had happened anywhere by a day. */
double book_tracked_events(const struct factbook *book, int32_t day);
