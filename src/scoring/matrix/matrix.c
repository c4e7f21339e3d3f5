#include "scoring/matrix/matrix.h"

#include "stats/band.h"

#include <math.h>
#include <string.h>

void matrix_axis_halve(struct matrix_axis *axis)
{
    double low = axis->edges[0], high = axis->edges[axis->n_bands];

    axis->n_bands = 2;
    axis->edges[0] = low;
    axis->edges[1] = (low + high) / 2;
    axis->edges[2] = high;
    axis->band_ids[0] = "low";
    axis->band_ids[1] = "high";
    axis->band_labels[0] = "Low";
    axis->band_labels[1] = "High";
}

void matrix_place(const struct matrix_axis *health_axis, const struct matrix_axis *maturity_axis,
                  size_t n, const double *health, const double *maturity, const bool *is_customer,
                  int8_t *ret_place)
{
    for (size_t i = 0; i < n; i++) {
        int y = band_of(health_axis->edges, health_axis->n_bands, health[i]);
        int x = band_of(maturity_axis->edges, maturity_axis->n_bands, maturity[i]);
        int place = y >= 0 && x >= 0 ? y * (int)maturity_axis->n_bands + x
                    : y >= 0         ? PLACE_NO_MATURITY
                    : x >= 0         ? PLACE_NO_HEALTH
                                     : PLACE_NEITHER;
        ret_place[i] = (int8_t)(is_customer && !is_customer[i] ? PLACE_OUTSIDE : place);
    }
}

static struct matrix_count *bin_of(struct matrix_counts *c, int place)
{
    switch (place) {
    case PLACE_NO_MATURITY: return &c->no_maturity;
    case PLACE_NO_HEALTH: return &c->no_health;
    case PLACE_NEITHER: return &c->neither;
    default: return &c->cells[place];
    }
}

void matrix_count(size_t n, const int8_t *place, const double *arr_cents, struct matrix_counts *ret)
{
    memset(ret, 0, sizeof(*ret));
    for (size_t i = 0; i < n; i++) {
        if (place[i] == PLACE_OUTSIDE)
            continue;
        int64_t arr = isnan(arr_cents[i]) ? 0 : (int64_t)llround(arr_cents[i]);
        struct matrix_count *bin = bin_of(ret, place[i]);
        bin->count++;
        bin->arr_cents += arr;
        ret->total.count++;
        ret->total.arr_cents += arr;
    }
}

enum verdict economics_verdict(const struct economics *e, double ltv_cents, double gross_margin_pct)
{
    if (isnan(e->ltv_cents) || isnan(ltv_cents) || isnan(gross_margin_pct))
        return VERDICT_NOT_KNOWN;
    return ltv_cents >= e->ltv_cents && gross_margin_pct >= e->gross_margin_pct ? VERDICT_INVEST
                                                                                : VERDICT_LOW_TOUCH;
}
