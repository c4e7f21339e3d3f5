/* jobs_api.h: background jobs over HTTP. */
#pragma once
#include "http/endpoint.h"

extern const struct endpoint jobs_endpoints[];
