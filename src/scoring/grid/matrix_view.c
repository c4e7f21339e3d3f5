#include "scoring/grid/matrix_view.h"

#include "scoring/select/select.h"
#include "stats/band.h"

#include <math.h>
#include <stdlib.h>

static int64_t cents(double units)
{
    return isnan(units) ? 0 : llround(units * 100);
}

static struct matrix_view_axis *make_axis(const struct matrix_axis *axis, struct arena *arena)
{
    struct matrix_view_axis *v = ARENA_NEW(arena, struct matrix_view_axis);

    *v = (struct matrix_view_axis){axis->card, axis->label,
                                   ARENA_ARRAY(arena, axis->n_bands, struct matrix_view_band),
                                   axis->n_bands};
    for (size_t i = 0; i < axis->n_bands; i++)
        v->bands[i] = (struct matrix_view_band){axis->band_ids[i], axis->band_labels[i],
                                                axis->edges[i], axis->edges[i + 1]};
    return v;
}

static void count_verdicts(const struct snapshot *s, const int8_t *place,
                           struct matrix_view_cell *by_place[MATRIX_CELLS_MAX])
{
    for (size_t i = 0; i < s->n; i++) {
        struct matrix_view_cell *c = place[i] >= 0 ? by_place[place[i]] : NULL;
        if (!c || !c->is_economic)
            continue;
        if (snapshot_verdict(s, i) == VERDICT_INVEST)
            c->invest_count++;
        else
            c->low_touch_count++;
    }
}

static double share(int64_t part, int64_t whole)
{
    return whole > 0 ? 100.0 * (double)part / (double)whole : NAN;
}

static void make_cells(const struct snapshot *s, enum snapshot_preset preset, const int8_t *place,
                       const struct matrix_counts *counts, struct arena *arena,
                       struct matrix_view *v)
{
    const struct matrix_preset *p = snapshot_preset_of(preset);
    struct matrix_view_cell *by_place[MATRIX_CELLS_MAX] = {0};

    v->n_cells = p->n_bands * p->n_bands;
    v->cells = ARENA_ARRAY(arena, v->n_cells, struct matrix_view_cell);
    for (size_t i = 0; i < v->n_cells; i++) {
        /* People read from the top: high health first. */
        size_t y = p->n_bands - 1 - i / p->n_bands, x = i % p->n_bands;
        size_t at = y * p->n_bands + x;
        const struct matrix_cell *c = &p->cells[at];
        const struct matrix_count *n = &counts->cells[at];
        v->cells[i] = (struct matrix_view_cell){
            .id = c->id,
            .x = s->maturity_axis[preset].band_ids[x],
            .y = s->health_axis[preset].band_ids[y],
            .label = c->label,
            .action = c->action,
            .why = c->why,
            .is_economic = c->is_economic,
            .count = n->count,
            .arr_cents = n->arr_cents,
            .share_pct = share(n->count, counts->total.count),
            .arr_share_pct = share(n->arr_cents, counts->total.arr_cents),
            .invest_count = c->is_economic ? 0 : I64_NONE,
            .low_touch_count = c->is_economic ? 0 : I64_NONE,
        };
        by_place[at] = &v->cells[i];
    }
    count_verdicts(s, place, by_place);
}

/* Where those stand of whom only the health is known: half an answer is better than none. */
static void count_by_health(const struct snapshot *s, enum snapshot_preset preset,
                            const int8_t *place, struct arena *arena, struct matrix_view_unknown *u)
{
    const struct matrix_axis *axis = &s->health_axis[preset];

    u->n_by_health = axis->n_bands;
    u->by_health = ARENA_ARRAY(arena, axis->n_bands, struct matrix_view_row);
    for (size_t i = 0; i < axis->n_bands; i++)
        u->by_health[i].y = axis->band_ids[i];
    for (size_t i = 0; i < s->n; i++) {
        if (place[i] != PLACE_NO_MATURITY)
            continue;
        int band = band_of(axis->edges, axis->n_bands, s->kept[KEPT_HEALTH][i]);
        u->by_health[band].count++;
        u->by_health[band].arr_cents += cents(s->kept[KEPT_ARR][i]);
    }
}

static void make_unknown(const struct matrix_counts *counts, struct arena *arena,
                         struct matrix_view *v)
{
    const struct {
        const char *id, *label, *next_step;
        const struct matrix_count *count;
    } kinds[] = {
        {"maturity", "Maturity not yet known",
         "Rate it: twelve ratings on the account's page, a quarter of an hour with whoever knows "
         "the customer.",
         &counts->no_maturity},
        {"health", "Health not yet known",
         "Bring in what is missing: usage, tickets or meetings; the account's page says what its "
         "score lacks most.",
         &counts->no_health},
        {"both", "Neither is known",
         "Import subscriptions and usage first; health then comes by itself. Rate maturity next.",
         &counts->neither},
    };
    struct matrix_view_unknown *u = v->unknown = ARENA_NEW(arena, struct matrix_view_unknown);

