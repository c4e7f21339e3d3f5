#include "scoring/ledger/ledger.h"

#include "scoring/ledger/ledger_page.h"

/* The kept numbers of one account on a scored day. */
static int load_point(struct conn *c, const struct score_day *day, const struct settings *settings,
                      int64_t account, struct arena *arena, struct ledger_point *ret,
                      struct err *err)
{
    struct context *context = ARENA_NEW(arena, struct context);
    int rc = history_context(day, settings, arena, context, err);

    *ret = (struct ledger_point){.context = context, .cards = day->cards};
    for (int k = 0; rc >= 0 && k < KEPT_COLUMNS; k++)
        rc = history_series(c, account, (enum kept)k, day, 1, &ret->kept[k], err);
    return rc;
}

static void point_now(const struct snapshot *s, size_t row, struct ledger_point *ret)
{
    *ret = (struct ledger_point){.context = &s->context, .cards = s->cards.stamp};
    for (int k = 0; k < KEPT_COLUMNS; k++)
        ret->kept[k] = s->kept[k][row];
}

/* Of one event of a step between two days. */
static int load_points(void *ctx, const struct ledger_page *p, const struct ledger_event *event,
                       size_t row, struct ledger_point *from, struct ledger_point *to,
                       struct err *err)
{
    const struct ledger_pair *pair = ctx;
    const struct snapshot *s = p->choice.coder.s;
    struct conn *c = p->source->conn;
    struct arena *arena = p->source->arena;
    int rc = load_point(c, pair->before, &s->settings, event->account, arena, from, err);

    if (rc < 0)
        return rc;
    if (pair->day)
        return load_point(c, pair->day, &s->settings, event->account, arena, to, err);
    point_now(s, row, to);
    return 0;
}

static int offer_step(struct ledger_page *p, const struct ledger_pair *pair, struct err *err)
{
    int32_t day = pair->day ? pair->day->day : p->choice.coder.s->day;
    int rc = 0;

    for (size_t k = 0; rc >= 0 && k < pair->n && !ledger_page_is_done(p); k++)
        rc = ledger_page_offer(
            p, &(struct ledger_offer){day, &pair->events[k], load_points, (void *)pair}, err);
    return rc;
}

static int read_portfolio(struct ledger_page *p, struct err *err)
{
    const struct ledger_pair *pair;
    struct ledger_walk walk;
    int rc = ledger_walk_begin(p->source, &p->choice.coder, p->ret->from, p->ret->to, &walk, err);

    if (rc < 0)
        return rc;
    while (!ledger_page_is_done(p) && (rc = ledger_walk_next(&walk, &pair, err)) > 0) {
        rc = offer_step(p, pair, err);
        if (rc < 0)
            break;
    }
    ledger_walk_end(&walk);
    return rc < 0 ? rc : 0;
}

int ledger_read(const struct ledger_source *source, const struct ledger_query *query,
                struct ledger *ret, struct err *err)
{
    struct ledger_page p;
    int rc = ledger_page_open(source, query, &p, ret, err);

    if (rc >= 0)
        rc = query->key ? ledger_read_account(&p, err) : read_portfolio(&p, err);
    if (!p.has_more)
        ret->next = NULL;
    return rc;
}
