/* endpoints.h: every endpoint of the program, listed by hand, so that one look tells what the API
 * is. */
#pragma once
#include "http/endpoint.h"

/* Made once, by the first caller; generic kinds of facts add five rows each. Lives as long as the
 * process. Threads: call it before others start. */
const struct endpoint_set *endpoints_all(void);
