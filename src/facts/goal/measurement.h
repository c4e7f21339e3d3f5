/* measurement.h: how far a goal had come on a day.
 *
 * A kind of its own, and no list inside the goal: each measurement is known from its own day on,
 * comes as a row of a file, and leaves its own trace in the audit log. */
#pragma once
#include "facts/kind/kind.h"

struct measurement {
    const char *key;
    const char *account; /* that of the goal */
    const char *goal;
    int32_t day;
    double value;
    const char *note;
    int32_t known;
    int64_t created, updated;
};
extern const struct field measurement_fields[];
extern const struct kind measurement_kind;
