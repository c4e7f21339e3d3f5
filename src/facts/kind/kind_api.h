/* kind_api.h: the API of a kind: list, create, get, change, delete under /api/v1/<plural>. */
#pragma once
#include "facts/kind/kind.h"
#include "http/endpoint.h"

/* The five rows and ENDPOINT_END, made in the arena (which lives as long as the server). */
const struct endpoint *kind_endpoints(const struct kind *kind, struct arena *arena);
