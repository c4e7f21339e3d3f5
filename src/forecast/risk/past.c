#include "forecast/risk/past.h"

#include "base/day.h"
#include "past_sql.h"
#include "scoring/metric/chunk.h"
#include "scoring/metric/known.h"
#include "scoring/metric/lifecycle.h"

#include <math.h>

int32_t horizon_end(const struct horizon *h, int32_t day, double renewal_days)
{
    if (!h->is_renewal)
        return day + (int32_t)h->days;
    return isnan(renewal_days) || renewal_days > (double)h->days ? DAY_NONE
                                                                 : day + (int32_t)renewal_days;
}

/* The last day on which a horizon can begin. With renewals it depends on the account; some end
 * soon. */
static int32_t last_beginning(const struct past *p)
{
    int32_t shortest = p->ask.horizon.is_renewal ? 1 : (int32_t)p->ask.horizon.days;

    return p->known_until == DAY_NONE ? DAY_NONE : p->known_until - shortest;
}

static int find_days(struct past *p, struct conn *c, struct err *err)
{
    int64_t first = I64_NONE;
    int rc = db_i64(c, sql_past_first_day, DB_ARGS(), &first, err);
    int32_t last = last_beginning(p), days[PAST_MONTHS_MAX];
    size_t n = 0;

    if (rc < 0 || first == I64_NONE || last == DAY_NONE)
        return rc;
    if (p->ask.from != DAY_NONE && p->ask.from > first)
        first = p->ask.from;
    if (p->ask.to != DAY_NONE && p->ask.to < last)
        last = p->ask.to;
    int32_t month_end = day_month_start(last + 1) - 1;
    while (n < PAST_MONTHS_MAX && month_end >= first) {
        days[n++] = month_end;
        month_end = day_month_start(month_end) - 1;
    }
    for (size_t k = 0; k < n; k++)
        p->days[k] = days[n - 1 - k];
    p->n = n;
    return 0;
}

int past_open(struct past *p, struct db *db, const struct past_ask *ask, struct arena *arena,
              struct err *err)
{
    struct conn *c;
    int rc = db_read_begin(db, &c, err);

    *p = (struct past){.db = db, .ask = *ask};
    if (rc < 0)
        return rc;
    rc = settings_load(c, arena, &p->settings, err);
    if (rc >= 0)
        rc = cards_load(c, arena, &p->cards, err);
    if (rc >= 0)
        rc = known_until(c, p->ask.today, &p->known_until, err);
    if (rc >= 0)
        rc = find_days(p, c, err);
    p->contexts = ARENA_ARRAY(arena, p->n, struct context);
    if (rc >= 0)
        rc = contexts_load(c, &p->settings, p->days, p->n, arena, p->contexts, err);
    db_read_end(c);
    return rc;
}

/* One chunk being walked. */
struct walk {
    const struct past *past;
    past_fn fn;
    void *ctx;
    struct arena *arena;
};

static bool is_recorded(const struct factbook *book, size_t i, int32_t after, int32_t until,
                        int32_t today)
{
    BOOK_EACH (&book->churns, i, c)
        if (!c->is_reactivation && c->seen <= today && c->day > after && c->day <= until)
            return true;
    return false;
}

bool has_left_by(const struct factbook *book, size_t i, const struct horizon *h, int32_t day,
                 int32_t end, int32_t known)
{
    return (h->is_recorded && is_recorded(book, i, day, end, known)) ||
           !state_is_customer(lifecycle_on(book, i, end, known));
}

