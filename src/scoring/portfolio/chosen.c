#include "scoring/portfolio/chosen.h"

#include <math.h>

#define CENTS        100
#define DEFAULT_SORT "-arr"

static int check_day(const struct portfolio_source *source, int32_t day, struct err *err)
{
    return day > source->today ? err_set(err, ERR_INVALID, "day", "must not be in the future") : 0;
}

int chosen_open(const struct portfolio_source *source, const struct portfolio_query *query,
                struct chosen *ret, struct err *err)
{
    int32_t day = query->day == DAY_NONE ? source->today : query->day;
    struct select_in in = {
        .filter = query->filter,
        .q = query->q,
        .sort = query->sort ? query->sort : DEFAULT_SORT,
        .columns = query->columns,
        .n_columns = query->n_columns,
    };
    struct placing_plan plan;
    int rc = check_day(source, day, err);

    *ret = (struct chosen){0};
    if (rc >= 0)
        rc = placing_plan(source->conn, query->matrix, source->arena, &plan, err);
    if (rc < 0)
        return rc;
    in.cells = placing_cells(plan.matrix, plan.of_settings, source->arena);
    rc = select_parse(source->conn, &in, source->arena, &ret->what, err);
    ret->what.is_of_all |= query->is_of_all;
    bool is_deep = ret->what.needs_metrics || query->needs_metrics || source->instead;
    if (rc >= 0)
        rc = snapshot_get(source->snapshots, source->conn, day,
                          is_deep ? SNAPSHOT_METRICS : plan.depth, source->arena, &ret->s, err);
    ret->as_is = ret->s;
    if (rc >= 0 && source->instead)
        rc = source->instead(source->instead_ctx, ret->as_is, &ret->s, err);
    if (rc >= 0)
        rc = placing_make(&plan, ret->s, source->arena, &ret->placing, err);
    if (rc >= 0)
        ret->table = placing_table(&ret->placing);
    return rc;
}

int chosen_read(const struct portfolio_source *source, const struct portfolio_query *query,
                struct chosen *ret, struct err *err)
{
    int rc = chosen_open(source, query, ret, err);

    if (rc >= 0)
        select_rows(&ret->what, &ret->table, source->arena, &ret->rows, &ret->n);
    return rc;
}

int64_t chosen_whole(double number)
{
    return isnan(number) ? I64_NONE : llround(number);
}

int64_t chosen_cents(double units)
{
    return chosen_whole(units * CENTS);
}
