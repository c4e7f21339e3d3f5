/* usage_api.h: usage over the API: one account's counts for charts, and setting a single count. */
#pragma once
#include "http/endpoint.h"

extern const struct endpoint usage_endpoints[];
