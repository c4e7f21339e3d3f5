/* system_api.h: GET /healthz, /metrics and /api/v1/openapi.json. */
#pragma once
#include "http/endpoint.h"

extern const struct endpoint system_endpoints[];
