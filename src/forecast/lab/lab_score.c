/* One score, held against who left: AUC, bands, gains, calibration. */
#include "base/str.h"
#include "forecast/lab/lab_judge.h"
#include "forecast/lab/lab_pick.h"
#include "stats/alarm.h"
#include "stats/logistic.h"

#include <math.h>

#define PER_CENT 100.0
#define CENTS    100.0
#define RIDGE    1.0

static const double looked_at[] = {0.05, 0.1, 0.2, 0.3, 0.5};

int lab_show(struct lab_judging *j, double done, struct err *err)
{
    j->done = done;
    if (!j->progress || j->progress->show(j->progress->ctx, (int)(PER_CENT * done)))
        return 0;
    return err_set(err, ERR_CONFLICT, NULL, "stopped");
}

/* The rows of a fold, or those of the others. */
struct part {
    size_t n;
    uint32_t *rows;
    const double **columns;
    bool *label;
};

static bool has_any(const double *const *columns, size_t p, size_t row)
{
    for (size_t c = 0; c < p; c++)
        if (!isnan(columns[c][row]))
            return true;
    return false;
}

static struct part part_of(const struct lab_judging *j, const double *const *columns, size_t p,
                           size_t fold, bool is_held, struct arena *arena)
{
    struct part part = {.rows = ARENA_ARRAY(arena, j->n, uint32_t),
                        .columns = ARENA_ARRAY(arena, p, const double *),
                        .label = ARENA_ARRAY(arena, j->n, bool)};

    for (size_t i = 0; i < j->n; i++)
        if ((j->cluster[i] % LAB_FOLDS == fold) == is_held && has_any(columns, p, i)) {
            part.label[part.n] = j->label[i];
            part.rows[part.n++] = (uint32_t)i;
        }
    for (size_t c = 0; c < p; c++) {
        double *values = ARENA_ARRAY(arena, part.n, double);
        for (size_t i = 0; i < part.n; i++)
            values[i] = columns[c][part.rows[i]];
        part.columns[c] = values;
    }
    return part;
}

static int tell_fold(const struct lab_judging *j, const double *const *columns, size_t p,
                     size_t fold, double *ret, struct err *err)
{
    AUTO_STRUCT(arena) *arena = arena_new();
    struct part others = part_of(j, columns, p, fold, false, arena);
    struct part held = part_of(j, columns, p, fold, true, arena);
    const struct labelled d = {others.n, p, others.columns, others.label, NULL};
    double *told = ARENA_ARRAY(arena, held.n, double);
    struct logistic m;
    size_t yes = 0;

    for (size_t i = 0; i < others.n; i++)
        yes += others.label[i];
    if (yes == 0 || yes == others.n)
        return 0;
    int rc = logistic_fit(&d, RIDGE, arena, &m, err);
    if (rc < 0)
        return rc;
    logistic_predict(&m, held.columns, held.n, told);
    for (size_t i = 0; i < held.n; i++)
        ret[held.rows[i]] = told[i];
    return 0;
}

int lab_told_by_others(const struct lab_judging *j, const double *const *columns, size_t p,
                       double *ret, struct err *err)
{
    int rc = 0;

    for (size_t i = 0; i < j->n; i++)
        ret[i] = NAN;
    for (size_t fold = 0; rc >= 0 && fold < LAB_FOLDS; fold++)
        rc = tell_fold(j, columns, p, fold, ret, err);
    return rc;
}

/* How many accounts have rows in each band. */
static void count_accounts(const struct lab_judging *j, size_t k, int64_t *ret)
{
    uint8_t *seen = mem_zalloc(j->rows->clusters + 1);

    for (size_t i = 0; i < j->n; i++) {
        int band = j->rows->rows.items[i].band[k];
        if (band < 0 || seen[j->cluster[i]] & (1u << band))
            continue;
        seen[j->cluster[i]] |= (uint8_t)(1u << band);
        ret[band]++;
    }
    mem_free(seen);
}

