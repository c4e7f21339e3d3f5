/* own_usage.h: what is special to metrics over usage: it is kept as counts of events by day, whose
 * names filters tell apart, and as sums of the numbers that metrics ask for.
 *
 * Threads:   as the connection. Ownership: the arena.
 * Errors:    ERR_INVALID on the member that is wrong. */
#pragma once
#include "facts/usage/usage_sums.h"
#include "scoring/metric/own_metric.h"

/* "properties.amount": the number `amount` of an event. */
#define OWN_PROPERTY "properties."

/* Checks .field, and finds the plan's property. */
int own_usage_field(struct own_plan *plan, struct err *err);
/* Do the events that a filter names exist? c NULL: nobody asks. */
int own_usage_events(struct conn *c, const struct own_filter *f, const char *member,
                     struct arena *arena, struct err *err);
/* A metric with a property adds it up for the events that its filter names: no other can fit. */
int own_usage_named(const struct own_plan *plan, struct err *err);
/* Appends the sums that a plan asks for; nothing for one without a property. */
struct own_wishes {
    struct usage_sum_wish *items;
    size_t n, cap;
};
void own_usage_wishes(const struct own_plan *plan, struct own_wishes *out);
