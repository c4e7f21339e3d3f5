#include "scoring/retention/lifetimes.h"

#include "base/day.h"

double months_between(int32_t from, int32_t to)
{
    int32_t months = day_month(to) - day_month(from), before, after;

    if (day_add_months(from, months) > to)
        months--;
    before = day_add_months(from, months);
    after = day_add_months(from, months + 1);
    return months + (double)(to - before) / (after - before);
}

static int32_t first_watched(const struct life *lives, size_t n)
{
    int32_t first = DAY_NONE;

    for (size_t k = 0; k < n; k++)
        if (lives[k].end != DAY_NONE && (first == DAY_NONE || lives[k].end < first))
            first = lives[k].end;
    return first == DAY_NONE ? DAY_NONE : day_month_start(first);
}

static void add(const struct life *x, int32_t day, struct lifetimes *ret)
{
    int32_t end = x->end == DAY_NONE ? day : x->end;
    /* A leaver of the first watched day was there the day before. */
    bool is_late = ret->watched_from != DAY_NONE && x->start < ret->watched_from - 1;
    int32_t entry = is_late ? ret->watched_from - 1 : x->start;

    if (entry >= end) { /* nothing was seen of it; who came today has no past */
        ret->n_unseen += is_late;
        return;
    }
    ret->n_truncated += is_late;
    ret->account[ret->n] = x->account;
    ret->start[ret->n] = x->start;
    ret->time[ret->n] = months_between(x->start, end);
    ret->entry[ret->n] = is_late ? months_between(x->start, entry) : 0;
    ret->is_left[ret->n] = x->end != DAY_NONE;
    ret->term_months[ret->n] = x->term_months;
    ret->n++;
}

void lifetimes_make(const struct life *lives, size_t n, int32_t day, int32_t watched_from,
                    struct arena *arena, struct lifetimes *ret)
{
    *ret = (struct lifetimes){
        .account = ARENA_ARRAY(arena, n, uint32_t),
        .time = ARENA_ARRAY(arena, n, double),
        .entry = ARENA_ARRAY(arena, n, double),
        .is_left = ARENA_ARRAY(arena, n, bool),
        .start = ARENA_ARRAY(arena, n, int32_t),
        .term_months = ARENA_ARRAY(arena, n, int32_t),
        .watched_from = watched_from == DAY_NONE ? first_watched(lives, n) : watched_from,
    };
    for (size_t k = 0; k < n; k++)
        add(&lives[k], day, ret);
}

void lifetimes_data(const struct lifetimes *l, const uint32_t *rows, size_t n, struct arena *arena,
                    struct survival_data *ret)
{
    double *time = ARENA_ARRAY(arena, n, double), *entry = ARENA_ARRAY(arena, n, double);
    bool *is_event = ARENA_ARRAY(arena, n, bool);

    for (size_t k = 0; k < n; k++) {
        time[k] = l->time[rows[k]];
        entry[k] = l->entry[rows[k]];
        is_event[k] = l->is_left[rows[k]];
    }
    *ret = (struct survival_data){n, time, is_event, entry};
}
