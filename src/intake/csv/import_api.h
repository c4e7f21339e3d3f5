/* import_api.h: uploads, imports and mappings over HTTP. */
#pragma once
#include "http/endpoint.h"

extern const struct endpoint import_endpoints[];
