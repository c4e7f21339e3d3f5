/* Which days are to be computed, and of which accounts: everything for a new day, or only what
 * changed since it was scored. */
#include "base/day.h"
#include "base/map.h"
#include "base/str.h"
#include "history_sql.h"
#include "scoring/history/kept.h"

#include <math.h>
#include <string.h>

/* Days are worked on in batches, so that the blocks of one chunk stay within a few megabytes. */
#define BATCH_DAYS 64

const char *const history_step_names[] = {"day", "week", "month", NULL};

struct plan {
    struct db *db;
    struct arena *arena;
    struct settings settings;
    struct cards cards;
    int64_t seq;
    const struct history_progress *progress;
    int64_t last_chunk;     /* for the progress */
    int32_t *days;          /* those to be scored, rising */
    struct score_day **old; /* NULL: not scored yet */
    size_t n_days;
    struct idmap *changed; /* chunks with accounts that changed since the oldest of `old` */
};

/* One batch of days, walked chunk by chunk. */
struct batch {
    const struct plan *plan;
    const int32_t *days;
    struct context *contexts;
    bool *is_whole; /* all chunks, not only the changed ones */
    size_t n;
    struct context *wanted; /* those of the chunk at hand */
    struct kept_block *blocks;
    size_t n_blocks;
    int64_t chunk;
};

static bool goes_on(const struct history_progress *progress, double done)
{
    return !progress || progress->show(progress->ctx, (int)(100 * done));
}

static int stopped(struct err *err)
{
    return err_set(err, ERR_CONFLICT, NULL, "stopped; what was done so far is kept");
}

static const char *retention_text(const struct context *x, struct arena *arena)
{
    AUTO_BUF text = {0};

    stay_model_write(x->stay, &text);
    return arena_strdup(arena, buf_text(&text));
}

static bool is_same_retention(const struct score_day *old, const struct context *now)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    bool is_same_churn = isnan(old->monthly_churn)
                             ? isnan(now->monthly_churn)
                             : fabs(old->monthly_churn - now->monthly_churn) <= 1e-12;

    return is_same_churn && str_eq(old->retention, retention_text(now, arena));
}

/* Did something change that concerns every account's numbers of a day? */
static bool is_outdated(const struct plan *p, const struct score_day *old,
                        const struct context *now)
{
    int32_t then[FEEDS];

    if (!old || !str_eq(old->cards, p->cards.stamp))
        return true;
    score_day_through(old, then);
    return memcmp(then, now->through, sizeof(then)) != 0 ||
           (p->cards.needs_retention && !is_same_retention(old, now));
}

static int keep_block(void *ctx, size_t k, const struct scores *s, struct err *err)
{
    struct batch *b = ctx;

    (void)err;
    kept_block_fill(&b->blocks[b->n_blocks++], b->wanted[k].day, b->chunk, s);
    return 0;
}

static int score_chunk(struct batch *b, struct err *err)
{
    const struct plan *p = b->plan;
    bool is_changed = idmap_get(p->changed, b->chunk) != MAP_NONE;
    struct score_request request = {.from_id = b->chunk * CHUNK_ACCOUNTS,
                                    .to_id = (b->chunk + 1) * CHUNK_ACCOUNTS,
                                    .settings = &p->settings,
                                    .cards = &p->cards,
                                    .contexts = b->wanted};
    struct conn *c;

    for (size_t k = 0; k < b->n; k++)
        if (b->is_whole[k] || is_changed)
            b->wanted[request.n_contexts++] = b->contexts[k];
    if (request.n_contexts == 0)
        return 0;
    b->n_blocks = 0;
    int rc = db_read_begin(p->db, &c, err);
    if (rc < 0)
        return rc;
    rc = scores_load(c, &request, keep_block, b, err);
    db_read_end(c);
    if (rc >= 0)
        rc = db_write_begin(p->db, &c, err);
    return rc < 0 ? rc : db_write_end(c, kept_write(c, b->blocks, b->n_blocks, err), err);
}

