/* cmd_ledger.c: ripen ledger: every change of band or cell, and why. */
#include "app/commands.h"
#include "app/workspace.h"
#include "base/day.h"
#include "base/str.h"
#include "scoring/ledger/ledger.h"

#include <inttypes.h>
#include <math.h>

struct ledger_options {
    struct data_options common;
    int32_t from, to;
    const char *filter, *matrix, *direction;
    int64_t limit;
};
static const char *const directions[] = {"up", "down", "neither", NULL};
static const struct field ledger_options_fields[] = {
    DATA_OPTIONS(struct data_options),
    FIELD_DAY(struct ledger_options, from, .help = "Changes after this day; default 13 weeks ago"),
    FIELD_DAY(struct ledger_options, to, .help = "Changes up to this day; default today"),
    FIELD_STR(struct ledger_options, filter, .max = FILTER_TEXT_MAX,
              .help = "Only accounts for which this holds today: 'arr >= 10000'"),
    FIELD_ENUM(struct ledger_options, direction, directions, .help = "Only what went this way"),
    FIELD_STR(struct ledger_options, matrix, .max = MATRIX_KEY_MAX, .unit = "KEY",
              .help = "The matrix that cells are of; default what the settings say"),
    FIELD_I64(struct ledger_options, limit, .min = 1, .max = LEDGER_CSV_MAX,
              .help = "How many at most; default 50"),
    FIELD_END,
};

static void print_side(FILE *out, const struct ledger_side *s)
{
    fprintf(out, "%s", s->cell_label ? s->cell_label : s->lifecycle);
    if (!isnan(s->health))
        fprintf(out, ", health %.1f", s->health);
    if (!isnan(s->maturity))
        fprintf(out, ", maturity %.2f", s->maturity);
}

static void print_cause(FILE *out, const struct ledger_cause *c)
{
    fprintf(out, "    ");
    if (isnan(c->points))
        fprintf(out, "%8s", "");
    else
        fprintf(out, "%+8.*f", str_eq(c->score, "maturity") ? 2 : 1, c->points);
    fprintf(out, "  %s", c->label);
    if (!isnan(c->from) && !isnan(c->to))
        fprintf(out, ", %.4g → %.4g %s", c->from, c->to, c->unit ? c->unit : "");
    if (c->note)
        fprintf(out, " (%s)", c->note);
    fputc('\n', out);
}

static void print_entry(FILE *out, const struct ledger_entry *e)
{
    const char *sign = str_eq(e->direction, "up") ? "↗" : str_eq(e->direction, "down") ? "↘" : "→";
    char day[16], after[16];

    fprintf(out, "\n%s %s  %s (%s), ARR %" PRId64 ".%02d, after %s\n    ", day_format(e->day, day),
            sign, e->name, e->key, e->arr_cents / 100, (int)(e->arr_cents % 100),
            day_format(e->after, after));
    print_side(out, e->from);
    fputs("  →  ", out);
    print_side(out, e->to);
    fputc('\n', out);
    for (size_t k = 0; k < e->n_because; k++)
        print_cause(out, &e->because[k]);
}

static void print_ledger(FILE *out, const struct ledger *l)
{
    char from[16], to[16];

    fprintf(out, "%" PRId64 " changes after %s up to %s: %" PRId64 " up, %" PRId64 " down\n",
            l->total, day_format(l->from, from), day_format(l->to, to), l->up, l->down);
    for (size_t k = 0; k < l->n_entries; k++)
        print_entry(out, &l->entries[k]);
    if (l->next)
        fprintf(out, "\nThese are the newest %zu; --limit shows more.\n", l->n_entries);
}

static int read(struct command_call *call, const struct ledger_source *source,
                const struct ledger_query *query, bool is_json)
{
    struct ledger ledger;
    AUTO_BUF text = {0};
    int rc = ledger_read(source, query, &ledger, &call->err);

    if (rc < 0)
        return rc;
    if (!is_json) {
        print_ledger(call->out, &ledger);
        return 0;
    }
    fields_write(ledger_fields, &ledger, &text);
    fprintf(call->out, "%s\n", buf_text(&text));
    return 0;
}

static int read_csv(struct command_call *call, const struct ledger_source *source,
                    const struct ledger_query *query)
{
    AUTO_BUF text = {0};
    int rc = ledger_write_csv(source, query, &text, &call->err);

    if (rc >= 0)
        fputs(buf_text(&text), call->out);
    return rc;
}

static int list(struct command_call *call, struct conn *c)
{
    const struct ledger_options *o = call->options;
    struct snapshots *snapshots = snapshots_new();
    struct ledgers *ledgers = ledgers_new();
    const struct ledger_source source = {ledgers, snapshots, c, clock_today(), call->arena};
    const struct ledger_query query = {
        .key = call->n_words ? call->words[0] : NULL,
        .from = o->from,
        .to = o->to,
        .filter = o->filter,
        .matrix = o->matrix,
        .direction = o->direction,
        .limit = o->limit,
    };
    int rc = str_eq(o->common.format, "csv")
                 ? read_csv(call, &source, &query)
                 : read(call, &source, &query, str_eq(o->common.format, "json"));

    ledgers_free(ledgers);
    snapshots_free(snapshots);
    return rc;
}

static int ledger_run(struct command_call *call)
{
    return workspace_read(((const struct ledger_options *)call->options)->common.data, call, list);
}

const struct command ledger_command = {
    .name = "ledger",
    .words = "[KEY]",
    .max_words = 1,
    .summary = "Lists every change of band or cell: when, from where, to where, because of what",
    .help = "Of the portfolio, or of one account. The points of one score add up to its change.",
    .options = SHAPE(ledger_options),
    .run = ledger_run};
