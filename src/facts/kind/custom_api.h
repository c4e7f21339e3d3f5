/* custom_api.h: declaring custom fields over the API. */
#pragma once
#include "http/endpoint.h"

extern const struct endpoint custom_endpoints[];
