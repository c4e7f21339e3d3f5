/* survey_api.h: surveys over the API, and the pages of the people asked. */
#pragma once
#include "http/endpoint.h"

extern const struct endpoint survey_endpoints[], survey_settings_endpoints[],
    survey_page_endpoints[];
