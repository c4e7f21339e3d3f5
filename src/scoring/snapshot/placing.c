#include "scoring/snapshot/placing.h"

#include "base/str.h"
#include "scoring/select/segments.h"

#include <math.h>
#include <stdio.h>

#define CENTS 100

const struct off_cell placing_off_cells[PLACING_OFF_CELLS] = {{"unknown", "Not yet known"},
                                                              {"left", "Left"},
                                                              {"prospect", "Prospect"},
                                                              {"outside", "Not in this matrix"}};

static int plan_segment(struct conn *c, const char *key, struct arena *arena,
                        struct placing_plan *ret, struct err *err)
{
    int rc = segments_load(c, arena, &ret->segments, err);

    if (rc < 0)
        return rc;
    struct segment *g = segment_find(ret->segments, key);
    if (!g)
        return err_set(err, ERR_INVALID, "segment", "there is no segment \"%.60s\"", key);
    rc = segment_read(ret->segments, g, err);
    if (rc < 0)
        return rc;
    if (g->needs_scores)
        return err_set(err, ERR_INVALID, "segment",
                       "the members of \"%.60s\" hang on scores, which decide the place in the "
                       "matrix already; take one by what the accounts are",
                       key);
    if (g->needs_metrics)
        ret->depth = SNAPSHOT_METRICS;
    return 0;
}

/* One card is no part of what is kept: all are scored with it when they are placed. */
static bool needs_metrics(const struct matrix_def *m)
{
    int y = str_index(card_kinds, m->y->card), x = str_index(card_kinds, m->x->card);

    return y < 0 || y >= CARD_CHAINS || x < 0 || x >= CARD_CHAINS;
}

int placing_plan_of(struct conn *c, const struct matrix_def *m, struct arena *arena,
                    struct placing_plan *ret, struct err *err)
{
    struct matrix_def *of_settings;
    int rc = matrix_load(c, NULL, arena, &of_settings, err);

    if (rc < 0)
        return rc;
    *ret =
        (struct placing_plan){.matrix = m,
                              .of_settings = str_eq(m->text, of_settings->text) ? m : of_settings,
                              .depth = SNAPSHOT_KEPT};
    if (needs_metrics(m) || needs_metrics(of_settings))
        ret->depth = SNAPSHOT_METRICS;
    if (of_settings->segment)
        rc = plan_segment(c, of_settings->segment, arena, ret, err);
    if (rc >= 0 && m->segment)
        rc = plan_segment(c, m->segment, arena, ret, err);
    return rc;
}

int placing_plan(struct conn *c, const char *key, struct arena *arena, struct placing_plan *ret,
                 struct err *err)
{
    struct matrix_def *m;
    int rc = matrix_load(c, key, arena, &m, err);

    return rc < 0 ? rc : placing_plan_of(c, m, arena, ret, err);
}

static const struct card *card_of_key(const struct card_chain *chain, const char *key)
{
    for (size_t k = 0; k < chain->n; k++)
        if (str_eq(chain->cards[k]->key, key))
            return chain->cards[k];
    return NULL;
}

/* The cards of an axis: a chain with its kind, or one card (*ret_kind −1) whomever it serves. */
static int find_cards(const struct cards *cards, const struct axis_def *def, const char *path,
                      struct arena *arena, struct card_chain *ret, int *ret_kind, struct err *err)
{
    int kind = str_index(card_kinds, def->card);
    char place[16];

    snprintf(place, sizeof(place), "%.8s.card", path);
    if (kind >= 0 && kind < CARD_CHAINS) {
        *ret = cards->chains[kind];
        *ret_kind = kind;
        if (ret->n == 0)
            return err_set(err, ERR_INVALID, place, "no card of kind %s is published", def->card);
        return 0;
    }
    const struct card *card = card_of_key(&cards->others, def->card);
    for (int k = 0; k < CARD_CHAINS && !card; k++)
        card = card_of_key(&cards->chains[k], def->card);
    if (!card)
        return err_set(err, ERR_INVALID, place,
                       "there is no published card \"%.60s\", and no kind of that name", def->card);
    *ret = (struct card_chain){ARENA_ARRAY(arena, 1, const struct card *), 1};
    ret->cards[0] = card;
    *ret_kind = -1;
    return 0;
}

static int check_axis(const struct cards *cards, const struct axis_def *def, const char *path,
                      struct arena *arena, struct err *err)
{
    struct card_chain chain;
    struct matrix_axis axis;
    int kind, rc = find_cards(cards, def, path, arena, &chain, &kind, err);

