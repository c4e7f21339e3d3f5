/* cmd_explain.c: ripen explain: one account taken apart. */
#include "app/commands.h"
#include "app/workspace.h"
#include "base/day.h"
#include "base/str.h"
#include "scoring/explain/explain.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

struct explain_options {
    struct data_options common;
    int32_t as_of;
};
static const struct field explain_options_fields[] = {
    DATA_OPTIONS(struct data_options),
    FIELD_DAY(struct explain_options, as_of, .help = "As of this day; default today"),
    FIELD_END,
};

/* As a person would say it; the same rule as formatUnit of the web application. */
static void print_value(FILE *out, double value, const char *unit)
{
    bool is_whole = value == floor(value) && fabs(value) < 1e15;

    if (str_eq(unit, "yes/no"))
        fputs(value != 0 ? "yes" : "no", out);
    else
        fprintf(out, "%.*f", is_whole ? 0 : 1, value);
    if (str_eq(unit, "%"))
        fputs(" %", out);
    else if (str_eq(unit, "days") || str_eq(unit, "hours") || str_eq(unit, "months"))
        fprintf(out, " %.*s", (int)strlen(unit) - (value == 1), unit); /* 1 day, 2 days */
}

static void print_measure(FILE *out, const struct score_measure *m, int decimals)
{
    fprintf(out, "    %-34s", m->label);
    if (isnan(m->score))
        fprintf(out, " %10s", "missing");
    else
        fprintf(out, " %+10.*f", decimals, m->points);
    if (!isnan(m->value)) {
        fputs("   ", out);
        print_value(out, m->value, m->unit);
        fprintf(out, ", scores %.1f, weighs %.1f %%", m->score, m->effective_weight_pct);
    }
    if (m->note)
        fprintf(out, "   (%s)", m->note);
    fputc('\n', out);
}

/* The points of all measures add up to the score that stands in the first line. */
static void print_score(FILE *out, const char *label, const struct score *s)
{
    int decimals = (int)s->decimals;

    if (isnan(s->score))
        fprintf(out, "\n%s: not known (card %s, version %" PRId64 "). %s\n", label, s->card,
                s->version, s->missing_reason ? s->missing_reason : "");
    else
        fprintf(out, "\n%s: %.*f, %s (covers %.0f %% of card %s, version %" PRId64, label, decimals,
                s->score, s->band, s->coverage_pct, s->card, s->version);
    if (!isnan(s->score) && s->freshness_days != I64_NONE)
        fprintf(out, "; oldest input %" PRId64 " days old", s->freshness_days);
    if (!isnan(s->score))
        fputs(")\n", out);
    for (size_t i = 0; i < s->n_groups; i++) {
        const struct score_group *g = &s->groups[i];
        fprintf(out, "  %-36s", g->label);
        if (isnan(g->score))
            fprintf(out, " %10s\n", "missing");
        else
            fprintf(out, " %+10.*f\n", decimals, g->points);
        for (size_t k = 0; k < g->n_measures; k++)
            print_measure(out, &g->measures[k], decimals);
    }
}

static void print_standing(FILE *out, const struct standing *s)
{
    char day[16], renewal[16];

    fprintf(out, "%s (%s), %s on %s\n", s->account->name, s->account->key, s->lifecycle,
            day_format(s->day, day));
    if (s->arr_cents != I64_NONE)
        fprintf(out, "ARR %" PRId64 ".%02d", s->arr_cents / 100, (int)(s->arr_cents % 100));
    if (s->renewal != DAY_NONE)
        fprintf(out, ", renews on %s (%" PRId64 " days)", day_format(s->renewal, renewal),
                s->renewal_days);
    if (s->account->owner)
        fprintf(out, ", owner %s", s->account->owner);
    fputc('\n', out);
    if (s->cell)
        fprintf(out, "\n→ %s\n  %s\n  %s\n", s->cell->label, s->cell->action, s->cell->why);
    if (s->health)
        print_score(out, "Health", s->health);
    if (s->maturity)
        print_score(out, "Maturity", s->maturity);
    if (s->qualification)
        print_score(out, "Qualification", s->qualification);
    if (s->verdict)
        fprintf(out, "\nVerdict: %s. %s%s%s\n", s->verdict, s->verdict_why,
                s->verdict_next ? " " : "", s->verdict_next ? s->verdict_next : "");
}

static int explain(struct command_call *call, struct conn *c)
{
    const struct explain_options *o = call->options;
    struct snapshots *snapshots = snapshots_new();
    const struct explain_request request = {snapshots, c, call->arena, call->words[0]};
    struct standing s;
    int32_t day;
    int rc = workspace_day("--as-of", o->as_of, &day, &call->err);

    if (rc == 0)
        rc = explain_standing(&request, day, &s, &call->err);
    if (rc == 0 && str_eq(o->common.format, "json")) {
        AUTO_BUF text = {0};
        fields_write(standing_fields, &s, &text);
        fprintf(call->out, "%s\n", buf_text(&text));
    } else if (rc == 0) {
        print_standing(call->out, &s);
    }
    snapshots_free(snapshots);
    return rc;
}

static int explain_run(struct command_call *call)
{
    const struct explain_options *o = call->options;

    if (str_eq(o->common.format, "csv"))
        return err_set(&call->err, ERR_INVALID, "format",
                       "an explanation is a text or JSON; rows are what `ripen accounts` prints");
    return workspace_read(o->common.data, call, explain);
}

const struct command explain_command = {
    .name = "explain",
    .words = "KEY",
    .min_words = 1,
    .max_words = 1,
    .summary = "Says why an account's scores are what they are, and what to do",
    .help = "The points of all measures add up to the score.",
    .options = SHAPE(explain_options),
    .run = explain_run};
