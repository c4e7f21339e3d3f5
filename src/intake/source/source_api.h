/* source_api.h: sources of events over HTTP. */
#pragma once
#include "http/endpoint.h"

extern const struct endpoint source_endpoints[];
