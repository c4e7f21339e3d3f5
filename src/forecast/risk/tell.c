/* Everybody's probability on a day. */
#include "base/day.h"
#include "forecast/risk/train.h"
#include "scoring/metric/chunk.h"
#include "scoring/metric/lifecycle.h"

#include <math.h>

const double *const *learner_columns(const struct learner *l, const struct feature *features,
                                     size_t n_features, const struct scores *s, struct arena *arena)
{
    const double **columns = ARENA_ARRAY(arena, n_features, const double *);

    for (size_t j = 0; j < l->n_columns; j++) {
        double *values = ARENA_ARRAY(arena, s->n, double);
        if (l->index[j] < 0)
            continue;
        for (size_t i = 0; i < s->n; i++)
            values[i] = feature_value(&features[l->index[j]], s, i);
        columns[l->index[j]] = values;
    }
    return columns;
}

struct telling {
    struct settings settings;
    struct cards cards;
    struct feature *features;
    size_t n_features;
    struct context context;
    struct risk_model model;
    struct horizon horizon; /* of the model */
    struct arena *arena, *chunk_arena;
    struct told_chunk {
        int64_t chunk;
        double p[CHUNK_ACCOUNTS];
    } * at; /* the one being filled */
    VEC(struct told_chunk *) chunks;
    int64_t accounts;
};

static int open_telling(struct telling *t, struct conn *c, int32_t day, struct err *err)
{
    int rc = settings_load(c, t->arena, &t->settings, err);

    if (rc >= 0)
        rc = cards_load(c, t->arena, &t->cards, err);
    if (rc < 0)
        return rc;
    features_make(&t->cards, &t->horizon, t->arena, &t->features, &t->n_features);
    rc = risk_model_get(c, 0, t->features, t->n_features, t->arena, &t->model, err);
    if (rc < 0)
        return rc;
    t->horizon = model_card_horizon(t->model.card);
    return contexts_load(c, &t->settings, &day, 1, t->arena, &t->context, err);
}

static int take(void *ctx, size_t k, const struct scores *s, struct err *err)
{
    struct telling *t = ctx;
    const struct learner *l = t->model.learner;
    struct arena *arena = t->chunk_arena;
    int rc;

    (void)k;
    arena_reset(arena);
    double *eta = ARENA_ARRAY(arena, s->n, double);
    rc = learner_log_odds(l, learner_columns(l, t->features, t->n_features, s, arena), s->n, arena,
                          eta, err);
    for (size_t i = 0; rc >= 0 && i < s->n; i++) {
        bool is_told = state_is_customer((enum account_state)s->kept[KEPT_STATE][i]) &&
                       t->model.card->rows > 0;
        t->at->p[s->ids[i] - t->at->chunk * CHUNK_ACCOUNTS] =
            is_told ? risk_probability(&t->model, eta[i]) : NAN;
        t->accounts += is_told;
    }
    return rc;
}

static int tell_chunk(struct telling *t, struct conn *c, int64_t chunk, struct err *err)
{
    const struct score_request request = {.from_id = chunk * CHUNK_ACCOUNTS,
                                          .to_id = (chunk + 1) * CHUNK_ACCOUNTS,
                                          .settings = &t->settings,
                                          .cards = &t->cards,
                                          .contexts = &t->context,
                                          .n_contexts = 1};

    t->at = ARENA_NEW(t->arena, struct told_chunk);
    t->at->chunk = chunk;
    for (size_t k = 0; k < CHUNK_ACCOUNTS; k++)
        t->at->p[k] = NAN;
    vec_push(&t->chunks, t->at);
    return scores_load(c, &request, take, t, err);
}

static int show(const struct tell_ask *ask, double part, struct err *err)
{
    part = ask->share_from + (part < 1 ? part : 1) * (1 - ask->share_from);
    if (!ask->progress || ask->progress->show(ask->progress->ctx, (int)(100 * part)))
        return 0;
    return err_set(err, ERR_CONFLICT, NULL, "stopped");
}

/* One read transaction for all: what is told is one state of the facts. */
static int tell_all(struct telling *t, struct conn *c, const struct tell_ask *ask, struct err *err)
{
    int64_t chunk = 0, accounts = 0;
    int rc = open_telling(t, c, ask->day, err);

    if (rc >= 0)
        rc = cards_count_accounts(c, &accounts, err);
    if (rc >= 0)
        rc = chunk_from(c, 0, &chunk, err);
    while (rc >= 0 && chunk != CHUNKS_END) {
        rc = tell_chunk(t, c, chunk, err);
        if (rc >= 0)
            rc = show(ask, (double)(t->chunks.n * CHUNK_ACCOUNTS) / (double)(accounts + 1), err);
        if (rc >= 0)
            rc = chunk_from(c, chunk + 1, &chunk, err);
    }
    return rc;
}

static int keep(struct telling *t, struct db *db, int32_t day, struct err *err)
{
    const struct model_card *card = t->model.card;
    struct risk_run run = {.model_id = card->id,
                           .day = day,
                           .until = day + (int32_t)card->horizon_days,
                           .computed = clock_now_ms(),
                           .accounts = t->accounts};
    struct conn *c;
    int rc = db_write_begin(db, &c, err);

    if (rc < 0)
        return rc;
    rc = risk_run_put(c, &run, err);
    for (size_t k = 0; rc >= 0 && k < t->chunks.n; k++)
        rc = risk_told_put(c, run.id, t->chunks.items[k]->chunk, t->chunks.items[k]->p, err);
    if (rc >= 0)
        rc = risk_runs_thin(c, err);
    return db_write_end(c, rc, err);
}

int risk_tell(struct db *db, const struct tell_ask *ask, struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    AUTO_STRUCT(arena) *chunk_arena = arena_new();
    struct telling t = {.arena = arena, .chunk_arena = chunk_arena};
    struct conn *c;
    int rc = db_read_begin(db, &c, err);

    if (rc < 0)
        return rc;
    rc = tell_all(&t, c, ask, err);
    db_read_end(c);
    if (rc >= 0)
        rc = keep(&t, db, ask->day, err);
    vec_done(&t.chunks);
    return rc == ERR_NOT_FOUND ? 0 : rc;
}
