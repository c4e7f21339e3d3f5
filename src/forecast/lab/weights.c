#include "forecast/lab/weights.h"

#include "base/str.h"
#include "forecast/lab/weights_fit.h"

#include <math.h>
#include <stdlib.h>

#define PER_CENT   100.0
#define AFTER_ROWS 0.5

const char *const weight_levels[] = {"groups", "measures", NULL};

/* How strongly the fit is pulled towards the present weights; each is tried. */
static const double pulls[] = {3, 1, 0.3, 0.1};

const struct field weights_ask_fields[] = {
    FIELD_STR(struct weights_ask, card, .required = true, .min = 1,
              .help = "KEY, KEY@VERSION or KEY@draft"),
    FIELD_ENUM(struct weights_ask, level, weight_levels,
               .help = "groups if left out: measures inside them keep their weights"),
    FIELD_DAY(struct weights_ask, from, .help = "Month-ends from here …; 36 of them if left out"),
    FIELD_DAY(struct weights_ask, to, .help = "… to here; the last whose horizon has passed"),
    FIELD_I64(struct weights_ask, horizon_days, .min = HORIZON_DAYS_MIN, .max = HORIZON_DAYS_MAX,
              .unit = "days", .help = "Who leaves within so many days; 90 if left out"),
    FIELD_BOOL(struct weights_ask, is_renewal, .help = "As for POST /api/v1/lab"),
    FIELD_BOOL(struct weights_ask, is_recorded, .help = "As for POST /api/v1/lab"),
    FIELD_BOOL(struct weights_ask, is_due_only, .help = "As for POST /api/v1/lab"),
    FIELD_STR(struct weights_ask, filter, .max = FILTER_TEXT_MAX,
              .help = "Only customers for which this held on the day"),
    FIELD_END,
};
static const struct field weight_change_fields[] = {
    FIELD_STR(struct weight_change, path, .required = true),
    FIELD_STR(struct weight_change, label, .required = true),
    FIELD_F64(struct weight_change, from_pct, .required = true, .unit = "%"),
    FIELD_F64(struct weight_change, to_pct, .required = true, .unit = "%"),
    FIELD_END,
};
const struct field weights_fields[] = {
    FIELD_STR(struct weights, key, .required = true),
    FIELD_ENUM(struct weights, level, weight_levels, .required = true),
    FIELD_I64(struct weights, version, .required = true),
    FIELD_I64(struct weights, rows, .required = true),
    FIELD_I64(struct weights, accounts, .required = true),
    FIELD_I64(struct weights, left_rows, .required = true),
    FIELD_I64(struct weights, left_accounts, .required = true),
    FIELD_F64(struct weights, auc_now, .help = "With the weights there are"),
    FIELD_F64(struct weights, auc_then,
              .help = "With suggested weights, each account under those fitted on the others"),
    FIELD_F64(struct weights, gain),
    FIELD_F64(struct weights, gain_low, .help = "Interval of 95 %, accounts drawn anew"),
    FIELD_F64(struct weights, gain_high),
    FIELD_F64(struct weights, p),
    FIELD_BOOL(struct weights, is_better, .required = true),
    FIELD_STR(struct weights, words, .required = true, .max = 1000),
    FIELD_LIST(struct weights, changes, weight_change, .required = true,
               .help = "The largest change first"),
    FIELD_I64(struct weights, moved_rows, .required = true,
              .help = "Of the rows, how many would be in another band"),
    DEFINITIONS_FIELD(struct weights),
    FIELD_OBJ(struct weights, card, card,
              .help = "With the suggested weights; null: too few left to suggest any"),
    FIELD_END,
};

static struct definition definitions[] = {
    {"Suggested weights", "From 0 on and 100 % in all, so that the score ranks best who left, and "
                          "pulled towards the present ones. None is below 1 %: to take a measure "
                          "away is for people to decide."},
    {"Gain", "The AUC under suggested weights less that under the present ones, on customers that "
             "the weights were not fitted on: five times, a fifth of them is left out and then "
             "told. The interval of 95 % draws customers anew."},
    {"Not better", "The interval of the gain reaches 0: what was found in the past is no more than "
                   "chance, and is not to be expected of the future."},
};

/* The card whose weights are looked for: the version, or the default of the chain in force. */
static const struct card *card_of(const struct lab_rows *rows)
{
    return rows->cards[0].shown;
}

