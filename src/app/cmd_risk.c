/* cmd_risk.c: ripen risk: who is likely to leave, and why; models of it. */
#include "app/commands.h"
#include "app/print.h"
#include "app/progress.h"
#include "app/workspace.h"
#include "base/day.h"
#include "base/str.h"
#include "forecast/risk/account_risk.h"
#include "forecast/risk/judge.h"
#include "forecast/risk/train_job.h"

#include <inttypes.h>
#include <math.h>

struct risk_options {
    struct data_options common;
    const char *filter, *sort;
    int64_t limit, horizon_days;
    bool risks, renewal, recorded;
};
static const struct field risk_options_fields[] = {
    DATA_OPTIONS(struct data_options),
    FIELD_STR(struct risk_options, filter, .max = FILTER_TEXT_MAX,
              .help = "list: only these customers: 'renewal_days < 120'"),
    FIELD_ENUM(struct risk_options, sort, risk_sorts, .help = "list: default -risk"),
    FIELD_BOOL(struct risk_options, risks, .help = "list: only those called a risk"),
    FIELD_I64(struct risk_options, limit, .min = 1, .help = "list: how many at most; default 50"),
    FIELD_I64(struct risk_options, horizon_days, .min = HORIZON_DAYS_MIN, .max = HORIZON_DAYS_MAX,
              .help = "train: who leaves within so many days; default 90"),
    FIELD_BOOL(struct risk_options, renewal,
               .help = "train: who leaves at the end of the running term"),
    FIELD_BOOL(struct risk_options, recorded,
               .help = "train: churn records count, although the customer goes on paying"),
    FIELD_END,
};

static const struct risk_options *options_of(const struct command_call *call)
{
    return call->options;
}

static bool prints_json(const struct command_call *call)
{
    return str_eq(options_of(call)->common.format, "json");
}

static int print_json(const struct command_call *call, const struct field *fields, const void *row)
{
    AUTO_BUF text = {0};

    fields_write(fields, row, &text);
    fprintf(call->out, "%s\n", buf_text(&text));
    return 0;
}

#define COLUMNS \
    "key name owner p_pct low_pct high_pct is_risk arr_cents renewal notice points reason"

static void print_totals(FILE *out, const struct risk_list *list)
{
    const struct risk_totals *t = list->totals;
    char day[16];

    fprintf(out, "\n%s\n", list->words);
    if (list->day == DAY_NONE)
        return;
    fprintf(out,
            "As of %s, of %" PRId64 " customers %.1f are to leave (%.0f to %.0f), with ARR of "
            "%.0f; %" PRId64 " are called risks.\n",
            day_format(list->day, day), t->accounts, t->expected, t->expected_low, t->expected_high,
            (double)t->at_risk_cents / 100, t->risks);
}

static int list(struct command_call *call, const struct portfolio_source *source)
{
    static const struct shape shape = SHAPE(risk_row);
    const struct risk_options *o = options_of(call);
    bool is_csv = str_eq(o->common.format, "csv");
    const struct risk_query query = {.filter = o->filter,
                                     .sort = o->sort,
                                     .is_risk = o->risks,
                                     .limit = o->limit != I64_NONE ? o->limit
                                              : is_csv             ? INT64_MAX
                                                                   : 50,
                                     .is_brief = is_csv};
    struct risk_list risks;
    int rc = risk_list_read(source, &query, &risks, &call->err);

    if (rc < 0)
        return rc;
    if (prints_json(call))
        return print_json(call, risk_list_fields, &risks);
    print_rows(call->out, o->common.format, &shape, is_csv ? RISK_CSV_COLUMNS : COLUMNS, risks.rows,
               risks.n_rows);
    if (!is_csv)
        print_totals(call->out, &risks);
    return 0;
}

static void print_account(FILE *out, const struct account_risk *a)
{
    char day[16];

    if (a->day == DAY_NONE) {
        fprintf(out, "%s\n", a->words);
        return;
    }
    fprintf(out, "%s (%s), as of %s\n", a->name, a->key, day_format(a->day, day));
    if (isnan(a->p_pct))
        fputs("no customer on this day\n", out);
    else
        fprintf(out, "%.1f %% within %" PRId64 " days (%.1f to %.1f)%s\n", a->p_pct,
                a->horizon_days, a->low_pct, a->high_pct, a->is_risk ? ": a risk" : "");
    if (a->range_words)
        fprintf(out, "%s\n", a->range_words);
    for (size_t k = 0; k < a->n_reasons; k++)
        fprintf(out, "%+6.1f points  %s\n", a->reasons[k].points, a->reasons[k].words);
    if (a->similar)
        fprintf(out, "%s\n", a->similar->words);
    for (size_t k = 0; a->similar && k < a->similar->n_items; k++)
        fprintf(out, "  %s, %s: %s\n", a->similar->items[k].name,
                day_format(a->similar->items[k].day, day),
                a->similar->items[k].has_left ? "left" : "stayed");
    if (a->renewal != DAY_NONE)
        fprintf(out, "term ends %s\n", day_format(a->renewal, day));
    if (a->notice != DAY_NONE)
        fprintf(out, "notice until %s\n", day_format(a->notice, day));
}

static int show(struct command_call *call, const struct portfolio_source *source)
{
    struct account_risk risk;
    static const struct shape reasons = SHAPE(risk_reason);

    if (call->n_words < 2)
        return err_set(&call->err, ERR_INVALID, NULL, "show needs the key of an account");
    int rc = account_risk_read(source, call->words[1], &risk, &call->err);
    if (rc < 0)
        return rc;
    if (prints_json(call))
        return print_json(call, account_risk_fields, &risk);
    if (str_eq(options_of(call)->common.format, "csv"))
        print_rows(call->out, "csv", &reasons, NULL, risk.reasons, risk.n_reasons);
    else
        print_account(call->out, &risk);
    return 0;
}

