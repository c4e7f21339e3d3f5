#include "forecast/risk/train.h"

#include "base/day.h"
#include "base/str.h"
#include "forecast/risk/examples.h"
#include "forecast/risk/leak.h"

#include <math.h>

/* Where the progress of each part ends. */
#define AFTER_ROWS     0.45
#define AFTER_VALIDATE 0.85
#define AFTER_FIT      0.92

struct training {
    const struct train_ask *ask;
    struct arena *arena;
    struct past past;
    struct panel panel;
    struct validation validation;
    struct risk_model model;
    double from, to; /* of the progress of the part at hand */
};

static int show(void *ctx, double part, struct err *err)
{
    const struct training *t = ctx;
    const struct history_progress *progress = t->ask->progress;

    if (!progress ||
        progress->show(progress->ctx, (int)(100 * (t->from + part * (t->to - t->from)))))
        return 0;
    return err_set(err, ERR_CONFLICT, NULL, "stopped");
}

static int make_rows(struct training *t, struct db *db, struct err *err)
{
    const struct past_ask ask = {.horizon = t->ask->horizon,
                                 .from = DAY_NONE,
                                 .to = DAY_NONE,
                                 .today = t->ask->today,
                                 .progress = t->ask->progress,
                                 .share_to = AFTER_ROWS};
    int rc = past_open(&t->past, db, &ask, t->arena, err);

    if (rc >= 0)
        rc = panel_make(&t->past, t->arena, &t->panel, err);
    if (rc >= 0)
        leak_guard(&t->panel, t->arena);
    return rc;
}

static bool is_enough(const struct panel *p)
{
    return p->yes_accounts >= RISK_LEFT_MIN && p->n >= RISK_ROWS_MIN && p->yes < p->n;
}

static int make_card(struct training *t, struct err *err)
{
    const struct card_ask card = {&t->past, &t->panel, &t->validation};
    const struct validate_ask ask = {
        .panel = &t->panel, .edges = t->past.cards.health->edges, .progress = show, .ctx = t};
    int rc = 0;

    t->from = AFTER_ROWS;
    t->to = AFTER_VALIDATE;
    if (is_enough(&t->panel))
        rc = validate(&ask, t->arena, &t->validation, err);
    if (rc < 0)
        return rc;
    t->model.card = ARENA_NEW(t->arena, struct model_card);
    model_card_make(&card, t->arena, t->model.card);
    t->model.card->created = clock_now_ms();
    t->model.card->created_by = t->ask->requested_by;
    t->model.card->is_in_force = true;
    return 0;
}

static bool predicts(const struct training *t)
{
    return str_eq(t->model.card->verdict, risk_verdicts[RISK_PREDICTS]);
}

/* The one that is used from now on: fitted on all rows. */
static size_t spec_used(const struct training *t)
{
    if (predicts(t))
        return t->validation.kept;
    if (str_eq(t->model.card->verdict, risk_verdicts[RISK_TOO_LITTLE]))
        return t->panel.yes > 0 ? LEARNER_CURVE : LEARNER_BASE;
    return (size_t)str_index(learner_kinds, t->model.card->kind);
}

static int fit_all(struct training *t, struct err *err)
{
    const struct learner_spec *spec = &learner_specs[spec_used(t)];
    uint32_t *rows = ARENA_ARRAY(t->arena, t->panel.n, uint32_t);
    const struct learner_rows all = {.panel = &t->panel,
                                     .rows = rows,
                                     .n = t->panel.n,
                                     .edges = t->past.cards.health->edges,
                                     .progress = show,
                                     .ctx = t};

    for (size_t i = 0; i < t->panel.n; i++)
        rows[i] = (uint32_t)i;
    t->from = AFTER_VALIDATE;
    t->to = AFTER_FIT;
    t->model.learner = ARENA_NEW(t->arena, struct learner);
    t->model.calibration = predicts(t) ? t->validation.calibration : (struct platt){1, 0};
    t->model.card->kind = learner_kinds[spec->kind];
    t->model.card->label = spec->label;
    return learner_fit(spec, &all, t->arena, t->model.learner, err);
}

/* What was told beside what happened: on months held back; of the plain ones, which have nothing to
 * learn by heart, on all rows. */
static int make_bins(struct training *t, struct err *err)
{
    const struct panel *p = &t->panel;
    const struct validation *v = predicts(t) ? &t->validation : NULL;
    size_t n = v ? v->n_rows : p->n;
    double *told = ARENA_ARRAY(t->arena, n, double);
    bool *label = ARENA_ARRAY(t->arena, n, bool);
    uint32_t *cluster = ARENA_ARRAY(t->arena, n, uint32_t);
    int rc = v ? 0
               : learner_log_odds(t->model.learner, (const double *const *)p->columns, n, t->arena,
                                  told, err);

    for (size_t i = 0; rc >= 0 && i < n; i++) {
        size_t row = v ? v->rows[i] : i;
        told[i] = risk_probability(&t->model, v ? v->log_odds[i] : told[i]);
        label[i] = p->label[row];
        cluster[i] = p->cluster[row];
    }
    if (rc >= 0)
        told_bins_make(&(struct bins_ask){told, label, cluster, n}, t->arena, &t->model.card->bins,
                       &t->model.card->n_bins);
    return rc;
}

/* What it told of the months held back: what the lab may hold beside the scores. */
static void keep_told(struct training *t)
{
    const struct validation *v = &t->validation;
    struct told_past *told = ARENA_ARRAY(t->arena, v->n_rows, struct told_past);

    if (!predicts(t))
        return;
    for (size_t i = 0; i < v->n_rows; i++)
        told[i] = (struct told_past){t->panel.account[v->rows[i]], t->panel.day[v->rows[i]],
                                     (float)platt_at(&v->calibration, v->log_odds[i])};
    t->model.told = told;
    t->model.n_told = v->n_rows;
}

static int keep_model(struct training *t, struct db *db, struct err *err)
{
    struct conn *c;
    int rc = db_write_begin(db, &c, err);

    if (rc < 0)
        return rc;
    return db_write_end(c, risk_model_put(c, &t->model, &t->model.card->id, err), err);
}

static int train(struct training *t, struct db *db, struct err *err)
{
    int rc = make_rows(t, db, err);

    if (rc >= 0)
        rc = make_card(t, err);
    if (rc >= 0)
        rc = fit_all(t, err);
    if (rc >= 0)
        rc = make_bins(t, err);
    if (rc >= 0)
        rc = examples_make(&t->panel, t->arena, &t->model, err);
    if (rc < 0)
        return rc;
    keep_told(t);
    rc = show(t, 1, err);
    return rc < 0 ? rc : keep_model(t, db, err);
}

int risk_train(struct db *db, const struct train_ask *ask, struct arena *arena,
               struct model_card *ret, struct err *err)
{
    AUTO_STRUCT(arena) *work = arena_new();
    struct training t = {.ask = ask, .arena = work};
    struct conn *c;
    int rc = train(&t, db, err);

    panel_free(&t.panel);
    if (rc >= 0)
        rc = risk_tell(db,
                       &(struct tell_ask){
                           .day = ask->today, .progress = ask->progress, .share_from = AFTER_FIT},
                       err);
    if (rc >= 0)
        rc = db_read_begin(db, &c, err);
    if (rc < 0)
        return rc;
    rc = model_card_get(c, t.model.card->id, arena, ret, err);
    db_read_end(c);
    return rc;
}
