#include "scoring/matrix/place.h"

#include "stats/band.h"

#include <math.h>
#include <string.h>

void matrix_place(const struct matrix_axis *y_axis, const struct matrix_axis *x_axis, size_t n,
                  const double *y, const double *x, const bool *is_inside, int8_t *ret_place)
{
    for (size_t i = 0; i < n; i++) {
        int up = band_of(y_axis->edges, y_axis->n_bands, y[i]);
        int across = band_of(x_axis->edges, x_axis->n_bands, x[i]);
        int place = up >= 0 && across >= 0 ? up * (int)x_axis->n_bands + across
                    : up >= 0              ? PLACE_NO_X
                    : across >= 0          ? PLACE_NO_Y
                                           : PLACE_NEITHER;
        ret_place[i] = (int8_t)(is_inside && !is_inside[i] ? PLACE_OUTSIDE : place);
    }
}

static struct matrix_count *bin_of(struct matrix_counts *c, int place)
{
    switch (place) {
    case PLACE_NO_X: return &c->no_x;
    case PLACE_NO_Y: return &c->no_y;
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
