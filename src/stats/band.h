/* band.h: which of several adjoining bands a score lies in.
 *
 * Bands are given by their n + 1 edges in rising order: band i is [edge i, edge i + 1), the last
 * one also holds its upper edge. Threads: pure. */
#pragma once
#include <stddef.h>

/* A score closer to an edge than this counts as being on it: 0.1 + 0.2 must not miss 0.3. */
#define BAND_EDGE_SLACK 1e-9

/* The band of a score, 0 … n − 1; −1 for NaN. What lies outside belongs to the nearest band. */
int band_of(const double *edges, size_t n, double score);
