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

struct interval interval_nps(int64_t promoters, int64_t passives, int64_t detractors, double z)
{
    if (promoters + passives + detractors <= 0)
        return (struct interval){NAN, NAN};
    double n = (double)(promoters + passives + detractors) + 3;
    double good = ((double)promoters + 0.75) / n, bad = ((double)detractors + 0.75) / n;
    double middle = good - bad, half = z * sqrt((good + bad - middle * middle) / n);

    return (struct interval){fmax(-1, middle - half), fmin(1, middle + half)};
}
