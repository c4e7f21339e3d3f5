/* cmd_lab.c: ripen lab: is a score useful at all; which weights would have been better. */
#include "app/commands.h"
#include "app/definition.h"
#include "app/print.h"
#include "app/progress.h"
#include "app/workspace.h"
#include "base/day.h"
#include "base/str.h"
#include "forecast/lab/weights.h"

#include <inttypes.h>
#include <math.h>

struct lab_options {
    struct data_options common;
    const char **cards;
    size_t n_cards;
    int32_t from, to;
    int64_t horizon_days;
    bool renewal, recorded, due_only, definition;
    const char *filter, *level;
};
static const struct field lab_options_fields[] = {
    DATA_OPTIONS(struct data_options),
    FIELD_STRS(struct lab_options, cards, .max = LAB_CARDS_MAX,
               .help = "KEY, KEY@VERSION or KEY@draft, separated by commas; default "
                       "health,maturity"),
    FIELD_DAY(struct lab_options, from, .help = "Month-ends from here …; default 36 of them"),
    FIELD_DAY(struct lab_options, to, .help = "… to here"),
    FIELD_I64(struct lab_options, horizon_days, .min = HORIZON_DAYS_MIN, .max = HORIZON_DAYS_MAX,
              .help = "Who leaves within so many days; default 90"),
    FIELD_BOOL(struct lab_options, renewal, .help = "Who leaves at the end of the running term"),
    FIELD_BOOL(struct lab_options, recorded,
               .help = "Churn records count, although the customer goes on paying"),
    FIELD_BOOL(struct lab_options, due_only,
               .help = "Only customers with a term that ends within the horizon"),
    FIELD_STR(struct lab_options, filter, .max = FILTER_TEXT_MAX,
              .help = "Only customers for which this held on the day"),
    FIELD_ENUM(struct lab_options, level, weight_levels,
               .help = "weights: of groups or of measures; default groups"),
    FIELD_BOOL(struct lab_options, definition,
               .help = "weights: print the card with the suggested weights, for ripen card"),
    FIELD_END,
};

static const struct lab_options *options_of(const struct command_call *call)
{
    return call->options;
}

static int print_json(const struct command_call *call, const struct field *fields, const void *row)
{
    AUTO_BUF text = {0};

    fields_write(fields, row, &text);
    fprintf(call->out, "%s\n", buf_text(&text));
    return 0;
}

static void print_score(FILE *out, const struct lab_score *s)
{
    fprintf(out, "\n%s", s->label);
    if (s->version != I64_NONE)
        fprintf(out, " (version %" PRId64 ")", s->version);
    if (s->rows == 0) {
        fprintf(out, ": not known of anybody\n");
        return;
    }
    fprintf(out,
            ": AUC %.3f (%.3f to %.3f), %" PRId64 " rows, %" PRId64 " left, %" PRId64
            " without it\n",
            s->auc, s->auc_low, s->auc_high, s->rows, s->left, s->missing);
    for (size_t b = 0; b < s->n_bands; b++) {
        const struct lab_band *band = &s->bands[b];
        if (band->rows == 0)
            continue;
        fprintf(out,
                "  %-10s %7" PRId64 " rows  left %5.1f %% (%.1f to %.1f)  finds %5.1f %% of those "
                "that left, %5.1f %% of their ARR  lift %.2f\n",
                band->label, band->rows, band->left_pct, band->low_pct, band->high_pct,
                band->recall_pct, band->arr_recall_pct, band->lift);
    }
}

static void print_accounts(FILE *out, const char *title, const struct lab_account *items, size_t n,
                           int64_t all)
{
    static const struct field fields[] = {
        FIELD_STR(struct lab_account, key),
        FIELD_STR(struct lab_account, name),
        FIELD_DAY(struct lab_account, day),
        FIELD_F64(struct lab_account, score),
        FIELD_STR(struct lab_account, band),
        FIELD_I64(struct lab_account, arr_cents, .unit = "cents"),
        FIELD_END,
    };
    const struct shape shape = {fields, sizeof(struct lab_account), "account"};

    if (n == 0)
        return;
    fprintf(out, "\n%s: %" PRId64 "\n", title, all);
    print_rows(out, "table", &shape, NULL, items, n < 10 ? n : 10);
}

static void print_lab(FILE *out, const struct lab *lab)
{
    char from[16], to[16];

    fprintf(out, "%s\n\n%s\n", lab->headline, lab->words);
    if (lab->months > 0)
        fprintf(out,
                "%" PRId64 " month-ends, %s to %s: %" PRId64 " rows of %" PRId64
                " customers, of which %" PRId64 " left\n",
                lab->months, day_format(lab->from, from), day_format(lab->to, to), lab->rows,
                lab->accounts, lab->left_accounts);
    for (size_t k = 0; k < lab->n_scores; k++)
        print_score(out, &lab->scores[k]);
    for (size_t k = 0; k < lab->n_pairs; k++)
        fprintf(out, "%s%s (p %.3g, adjusted %.3g)\n", k ? "" : "\n", lab->pairs[k].words,
                lab->pairs[k].p, lab->pairs[k].p_adjusted);
    for (size_t k = 0; k < lab->n_effects; k++)
        fprintf(out,
                "%s%s: %g less, and the odds of leaving are %.2f times as high (%.2f to %.2f)\n",
                k ? "" : "\n", lab->effects[k].label, lab->effects[k].step, lab->effects[k].odds,
                lab->effects[k].low, lab->effects[k].high);
    print_accounts(out, "Left from the highest band", lab->left_green, lab->n_left_green,
                   lab->left_green_accounts);
    print_accounts(out, "In the lowest band, and stayed", lab->stayed_red, lab->n_stayed_red,
                   lab->stayed_red_accounts);
    if (lab->model_note)
        fprintf(out, "\n%s\n", lab->model_note);
}

