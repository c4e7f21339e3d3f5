/* portfolio_source_of.h: what a request reads a portfolio from: the service's snapshots, its own
 * connection, day and arena.
 *
 * Threads: as the request. Ownership: good as long as the request is. */
#pragma once
#include "http/endpoint.h"
#include "scoring/portfolio/portfolio.h"

struct portfolio_source portfolio_source_of(const struct req *r);
