#include "stats/interval.h"

#include <math.h>

struct interval interval_wilson(int64_t hits, int64_t n, double z)
{
    if (n <= 0)
        return (struct interval){NAN, NAN};
    double size = (double)n, p = (double)hits / size, z2 = z * z;
    double middle = (p + z2 / (2 * size)) / (1 + z2 / size);
    double half = z / (1 + z2 / size) * sqrt(p * (1 - p) / size + z2 / (4 * size * size));

    return (struct interval){fmax(0, middle - half), fmin(1, middle + half)};
}
