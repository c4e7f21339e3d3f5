/* status_api.h: GET /api/v1/status: what an empty or a filled installation shows first. */
#pragma once
#include "http/endpoint.h"

extern const struct endpoint status_endpoints[];
