#include "scoring/grid/matrix_view.h"

#include "base/str.h"
#include "stats/band.h"
#include "stats/order.h"

#include <math.h>

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

static void count_verdicts(const struct placing *p,
                           struct matrix_view_cell *by_place[MATRIX_CELLS_MAX])
{
    for (size_t i = 0; i < p->s->n; i++) {
        struct matrix_view_cell *c = p->place[i] >= 0 ? by_place[p->place[i]] : NULL;
        if (!c || !c->is_economic)
            continue;
        if (placing_verdict(p, i) == VERDICT_INVEST)
            c->invest_count++;
        else
            c->low_touch_count++;
    }
}

static double share(int64_t part, int64_t whole)
{
    return whole > 0 ? 100.0 * (double)part / (double)whole : NAN;
}

static void make_cells(const struct placing *p, const struct matrix_counts *counts,
                       struct arena *arena, struct matrix_view *v)
{
    struct matrix_view_cell *by_place[MATRIX_CELLS_MAX] = {0};

    v->n_cells = p->matrix->n_cells;
    v->cells = ARENA_ARRAY(arena, v->n_cells, struct matrix_view_cell);
    for (size_t i = 0; i < v->n_cells; i++) {
        /* People read from the top: high scores first. */
        size_t y = p->y.axis.n_bands - 1 - i / p->x.axis.n_bands, x = i % p->x.axis.n_bands;
        size_t place = y * p->x.axis.n_bands + x;
        const struct cell_def *c = &p->matrix->cells[place];
        const struct matrix_count *n = &counts->cells[place];
        v->cells[i] = (struct matrix_view_cell){
            .id = c->id,
            .x = p->x.axis.band_ids[x],
            .y = p->y.axis.band_ids[y],
            .label = c->label,
            .action = c->action,
            .why = c->why ? c->why : "",
            .is_economic = c->is_economic,
            .count = n->count,
            .arr_cents = n->arr_cents,
            .share_pct = share(n->count, counts->total.count),
            .arr_share_pct = share(n->arr_cents, counts->total.arr_cents),
            .invest_count = c->is_economic ? 0 : I64_NONE,
            .low_touch_count = c->is_economic ? 0 : I64_NONE,
        };
        by_place[place] = &v->cells[i];
    }
    count_verdicts(p, by_place);
}

/* Where those stand of whom only one score is known: half an answer is better than none. */
static void count_by_y(const struct placing *p, struct arena *arena, struct matrix_view_unknown *u)
{
    const struct snapshot *s = p->s;
    const struct matrix_axis *axis = &p->y.axis;

    u->n_by_y = axis->n_bands;
    u->by_y = ARENA_ARRAY(arena, axis->n_bands, struct matrix_view_row);
    for (size_t i = 0; i < axis->n_bands; i++)
        u->by_y[i].y = axis->band_ids[i];
    for (size_t i = 0; i < s->n; i++) {
        if (p->place[i] != PLACE_NO_X)
            continue;
        const struct matrix_axis *own = placing_axis_of(&p->y, i);
        int band = band_of(own->edges, own->n_bands, p->y.score[i]);
        u->by_y[band].count++;
        u->by_y[band].arr_cents += cents(s->kept[KEPT_ARR][i]);
    }
}

/* The cheapest step that would make a score known. */
static const char *next_step(const char *card)
{
    if (str_eq(card, "maturity"))
        return "Rate it: twelve ratings on the account's page, a quarter of an hour with whoever "
               "knows the customer.";
    if (str_eq(card, "health"))
        return "Bring in what is missing: usage, tickets or meetings; the account's page says what "
               "its score lacks most.";
    return "Bring in what the card asks for: its page lists the measures and the facts that each "
           "needs.";
}

static const char *not_known(const struct matrix_axis *axis, struct arena *arena)
{
    const char *name = str_eq(axis->card, "maturity") ? "Maturity"
                       : str_eq(axis->card, "health") ? "Health"
                                                      : axis->label;

    return arena_printf(arena, "%s not yet known", name);
}

