/* instrument_api.h: questionnaires over the API. */
#pragma once
#include "http/endpoint.h"

extern const struct endpoint instrument_endpoints[];
