/* Makes snapshots in one of three ways, the cheapest that is right: from an older one of the same
 * day, from the kept scores of the day, or by computing everything. After the first two, the
 * accounts that changed since are scored again. */
#include "scoring/snapshot/made.h"

#include "base/str.h"
#include "scoring/metric/chunk.h"
#include "scoring/metric/revenue.h"

#include <math.h>
#include <string.h>

struct made *made_ref(struct made *m)
{
    atomic_fetch_add(&m->refs, 1);
    return m;
}

void made_unref(void *p)
{
    struct made *m = p;

    if (!m || atomic_fetch_sub(&m->refs, 1) > 1)
        return;
    accounts_unref(m->accounts);
    arena_free(m->arena);
    mem_free(m);
}

int basis_load(struct conn *c, struct arena *arena, struct basis *ret, struct err *err)
{
    AUTO_BUF stamp = {0};
    struct settings settings;
    const char *cards = NULL;
    int rc = history_seq(c, &ret->seq, err);

    if (rc >= 0)
        rc = settings_load(c, arena, &settings, err);
    if (rc >= 0)
        rc = cards_stamp(c, arena, &cards, err);
    if (rc < 0)
        return rc;
    fields_write(settings_fields, &settings, &stamp);
    buf_printf(&stamp, " %s ", cards);
    rc = dictionary_stamp(c, &stamp, err);
    ret->stamp = arena_strdup(arena, buf_text(&stamp));
    return rc < 0 ? rc : 0;
}

static void add_columns(struct made *m)
{
    size_t n_metrics = m->s.cards.dictionary->n;

    for (int k = 0; k < KEPT_COLUMNS; k++)
        m->s.kept[k] = m->kept[k] = ARENA_ARRAY(m->arena, m->s.n, double);
    for (size_t k = 0; m->has_metrics && k < n_metrics; k++)
        m->s.metrics[k] = m->metrics[k] = ARENA_ARRAY(m->arena, m->s.n, double);
}

/* Both are by rising id. */
int made_take(struct made *m, const struct scores *s, struct err *err)
{
    size_t n_metrics = m->s.cards.dictionary->n,
           row = accounts_lower_bound(&m->accounts->table, s->ids[0]);

    if (row + s->n > m->s.n ||
        memcmp(m->accounts->table.ids + row, s->ids, s->n * sizeof(*s->ids)) != 0)
        return err_set(err, ERR_INTERNAL, NULL,
                       "account %lld was added or removed without being marked as changed",
                       (long long)s->ids[0]);
    for (int column = 0; column < KEPT_COLUMNS; column++)
        memcpy(m->kept[column] + row, s->kept[column], s->n * sizeof(double));
    for (size_t column = 0; m->has_metrics && column < n_metrics; column++)
        memcpy(m->metrics[column] + row, s->metrics.columns[column], s->n * sizeof(double));
    return 0;
}

static int take_scores(void *ctx, size_t k, const struct scores *s, struct err *err)
{
    (void)k;
    return made_take(ctx, s, err);
}

static int score_range(struct conn *c, struct made *m, int64_t from_id, int64_t to_id,
                       struct err *err)
{
    const struct score_request request = {.from_id = from_id,
                                          .to_id = to_id,
                                          .settings = &m->s.settings,
                                          .cards = &m->s.cards,
                                          .contexts = &m->s.context,
                                          .n_contexts = 1};

    return scores_load(c, &request, take_scores, m, err);
}

static int compute_all(struct conn *c, struct made *m, struct err *err)
{
    int64_t chunk = 0;
    int rc = contexts_load(c, &m->s.settings, &m->s.day, 1, m->arena, &m->s.context, err);

    m->has_metrics = true;
    add_columns(m);
    if (rc >= 0)
        rc = chunk_from(c, 0, &chunk, err);
    while (rc >= 0 && chunk != CHUNKS_END) {
        rc = score_range(c, m, chunk * CHUNK_ACCOUNTS, (chunk + 1) * CHUNK_ACCOUNTS, err);
        if (rc >= 0)
            rc = chunk_from(c, chunk + 1, &chunk, err);
    }
    return rc;
}

