/* value_order.h: values in an order that is asked for, and how unevenly value lies on customers.
 *
 * Threads: pure. Ownership: what is made is the arena's. */
#pragma once
#include "forecast/value/value.h"

/* By one of value_sorts (NULL: the first): a minus is falling. What is missing comes last both
 * ways, an infinite life before all others when falling; equal ones stand by their keys. */
void value_order(const struct value_row **rows, size_t n, const char *sort);

/* What share of all value of three years the most valuable so many customers have: from none to all
 * in at most VALUE_SHARES steps; none where the whole is not above 0. *ret_half: how few have half
 * of it. */
struct value_share *value_shares(const struct value_row *const *rows, size_t n, struct arena *arena,
                                 size_t *ret_n, int64_t *ret_half);