static int next_chunk(struct db *db, int64_t chunk, int64_t *ret, struct err *err)
{
    struct conn *c;
    int rc = db_read_begin(db, &c, err);

    if (rc < 0)
        return rc;
    rc = chunk_from(c, chunk, ret, err);
    db_read_end(c);
    return rc;
}

static int write_days(const struct batch *b, struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    const struct plan *p = b->plan;
    struct conn *c;
    int rc = db_write_begin(p->db, &c, err);

    if (rc < 0)
        return rc;
    for (size_t k = 0; rc >= 0 && k < b->n; k++) {
        const struct context *x = &b->contexts[k];
        rc = score_day_write(c,
                             &(struct score_day){
                                 .day = x->day,
                                 .seq = p->seq,
                                 .computed = clock_now_ms(),
                                 .cards = p->cards.stamp,
                                 .usage_through = x->through[FEED_USAGE],
                                 .tickets_through = x->through[FEED_TICKETS],
                                 .interactions_through = x->through[FEED_INTERACTIONS],
                                 .invoices_through = x->through[FEED_INVOICES],
                                 .touches_through = x->through[FEED_TOUCHES],
                                 .advocacy_through = x->through[FEED_ADVOCACY],
                                 .opportunities_through = x->through[FEED_OPPORTUNITIES],
                                 .monthly_churn = x->monthly_churn,
                                 .retention = retention_text(x, arena),
                             },
                             err);
    }
    return db_write_end(c, rc, err);
}

static int score_batch(struct batch *b, double done_before, double done_after, struct err *err)
{
    const struct plan *p = b->plan;
    int rc = next_chunk(p->db, 0, &b->chunk, err);

    while (rc >= 0 && b->chunk != CHUNKS_END) {
        double part = (double)b->chunk / (double)(p->last_chunk + 1);
        if (!goes_on(p->progress, done_before + part * (done_after - done_before)))
            return stopped(err);
        rc = score_chunk(b, err);
        if (rc >= 0)
            rc = next_chunk(p->db, b->chunk + 1, &b->chunk, err);
    }
    return rc < 0 ? rc : write_days(b, err);
}

static int load_contexts(const struct plan *p, const int32_t *days, size_t n, struct arena *arena,
                         struct context *ret, struct err *err)
{
    struct conn *c;
    int rc = db_read_begin(p->db, &c, err);

    if (rc < 0)
        return rc;
    rc = contexts_load(c, &p->settings, days, n, arena, ret, err);
    db_read_end(c);
    return rc;
}

static int score_days(const struct plan *p, size_t first, size_t n, struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct batch b = {
        .plan = p,
        .days = p->days + first,
        .contexts = ARENA_ARRAY(arena, n, struct context),
        .is_whole = ARENA_ARRAY(arena, n, bool),
        .n = n,
        .wanted = ARENA_ARRAY(arena, n, struct context),
        .blocks = ARENA_ARRAY(arena, n, struct kept_block),
    };
    double done_before = (double)first / (double)p->n_days;
    double done_after = (double)(first + n) / (double)p->n_days;
    int rc = load_contexts(p, b.days, n, arena, b.contexts, err);

    for (size_t k = 0; rc >= 0 && k < n; k++)
        b.is_whole[k] = is_outdated(p, p->old[first + k], &b.contexts[k]);
    return rc < 0 ? rc : score_batch(&b, done_before, done_after, err);
}

static int score_all(const struct plan *p, struct err *err)
{
    int rc = 0;

    for (size_t first = 0; rc >= 0 && first < p->n_days; first += BATCH_DAYS)
        rc = score_days(p, first, p->n_days - first < BATCH_DAYS ? p->n_days - first : BATCH_DAYS,
                        err);
    if (rc >= 0)
        goes_on(p->progress, 1);
    return rc;
}

static int load_changed(struct conn *c, int64_t since, struct idmap *chunks, struct err *err)
{
    AUTO_STRUCT(cursor) *q = NULL;
    int rc = db_query(c, sql_changes_since, DB_ARGS(DB_I64("seq", since)), &q, err);

    while (rc >= 0 && (rc = db_next(q, err)) > 0)
        idmap_put(chunks, chunk_of(db_col_i64(q, 0)), 1);
    return rc;
}

