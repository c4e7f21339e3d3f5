/* input.h: fills an endpoint's .in from the path, the query string and the body. */
#pragma once
#include "http/router.h"

/* *ret_in is the struct of r->endpoint->in, NULL if it has none; r->body is set if there was one.
 * ERR_INVALID names the field. */
int input_read(struct req *r, const struct route_match *match, void **ret_in);
