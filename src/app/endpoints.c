#include "app/endpoints.h"

#include "app/access_api.h"
#include "app/jobs_api.h"
#include "http/system_api.h"
#include "scoring/scoring.h"

const struct endpoint_set *endpoints_all(void)
{
    static const struct endpoint *const tables[] = {
        system_endpoints,   access_endpoints, jobs_endpoints,
        settings_endpoints, metric_endpoints, view_endpoints,
    };
    static const struct endpoint_set set = {tables, ARRAY_LEN(tables)};

    return &set;
}
