/* openapi.h: describes the endpoints as OpenAPI 3.1, from the rows themselves.
 *
 * Errors: two different structs that would share a name in the document are ERR_INTERNAL. */
#pragma once
#include "base/buf.h"
#include "http/endpoint.h"

int openapi_write(const struct endpoint_set *set, const char *version, struct buf *out,
                  struct err *err);
