#include "scoring/ledger/choice.h"

#include "base/str.h"

static const char *const bands[] = {"low", "medium", "high", NULL};

static int band_index(const char *band)
{
    return !band ? LEDGER_ANY : str_index(bands, band); /* "unknown" is −1 */
}

static int find_place(const struct matrix_def *m, const char *cell, const char *of, int *ret,
                      struct err *err)
{
    const char *ids[MATRIX_CELLS_MAX + 2] = {0};

    *ret = LEDGER_ANY;
    if (!cell)
        return 0;
    for (size_t k = 0; k < m->n_cells; k++)
        ids[k] = m->cells[k].id;
    ids[m->n_cells] = "unknown";
    int index = str_index(ids, cell);
    if (index >= 0) {
        *ret = index == (int)m->n_cells ? LEDGER_UNKNOWN : index;
        return 0;
    }
    const char *nearest = str_nearest(ids, cell);
    return err_set(err, ERR_INVALID, of, "the matrix %.60s has no cell %.60s%s%s", m->key, cell,
                   nearest ? "; did you mean " : "", nearest ? nearest : "");
}

static int what_of(const char *changed)
{
    static const char *const names[] = {"health", "maturity", "cell", "customer", NULL};
    int index = changed ? str_index(names, changed) : -1;

    return index < 0 ? LEDGER_HEALTH | LEDGER_MATURITY | LEDGER_CELL | LEDGER_CUSTOMER : 1 << index;
}

static int direction_of(const char *direction)
{
    if (!direction)
        return LEDGER_ANY;
    return str_eq(direction, "up") ? 1 : str_eq(direction, "down") ? -1 : 0;
}

/* Those of the snapshot for which the filter holds, customers or not. */
static int choose_rows(const struct ledger_source *source, const struct ledger_query *query,
                       int32_t day, const struct placing_plan *plan, struct ledger_choice *c,
                       struct err *err)
{
    const struct select_in in = {.filter = query->filter,
                                 .cells =
                                     placing_cells(plan->matrix, plan->of_settings, source->arena)};
    const struct snapshot *s = NULL;
    struct selection what;
    int rc = select_parse(source->conn, &in, source->arena, &what, err);

    if (rc >= 0)
        rc = snapshot_get(source->snapshots, source->conn, day,
                          what.needs_metrics ? SNAPSHOT_METRICS : plan->depth, source->arena, &s,
                          err);
    if (rc >= 0)
        rc = ledger_coder_make(plan, s, source->arena, &c->coder, err);
    if (rc < 0)
        return rc;
    const struct select_table table = placing_table(&c->coder.placing);
    c->rows = what.filter ? select_filter(what.filter, &table, source->arena) : NULL;
    return 0;
}

int ledger_choice_open(const struct ledger_source *source, const struct ledger_query *query,
                       int32_t day, struct ledger_choice *ret, struct err *err)
{
    struct placing_plan plan;

    *ret = (struct ledger_choice){
        .what = what_of(query->changed),
        .direction = direction_of(query->direction),
        .from_health = band_index(query->from_health),
        .to_health = band_index(query->to_health),
        .from_maturity = band_index(query->from_maturity),
        .to_maturity = band_index(query->to_maturity),
    };
    int rc = placing_plan(source->conn, query->matrix, source->arena, &plan, err);
    if (rc >= 0)
        rc = find_place(plan.matrix, query->from_cell, "from_cell", &ret->from_place, err);
    if (rc >= 0)
        rc = find_place(plan.matrix, query->to_cell, "to_cell", &ret->to_place, err);
    return rc < 0 ? rc : choose_rows(source, query, day, &plan, ret, err);
}

static bool is_asked(int asked, int is)
{
    return asked == LEDGER_ANY || asked == is;
}

/* "Not yet known" is of customers only. */
static bool is_place(int asked, int place)
{
    return asked == LEDGER_UNKNOWN ? place < 0 && place != PLACE_OUTSIDE : is_asked(asked, place);
}

bool ledger_choice_takes(const struct ledger_choice *c, const struct ledger_event *event,
                         size_t *ret_row)
{
    const struct ledger_code *from = &event->from, *to = &event->to;

    if (!(event->what & c->what) || !is_asked(c->direction, event->direction) ||
        !is_asked(c->from_health, from->health) || !is_asked(c->to_health, to->health) ||
        !is_asked(c->from_maturity, from->maturity) || !is_asked(c->to_maturity, to->maturity) ||
        !is_place(c->from_place, from->place) || !is_place(c->to_place, to->place))
        return false;
    int64_t row = snapshot_row(c->coder.s, event->account);
    if (row < 0 || (c->rows && !c->rows[row]))
        return false;
    *ret_row = (size_t)row;
    return true;
}