    u->reasons = ARENA_ARRAY(arena, ARRAY_LEN(kinds), struct matrix_view_reason);
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        u->count += kinds[i].count->count;
        u->arr_cents += kinds[i].count->arr_cents;
        if (kinds[i].count->count > 0)
            u->reasons[u->n_reasons++] =
                (struct matrix_view_reason){kinds[i].id, kinds[i].label, kinds[i].next_step,
                                            kinds[i].count->count, kinds[i].count->arr_cents};
    }
}

static int by_arr(const void *a, const void *b)
{
    const struct matrix_view_point *p = a, *q = b;

    return p->arr_cents != q->arr_cents ? (p->arr_cents < q->arr_cents ? 1 : -1) : 0;
}

static void make_points(const struct snapshot *s, enum snapshot_preset preset, const int8_t *place,
                        struct arena *arena, struct matrix_view *v)
{
    v->points = ARENA_ARRAY(arena, s->n, struct matrix_view_point);
    for (size_t i = 0; i < s->n; i++) {
        if (place[i] == PLACE_OUTSIDE || isnan(s->kept[KEPT_HEALTH][i]))
            continue;
        v->points[v->n_points++] = (struct matrix_view_point){
            .key = s->accounts->text[ATTR_KEY][i],
            .name = s->accounts->text[ATTR_NAME][i],
            .health = s->kept[KEPT_HEALTH][i],
            .maturity = s->kept[KEPT_MATURITY][i],
            .arr_cents = cents(s->kept[KEPT_ARR][i]),
            .cell = snapshot_cell_id(s, preset, i),
        };
    }
    v->points_total = (int64_t)v->n_points;
    qsort(v->points, v->n_points, sizeof(*v->points), by_arr);
    if (v->n_points > MATRIX_POINTS_MAX)
        v->n_points = MATRIX_POINTS_MAX;
}

/* Who is not chosen stands outside. */
static const int8_t *choose(const struct snapshot *s, enum snapshot_preset preset,
                            const bool *is_chosen, struct arena *arena)
{
    if (!is_chosen)
        return s->place[preset];
    int8_t *place = ARENA_ARRAY(arena, s->n, int8_t);
    for (size_t i = 0; i < s->n; i++)
        place[i] = is_chosen[i] ? s->place[preset][i] : PLACE_OUTSIDE;
    return place;
}

/* is_chosen: [row]; NULL: all. */
static void make_view(const struct snapshot *s, enum snapshot_preset preset, const bool *is_chosen,
                      struct arena *arena, struct matrix_view *ret)
{
    const int8_t *place = choose(s, preset, is_chosen, arena);
    double *arr_cents = ARENA_ARRAY(arena, s->n, double);
    struct matrix_counts counts;

    *ret = (struct matrix_view){
        .day = s->day,
        .preset = snapshot_preset_of(preset)->name,
        .x = make_axis(&s->maturity_axis[preset], arena),
        .y = make_axis(&s->health_axis[preset], arena),
        .ltv_threshold_cents =
            isnan(s->economics.ltv_cents) ? I64_NONE : llround(s->economics.ltv_cents),
        .gross_margin_threshold_pct = s->economics.gross_margin_pct,
        .is_ltv_median = s->economics.is_median,
    };
    for (size_t i = 0; i < s->n; i++) {
        arr_cents[i] = s->kept[KEPT_ARR][i] * 100;
        if (is_chosen && !is_chosen[i])
            continue;
        ret->left_count += s->kept[KEPT_STATE][i] == STATE_LEFT;
        ret->prospects += s->kept[KEPT_STATE][i] == STATE_PROSPECT;
    }
    matrix_count(s->n, place, arr_cents, &counts);
    ret->customers = counts.total.count;
    ret->arr_cents = counts.total.arr_cents;
    make_cells(s, preset, place, &counts, arena, ret);
    make_unknown(&counts, arena, ret);
    count_by_health(s, preset, place, arena, ret->unknown);
    make_points(s, preset, place, arena, ret);
}

int matrix_view_read(struct snapshots *snapshots, struct conn *c, const struct matrix_ask *ask,
                     int32_t today, struct arena *arena, struct matrix_view *ret, struct err *err)
{
    struct select_in in = {.filter = ask->filter};
    enum snapshot_preset preset;
    struct selection what;
    const struct snapshot *s;

    if (ask->day > today)
        return err_set(err, ERR_INVALID, "day", "must not be in the future");
    int rc = snapshot_preset_find(c, ask->preset, arena, &preset, err);
    if (rc < 0)
        return rc;
    in.cells = snapshot_cells(preset, arena);
    rc = select_parse(c, &in, arena, &what, err);
    if (rc >= 0)
        rc = snapshot_get(snapshots, c, ask->day,
                          what.needs_metrics ? SNAPSHOT_METRICS : SNAPSHOT_KEPT, arena, &s, err);
    if (rc < 0)
        return rc;
    const struct select_table table = snapshot_table(s);
    make_view(s, preset, what.filter ? select_filter(what.filter, &table, arena) : NULL, arena,
              ret);
    return 0;
}
