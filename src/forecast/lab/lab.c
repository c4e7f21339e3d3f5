#include "forecast/lab/lab.h"

#include "base/map.h"
#include "base/str.h"
#include "forecast/lab/lab_judge.h"
#include "forecast/risk/risk_store.h"

#include <math.h>

#define PER_CENT   100.0
#define AFTER_ROWS 0.5
#define DAYS_SPAN  131072 /* above every day: account and day are one key */

static void take_cards(struct lab_judging *j)
{
    const struct lab_rows *rows = j->rows;

    j->health = j->maturity = -1;
    for (size_t k = 0; k < rows->n_cards; k++) {
        double *risk = lab_scores(rows, k, j->arena);
        for (size_t i = 0; i < j->n; i++)
            risk[i] = -risk[i];
        j->risk[k] = risk;
        j->id[k] = rows->cards[k].ref;
        j->label_of[k] = j->short_label[k] = rows->cards[k].label;
        if (rows->cards[k].kind == CARD_HEALTH && j->health < 0)
            j->health = (int)k;
        if (rows->cards[k].kind == CARD_MATURITY && j->maturity < 0)
            j->maturity = (int)k;
    }
    j->n_scores = rows->n_cards;
}

static bool is_known(const struct lab_judging *j, int k)
{
    for (size_t i = 0; k >= 0 && i < j->n; i++)
        if (!isnan(j->risk[k][i]))
            return true;
    return false;
}

static int add_both(struct lab_judging *j, struct err *err)
{
    if (!is_known(j, j->health) || !is_known(j, j->maturity))
        return 0;
    const double *columns[2] = {j->risk[j->health], j->risk[j->maturity]};
    double *told = ARENA_ARRAY(j->arena, j->n, double);
    j->risk[j->n_scores] = told;
    j->id[j->n_scores] = "both";
    j->short_label[j->n_scores] = "both together";
    j->label_of[j->n_scores++] = "Both together";
    return lab_told_by_others(j, columns, 2, told, err);
}

/* Why the model in force tells nothing of these rows; NULL: it does. */
static const char *model_note(const struct lab_judging *j, const struct risk_model *m)
{
    const struct horizon *h = &j->rows->past.ask.horizon;
    const struct model_card *card = m->card;

    if (!str_eq(card->verdict, risk_verdicts[RISK_PREDICTS]))
        return "The model in force does not predict.";
    if (card->horizon_days != h->days || card->is_renewal != h->is_renewal ||
        card->is_recorded != h->is_recorded)
        return arena_printf(j->arena, "The model in force foretells something else: who %s.",
                            horizon_words(&(struct horizon){card->horizon_days, card->is_renewal,
                                                            card->is_recorded},
                                          j->arena));
    return NULL;
}

static void take_told(struct lab_judging *j, const struct risk_model *m)
{
    struct idmap *told = idmap_new();
    double *risk = ARENA_ARRAY(j->arena, j->n, double);

    for (size_t i = 0; i < m->n_told; i++)
        idmap_put(told, m->told[i].account * DAYS_SPAN + m->told[i].day, (int64_t)i);
    for (size_t i = 0; i < j->n; i++) {
        const struct lab_row *row = &j->rows->rows.items[i];
        int64_t at = idmap_get(told, row->account * DAYS_SPAN + row->day);
        risk[i] = at == MAP_NONE ? NAN : (double)m->told[at].p;
    }
    idmap_free(told);
    j->risk[j->n_scores] = risk;
    j->id[j->n_scores] = "model";
    j->short_label[j->n_scores] = "the model";
    j->label_of[j->n_scores++] = "The model";
}

static int add_model(struct db *db, struct lab_judging *j, struct lab *ret, struct err *err)
{
    struct feature *features;
    struct risk_model m;
    struct conn *c;
    size_t n;
    int rc = db_read_begin(db, &c, err);

    if (rc < 0)
        return rc;
    features_make(&j->rows->past.cards, &j->rows->past.ask.horizon, j->arena, &features, &n);
    rc = risk_model_get(c, 0, features, n, j->arena, &m, err);
    db_read_end(c);
    if (rc == ERR_NOT_FOUND) {
        ret->model_note = "There is no model yet.";
        return 0;
    }
    if (rc < 0)
        return rc;
    ret->model_note = model_note(j, &m);
    if (!ret->model_note)
        take_told(j, &m);
    return 0;
}

static int judge(struct db *db, struct lab_judging *j, struct lab *ret, struct err *err)
{
    int rc = add_both(j, err);

    if (rc >= 0)
        rc = add_model(db, j, ret, err);
    ret->scores = ARENA_ARRAY(j->arena, j->n_scores, struct lab_score);
    for (size_t k = 0; rc >= 0 && k < j->n_scores; k++) {
        rc = lab_judge_score(j, k, &ret->scores[ret->n_scores++], err);
        if (rc >= 0)
            rc = lab_show(j, AFTER_ROWS + 0.2 * (double)(k + 1) / (double)j->n_scores, err);
    }
    if (rc >= 0)
        rc = lab_judge_pairs(j, ret, err);
    if (rc >= 0)
        rc = lab_show(j, 0.85, err);
    if (rc >= 0)
        rc = lab_judge_effects(j, ret, err);
    return rc < 0 ? rc : lab_list_accounts(db, j, ret, err);
}

static void describe(const struct lab_ask *ask, const struct lab_rows *rows, struct lab *ret)
{
    const struct past *past = &rows->past;
    double n = (double)rows->rows.n;

    *ret = (struct lab){.from = past->n ? past->days[0] : DAY_NONE,
                        .to = past->n ? past->days[past->n - 1] : DAY_NONE,
                        .known_until = past->known_until,
                        .horizon_days = past->ask.horizon.days,
                        .is_renewal = past->ask.horizon.is_renewal,
                        .is_recorded = past->ask.horizon.is_recorded,
                        .is_due_only = past->ask.is_due_only,
                        .filter = ask->filter,
                        .months = (int64_t)past->n,
                        .rows = (int64_t)rows->rows.n,
                        .accounts = (int64_t)rows->clusters,
                        .left_rows = (int64_t)rows->left,
                        .left_accounts = (int64_t)rows->left_accounts,
                        .base_pct = n > 0 ? PER_CENT * (double)rows->left / n : NAN,
                        .drawn_pct = PER_CENT * rows->share,
                        .undated = rows->undated,
                        .n_undated = rows->n_undated};
    lab_define(ret);
}

int lab_run(struct db *db, const struct lab_ask *ask, int32_t today,
            const struct history_progress *progress, struct arena *arena, struct lab *ret,
            struct err *err)
{
    const struct lab_read read = {
        .today = today, .rows_max = LAB_ROWS_MAX, .progress = progress, .share_to = AFTER_ROWS};
    struct lab_rows *rows = ARENA_NEW(arena, struct lab_rows);
    int rc = lab_rows_read(db, ask, &read, arena, rows, err);
    struct lab_judging j = {.rows = rows, .arena = arena, .n = rows->rows.n, .progress = progress};

    if (rc >= 0) {
        describe(ask, rows, ret);
        j.label = lab_labels(rows, arena);
        j.day = lab_days(rows, arena);
        j.cluster = lab_clusters(rows, arena);
        take_cards(&j);
        if (rows->left_accounts >= LAB_LEFT_MIN && rows->left < rows->rows.n)
            rc = judge(db, &j, ret, err);
        lab_say(&j, ret);
    }
    lab_rows_done(rows);
    return rc;
}
