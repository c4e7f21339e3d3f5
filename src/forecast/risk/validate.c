#include "forecast/risk/validate.h"

#include "stats/forecast_score.h"

#include <math.h>
#include <string.h>

#define PER_CENT 100

const struct field candidate_fields[] = {
    FIELD_ENUM(struct candidate, kind, learner_kinds, .required = true),
    FIELD_STR(struct candidate, label, .required = true),
    FIELD_F64(struct candidate, auc, .help = "On months held back; .5 is chance"),
    FIELD_F64(struct candidate, auc_low, .help = "Interval of 95 %, accounts drawn anew"),
    FIELD_F64(struct candidate, auc_high),
    FIELD_F64(struct candidate, log_loss, .help = "After calibration; the least is kept"),
    FIELD_F64(struct candidate, brier),
    FIELD_F64(struct candidate, log_loss_saved_pct, .unit = "%",
              .help = "Of the log loss of telling everybody the same"),
    FIELD_BOOL(struct candidate, is_kept, .required = true),
    FIELD_END,
};
const struct field block_fields[] = {
    FIELD_DAY(struct block, from, .required = true),
    FIELD_DAY(struct block, to, .required = true),
    FIELD_I64(struct block, learned_rows, .required = true,
              .help = "Whose outcome was known before `from`"),
    FIELD_I64(struct block, learned_left, .required = true),
    FIELD_I64(struct block, told_rows, .required = true),
    FIELD_I64(struct block, told_left, .required = true),
    FIELD_END,
};

struct work {
    const struct validate_ask *ask;
    struct arena *arena;
    int32_t days[PAST_MONTHS_MAX];
    size_t n_days;
    double **log_odds; /* [spec][row of the panel]; NaN: not told */
    double done, step; /* of the progress */
};

static int show(void *ctx, double part, struct err *err)
{
    const struct work *w = ctx;

    return w->ask->progress ? w->ask->progress(w->ask->ctx, w->done + part * w->step, err) : 0;
}

/* The distinct days of the rows, rising. */
static void find_days(struct work *w)
{
    const struct panel *p = w->ask->panel;

    for (size_t i = 0; i < p->n; i++) {
        size_t k = w->n_days;
        while (k > 0 && w->days[k - 1] > p->day[i])
            k--;
        if (k > 0 && w->days[k - 1] == p->day[i])
            continue;
        memmove(w->days + k + 1, w->days + k, (w->n_days - k) * sizeof(*w->days));
        w->days[k] = p->day[i];
        w->n_days++;
    }
}

static struct learner_rows choose_rows(struct work *w, const struct block *b, bool is_told,
                                       struct arena *arena)
{
    const struct panel *p = w->ask->panel;
    uint32_t *rows = ARENA_ARRAY(arena, p->n, uint32_t);
    struct learner_rows ret = {
        .panel = p, .rows = rows, .edges = w->ask->edges, .progress = show, .ctx = w};

    for (size_t i = 0; i < p->n; i++) {
        bool is_in = is_told ? p->day[i] >= b->from && p->day[i] <= b->to : p->until[i] < b->from;
        if (is_in)
            rows[ret.n++] = (uint32_t)i;
    }
    return ret;
}

static int64_t count_left(const struct learner_rows *r)
{
    int64_t left = 0;

    for (size_t i = 0; i < r->n; i++)
        left += r->panel->label[r->rows[i]];
    return left;
}

/* Fits one learner on what was known, and has it tell the block. */
static int tell(struct work *w, size_t spec, const struct learner_rows *learned,
                const struct learner_rows *told, struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    const struct panel *p = w->ask->panel;
    const double **columns = ARENA_ARRAY(arena, p->p, const double *);
    double *eta = ARENA_ARRAY(arena, told->n, double);
    struct learner l;
    int rc = learner_fit(&learner_specs[spec], learned, arena, &l, err);

    if (rc < 0)
        return rc;
    for (size_t c = 0; c < l.n_columns; c++) {
        double *values = ARENA_ARRAY(arena, told->n, double);
        for (size_t i = 0; i < told->n; i++)
            values[i] = p->columns[l.index[c]][told->rows[i]];
        columns[l.index[c]] = values;
    }
    rc = learner_log_odds(&l, columns, told->n, arena, eta, err);
    for (size_t i = 0; rc >= 0 && i < told->n; i++)
        w->log_odds[spec][told->rows[i]] = eta[i];
    return rc;
}

static int tell_block(struct work *w, struct block *b, struct validation *ret, struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct learner_rows learned = choose_rows(w, b, false, arena);
    struct learner_rows told = choose_rows(w, b, true, arena);
    int rc = 0;

    b->learned_rows = (int64_t)learned.n;
    b->learned_left = count_left(&learned);
    b->told_rows = (int64_t)told.n;
    b->told_left = count_left(&told);
    if (b->learned_left < VALIDATE_YES_MIN || b->learned_left == b->learned_rows || told.n == 0)
        return 0;
    for (size_t spec = 0; rc >= 0 && spec < n_learner_specs; spec++) {
        rc = tell(w, spec, &learned, &told, err);
        w->done += w->step;
        if (rc >= 0)
            rc = show(w, 0, err);
    }
    ret->blocks[ret->n_blocks++] = *b;
    return rc;
}

