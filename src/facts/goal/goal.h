/* goal.h: what a customer wants to reach with the product, and by when.
 *
 * A goal in numbers leads from a baseline to a target, and dated measurements (measurement.h) tell
 * how far it has come; it is met when one of them reaches the target, which may lie below the
 * baseline. A goal in words has neither, and is met on the day that is given. Once met, it stays
 * met: the customer got what it wanted. */
#pragma once
#include "facts/kind/kind.h"

struct goal {
    const char *key;
    const char *account;
    const char *outcome;
    const char *unit;
    double baseline, target; /* NaN: a goal in words */
    int32_t agreed, due, met;
    const char *owner;
    const char *note;
    int32_t known;
    int64_t created, updated;
};
extern const struct field goal_fields[];
extern const struct kind goal_kind;

/* Does a value reach the target? Without a baseline, more is better. */
static inline bool goal_is_reached(double baseline, double target, double value)
{
    return target < baseline ? value <= target : value >= target;
}
