/* Two placings of the same accounts, before and after: who moved, and how the scores lie. */
#include "scoring/whatif/whatif.h"
#include "stats/band.h"
#include "stats/order.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Cells, and in front of them one place for all that are not known. */
#define PLACES (MATRIX_CELLS_MAX + 1)
/* A change that no screen shows is none. */
#define CHANGE_MIN 0.05

struct moves {
    int64_t count[PLACES][PLACES], arr_cents[PLACES][PLACES];
    size_t first[PLACES][PLACES]; /* a row that moved so: it knows the names */
};

static size_t place_of(int8_t place)
{
    return place < 0 ? 0 : (size_t)place + 1;
}

static int64_t cents(double units)
{
    return isnan(units) ? 0 : llround(units * 100);
}

static bool is_inside(const struct placing *before, const struct placing *after, size_t row)
{
    return before->place[row] != PLACE_OUTSIDE && after->place[row] != PLACE_OUTSIDE;
}

static bool is_changed(double before, double after)
{
    return isnan(before) != isnan(after) || fabs(after - before) >= CHANGE_MIN;
}

/* rows: room for all; on return those that moved. */
static size_t find_moves(const struct placing *before, const struct placing *after, uint32_t *rows,
                         struct moves *moves, struct whatif *w)
{
    size_t n = 0;

    for (size_t i = 0; i < after->s->n; i++) {
        if (!is_inside(before, after, i))
            continue;
        size_t from = place_of(before->place[i]), to = place_of(after->place[i]);
        w->changed_count += is_changed(before->y.score[i], after->y.score[i]) ||
                            is_changed(before->x.score[i], after->x.score[i]);
        if (from == to)
            continue;
        if (moves->count[from][to]++ == 0)
            moves->first[from][to] = i;
        moves->arr_cents[from][to] += cents(after->s->kept[KEPT_ARR][i]);
        rows[n++] = (uint32_t)i;
    }
    return n;
}

static int by_arr(const void *a, const void *b)
{
    const struct whatif_move *p = a, *q = b;

    if (p->arr_cents != q->arr_cents)
        return p->arr_cents < q->arr_cents ? 1 : -1;
    return (p->count < q->count) - (p->count > q->count);
}

static void list_moves(const struct placing *before, const struct placing *after,
                       const struct moves *moves, struct arena *arena, struct whatif *w)
{
    w->moves = ARENA_ARRAY(arena, (size_t)PLACES * PLACES, struct whatif_move);
    for (size_t from = 0; from < PLACES; from++)
        for (size_t to = 0; to < PLACES; to++) {
            size_t row = moves->first[from][to];
            if (moves->count[from][to] == 0)
                continue;
            w->moves[w->n_moves++] = (struct whatif_move){
                .from = placing_cell_id(before, row),
                .from_label = placing_cell_label(before, row),
                .to = placing_cell_id(after, row),
                .to_label = placing_cell_label(after, row),
                .count = moves->count[from][to],
                .arr_cents = moves->arr_cents[from][to],
            };
            w->moved_count += moves->count[from][to];
            w->moved_arr_cents += moves->arr_cents[from][to];
        }
    qsort(w->moves, w->n_moves, sizeof(*w->moves), by_arr);
}

static void list_movers(const struct placing *before, const struct placing *after, uint32_t *rows,
                        size_t n, struct arena *arena, struct whatif *w)
{
    const struct snapshot *s = after->s;

    order_rows(s->kept[KEPT_ARR], rows, n, true);
    w->n_movers = n < WHATIF_MOVERS_MAX ? n : WHATIF_MOVERS_MAX;
    w->movers = ARENA_ARRAY(arena, w->n_movers, struct whatif_mover);
    for (size_t k = 0; k < w->n_movers; k++) {
        size_t i = rows[k];
        w->movers[k] = (struct whatif_mover){
            .key = s->accounts->text[ATTR_KEY][i],
            .name = s->accounts->text[ATTR_NAME][i],
            .from = placing_cell_label(before, i),
            .to = placing_cell_label(after, i),
            .y_before = before->y.score[i],
            .y = after->y.score[i],
            .x_before = before->x.score[i],
            .x = after->x.score[i],
            .arr_cents = cents(s->kept[KEPT_ARR][i]),
        };
    }
}