static int tell_all(struct work *w, struct validation *ret, struct err *err)
{
    size_t first = w->n_days / 2, n = w->n_days - first;
    int rc = 0;

    ret->blocks = ARENA_ARRAY(w->arena, VALIDATE_BLOCKS, struct block);
    w->step = 0.8 / (double)(VALIDATE_BLOCKS * n_learner_specs);
    for (size_t k = 0; rc >= 0 && k < VALIDATE_BLOCKS; k++) {
        size_t from = first + k * n / VALIDATE_BLOCKS, to = first + (k + 1) * n / VALIDATE_BLOCKS;
        struct block b = {.from = from < to ? w->days[from] : DAY_NONE,
                          .to = from < to ? w->days[to - 1] : DAY_NONE};
        if (from < to)
            rc = tell_block(w, &b, ret, err);
    }
    return rc;
}

/* The rows that were told, with their labels and accounts. */
struct told {
    size_t n, yes;
    bool *label;
    uint32_t *cluster;
    int32_t *day;
    double *eta, *p;
};

static struct told gather(const struct work *w, struct validation *ret)
{
    const struct panel *p = w->ask->panel;
    struct told t = {.label = ARENA_ARRAY(w->arena, p->n, bool),
                     .cluster = ARENA_ARRAY(w->arena, p->n, uint32_t),
                     .day = ARENA_ARRAY(w->arena, p->n, int32_t),
                     .eta = ARENA_ARRAY(w->arena, p->n, double),
                     .p = ARENA_ARRAY(w->arena, p->n, double)};

    ret->rows = ARENA_ARRAY(w->arena, p->n, uint32_t);
    for (size_t i = 0; i < p->n; i++) {
        if (isnan(w->log_odds[0][i]))
            continue;
        t.label[t.n] = p->label[i];
        t.cluster[t.n] = p->cluster[i];
        t.day[t.n] = p->day[i];
        t.yes += p->label[i];
        ret->rows[t.n++] = (uint32_t)i;
    }
    ret->n_rows = t.n;
    return t;
}

static struct auc_ask auc_ask_of(const struct work *w, const struct told *t)
{
    return (struct auc_ask){.score = t->eta,
                            .label = t->label,
                            .day = t->day,
                            .cluster = t->cluster,
                            .n = t->n,
                            .clusters = w->ask->panel->clusters,
                            .seed = 1};
}

static int judge(const struct work *w, size_t spec, struct told *t, const struct validation *v,
                 struct candidate *ret, struct err *err)
{
    struct platt platt;
    struct bootstrap auc;

    for (size_t i = 0; i < t->n; i++)
        t->eta[i] = w->log_odds[spec][v->rows[i]];
    int rc = platt_fit(t->eta, t->label, t->n, &platt, err);
    const struct auc_ask ask = auc_ask_of(w, t);
    if (rc >= 0)
        rc = auc_by_account(&ask, &auc, err);
    if (rc < 0)
        return rc;
    for (size_t i = 0; i < t->n; i++)
        t->p[i] = platt_at(&platt, t->eta[i]);
    struct forecast_score score = forecast_score(t->p, t->label, t->n);
    *ret = (struct candidate){.kind = learner_kinds[learner_specs[spec].kind],
                              .label = learner_specs[spec].label,
                              .auc = auc.value,
                              .auc_low = auc.range.low,
                              .auc_high = auc.range.high,
                              .log_loss = score.log_loss,
                              .brier = score.brier,
                              .log_loss_saved_pct = PER_CENT * score.log_loss_skill};
    return 0;
}

static int hold_against_age(const struct work *w, struct told *t, struct validation *ret,
                            struct err *err)
{
    const struct auc_ask ask = auc_ask_of(w, t);

    for (size_t i = 0; i < t->n; i++)
        t->p[i] = w->log_odds[LEARNER_AGE][ret->rows[i]];
    return auc_difference_by_account(&ask, t->p, &ret->beyond_age, err);
}

static int choose(struct work *w, struct told *t, struct validation *ret, struct err *err)
{
    int rc = 0;

    ret->candidates = ARENA_ARRAY(w->arena, n_learner_specs, struct candidate);
    ret->kept = 1; /* the base rate, the first, ranks nobody */
    for (size_t spec = 0; rc >= 0 && spec < n_learner_specs; spec++) {
        rc = judge(w, spec, t, ret, &ret->candidates[spec], err);
        if (rc >= 0 && spec > ret->kept &&
            ret->candidates[spec].log_loss < ret->candidates[ret->kept].log_loss)
            ret->kept = spec;
        if (rc >= 0)
            rc = show(w, 0, err);
    }
    if (rc < 0)
        return rc;
    ret->n_candidates = n_learner_specs;
    ret->log_odds = t->eta;
    for (size_t i = 0; i < t->n; i++)
        t->eta[i] = w->log_odds[ret->kept][ret->rows[i]];
    rc = platt_fit(t->eta, t->label, t->n, &ret->calibration, err);
    return rc < 0 ? rc : hold_against_age(w, t, ret, err);
}

int validate(const struct validate_ask *ask, struct arena *arena, struct validation *ret,
             struct err *err)
{
    struct work w = {.ask = ask, .arena = arena};

    *ret = (struct validation){0};
    w.log_odds = ARENA_ARRAY(arena, n_learner_specs, double *);
    for (size_t spec = 0; spec < n_learner_specs; spec++) {
        w.log_odds[spec] = ARENA_ARRAY(arena, ask->panel->n, double);
        for (size_t i = 0; i < ask->panel->n; i++)
            w.log_odds[spec][i] = NAN;
    }
    find_days(&w);
    int rc = tell_all(&w, ret, err);
    if (rc < 0)
        return rc;
    struct told t = gather(&w, ret);
    if (t.yes < VALIDATE_YES_MIN || t.n - t.yes < VALIDATE_YES_MIN)
        return 0;
    ret->is_possible = true;
    return choose(&w, &t, ret, err);
}