static int judge(struct command_call *call, struct db *db, const struct history_progress *progress)
{
    const struct lab_options *o = options_of(call);
    static const struct shape shape = SHAPE(lab_score);
    const struct lab_ask ask = {.cards = o->cards,
                                .n_cards = o->n_cards,
                                .from = o->from,
                                .to = o->to,
                                .horizon_days = o->horizon_days,
                                .is_renewal = o->renewal,
                                .is_recorded = o->recorded,
                                .is_due_only = o->due_only,
                                .filter = o->filter};
    struct lab *lab = ARENA_NEW(call->arena, struct lab);
    int rc = lab_run(db, &ask, clock_today(), progress, call->arena, lab, &call->err);

    if (rc < 0)
        return rc;
    if (str_eq(o->common.format, "json"))
        return print_json(call, lab_fields, lab);
    if (str_eq(o->common.format, "csv"))
        print_rows(call->out, "csv", &shape,
                   "id label rows left missing auc auc_low auc_high verdict", lab->scores,
                   lab->n_scores);
    else
        print_lab(call->out, lab);
    return 0;
}

static void print_changes(FILE *out, const struct weights *w)
{
    fprintf(out, "%s\n", w->words);
    for (size_t k = 0; k < w->n_changes; k++)
        fprintf(out, "%5.4g %% -> %4.4g %%  %s\n", w->changes[k].from_pct, w->changes[k].to_pct,
                w->changes[k].path);
    if (w->card)
        fprintf(out, "%" PRId64 " of %" PRId64 " account-months would be in another band\n",
                w->moved_rows, w->rows);
}

static int weigh(struct command_call *call, struct db *db, const struct history_progress *progress)
{
    const struct lab_options *o = options_of(call);
    static const struct field fields[] = {FIELD_STR(struct weight_change, path),
                                          FIELD_STR(struct weight_change, label),
                                          FIELD_F64(struct weight_change, from_pct),
                                          FIELD_F64(struct weight_change, to_pct), FIELD_END};
    static const struct shape shape = {fields, sizeof(struct weight_change), "change"};
    const struct weights_ask ask = {.card = o->n_cards ? o->cards[0] : "health",
                                    .level = o->level,
                                    .from = o->from,
                                    .to = o->to,
                                    .horizon_days = o->horizon_days,
                                    .is_renewal = o->renewal,
                                    .is_recorded = o->recorded,
                                    .is_due_only = o->due_only,
                                    .filter = o->filter};
    struct weights *w = ARENA_NEW(call->arena, struct weights);
    int rc = weights_run(db, &ask, clock_today(), progress, call->arena, w, &call->err);

    if (rc < 0)
        return rc;
    if (o->definition && !w->card)
        return err_set(&call->err, ERR_CONFLICT, NULL, "%.200s", w->words);
    if (o->definition)
        return definition_print(call->out, card_fields, w->card, &call->err);
    if (str_eq(o->common.format, "json"))
        return print_json(call, weights_fields, w);
    if (str_eq(o->common.format, "csv"))
        print_rows(call->out, "csv", &shape, NULL, w->changes, w->n_changes);
    else
        print_changes(call->out, w);
    return 0;
}

static bool draw(void *ctx, int pct)
{
    progress_show(ctx, pct);
    return true;
}

static int lab_command_run(struct command_call *call)
{
    const char *action = call->n_words ? call->words[0] : "judge";
    bool is_weights = str_eq(action, "weights");
    struct progress bar;
    const struct history_progress progress = {draw, &bar};
    struct workspace w;

    if (!is_weights && !str_eq(action, "judge"))
        return err_set(&call->err, ERR_INVALID, NULL,
                       "there is no action \"%.40s\"; there are: judge, weights", action);
    int rc = workspace_open(options_of(call)->common.data, WORKSPACE_USE, &w, &call->err);
    if (rc < 0)
        return rc;
    progress_start(&bar, "reading the past");
    rc = is_weights ? weigh(call, w.db, &progress) : judge(call, w.db, &progress);
    progress_end(&bar);
    workspace_close(&w);
    return rc;
}

const struct command lab_command = {
    .name = "lab",
    .words = "judge | weights",
    .max_words = 1,
    .summary = "Tells whether a score is useful, by who left; suggests weights",
    .help =
        "judge holds cards against the past as it was known: how they rank who left, each band, "
        "both together.\nweights tells which weights would have ranked better on customers they "
        "were not fitted on:\n"
        "  ripen lab weights --cards health --level measures --definition > health.json",
    .options = SHAPE(lab_options),
    .run = lab_command_run};