/* What all days share; seq is read first, so that what changes from here on counts as new. */
static int plan_load(struct plan *p, struct conn *c, struct err *err)
{
    int64_t last_account = 0;
    int rc = db_i64(c, sql_change_seq, DB_ARGS(), &p->seq, err);

    if (rc >= 0)
        rc = settings_load(c, p->arena, &p->settings, err);
    if (rc >= 0)
        rc = cards_load(c, p->arena, &p->cards, err);
    if (rc >= 0)
        rc = db_i64(c, sql_last_account, DB_ARGS(), &last_account, err);
    p->last_chunk = last_account < 0 ? 0 : chunk_of(last_account);
    return rc;
}

static void add_day(struct plan *p, int32_t day, struct score_day *old)
{
    p->days[p->n_days] = day;
    p->old[p->n_days++] = old;
}

static bool is_on_step(int32_t day, enum history_step step)
{
    return step == HISTORY_DAY || (step == HISTORY_WEEK && day_weekday(day) == 0) ||
           (step == HISTORY_MONTH && day == day_month_start(day));
}

static void plan_room(struct plan *p, size_t days)
{
    p->days = ARENA_ARRAY(p->arena, days, int32_t);
    p->old = ARENA_ARRAY(p->arena, days, struct score_day *);
}

int history_fill(struct db *db, int32_t from, int32_t to, enum history_step step,
                 const struct history_progress *progress, struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct plan p = {.db = db, .arena = arena, .progress = progress};
    struct conn *c;

    if (from > to)
        return err_set(err, ERR_INVALID, "from", "must not be after the last day");
    if (to - from > HISTORY_DAYS_MAX)
        return err_set(err, ERR_INVALID, "from", "more than %d days at once", HISTORY_DAYS_MAX);
    p.changed = idmap_new();
    int rc = db_read_begin(db, &c, err);
    if (rc >= 0) {
        rc = plan_load(&p, c, err);
        db_read_end(c);
    }
    plan_room(&p, (size_t)(to - from) + 1);
    for (int32_t day = from; day <= to; day++)
        if (day == to || is_on_step(day, step))
            add_day(&p, day, NULL);
    if (rc >= 0)
        rc = score_all(&p, err);
    idmap_free(p.changed);
    return rc;
}

/* The days that are scored already, the weeks since the first fact, and today. */
static int plan_refresh(struct plan *p, struct conn *c, int32_t today, struct err *err)
{
    int64_t first_fact = today, oldest_seq = p->seq;
    struct score_day *old;
    size_t n_old, at = 0;
    int rc = history_days(c, DAY_MIN, today, p->arena, &old, &n_old, err);

    if (rc >= 0)
        rc = db_i64(c, sql_first_fact_day, DB_ARGS(), &first_fact, err);
    if (rc < 0)
        return rc;
    int32_t first = day_add_months(today, -12 * HISTORY_YEARS);
    if (first_fact > first)
        first = first_fact < today ? (int32_t)first_fact : today;
    if (n_old > 0 && old[0].day < first)
        first = old[0].day;
    plan_room(p, (size_t)(today - first) + 1);
    for (int32_t day = first; day <= today; day++) {
        bool is_old = at < n_old && old[at].day == day;
        if (is_old && old[at].seq < oldest_seq)
            oldest_seq = old[at].seq;
        if (is_old || day == today || is_on_step(day, HISTORY_WEEK))
            add_day(p, day, is_old ? &old[at] : NULL);
        at += is_old;
    }
    return load_changed(c, oldest_seq, p->changed, err);
}

int history_refresh(struct db *db, int32_t today, const struct history_progress *progress,
                    struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct plan p = {.db = db, .arena = arena, .progress = progress, .changed = idmap_new()};
    struct conn *c;
    int rc = db_read_begin(db, &c, err);

    if (rc >= 0) {
        rc = plan_load(&p, c, err);
        if (rc >= 0)
            rc = plan_refresh(&p, c, today, err);
        db_read_end(c);
    }
    if (rc >= 0)
        rc = score_all(&p, err);
    idmap_free(p.changed);
    return rc;
}
