#include "stats/forecast_score.h"

#include <math.h>

static double skill(double score, double base)
{
    return base > 0 ? 1 - score / base : NAN;
}

struct forecast_score forecast_score(const double *p, const bool *label, size_t n)
{
    struct forecast_score s = {0};

    for (size_t i = 0; i < n; i++) {
        if (isnan(p[i]))
            continue;
        double off = p[i] - label[i];
        s.n++;
        s.yes += label[i];
        s.brier += off * off;
        s.log_loss -= label[i] ? log(p[i]) : log1p(-p[i]);
    }
    double total = (double)s.n, share = (double)s.yes / total;
    s.brier /= total;
    s.log_loss /= total;
    s.base_brier = share * (1 - share);
    s.base_log_loss = share > 0 && share < 1 ? -share * log(share) - (1 - share) * log1p(-share)
                                             : (s.n ? 0 : NAN);
    s.brier_skill = skill(s.brier, s.base_brier);
    s.log_loss_skill = skill(s.log_loss, s.base_log_loss);
    return s;
}
