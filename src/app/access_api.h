/* access_api.h: log-in, people, keys and the audit log over HTTP. */
#pragma once
#include "http/endpoint.h"

extern const struct endpoint access_endpoints[];

/* Fills r->who from the request's cookie or key, by r->service->access: the dispatcher's
 * authenticate. */
int authenticate(struct req *r);
