/* aside_api.h: events that were set aside, and the rules that mend them, over the API. */
#pragma once
#include "http/endpoint.h"

extern const struct endpoint aside_endpoints[];
extern const struct endpoint mend_endpoints[];
