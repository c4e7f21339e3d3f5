#include "scoring/snapshot/day_walk.h"

#include "base/str.h"
#include "scoring/snapshot/made.h"

#include <math.h>
#include <string.h>

/* With several cards in a chain, each cuts its own scores. */
static unsigned with_cards(const struct snapshot *s, unsigned columns)
{
    for (int kind = 0; kind < CARD_CHAINS; kind++)
        if (columns & DAY_WALK(card_kept_score((enum card_kind)kind)) &&
            s->cards.chains[kind].n > 1)
            columns |= DAY_WALK(card_kept_card((enum card_kind)kind));
    return columns;
}

/* A day that knows all changes is as it was; of another the feeds must end where they did, on which
 * every account's windows hang. */
static int find_quick(struct day_walk *w, int64_t seq, bool is_few, struct err *err)
{
    const struct snapshot *s = w->today;
    bool is_alone = s->family.mode == HIERARCHY_ALONE || s->family.n_parents == 0;
    int rc = 0;

    for (size_t k = 0; rc >= 0 && k < w->n; k++) {
        const struct score_day *d = &w->days[k];
        w->is_quick[k] = is_alone && str_eq(d->cards, s->cards.stamp);
        if (!w->is_quick[k] || d->seq >= seq)
            continue;
        struct context now;
        int32_t then[FEEDS];
        w->is_quick[k] = is_few;
        score_day_through(d, then);
        if (is_few)
            rc = context_load_feeds(w->conn, d->day, &now, err);
        if (is_few && rc >= 0)
            w->is_quick[k] = memcmp(now.through, then, sizeof(then)) == 0;
    }
    return rc;
}

struct keeping {
    struct day_walk *walk;
    size_t changed;
};

static int keep(void *ctx, size_t k, const struct scores *s, struct err *err)
{
    const struct keeping *x = ctx;
    double *numbers = x->walk->numbers + (x->changed * x->walk->n + k) * KEPT_COLUMNS;

    (void)err;
    for (int column = 0; column < KEPT_COLUMNS; column++)
        numbers[column] = s->kept[column][0];
    return 0;
}

/* The changed accounts on all days: the facts of each are read once. */
static int score_changed(struct day_walk *w, const int64_t *ids, size_t n, struct arena *arena,
                         struct err *err)
{
    struct context *contexts = ARENA_ARRAY(arena, w->n, struct context);
    int rc = 0;

    w->rows = ARENA_ARRAY(arena, n, size_t);
    w->numbers = ARENA_ARRAY(arena, n * w->n * KEPT_COLUMNS, double);
    for (size_t k = 0; rc >= 0 && k < w->n; k++)
        rc = history_context(&w->days[k], &w->today->settings, arena, &contexts[k], err);
    for (size_t j = 0; rc >= 0 && w->n > 0 && j < n; j++) {
        int64_t row = snapshot_row(w->today, ids[j]);
        const struct score_request request = {.from_id = ids[j],
                                              .to_id = ids[j] + 1,
                                              .settings = &w->today->settings,
                                              .cards = &w->today->cards,
                                              .contexts = contexts,
                                              .n_contexts = w->n};
        struct keeping keeping = {w, w->n_changed};
        if (row < 0)
            continue; /* it is gone, and so is its row */
        w->rows[w->n_changed++] = (size_t)row;
        rc = scores_load(w->conn, &request, keep, &keeping, err);
    }
    return rc;
}

int day_walk_open(struct day_walk *w, struct arena *arena, struct err *err)
{
    int64_t seq = 0, oldest = INT64_MAX, *ids = NULL;
    size_t n_ids = 0;

    w->columns = with_cards(w->today, w->columns);
    w->is_quick = ARENA_ARRAY(arena, w->n, bool);
    for (size_t k = 0; k < w->n; k++)
        oldest = w->days[k].seq < oldest ? w->days[k].seq : oldest;
    int rc = history_seq(w->conn, &seq, err);
    if (rc >= 0 && w->n > 0)
        rc = history_changes(w->conn, oldest, PATCH_MAX + 1, arena, &ids, &n_ids, err);
    bool is_few = n_ids <= PATCH_MAX;
    if (rc >= 0)
        rc = find_quick(w, seq, is_few, err);
    return rc < 0 || !is_few ? rc : score_changed(w, ids, n_ids, arena, err);
}

static int read_column(const struct day_walk *w, size_t k, enum kept column, double *ret,
                       struct err *err)
{
    const struct snapshot *s = w->today;
    int rc = history_column(w->conn, w->days[k].day, column, s->accounts->ids, s->n, ret, err);

    for (size_t j = 0; rc >= 0 && j < w->n_changed; j++)
        ret[w->rows[j]] = w->numbers[(j * w->n + k) * KEPT_COLUMNS + (size_t)column];
    return rc;
}

int day_walk_get(const struct day_walk *w, size_t k, struct arena *arena, struct snapshot *ret,
                 struct err *err)
{
    size_t n = w->today->n;
    bool *is_present = ARENA_ARRAY(arena, n, bool), *is_customer = ARENA_ARRAY(arena, n, bool);
    int rc = 0;

    if (!w->is_quick[k])
        return 0;
    *ret = (struct snapshot){.day = w->days[k].day,
                             .n = n,
                             .accounts = w->today->accounts,
                             .cards = w->today->cards,
                             .settings = w->today->settings,
                             .is_present = is_present,
                             .is_customer = is_customer};
    for (int column = 0; rc >= 0 && column < KEPT_COLUMNS; column++) {
        if (!(w->columns & DAY_WALK(column)))
            continue;
        double *numbers = ARENA_ARRAY(arena, n, double);
        rc = read_column(w, k, (enum kept)column, numbers, err);
        ret->kept[column] = ret->own[column] = numbers;
    }
    if (rc < 0)
        return rc;
    for (size_t i = 0; i < n; i++) {
        double state = ret->kept[KEPT_STATE][i];
        is_present[i] = !isnan(state) && state != STATE_ABSENT;
        is_customer[i] = is_present[i] && state_is_customer((enum account_state)state);
    }
    return 1;
}
