/* forecast.h: what the application wires in: the endpoint tables of this wing. */
#pragma once
#include "http/endpoint.h"

extern const struct endpoint revenue_endpoints[], retention_endpoints[], simulate_endpoints[],
    renewals_endpoints[], cohort_endpoints[], value_endpoints[], risk_endpoints[], lab_endpoints[];
