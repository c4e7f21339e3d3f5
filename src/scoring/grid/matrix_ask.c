#include "scoring/grid/matrix_ask.h"

#include "scoring/select/select.h"

int matrix_ask_place(const struct matrix_source *source, const struct matrix_ask *ask, int32_t day,
                     struct placing *ret, struct err *err)
{
    struct arena *arena = source->arena;
    struct select_in in = {.filter = ask->filter};
    struct placing_plan plan;
    struct selection what;
    const struct snapshot *s;

    if (day > source->today)
        return err_set(err, ERR_INVALID, "day", "must not be in the future");
    int rc = placing_plan(source->conn, ask->matrix, arena, &plan, err);
    if (rc < 0)
        return rc;
    in.cells = placing_cells(plan.matrix, plan.of_settings, arena);
    rc = select_parse(source->conn, &in, arena, &what, err);
    bool is_deep = what.needs_metrics || source->depth > plan.depth;
    if (rc >= 0)
        rc = snapshot_get(source->snapshots, source->conn, day,
                          is_deep ? SNAPSHOT_METRICS : plan.depth, arena, &s, err);
    if (rc >= 0)
        rc = placing_make(&plan, s, arena, ret, err);
    if (rc < 0 || !what.filter)
        return rc;
    const struct select_table table = placing_table(ret);
    placing_choose(ret, select_filter(what.filter, &table, arena), arena);
    return 0;
}

int matrix_ask_place_def(const struct matrix_source *source, const struct matrix_def *m,
                         int32_t day, struct placing *ret, struct err *err)
{
    struct placing_plan plan;
    const struct snapshot *s;

    if (day > source->today)
        return err_set(err, ERR_INVALID, "day", "must not be in the future");
    int rc = placing_plan_of(source->conn, m, source->arena, &plan, err);
    if (rc >= 0)
        rc = snapshot_get(source->snapshots, source->conn, day, plan.depth, source->arena, &s, err);
    return rc < 0 ? rc : placing_make(&plan, s, source->arena, ret, err);
}
