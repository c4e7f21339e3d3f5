#include "scoring/snapshot/trial.h"

#include "scoring/metric/chunk.h"
#include "scoring/snapshot/made.h"

#include <string.h>

int trial_place(const struct placing_plan *plan, const struct placing *before,
                const struct cards *cards, struct arena *arena, struct snapshot *ret_s,
                struct placing *ret, struct err *err)
{
    snapshot_with_cards(before->s, cards, arena, ret_s);
    int rc = placing_make(plan, ret_s, arena, ret, err);

    if (rc >= 0 && before->is_chosen)
        placing_choose(ret, before->is_chosen, arena);
    return rc;
}

/* Accounts times days that are in memory at once: some 280 MB, a year of month-ends of 100,000. */
#define ROWS_MAX ((size_t)1500000)

/* A day as it is, and the columns of scores that it would have. */
struct day {
    struct made *made;
    double *scores[KEPT_COLUMNS]; /* NULL: the same */
};
struct batch {
    struct day *days;
    struct context *contexts;
    size_t n;
    struct accounts *accounts;
    const struct cards *cards; /* the others */
    struct arena *chunk;       /* emptied for each chunk and day */
};

/* Those of the accounts from `row` on. */
static struct account_table part_of(const struct account_table *all, size_t row, size_t n)
{
    struct account_table part = {.n = n,
                                 .ids = all->ids + row,
                                 .employees = all->employees + row,
                                 .gross_margin_pct = all->gross_margin_pct + row,
                                 .start = all->start + row,
                                 .churned = all->churned + row};

    for (int k = 0; k < ATTRIBUTES; k++)
        part.text[k] = all->text[k] + row;
    return part;
}

/* The numbers of one chunk on one day, by both sorts of cards. */
static int take(void *ctx, size_t k, const struct scores *s, struct err *err)
{
    struct batch *b = ctx;
    struct day *day = &b->days[k];
    const struct account_table *all = &b->accounts->table;
    double *scores[KEPT_COLUMNS] = {0};
    struct select_table table;
    int rc = made_take(day->made, s, err);

    if (rc < 0)
        return rc;
    arena_reset(b->chunk);
    size_t row = accounts_lower_bound(all, s->ids[0]);
    const struct account_table part = part_of(all, row, s->n);
    scores_table(s, &part, &table);
    for (int column = 0; column < KEPT_COLUMNS; column++)
        scores[column] = day->scores[column] ? day->scores[column] + row : NULL;
    scores_apply(b->cards, &table, b->chunk, scores);
    return 0;
}

static int score_chunks(struct conn *c, struct batch *b, const struct trial_request *request,
                        size_t first, struct err *err)
{
    const struct snapshot *s = &b->days[0].made->s;
    size_t n_rows = b->accounts->table.n;
    int64_t chunk = 0;
    int rc = chunk_from(c, 0, &chunk, err);

    while (rc >= 0 && chunk != CHUNKS_END) {
        const struct score_request scores = {.from_id = chunk * CHUNK_ACCOUNTS,
                                             .to_id = (chunk + 1) * CHUNK_ACCOUNTS,
                                             .settings = &s->settings,
                                             .cards = &s->cards,
                                             .contexts = b->contexts,
                                             .n_contexts = b->n};
        double part = (double)accounts_lower_bound(&b->accounts->table, scores.from_id) /
                      (double)(n_rows ? n_rows : 1);
        double done = ((double)first + part * (double)b->n) / (double)request->n_days;
        if (request->progress &&
            !request->progress->show(request->progress->ctx, (int)(100 * done)))
            return err_set(err, ERR_CONFLICT, NULL, "stopped");
        rc = scores_load(c, &scores, take, b, err);
        if (rc >= 0)
            rc = chunk_from(c, chunk + 1, &chunk, err);
    }
    return rc;
}

static void room_for_scores(struct day *day)
{
    struct made *m = day->made;

    for (int kind = 0; kind < CARD_CHAINS; kind++) {
        const enum kept columns[] = {card_kept_score((enum card_kind)kind),
                                     card_kept_coverage((enum card_kind)kind),
                                     card_kept_card((enum card_kind)kind)};
        for (size_t k = 0; k < ARRAY_LEN(columns); k++)
            day->scores[columns[k]] = ARENA_ARRAY(m->arena, m->s.n, double);
    }
}

/* The snapshot of a day under the other cards. */
static void other_snapshot(const struct day *day, const struct cards *cards, struct snapshot *ret)
{
    *ret = day->made->s;
    ret->cards = *cards;
    for (int column = 0; column < KEPT_COLUMNS; column++)
        ret->kept[column] = day->scores[column] ? day->scores[column] : ret->own[column];
    made_families(ret, day->made->arena);
}

static int hand_out(const struct batch *b, trial_fn fn, void *ctx, struct err *err)
{
    int rc = 0;

    for (size_t k = 0; rc >= 0 && k < b->n; k++) {
        struct snapshot to;
        made_derive(b->days[k].made);
        other_snapshot(&b->days[k], b->cards, &to);
        rc = fn(ctx, &b->days[k].made->s, &to, b->days[k].made->arena, err);
    }
    return rc;
}

static int open_days(struct conn *c, struct batch *b, const int32_t *days, struct err *err)
{
    int rc = 0;

    for (size_t k = 0; rc >= 0 && k < b->n; k++) {
        rc = made_open(c, days[k], b->accounts, &b->days[k].made, err);
        if (rc >= 0)
            room_for_scores(&b->days[k]);
    }
    if (rc >= 0)
        rc = contexts_load(c, &b->days[0].made->s.settings, days, b->n, b->days[0].made->arena,
                           b->contexts, err);
    for (size_t k = 0; rc >= 0 && k < b->n; k++)
        b->days[k].made->s.context = b->contexts[k];
    return rc;
}

static int run_batch(struct conn *c, struct batch *b, const struct trial_request *request,
                     size_t first, trial_fn fn, void *ctx, struct err *err)
{
    int rc = open_days(c, b, request->days + first, err);

    if (rc >= 0) {
        const struct made *made = b->days[0].made;
        struct cards *cards = ARENA_NEW(made->arena, struct cards);
        cards_with(&made->s.cards, request->card, made->arena, cards);
        b->cards = cards;
        rc = score_chunks(c, b, request, first, err);
    }
    if (rc >= 0)
        rc = hand_out(b, fn, ctx, err);
    for (size_t k = 0; k < b->n; k++)
        made_unref(b->days[k].made);
    return rc;
}

int trial_days(struct conn *c, const struct trial_request *request, trial_fn fn, void *ctx,
               struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    AUTO_STRUCT(arena) *chunk = arena_new();
    AUTO_STRUCT(accounts) *accounts = NULL;
    int rc = accounts_load(c, 0, ACCOUNTS_END, &accounts, err);

    if (rc < 0)
        return rc;
    size_t at_once = ROWS_MAX / (accounts->table.n + 1) + 1;
    for (size_t first = 0; rc >= 0 && first < request->n_days; first += at_once) {
        size_t left = request->n_days - first, n = left < at_once ? left : at_once;
        struct batch b = {.days = ARENA_ARRAY(arena, n, struct day),
                          .contexts = ARENA_ARRAY(arena, n, struct context),
                          .n = n,
                          .accounts = accounts,
                          .chunk = chunk};
        rc = run_batch(c, &b, request, first, fn, ctx, err);
    }
    return rc;
}