    for (size_t k = 0; rc >= 0 && k < chain.n; k++)
        rc = matrix_def_axis(def, chain.cards[k], path, &axis, err);
    return rc;
}

int placing_check(struct conn *c, const struct matrix_def *m, struct arena *arena, struct err *err)
{
    struct placing_plan plan = {.matrix = m};
    struct cards cards;
    int rc = cards_load(c, arena, &cards, err);

    if (rc >= 0)
        rc = check_axis(&cards, m->y, "y", arena, err);
    if (rc >= 0)
        rc = check_axis(&cards, m->x, "x", arena, err);
    if (rc >= 0 && m->segment)
        rc = plan_segment(c, m->segment, arena, &plan, err);
    return rc;
}

static void score_with(const struct card *card, const struct snapshot *s, struct arena *arena,
                       struct placing_axis *ret)
{
    const struct select_table table = snapshot_table(s);
    double *score = ARENA_ARRAY(arena, s->n, double), *coverage = ARENA_ARRAY(arena, s->n, double);

    card_apply(card, &table, arena, score, coverage);
    ret->score = score;
}

static int make_axis(const struct snapshot *s, const struct axis_def *def, const char *path,
                     struct arena *arena, struct placing_axis *ret, struct err *err)
{
    struct card_chain chain;
    int kind, rc = find_cards(&s->cards, def, path, arena, &chain, &kind, err);

    if (rc < 0)
        return rc;
    double *ids = ARENA_ARRAY(arena, chain.n, double);
    *ret = (struct placing_axis){.axes = ARENA_ARRAY(arena, chain.n, struct matrix_axis),
                                 .axis_cards = ids,
                                 .n_axes = chain.n};
    for (size_t k = 0; rc >= 0 && k < chain.n; k++) {
        ids[k] = (double)chain.cards[k]->id;
        rc = matrix_def_axis(def, chain.cards[k], path, &ret->axes[k], err);
    }
    if (rc < 0)
        return rc;
    ret->axis = ret->axes[chain.n - 1]; /* the default comes last */
    if (kind < 0) {
        score_with(chain.cards[0], s, arena, ret);
        return 0;
    }
    ret->score = s->kept[card_kept_score((enum card_kind)kind)];
    ret->card = s->kept[card_kept_card((enum card_kind)kind)];
    return 0;
}

const struct matrix_axis *placing_axis_of(const struct placing_axis *axis, size_t row)
{
    for (size_t k = 0; axis->card && k < axis->n_axes; k++)
        if (axis->axis_cards[k] == axis->card[row])
            return &axis->axes[k];
    return &axis->axis;
}

static struct economics economics_of(const struct snapshot *s, const struct matrix_def *m)
{
    struct economics e = s->economics;

    if (m->ltv_threshold_cents != I64_NONE) {
        e.ltv_cents = (double)m->ltv_threshold_cents;
        e.is_median = false;
    }
    if (!isnan(m->gross_margin_threshold_pct))
        e.gross_margin_pct = m->gross_margin_threshold_pct;
    return e;
}

/* Customers, and of them those of its segment. */
static const bool *who_stands(const struct placing_plan *plan, const struct matrix_def *m,
                              const struct snapshot *s, struct arena *arena)
{
    const struct select_table table = snapshot_table(s);

    if (!m->segment)
        return s->is_customer;
    const bool *is_member = segment_members(plan->segments, m->segment, &table, arena);
    bool *ret = ARENA_ARRAY(arena, s->n, bool);
    for (size_t i = 0; i < s->n; i++)
        ret[i] = s->is_customer[i] && is_member[i];
    return ret;
}

static void place_all(const struct placing *p, const bool *is_inside, int8_t *ret)
{
    if (p->y.n_axes <= 1 && p->x.n_axes <= 1) {
        matrix_place(&p->y.axis, &p->x.axis, p->s->n, p->y.score, p->x.score, is_inside, ret);
        return;
    }
    for (size_t i = 0; i < p->s->n; i++)
        matrix_place(placing_axis_of(&p->y, i), placing_axis_of(&p->x, i), 1, &p->y.score[i],
                     &p->x.score[i], &is_inside[i], &ret[i]);
}

static int make_one(const struct placing_plan *plan, const struct matrix_def *m,
                    const struct snapshot *s, struct arena *arena, struct placing *ret,
                    struct err *err)
{
    int8_t *place = ARENA_ARRAY(arena, s->n, int8_t);

    *ret = (struct placing){.s = s, .matrix = m, .place = place, .economics = economics_of(s, m)};
    int rc = make_axis(s, m->y, "y", arena, &ret->y, err);
    if (rc >= 0)
        rc = make_axis(s, m->x, "x", arena, &ret->x, err);
    if (rc >= 0)
        place_all(ret, who_stands(plan, m, s, arena), place);
    return rc;
}