static void make_bands(const struct lab_judging *j, size_t k, struct lab_score *ret)
{
    const struct card *card = j->rows->cards[k].shown;
    int *band = ARENA_ARRAY(j->arena, j->n, int);
    double *arr = ARENA_ARRAY(j->arena, j->n, double);
    struct alarm alarms[CARD_BANDS];
    int64_t accounts[CARD_BANDS] = {0};

    for (size_t i = 0; i < j->n; i++) {
        band[i] = j->rows->rows.items[i].band[k];
        arr[i] = j->rows->rows.items[i].arr;
    }
    alarm_by_band(band, j->label, arr, j->n, CARD_BANDS, Z_95, alarms);
    count_accounts(j, k, accounts);
    ret->bands = ARENA_ARRAY(j->arena, CARD_BANDS, struct lab_band);
    ret->n_bands = card->n_bands < CARD_BANDS ? card->n_bands : CARD_BANDS;
    for (size_t b = 0; b < ret->n_bands; b++) {
        const struct alarm *a = &alarms[b];
        struct interval range =
            interval_wilson(isnan(a->precision) ? 0 : llround(a->precision * (double)accounts[b]),
                            accounts[b], Z_95);
        ret->bands[b] = (struct lab_band){.band = card->bands[b].id,
                                          .label = card->bands[b].label,
                                          .rows = (int64_t)a->n,
                                          .accounts = accounts[b],
                                          .left = (int64_t)a->yes,
                                          .left_pct = PER_CENT * a->precision,
                                          .low_pct = PER_CENT * range.low,
                                          .high_pct = PER_CENT * range.high,
                                          .recall_pct = PER_CENT * a->recall,
                                          .lift = a->lift,
                                          .arr_cents = llround(CENTS * a->amount),
                                          .left_arr_cents = llround(CENTS * a->amount_yes),
                                          .arr_recall_pct = PER_CENT * a->amount_recall};
    }
}

static void make_gains(const struct lab_judging *j, size_t k, struct lab_score *ret)
{
    struct gain gains[ARRAY_LEN(looked_at)];

    gain_curve(j->risk[k], j->label, j->n, looked_at, ARRAY_LEN(looked_at), gains);
    ret->gains = ARENA_ARRAY(j->arena, ARRAY_LEN(looked_at), struct lab_gain);
    ret->n_gains = ARRAY_LEN(looked_at);
    for (size_t g = 0; g < ret->n_gains; g++)
        ret->gains[g] =
            (struct lab_gain){PER_CENT * looked_at[g], PER_CENT * gains[g].found, gains[g].lift};
}

static int make_bins(const struct lab_judging *j, size_t k, struct lab_score *ret, struct err *err)
{
    AUTO_STRUCT(arena) *work = arena_new();
    const double *column = j->risk[k];
    double *told = ARENA_ARRAY(work, j->n, double);
    bool *label = ARENA_ARRAY(work, j->n, bool);
    uint32_t *cluster = ARENA_ARRAY(work, j->n, uint32_t);
    bool is_told = str_eq(j->id[k], "both") || str_eq(j->id[k], "model");
    size_t n = 0;
    int rc = is_told ? 0 : lab_told_by_others(j, &column, 1, told, err);

    for (size_t i = 0; i < j->n; i++) {
        double p = is_told ? column[i] : told[i];
        if (isnan(p))
            continue;
        label[n] = j->label[i];
        cluster[n] = j->cluster[i];
        told[n++] = p;
    }
    if (rc >= 0)
        told_bins_make(&(struct bins_ask){told, label, cluster, n}, j->arena, &ret->bins,
                       &ret->n_bins);
    return rc;
}

/* How many accounts that left have the score. */
static size_t left_accounts(const struct lab_judging *j, size_t k)
{
    bool *is_one = mem_zalloc(j->rows->clusters + 1);
    size_t n = 0;

    for (size_t i = 0; i < j->n; i++)
        if (j->label[i] && !isnan(j->risk[k][i]) && !is_one[j->cluster[i]]) {
            is_one[j->cluster[i]] = true;
            n++;
        }
    mem_free(is_one);
    return n;
}

static const char *verdict_of(const struct lab_score *s)
{
    if (s->left_accounts < LAB_LEFT_FEW || isnan(s->auc) || isnan(s->auc_low))
        return lab_verdicts[LAB_TOO_FEW];
    return lab_verdicts[s->auc_low > 0.5    ? LAB_USEFUL
                        : s->auc_high < 0.5 ? LAB_REVERSED
                                            : LAB_CHANCE];
}

int lab_judge_score(struct lab_judging *j, size_t k, struct lab_score *ret, struct err *err)
{
    const struct auc_ask ask = lab_auc_ask(j, k);
    struct bootstrap auc;
    int rc = auc_by_account(&ask, &auc, err);

    if (rc < 0)
        return rc;
    *ret = (struct lab_score){.id = j->id[k],
                              .label = j->label_of[k],
                              .version = I64_NONE,
                              .auc = auc.value,
                              .auc_low = auc.range.low,
                              .auc_high = auc.range.high};
    for (size_t i = 0; i < j->n; i++) {
        bool is_known = !isnan(j->risk[k][i]);
        ret->rows += is_known;
        ret->left += is_known && j->label[i];
        ret->missing += !is_known;
    }
    ret->left_accounts = (int64_t)left_accounts(j, k);
    ret->verdict = verdict_of(ret);
    if (k < j->rows->n_cards) {
        const struct lab_card *card = &j->rows->cards[k];
        ret->kind = card_kinds[card->kind];
        ret->version = card->version;
        make_bands(j, k, ret);
        lab_card_undated(&j->rows->past.cards, card, j->arena, &ret->undated, &ret->n_undated);
    }
    make_gains(j, k, ret);
    return make_bins(j, k, ret, err);
}
