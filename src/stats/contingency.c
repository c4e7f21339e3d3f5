#include "stats/contingency.h"

#include "stats/significance.h"

#include <math.h>

#define FEW 5 /* the usual rule for expected numbers of a cell (Cochran, 1954) */

static double o_ln_o_e(double observed, double expected)
{
    return observed > 0 ? observed * log(observed / expected) : 0;
}

static double bits(double share)
{
    return share > 0 ? -share * log2(share) : 0;
}

void contingency_test(const int64_t *hits, const int64_t *totals, size_t n, struct contingency *ret)
{
    double all = 0, yes = 0, sum = 0;
    size_t classes = 0;

    for (size_t k = 0; k < n; k++) {
        all += (double)totals[k];
        yes += (double)hits[k];
        classes += totals[k] > 0;
    }
    double share = all > 0 ? yes / all : NAN;
    *ret = (struct contingency){.g = NAN, .df = NAN, .p = NAN, .gain_bits = NAN};
    ret->entropy_bits = all > 0 ? bits(share) + bits(1 - share) : NAN;
    if (classes < 2 || yes == 0 || yes == all)
        return;
    for (size_t k = 0; k < n; k++) {
        double total = (double)totals[k], hit = (double)hits[k];
        if (totals[k] == 0)
            continue;
        sum += o_ln_o_e(hit, total * share) + o_ln_o_e(total - hit, total * (1 - share));
        ret->few += (total * share < FEW) + (total * (1 - share) < FEW);
    }
    ret->g = fmax(0, 2 * sum);
    ret->df = (double)classes - 1;
    ret->p = chi_square_tail(ret->g, ret->df);
    ret->gain_bits = ret->g / (2 * all * M_LN2);
}
