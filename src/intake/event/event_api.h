/* event_api.h: the limits on events over HTTP. */
#pragma once
#include "http/endpoint.h"

extern const struct endpoint event_endpoints[];
