#include "stats/band.h"

#include <math.h>

int band_of(const double *edges, size_t n, double score)
{
    int band = 0;

    if (isnan(score))
        return -1;
    for (size_t i = 1; i < n; i++)
        band += score >= edges[i] - BAND_EDGE_SLACK;
    return band;
}
