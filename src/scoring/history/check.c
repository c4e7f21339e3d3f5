/* Computes kept scores again and says what differs. */
#include "base/day.h"
#include "base/map.h"
#include "base/str.h"
#include "history_sql.h"
#include "scoring/history/kept.h"

#include <math.h>

/* The order of additions may differ by this much, as a share. */
#define NOISE 1e-9

struct check {
    const struct history_progress *progress;
    void (*found)(void *ctx, const struct history_difference *d);
    void *ctx;
    struct settings settings;
    struct cards cards;
    int64_t seq, last_chunk;
    struct idmap *changed; /* account -> the number of its last change */
    const struct score_day *days;
    struct context *contexts;
    size_t n_days;
    struct conn *conn; /* while a chunk is compared */
    int64_t chunk;
    int64_t differences;
};

static bool is_same(double a, double b)
{
    return (isnan(a) && isnan(b)) || fabs(a - b) <= NOISE * (1 + fabs(a));
}

/* Did the account change after the day was scored? Then nobody claims that its numbers are right.
 */
static bool is_newer(const struct check *k, int64_t account_id, const struct score_day *d)
{
    int64_t seq = idmap_get(k->changed, account_id);

    return seq != MAP_NONE && seq > d->seq;
}

static int compare(void *ctx, size_t at, const struct scores *s, struct err *err)
{
    struct check *k = ctx;
    const struct score_day *d = &k->days[at];
    double kept[CHUNK_ACCOUNTS];

    for (int column = 0; column < KEPT_COLUMNS; column++) {
        int rc = kept_read(k->conn, d->day, (enum kept)column, k->chunk, kept, err);
        if (rc < 0)
            return rc;
        for (size_t i = 0; i < s->n; i++) {
            double was = kept[s->ids[i] - k->chunk * CHUNK_ACCOUNTS], is = s->kept[column][i];
            if (is_same(was, is) || is_newer(k, s->ids[i], d))
                continue;
            k->differences++;
            k->found(k->ctx, &(struct history_difference){.day = d->day,
                                                          .account_id = s->ids[i],
                                                          .column = (enum kept)column,
                                                          .kept = was,
                                                          .computed = is});
        }
    }
    return 0;
}

static int load_changes(struct check *k, struct conn *c, struct err *err)
{
    AUTO_STRUCT(cursor) *q = NULL;
    int rc = db_query(c, sql_changes_with_seq, DB_ARGS(), &q, err);

    while (rc >= 0 && (rc = db_next(q, err)) > 0)
        idmap_put(k->changed, db_col_i64(q, 0), db_col_i64(q, 1));
    return rc;
}

static int load(struct check *k, struct conn *c, struct arena *arena, struct err *err)
{
    struct score_day *days = NULL;
    int64_t last_account = 0;
    int rc = history_days(c, DAY_MIN, DAY_MAX, arena, &days, &k->n_days, err);

    if (rc >= 0)
        rc = settings_load(c, arena, &k->settings, err);
    if (rc >= 0)
        rc = cards_load(c, arena, &k->cards, err);
    if (rc >= 0)
        rc = db_i64(c, sql_change_seq, DB_ARGS(), &k->seq, err);
    if (rc >= 0)
        rc = db_i64(c, sql_last_account, DB_ARGS(), &last_account, err);
    /* Of a day that other cards scored, or an earlier version of Ripen, nobody claims anything: it
     * is computed anew the next time scores are brought up to date. */
    size_t n_days = k->n_days;
    k->n_days = 0;
    for (size_t d = 0; rc >= 0 && d < n_days; d++)
        if (str_eq(days[d].cards, k->cards.stamp))
            days[k->n_days++] = days[d];
    k->days = days;
    k->last_chunk = chunk_of(last_account);
    k->contexts = ARENA_ARRAY(arena, k->n_days, struct context);
    return rc < 0 ? rc : load_changes(k, c, err);
}

/* The share that stays at the first renewal of each length of contract, as kept beside as computed.
 */
static void check_retention(struct check *k, size_t d, struct arena *arena)
{
    const struct score_day *day = &k->days[d];
    const struct stay_model *now = k->contexts[d].stay;
    struct stay_model then = {0};
    AUTO_BUF text = {0};

    stay_model_write(now, &text);
    if (str_eq(day->retention, buf_text(&text)))
        return;
    if (day->retention)
        stay_model_read(day->retention, arena, &then, NULL);
    const struct stay_class *c = now->n > 0 ? &now->classes[0] : then.n > 0 ? then.classes : NULL;
    k->differences++;
    k->found(k->ctx, &(struct history_difference){
                         .day = day->day,
                         .account_id = I64_NONE,
                         .column = KEPT_CONTRACT,
                         .kept = c ? stay_at(stay_class_of(&then, c->term_months), 1) : NAN,
                         .computed = c ? stay_at(stay_class_of(now, c->term_months), 1) : NAN});
}

/* A day that knows all changes is held against a fresh context, so that a context that was wrong
 * shows; one that is behind against its own. */
static int load_contexts(struct check *k, struct arena *arena, struct err *err)
{
    int32_t *days = ARENA_ARRAY(arena, k->n_days, int32_t);

    for (size_t d = 0; d < k->n_days; d++)
        days[d] = k->days[d].day;
    int rc = contexts_load(k->conn, &k->settings, days, k->n_days, arena, k->contexts, err);
    for (size_t d = 0; rc >= 0 && d < k->n_days; d++)
        if (k->days[d].seq < k->seq)
            rc = history_context(&k->days[d], &k->settings, arena, &k->contexts[d], err);
        else
            check_retention(k, d, arena);
    return rc;
}

static int check_chunk(struct check *k, struct err *err)
{
    const struct score_request request = {.from_id = k->chunk * CHUNK_ACCOUNTS,
                                          .to_id = (k->chunk + 1) * CHUNK_ACCOUNTS,
                                          .settings = &k->settings,
                                          .cards = &k->cards,
                                          .contexts = k->contexts,
                                          .n_contexts = k->n_days};

    return scores_load(k->conn, &request, compare, k, err);
}

/* All in one read transaction: the check holds facts and scores of one state against each other. */
static int check_all(struct check *k, struct arena *arena, struct err *err)
{
    int rc = load_contexts(k, arena, err);

    if (rc >= 0)
        rc = chunk_from(k->conn, 0, &k->chunk, err);
    while (rc >= 0 && k->n_days > 0 && k->chunk != CHUNKS_END) {
        int pct = (int)(100 * k->chunk / (k->last_chunk + 1));
        if (k->progress && !k->progress->show(k->progress->ctx, pct))
            return err_set(err, ERR_CONFLICT, NULL, "stopped");
        rc = check_chunk(k, err);
        if (rc >= 0)
            rc = chunk_from(k->conn, k->chunk + 1, &k->chunk, err);
    }
    return rc;
}

int64_t history_check(struct db *db, void (*found)(void *ctx, const struct history_difference *d),
                      void *ctx, const struct history_progress *progress, struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct check k = {.progress = progress, .found = found, .ctx = ctx};
    int rc = db_read_begin(db, &k.conn, err);

    if (rc < 0)
        return rc;
    k.changed = idmap_new();
    rc = load(&k, k.conn, arena, err);
    if (rc >= 0)
        rc = check_all(&k, arena, err);
    db_read_end(k.conn);
    idmap_free(k.changed);
    return rc < 0 ? rc : k.differences;
}