static int band_in(const struct placing_axis *axis, size_t row)
{
    const struct matrix_axis *own = placing_axis_of(axis, row);

    return band_of(own->edges, own->n_bands, axis->score[row]);
}

static double part_of(const struct whatif_axis *a, double score)
{
    double part = floor((score - a->low) / (a->high - a->low) * WHATIF_BINS);

    return part < 0 ? 0 : part >= WHATIF_BINS ? WHATIF_BINS - 1 : part;
}

static void count_score(const struct whatif_axis *a, double score, double *bins, double *sum,
                        int64_t *unknown)
{
    if (isnan(score)) {
        (*unknown)++;
        return;
    }
    bins[(size_t)part_of(a, score)]++;
    *sum += score;
}

static void count_band(const struct placing_axis *before, const struct placing_axis *after,
                       size_t row, double arr, struct whatif_axis *a)
{
    int from = band_in(before, row), to = band_in(after, row);

    if (from < 0 || to < 0 || from == to)
        return;
    *(to > from ? &a->up_count : &a->down_count) += 1;
    *(to > from ? &a->up_arr_cents : &a->down_arr_cents) += cents(arr);
}

static struct whatif_axis *compare_axis(const struct placing *before, const struct placing *after,
                                        const struct placing_axis *old,
                                        const struct placing_axis *new, struct arena *arena)
{
    struct whatif_axis *a = ARENA_NEW(arena, struct whatif_axis);
    bool is_same = old->score == new->score; /* no card of the axis is another */
    double sum_before = 0, sum = 0;
    int64_t n = 0;

    *a = (struct whatif_axis){.card = new->axis.card,
                              .label = new->axis.label,
                              .low = new->axis.edges[0],
                              .high = new->axis.edges[new->axis.n_bands],
                              .before = ARENA_ARRAY(arena, WHATIF_BINS, double),
                              .after = ARENA_ARRAY(arena, WHATIF_BINS, double),
                              .n_before = WHATIF_BINS,
                              .n_after = WHATIF_BINS};
    for (size_t i = 0; i < after->s->n; i++) {
        if (!is_inside(before, after, i))
            continue;
        n++;
        count_score(a, old->score[i], a->before, &sum_before, &a->unknown_before);
        if (is_same)
            continue;
        count_score(a, new->score[i], a->after, &sum, &a->unknown);
        count_band(old, new, i, after->s->kept[KEPT_ARR][i], a);
    }
    if (is_same) {
        memcpy(a->after, a->before, WHATIF_BINS * sizeof(*a->after));
        a->unknown = a->unknown_before;
        sum = sum_before;
    }
    a->mean_before = n > a->unknown_before ? sum_before / (double)(n - a->unknown_before) : NAN;
    a->mean = n > a->unknown ? sum / (double)(n - a->unknown) : NAN;
    return a;
}

void whatif_compare(const struct placing *before, const struct placing *after, struct arena *arena,
                    struct whatif *ret)
{
    uint32_t *rows = ARENA_ARRAY(arena, after->s->n, uint32_t);
    struct moves *moves = ARENA_NEW(arena, struct moves);

    *ret = (struct whatif){.matrix = ARENA_NEW(arena, struct matrix_view)};
    matrix_view_make(after, arena, ret->matrix);
    size_t n = find_moves(before, after, rows, moves, ret);
    list_moves(before, after, moves, arena, ret);
    list_movers(before, after, rows, n, arena, ret);
    ret->y = compare_axis(before, after, &before->y, &after->y, arena);
    ret->x = compare_axis(before, after, &before->x, &after->x, arena);
}