struct changes {
    int64_t *ids;
    size_t n;
};

/* May the numbers of a day be kept but for those of the accounts that changed since `seq`? Not if
 * there are too many, or if what came in moved the end of a feed, on which all windows hang. */
static int find_changes(struct conn *c, const struct made *m, int64_t seq,
                        const struct context *then, struct changes *ret, bool *ret_is_few,
                        struct err *err)
{
    struct context now;
    int rc = history_changes(c, seq, PATCH_MAX + 1, m->arena, &ret->ids, &ret->n, err);

    *ret_is_few = rc >= 0 && ret->n <= PATCH_MAX;
    if (rc < 0 || !*ret_is_few || ret->n == 0)
        return rc;
    rc = context_load_feeds(c, m->s.day, &now, err);
    *ret_is_few = memcmp(now.through, then->through, sizeof(now.through)) == 0;
    return rc;
}

static int score_changes(struct conn *c, struct made *m, const struct changes *changes,
                         struct err *err)
{
    int rc = 0;

    for (size_t k = 0; rc >= 0 && k < changes->n; k++)
        rc = score_range(c, m, changes->ids[k], changes->ids[k] + 1, err);
    return rc;
}

/* Changes may have moved the curves of retention. Of a portfolio in which it is quick they are
 * fitted anew; in a larger one a few accounts hardly move them, and they stay those of when the day
 * was last computed. Returns 1 if they are others. */
static int refit(struct conn *c, struct made *m, size_t n_changes, struct err *err)
{
    const struct stay_model *then = m->s.context.stay;
    double churn = m->s.context.monthly_churn;

    if (n_changes == 0 || m->s.n > REFIT_MAX)
        return 0;
    int rc = contexts_load(c, &m->s.settings, &m->s.day, 1, m->arena, &m->s.context, err);
    if (rc < 0)
        return rc;
    double now = m->s.context.monthly_churn;
    return !stay_is_same(then, m->s.context.stay) ||
           (now != churn && !(isnan(now) && isnan(churn)));
}

/* What hangs on the curves, of everybody. */
static void revalue(struct made *m)
{
    const struct dictionary *d = m->s.cards.dictionary;
    const double *mrr = m->metrics[metric_index("mrr")];
    const double *margin = m->metrics[metric_index("gross_margin_pct")];

    for (size_t k = 0; k < d->n; k++)
        for (size_t i = 0; d->items[k].needs_retention && i < m->s.n; i++) {
            struct stay_place place = stay_place_decode(m->kept[KEPT_CONTRACT][i]);
            double months = ltv_months(&m->s.context, &place, d->items[k].arg);
            m->metrics[k][i] = ltv_cents(mrr[i], margin[i], months);
        }
}

static void copy_columns(struct made *m, const struct made *old)
{
    size_t n_metrics = m->s.cards.dictionary->n, to = 0, from = 0;
    const struct account_table *new_rows = &m->accounts->table;
    const struct account_table *old_rows = &old->accounts->table;

    for (; to < new_rows->n; to++) {
        while (from < old_rows->n && old_rows->ids[from] < new_rows->ids[to])
            from++;
        if (from == old_rows->n || old_rows->ids[from] != new_rows->ids[to])
            continue; /* new: it is among the changes */
        for (int k = 0; k < KEPT_COLUMNS; k++)
            m->kept[k][to] = old->kept[k][from];
        for (size_t k = 0; m->has_metrics && k < n_metrics; k++)
            m->metrics[k][to] = old->metrics[k][from];
    }
}

