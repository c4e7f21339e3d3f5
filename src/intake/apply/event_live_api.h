/* event_live_api.h: what just arrived, over the API. */
#pragma once
#include "http/endpoint.h"

extern const struct endpoint event_live_endpoints[];