static void make_unknown(const struct placing *p, const struct matrix_counts *counts,
                         struct arena *arena, struct matrix_view *v)
{
    const struct {
        const char *id, *label, *next_step;
        const struct matrix_count *count;
    } kinds[] = {
        {p->x.axis.card, not_known(&p->x.axis, arena), next_step(p->x.axis.card), &counts->no_x},
        {p->y.axis.card, not_known(&p->y.axis, arena), next_step(p->y.axis.card), &counts->no_y},
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

static int64_t whole(double number)
{
    return isnan(number) ? I64_NONE : llround(number);
}

static void make_points(const struct placing *p, struct arena *arena, struct matrix_view *v)
{
    const struct snapshot *s = p->s;
    uint32_t *rows = ARENA_ARRAY(arena, s->n, uint32_t);
    size_t n = 0;

    for (size_t i = 0; i < s->n; i++)
        if (p->place[i] != PLACE_OUTSIDE && !isnan(p->y.score[i]))
            rows[n++] = (uint32_t)i;
    order_rows(s->kept[KEPT_ARR], rows, n, true);
    v->points_total = (int64_t)n;
    v->n_points = n < MATRIX_POINTS_MAX ? n : MATRIX_POINTS_MAX;
    v->points = ARENA_ARRAY(arena, v->n_points, struct matrix_view_point);
    for (size_t k = 0; k < v->n_points; k++) {
        size_t i = rows[k];
        v->points[k] = (struct matrix_view_point){
            .key = s->accounts->text[ATTR_KEY][i],
            .name = s->accounts->text[ATTR_NAME][i],
            .y = p->y.score[i],
            .x = p->x.score[i],
            .health_coverage_pct = 100 * s->kept[KEPT_HEALTH_COVERAGE][i],
            .maturity_coverage_pct = 100 * s->kept[KEPT_MATURITY_COVERAGE][i],
            .health_freshness_days = whole(s->kept[KEPT_HEALTH_FRESHNESS][i]),
            .maturity_freshness_days = whole(s->kept[KEPT_MATURITY_FRESHNESS][i]),
            .health_card = snapshot_card_told(s, CARD_HEALTH, i, arena),
            .maturity_card = snapshot_card_told(s, CARD_MATURITY, i, arena),
            .arr_cents = cents(s->kept[KEPT_ARR][i]),
            .cell = placing_cell_id(p, i),
        };
    }
}

void matrix_view_make(const struct placing *p, struct arena *arena, struct matrix_view *ret)
{
    const struct snapshot *s = p->s;
    double *arr_cents = ARENA_ARRAY(arena, s->n, double);
    struct matrix_counts counts;

    *ret = (struct matrix_view){
        .day = s->day,
        .matrix = p->matrix->key,
        .name = p->matrix->name,
        .help = p->matrix->help,
        .hierarchy = s->settings.hierarchy,
        .parents = s->family.n_parents,
        .x = make_axis(&p->x.axis, arena),
        .y = make_axis(&p->y.axis, arena),
        .ltv_threshold_cents =
            isnan(p->economics.ltv_cents) ? I64_NONE : llround(p->economics.ltv_cents),
        .gross_margin_threshold_pct = p->economics.gross_margin_pct,
        .is_ltv_median = p->economics.is_median,
    };
    for (size_t i = 0; i < s->n; i++) {
        arr_cents[i] = s->kept[KEPT_ARR][i] * 100;
        if (p->is_chosen && !p->is_chosen[i])
            continue;
        ret->left_count += s->kept[KEPT_STATE][i] == STATE_LEFT;
        ret->prospects += s->kept[KEPT_STATE][i] == STATE_PROSPECT;
    }
    matrix_count(s->n, p->place, arr_cents, &counts);
    ret->customers = counts.total.count;
    ret->arr_cents = counts.total.arr_cents;
    make_cells(p, &counts, arena, ret);
    make_unknown(p, &counts, arena, ret);
    count_by_y(p, arena, ret->unknown);
    make_points(p, arena, ret);
}