static int show(const struct weights_data *d, double done, struct err *err)
{
    if (!d->progress || d->progress->show(d->progress->ctx, (int)(PER_CENT * done)))
        return 0;
    return err_set(err, ERR_CONFLICT, NULL, "stopped");
}

/* The score of each row under weights that were fitted without its account. */
static int score_unseen(const struct weights_data *d, double pull, double *ret, struct err *err)
{
    struct card_math math = d->card->math;
    double *score = mem_alloc(mem_product(d->n + 1, sizeof(*score)));
    int rc = 0;

    for (uint32_t fold = 0; rc >= 0 && fold < LAB_FOLDS; fold++) {
        rc = weights_fit(d, pull, fold, &math, err);
        if (rc < 0)
            break;
        weights_score(d, &math, score);
        for (size_t i = 0; i < d->n; i++)
            if (d->cluster[i] % LAB_FOLDS == fold)
                ret[i] = -score[i];
    }
    mem_free(score);
    return rc;
}

static struct auc_ask auc_ask_of(const struct weights_data *d, const double *risk)
{
    return (struct auc_ask){.score = risk,
                            .label = d->label,
                            .day = d->day,
                            .cluster = d->cluster,
                            .n = d->n,
                            .clusters = d->clusters,
                            .seed = 1};
}

/* Tries each pull; keeps the risk told by the one that ranked best. */
static int choose_pull(const struct weights_data *d, struct arena *arena, double *ret_pull,
                       double **ret_risk, struct err *err)
{
    double best = -1;
    int rc = 0;

    for (size_t k = 0; rc >= 0 && k < ARRAY_LEN(pulls); k++) {
        double *risk = ARENA_ARRAY(arena, d->n, double);
        rc = score_unseen(d, pulls[k], risk, err);
        if (rc < 0)
            return rc;
        double auc = roc_auc(risk, d->label, d->n, Z_95).value;
        if (auc > best) {
            best = auc;
            *ret_pull = pulls[k];
            *ret_risk = risk;
        }
        rc = show(d, AFTER_ROWS + 0.1 * (double)(k + 1), err);
    }
    return rc;
}

static int compare(const struct weights_data *d, double *risk, struct arena *arena,
                   struct weights *ret, struct err *err)
{
    double *now = ARENA_ARRAY(arena, d->n, double);
    struct bootstrap gain, of_now;

    weights_score(d, &d->card->math, now);
    /* Other weights may leave others without a score: compared are those who have both. */
    for (size_t i = 0; i < d->n; i++) {
        now[i] = isnan(risk[i]) ? NAN : -now[i];
        risk[i] = isnan(now[i]) ? NAN : risk[i];
    }
    const struct auc_ask ask = auc_ask_of(d, risk), ask_now = auc_ask_of(d, now);
    int rc = auc_difference_by_account(&ask, now, &gain, err);
    if (rc >= 0)
        rc = auc_by_account(&ask_now, &of_now, err);
    if (rc < 0)
        return rc;
    ret->auc_now = of_now.value;
    ret->auc_then = of_now.value + gain.value;
    ret->gain = gain.value;
    ret->gain_low = gain.range.low;
    ret->gain_high = gain.range.high;
    ret->p = gain.std_error > 0 ? erfc(fabs(gain.value / gain.std_error) / sqrt(2)) : NAN;
    ret->is_better = gain.range.low > 0;
    return 0;
}

static int by_change(const void *a, const void *b)
{
    const struct weight_change *x = a, *y = b;
    double p = fabs(x->to_pct - x->from_pct), q = fabs(y->to_pct - y->from_pct);

    return (p < q) - (p > q);
}

static void list_changes(const struct card *from, const struct card *to, enum weight_level level,
                         struct arena *arena, struct weights *ret)
{
    ret->changes = ARENA_ARRAY(arena, CARD_GROUPS_MAX + CARD_MEASURES_MAX, struct weight_change);
    for (size_t g = 0; g < from->n_groups; g++) {
        const struct card_group *a = &from->groups[g], *b = &to->groups[g];
        ret->changes[ret->n_changes++] =
            (struct weight_change){a->id, a->label, a->weight_pct, b->weight_pct};
        for (size_t m = 0; level == LEVEL_MEASURES && m < a->n_measures; m++)
            ret->changes[ret->n_changes++] = (struct weight_change){
                arena_printf(arena, "%s / %s", a->id, a->measures[m].id), a->measures[m].label,
                a->measures[m].weight_pct, b->measures[m].weight_pct};
    }
    if (ret->n_changes > 1)
        qsort(ret->changes, ret->n_changes, sizeof(*ret->changes), by_change);
}