int placing_make(const struct placing_plan *plan, const struct snapshot *s, struct arena *arena,
                 struct placing *ret, struct err *err)
{
    struct placing *of_settings = ARENA_NEW(arena, struct placing);

    if (plan->depth == SNAPSHOT_METRICS && s->n > 0 && !s->metrics[0])
        return err_set(err, ERR_INTERNAL, "matrix",
                       "matrix %.40s needs the metrics of the day, which were not asked for",
                       plan->matrix->key);
    int rc = make_one(plan, plan->of_settings, s, arena, of_settings, err);

    if (rc < 0)
        return err_prefix(err, "matrix %s, which the settings name", plan->of_settings->key);
    if (plan->matrix == plan->of_settings)
        *ret = *of_settings;
    else
        rc = make_one(plan, plan->matrix, s, arena, ret, err);
    ret->of_settings = of_settings;
    return rc;
}

void placing_choose(struct placing *p, const bool *is_chosen, struct arena *arena)
{
    int8_t *place = ARENA_ARRAY(arena, p->s->n, int8_t);

    for (size_t i = 0; i < p->s->n; i++)
        place[i] = (int8_t)(is_chosen[i] ? p->place[i] : PLACE_OUTSIDE);
    p->place = place;
    p->is_chosen = is_chosen;
}

const struct off_cell *placing_off_cell(int place, enum account_state state)
{
    if (place != PLACE_OUTSIDE)
        return &placing_off_cells[0];
    switch (state) {
    case STATE_LEFT: return &placing_off_cells[1];
    case STATE_PROSPECT: return &placing_off_cells[2];
    case STATE_ABSENT: return NULL;
    default: return &placing_off_cells[3];
    }
}

static const struct off_cell *off_cell(const struct placing *p, size_t row)
{
    return placing_off_cell(p->place[row], (enum account_state)p->s->kept[KEPT_STATE][row]);
}

const char *placing_cell_id(const struct placing *p, size_t row)
{
    if (p->place[row] >= 0)
        return p->matrix->cells[p->place[row]].id;
    const struct off_cell *off = off_cell(p, row);
    return off ? off->id : NULL;
}

const char *placing_cell_label(const struct placing *p, size_t row)
{
    if (p->place[row] >= 0)
        return p->matrix->cells[p->place[row]].label;
    const struct off_cell *off = off_cell(p, row);
    return off ? off->label : NULL;
}

enum verdict placing_verdict(const struct placing *p, size_t row)
{
    return economics_verdict(&p->economics, p->s->ltv_3y[row] * CENTS, p->s->gross_margin_pct[row]);
}

static void list_cells(const struct matrix_def *m, struct arena *arena, const char *const **ret_ids,
                       const char *const **ret_labels)
{
    const char **ids = ARENA_ARRAY(arena, m->n_cells + PLACING_OFF_CELLS + 1, const char *);
    const char **labels = ARENA_ARRAY(arena, m->n_cells + PLACING_OFF_CELLS + 1, const char *);

    for (size_t k = 0; k < m->n_cells; k++) {
        ids[k] = m->cells[k].id;
        labels[k] = m->cells[k].label;
    }
    size_t n_off = m->segment ? PLACING_OFF_CELLS : PLACING_OFF_CELLS - 1;
    for (size_t k = 0; k < n_off; k++) {
        ids[m->n_cells + k] = placing_off_cells[k].id;
        labels[m->n_cells + k] = placing_off_cells[k].label;
    }
    *ret_ids = ids;
    *ret_labels = labels;
}

struct select_cells placing_cells(const struct matrix_def *m, const struct matrix_def *of_settings,
                                  struct arena *arena)
{
    struct select_cells cells;

    list_cells(m, arena, &cells.ids, &cells.labels);
    list_cells(of_settings, arena, &cells.ids_of_settings, &cells.labels_of_settings);
    return cells;
}

static const char *word_of(const void *ctx, enum score_word word, size_t row)
{
    const struct placing *p = ctx;

    switch (word) {
    case WORD_CELL: return placing_cell_id(p, row);
    case WORD_CELL_OF_SETTINGS: return placing_cell_id(p->of_settings, row);
    default: return snapshot_word(p->s, word, row);
    }
}

struct select_table placing_table(const struct placing *p)
{
    struct select_table t = snapshot_table(p->s);

    t.word = word_of;
    t.ctx = p;
    return t;
}
