/* event_time.h: when a client says that something happened. */
#pragma once
#include "base/text.h"

#include <stdint.h>

/* ISO 8601 with a zone (2026-01-31T12:00:00.5Z, also +01:00, +0100, +01), or a number: seconds
 * since 1970, or milliseconds from 1e11 on (which would be the year 5138 in seconds, and is 1973 in
 * milliseconds). TIME_NONE if it is neither. The byte behind the text can be read and is no part of
 * a time. */
int64_t event_time_of(struct text t);
