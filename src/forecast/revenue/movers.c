#include "forecast/revenue/movers.h"

#include "base/day.h"
#include "base/str.h"
#include "base/vec.h"
#include "forecast/revenue/revenue_period.h"
#include "http/page.h"

#include <stdlib.h>
#include <string.h>

#define KINDS (MOVED_UNKNOWN + 1)

struct making {
    const struct lives *lives;
    struct revenue_period period;
    size_t first, last; /* of its months, those asked for */
    enum movement_kind kind;
    VEC(struct mover) movers;
};

/* The months of the period that are asked for. */
static int find_months(struct making *x, int32_t in_month, struct err *err)
{
    const struct revenue_period *p = &x->period;
    int32_t first = day_month(p->ends[0] + 1);
    char from[16], to[16];

    x->first = 0;
    x->last = p->n - 1;
    if (in_month == DAY_NONE)
        return 0;
    if (day_month(in_month) < first || day_month(in_month) > day_month(p->to))
        return err_set(err, ERR_INVALID, "in_month",
                       "must be a month of the period, from that of %s to that of %s",
                       day_format(p->ends[0] + 1, from), day_format(p->to, to));
    x->first = x->last = (size_t)(day_month(in_month) - first);
    return 0;
}

static void add_movement(const struct making *x, size_t k, const struct movement *moved,
                         const struct stand *before, const struct stand *after, struct mover *m)
{
    if (m->months == 0) {
        m->before_cents = before->arr_cents;
        m->first_month = x->period.ends[k] + 1;
    }
    m->change_cents += moved->change_cents;
    m->after_cents = after->arr_cents;
    m->last_month = x->period.ends[k] + 1;
    m->months++;
}

static void add_account(struct making *x, size_t i)
{
    const struct factbook *book = x->lives->book;
    const struct account_table *table = x->lives->members.s->accounts;
    const struct revenue_period *p = &x->period;
    int32_t known = x->lives->day;
    uint32_t row = x->lives->rows[i];
    struct stand before = stand_on(book, i, p->ends[x->first], known);
    struct mover sums[KINDS] = {0};

    for (size_t k = x->first; k <= x->last; k++) {
        struct stand after = stand_on(book, i, p->ends[k + 1], known);
        struct movement moved =
            movement_between(&before, &after, has_paid_by(book, i, p->ends[k], known));
        add_movement(x, k, &moved, &before, &after, &sums[moved.kind]);
        before = after;
    }
    for (enum movement_kind kind = MOVED_NEW; kind < KINDS; kind++) {
        if (sums[kind].months == 0 || (x->kind != MOVED_NOT && x->kind != kind))
            continue;
        sums[kind].kind = movement_names[kind];
        sums[kind].key = table->text[ATTR_KEY][row];
        sums[kind].name = table->text[ATTR_NAME][row];
        sums[kind].owner = table->text[ATTR_OWNER][row];
        vec_push(&x->movers, sums[kind]);
    }
}

static int by_change(const void *a, const void *b)
{
    const struct mover *p = a, *q = b;
    int64_t x = llabs(p->change_cents), y = llabs(q->change_cents);

    if (x != y)
        return x > y ? -1 : 1;
    int order = strcmp(p->key, q->key);
    return order ? order : strcmp(p->kind, q->kind);
}

static void list_rows(struct making *x, const struct movers_query *q, struct arena *arena,
                      struct movers *ret)
{
    struct page_part part = page_part(q->offset, q->limit, MOVERS_PAGE, x->movers.n);

    if (x->movers.n > 1)
        qsort(x->movers.items, x->movers.n, sizeof(*x->movers.items), by_change);
    for (size_t k = 0; k < x->movers.n; k++)
        ret->change_cents += x->movers.items[k].change_cents;
    ret->total = (int64_t)x->movers.n;
    ret->offset = q->offset == I64_NONE ? 0 : q->offset;
    ret->rows = ARENA_ARRAY(arena, part.n, struct mover);
    ret->n_rows = part.n;
    for (size_t k = 0; k < part.n; k++)
        ret->rows[k] = x->movers.items[part.from + k];
}

int movers_read(const struct portfolio_source *source, const struct movers_query *query,
                struct movers *ret, struct err *err)
{
    struct making *x = ARENA_NEW(source->arena, struct making);
    struct lives lives;
    int32_t to;
    int rc = lives_day(source, query->to, &to, err);

    if (rc >= 0)
        rc = revenue_period_find(query->from, to, &x->period, err);
    if (rc >= 0)
        rc = find_months(x, query->in_month, err);
    const struct lives_ask ask = {.day = x->period.to, .filter = query->filter, .is_history = true};
    if (rc >= 0)
        rc = lives_load(source, &ask, &lives, err);
    if (rc < 0)
        return rc;
    x->lives = &lives;
    if (query->kind)
        x->kind =
            (enum movement_kind)(MOVED_NEW + str_index(movement_names + MOVED_NEW, query->kind));
    LIVES_EACH(&lives, i)
    add_account(x, i);
    *ret = (struct movers){.from = x->period.ends[x->first] + 1,
                           .to = x->period.ends[x->last + 1],
                           .currency = lives.members.s->settings.currency,
                           .kind = query->kind,
                           .undated = lives.undated,
                           .n_undated = lives.n_undated};
    list_rows(x, query, source->arena, ret);
    vec_done(&x->movers);
    return 0;
}
