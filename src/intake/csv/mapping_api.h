/* mapping_api.h: saved mappings over HTTP, and what a mapping can name. */
#pragma once
#include "http/endpoint.h"

extern const struct endpoint mapping_endpoints[];