/* Returns 1 if it could be done, 0 if not. */
static int from_old(struct conn *c, struct made *m, const struct made *old, struct err *err)
{
    struct changes changes;
    bool is_few;

    if (!old || !str_eq(old->basis.stamp, m->basis.stamp))
        return 0;
    int rc = find_changes(c, m, old->basis.seq, &old->s.context, &changes, &is_few, err);
    if (rc < 0 || !is_few)
        return rc < 0 ? rc : 0;
    m->has_metrics = old->has_metrics;
    m->s.context = old->s.context;
    m->s.context.stay = stay_model_copy(old->s.context.stay, m->arena);
    rc = refit(c, m, changes.n, err);
    if (rc < 0 || (rc > 0 && m->s.cards.needs_retention))
        return rc < 0 ? rc : 0;
    bool is_refitted = rc > 0;
    add_columns(m);
    copy_columns(m, old);
    rc = score_changes(c, m, &changes, err);
    if (rc >= 0 && is_refitted && m->has_metrics)
        revalue(m);
    return rc < 0 ? rc : 1;
}

/* Returns 1 if it could be done, 0 if not. */
static int from_kept(struct conn *c, struct made *m, struct err *err)
{
    struct score_day d;
    struct changes changes;
    bool is_few;
    int rc = history_day(c, m->s.day, m->arena, &d, err);

    if (rc == ERR_NOT_FOUND)
        return 0;
    if (rc < 0)
        return rc;
    if (!str_eq(d.cards, m->s.cards.stamp))
        return 0;
    rc = history_context(&d, &m->s.settings, m->arena, &m->s.context, err);
    if (rc >= 0)
        rc = find_changes(c, m, d.seq, &m->s.context, &changes, &is_few, err);
    if (rc < 0 || !is_few)
        return rc < 0 ? rc : 0;
    rc = refit(c, m, changes.n, err);
    if (rc < 0 || (rc > 0 && m->s.cards.needs_retention))
        return rc < 0 ? rc : 0;
    add_columns(m);
    for (int k = 0; rc >= 0 && k < KEPT_COLUMNS; k++)
        rc = history_column(c, m->s.day, (enum kept)k, m->accounts->table.ids, m->s.n, m->kept[k],
                            err);
    if (rc >= 0)
        rc = score_changes(c, m, &changes, err);
    return rc < 0 ? rc : 1;
}

static int begin(struct conn *c, int32_t day, struct accounts *accounts, struct made **ret,
                 struct err *err)
{
    struct made *m = mem_zalloc(sizeof(*m));

    m->arena = arena_new();
    atomic_init(&m->refs, 1);
    m->accounts = accounts_ref(accounts);
    m->s.accounts = &m->accounts->table;
    m->s.n = m->accounts->table.n;
    m->s.day = day;
    int rc = settings_load(c, m->arena, &m->s.settings, err);
    if (rc >= 0)
        rc = cards_load(c, m->arena, &m->s.cards, err);
    *ret = m;
    return rc;
}

int made_open(struct conn *c, int32_t day, struct accounts *accounts, struct made **ret,
              struct err *err)
{
    int rc = begin(c, day, accounts, ret, err);

    if (rc >= 0)
        add_columns(*ret);
    for (int k = 0; rc >= 0 && k < KEPT_COLUMNS; k++)
        for (size_t i = 0; i < (*ret)->s.n; i++)
            (*ret)->kept[k][i] = NAN;
    return rc;
}

int made_build(struct conn *c, const struct made_request *request, struct made **ret,
               struct err *err)
{
    struct made *m = NULL;
    int rc = begin(c, request->day, request->accounts, &m, err);

    m->basis = (struct basis){request->basis->seq, arena_strdup(m->arena, request->basis->stamp)};
    if (rc >= 0)
        rc = from_old(c, m, request->old, err);
    if (rc == 0 && request->depth == SNAPSHOT_KEPT)
        rc = from_kept(c, m, err);
    if (rc == 0)
        rc = compute_all(c, m, err);
    if (rc < 0) {
        made_unref(m);
        return rc;
    }
    made_derive(m);
    *ret = m;
    return 0;
}