static void say(struct arena *arena, struct weights *ret)
{
    if (!ret->card)
        ret->words =
            arena_printf(arena,
                         "Too few have left to suggest weights: %lld of %lld customers; it "
                         "takes %d.",
                         (long long)ret->left_accounts, (long long)ret->accounts, LAB_LEFT_FEW);
    else if (ret->is_better)
        ret->words =
            arena_printf(arena,
                         "Other weights would have told better who leaves: on customers "
                         "they were not fitted on, AUC %.3f where the present ones have "
                         "%.3f, a gain of %.3f (%.3f to %.3f).",
                         ret->auc_then, ret->auc_now, ret->gain, ret->gain_low, ret->gain_high);
    else
        ret->words =
            arena_printf(arena,
                         "Not better than what you have: on customers they were not fitted "
                         "on, the best weights have an AUC of %.3f and the present ones "
                         "%.3f; the difference of %+.3f (%+.3f to %+.3f) is no more than "
                         "chance.",
                         ret->auc_then, ret->auc_now, ret->gain, ret->gain_low, ret->gain_high);
}

static int suggest(struct weights_data *d, struct arena *arena, struct weights *ret,
                   struct err *err)
{
    double pull = pulls[0], *risk = NULL;
    struct card_math math = d->card->math;
    int rc = choose_pull(d, arena, &pull, &risk, err);

    if (rc >= 0)
        rc = compare(d, risk, arena, ret, err);
    if (rc >= 0)
        rc = weights_fit(d, pull, WEIGHTS_ALL, &math, err);
    if (rc < 0)
        return rc;
    ret->card = weights_card(d->card, &math, arena);
    ret->moved_rows = weights_moved(d, &math);
    list_changes(d->card, ret->card, d->level, arena, ret);
    return 0;
}

struct lab_ask weights_rows(const struct weights_ask *ask)
{
    return (struct lab_ask){.cards = (const char **)&ask->card,
                            .n_cards = 1,
                            .from = ask->from,
                            .to = ask->to,
                            .horizon_days = ask->horizon_days,
                            .is_renewal = ask->is_renewal,
                            .is_recorded = ask->is_recorded,
                            .is_due_only = ask->is_due_only,
                            .filter = ask->filter};
}

int weights_run(struct db *db, const struct weights_ask *ask, int32_t today,
                const struct history_progress *progress, struct arena *arena, struct weights *ret,
                struct err *err)
{
    struct lab_rows *rows = ARENA_NEW(arena, struct lab_rows);
    struct weights_data d = {.rows = rows, .progress = progress};
    const struct lab_ask of_rows = weights_rows(ask);
    const struct lab_read read = {.today = today,
                                  .rows_max = WEIGHTS_ROWS_MAX,
                                  .progress = progress,
                                  .share_to = AFTER_ROWS,
                                  .fn = weights_take,
                                  .ctx = &d};
    int rc = lab_rows_read(db, &of_rows, &read, arena, rows, err);

    if (rc >= 0) {
        d.level =
            ask->level ? (enum weight_level)str_index(weight_levels, ask->level) : LEVEL_GROUPS;
        weights_data_open(&d, card_of(rows), arena);
        *ret = (struct weights){.key = d.card->key,
                                .level = weight_levels[d.level],
                                .version = d.card->version,
                                .definitions = definitions,
                                .n_definitions = ARRAY_LEN(definitions),
                                .rows = (int64_t)rows->rows.n,
                                .accounts = (int64_t)rows->clusters,
                                .left_rows = (int64_t)rows->left,
                                .left_accounts = (int64_t)rows->left_accounts,
                                .auc_now = NAN,
                                .auc_then = NAN,
                                .gain = NAN,
                                .gain_low = NAN,
                                .gain_high = NAN,
                                .p = NAN};
        if (rows->left_accounts >= LAB_LEFT_FEW)
            rc = suggest(&d, arena, ret, err);
        say(arena, ret);
    }
    weights_data_done(&d);
    lab_rows_done(rows);
    return rc;
}
