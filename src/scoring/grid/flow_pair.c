#include "scoring/grid/flow_pair.h"

#include <math.h>

static int8_t side_of(const struct placing *p, int64_t row)
{
    if (row < 0)
        return FLOW_GONE;
    if (p->place[row] >= 0)
        return p->place[row];
    if (p->place[row] != PLACE_OUTSIDE)
        return FLOW_UNKNOWN;
    return p->s->is_customer[row] ? FLOW_OUTSIDE : FLOW_GONE;
}

bool flow_is_inside(int side)
{
    return side <= FLOW_UNKNOWN;
}

int flow_side_at(const struct placing *p, size_t k)
{
    size_t across = p->x.axis.n_bands, up = p->y.axis.n_bands;

    return (int)((up - 1 - k / across) * across + k % across);
}

int64_t flow_arr(const struct placing *p, int64_t row)
{
    double arr = p->s->kept[KEPT_ARR][row];

    return isnan(arr) ? 0 : llround(arr * 100);
}

int flow_pair_make(const struct matrix_source *source, const struct flow_ask *ask,
                   struct flow_pair *ret, struct err *err)
{
    if (ask->to > source->today)
        return err_set(err, ERR_INVALID, "to", "must not be in the future");
    if (ask->from >= ask->to)
        return err_set(err, ERR_INVALID, "from", "must be before the last day");
    int rc = matrix_ask_place(source, &ask->ask, ask->from, &ret->a, err);
    if (rc >= 0)
        rc = matrix_ask_place(source, &ask->ask, ask->to, &ret->b, err);
    if (rc < 0)
        return rc;
    const struct snapshot *s = ret->b.s;
    ret->was = ARENA_ARRAY(source->arena, s->n, int8_t);
    ret->is = ARENA_ARRAY(source->arena, s->n, int8_t);
    ret->row_a = ARENA_ARRAY(source->arena, s->n, int64_t);
    for (size_t i = 0; i < s->n; i++) {
        ret->row_a[i] = snapshot_row(ret->a.s, s->accounts->ids[i]);
        ret->was[i] = side_of(&ret->a, ret->row_a[i]);
        ret->is[i] = side_of(&ret->b, (int64_t)i);
    }
    return 0;
}