static enum outcome outcome_of(const struct walk *w, const struct scores *s, size_t i, int32_t day,
                               int32_t *ret_until)
{
    const struct past_ask *ask = &w->past->ask;
    double renewal = s->kept[KEPT_RENEWAL_DAYS][i];
    int32_t end = horizon_end(&ask->horizon, day, renewal);

    *ret_until = end;
    if (!state_is_customer((enum account_state)s->kept[KEPT_STATE][i]))
        return OUTCOME_NONE;
    if (end == DAY_NONE || end > w->past->known_until)
        return OUTCOME_NONE;
    if (ask->is_due_only && !(renewal <= (double)ask->horizon.days))
        return OUTCOME_NONE;
    /* Had left by then, as is known by now: nothing was left to foretell. */
    if (!state_is_customer(lifecycle_on(s->book, i, day, ask->today)))
        return OUTCOME_NONE;
    return has_left_by(s->book, i, &ask->horizon, day, end, ask->today) ? OUTCOME_LEFT
                                                                        : OUTCOME_STAYED;
}

static int take_day(void *ctx, size_t k, const struct scores *s, struct err *err)
{
    struct walk *w = ctx;
    int32_t day = w->past->days[k];
    int8_t *outcome;
    int32_t *until;
    bool *recorded;

    arena_reset(w->arena);
    outcome = ARENA_ARRAY(w->arena, s->n, int8_t);
    until = ARENA_ARRAY(w->arena, s->n, int32_t);
    recorded = ARENA_ARRAY(w->arena, s->n, bool);
    for (size_t i = 0; i < s->n; i++) {
        outcome[i] = (int8_t)outcome_of(w, s, i, day, &until[i]);
        recorded[i] = outcome[i] != OUTCOME_NONE &&
                      is_recorded(s->book, i, day, until[i], w->past->ask.today);
    }
    return w->fn(w->ctx, &(struct past_day){k, day, s, outcome, until, recorded, w->arena}, err);
}

static int walk_chunk(struct walk *w, int64_t chunk, int64_t *ret_next, struct err *err)
{
    const struct past *p = w->past;
    const struct score_request request = {.from_id = chunk * CHUNK_ACCOUNTS,
                                          .to_id = (chunk + 1) * CHUNK_ACCOUNTS,
                                          .settings = &p->settings,
                                          .cards = &p->cards,
                                          .contexts = p->contexts,
                                          .n_contexts = p->n,
                                          .needs_accounts = p->ask.needs_accounts};
    struct conn *c;
    int rc = db_read_begin(p->db, &c, err);

    if (rc < 0)
        return rc;
    rc = chunk_from(c, chunk + 1, ret_next, err);
    if (rc >= 0)
        rc = scores_load(c, &request, take_day, w, err);
    db_read_end(c);
    return rc;
}

static int show(const struct past *p, double done, struct err *err)
{
    const struct past_ask *ask = &p->ask;
    double at = ask->share_from + done * (ask->share_to - ask->share_from);

    if (!ask->progress || ask->progress->show(ask->progress->ctx, (int)(100 * at)))
        return 0;
    return err_set(err, ERR_CONFLICT, NULL, "stopped");
}

static int range_of(struct db *db, int64_t *ret_first, int64_t *ret_accounts, struct err *err)
{
    struct conn *c;
    int rc = db_read_begin(db, &c, err);

    if (rc < 0)
        return rc;
    rc = chunk_from(c, 0, ret_first, err);
    if (rc >= 0)
        rc = cards_count_accounts(c, ret_accounts, err);
    db_read_end(c);
    return rc;
}

int past_walk(const struct past *p, past_fn fn, void *ctx, struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct walk w = {p, fn, ctx, arena};
    int64_t chunk = 0, accounts = 0, done = 0;
    int rc = range_of(p->db, &chunk, &accounts, err);
    double chunks = (double)accounts / CHUNK_ACCOUNTS + 1;

    if (p->n == 0)
        return rc;
    while (rc >= 0 && chunk != CHUNKS_END) {
        double part = (double)done++ / chunks;
        rc = show(p, part < 1 ? part : 1, err);
        if (rc >= 0)
            rc = walk_chunk(&w, chunk, &chunk, err);
    }
    return rc < 0 ? rc : show(p, 1, err);
}