static void print_models(FILE *out, const struct model_card *cards, size_t n)
{
    char day[16];

    for (size_t k = 0; k < n; k++)
        fprintf(out,
                "%4" PRId64 "  %s  %-10s  %-34s  %" PRId64 " rows, %" PRId64
                " left, AUC %.3f (%.3f to %.3f)%s\n",
                cards[k].id, day_format(cards[k].day, day), cards[k].verdict, cards[k].label,
                cards[k].rows, cards[k].left_accounts, cards[k].auc, cards[k].auc_low,
                cards[k].auc_high, cards[k].is_in_force ? "  in force" : "");
}

static void print_judged(FILE *out, const struct judgement *judged, size_t n)
{
    char day[16];

    if (n)
        fputs("what was foretold, and what happened:\n", out);
    for (size_t k = 0; k < n; k++)
        fprintf(out,
                "%s  model %" PRId64 ": %.1f of %" PRId64 " were to leave, %" PRId64
                " did; AUC %.3f (%.3f to %.3f)\n",
                day_format(judged[k].day, day), judged[k].model_id, judged[k].expected,
                judged[k].accounts, judged[k].left, judged[k].auc, judged[k].auc_low,
                judged[k].auc_high);
}

static int models(struct command_call *call, const struct portfolio_source *source)
{
    static const struct shape shape = SHAPE(model_card);
    const char *format = options_of(call)->common.format;
    struct model_card *cards;
    struct judgement *judged;
    size_t n, n_judged;
    int rc = model_cards(source->conn, call->arena, &cards, &n, &call->err);

    if (rc >= 0)
        rc = judgements_read(source->conn, call->arena, &judged, &n_judged, &call->err);
    if (rc < 0)
        return rc;
    if (str_eq(format, "csv") || prints_json(call)) {
        print_rows(call->out, format, &shape,
                   "id day verdict label horizon_days rows left_accounts auc auc_low auc_high "
                   "is_in_force",
                   cards, n);
        return 0;
    }
    print_models(call->out, cards, n);
    print_judged(call->out, judged, n_judged);
    return 0;
}

static void print_card(FILE *out, const struct model_card *card)
{
    fprintf(out, "%s\n", card->words);
    fprintf(out, "%-36s %6s %14s %9s\n", "on months held back", "AUC", "", "log loss");
    for (size_t k = 0; k < card->n_candidates; k++) {
        const struct candidate *c = &card->candidates[k];
        fprintf(out, "%-36s %6.3f (%.3f to %.3f) %7.4f%s\n", c->label, c->auc, c->auc_low,
                c->auc_high, c->log_loss, c->is_kept ? "  used" : "");
    }
    for (size_t k = 0; k < card->n_left_out; k++)
        fprintf(out, "left out: %s. %s\n", card->left_out[k].label, card->left_out[k].reason);
    for (size_t k = 0; k < card->n_caveats; k++)
        fprintf(out, "mind: %s\n", card->caveats[k]);
}

static bool draw(void *ctx, int pct)
{
    progress_show(ctx, pct);
    return true;
}

static int train(struct command_call *call, struct db *db)
{
    const struct risk_options *o = options_of(call);
    struct progress bar;
    const struct history_progress progress = {draw, &bar};
    const struct train_ask ask = {
        .horizon = {.days = o->horizon_days == I64_NONE ? HORIZON_DAYS_DEFAULT : o->horizon_days,
                    .is_renewal = o->renewal,
                    .is_recorded = o->recorded},
        .today = clock_today(),
        .requested_by = "command line",
        .progress = &progress};
    struct model_card card;

    progress_start(&bar, "training");
    int rc = risk_train(db, &ask, call->arena, &card, &call->err);
    progress_end(&bar);
    if (rc < 0)
        return rc;
    if (prints_json(call))
        return print_json(call, model_card_fields, &card);
    print_card(call->out, &card);
    return 0;
}

static int train_here(struct command_call *call)
{
    struct workspace w;
    int rc = workspace_open(options_of(call)->common.data, WORKSPACE_USE, &w, &call->err);

    if (rc < 0)
        return rc;
    rc = train(call, w.db);
    workspace_close(&w);
    return rc;
}

static int look(struct command_call *call, struct conn *c)
{
    const char *action = call->n_words ? call->words[0] : "list";
    struct snapshots *snapshots = snapshots_new();
    const struct portfolio_source source = {snapshots, c, clock_today(), call->arena};
    int rc;

    if (str_eq(action, "list"))
        rc = list(call, &source);
    else if (str_eq(action, "show"))
        rc = show(call, &source);
    else if (str_eq(action, "models"))
        rc = models(call, &source);
    else
        rc = err_set(&call->err, ERR_INVALID, NULL,
                     "there is no action \"%.40s\"; there are: list, show, models, train", action);
    snapshots_free(snapshots);
    return rc;
}

static int risk_run_command(struct command_call *call)
{
    if (call->n_words && str_eq(call->words[0], "train"))
        return train_here(call);
    return workspace_read(options_of(call)->common.data, call, look);
}

const struct command risk_command = {
    .name = "risk",
    .words = "list | show KEY | models | train",
    .max_words = 2,
    .summary = "Tells who is likely to leave, and why; trains the model behind it",
    .help = "train learns from the past as it was known, tries on later months whether that tells "
            "anything,\nand tells every customer; where nothing does, it says so. list and show "
            "read what was told last.",
    .options = SHAPE(risk_options),
    .run = risk_run_command};
