/* cmd_prospects.c: ripen prospects: whom to sell to, and why. */
#include "app/commands.h"
#include "app/print.h"
#include "app/workspace.h"
#include "base/day.h"
#include "base/str.h"
#include "scoring/portfolio/prospects.h"

#include <inttypes.h>

struct prospects_options {
    struct data_options common;
    int32_t as_of;
    const char *verdict, *filter, *q, *sort;
    int64_t limit;
};
static const struct field prospects_options_fields[] = {
    DATA_OPTIONS(struct data_options),
    FIELD_DAY(struct prospects_options, as_of, .help = "As of this day; default today"),
    FIELD_ENUM(struct prospects_options, verdict, prospect_verdicts, .help = "Only these"),
    FIELD_STR(struct prospects_options, filter, .max = FILTER_TEXT_MAX,
              .help = "Only those for which this holds: 'industry = \"Software\"'"),
    FIELD_STR(struct prospects_options, q, .help = "Only those with this in name, key or owner"),
    FIELD_STR(struct prospects_options, sort,
              .help = "Field to sort by, with - in front for descending; default the better "
                      "verdict first, then -qualification"),
    FIELD_I64(struct prospects_options, limit, .min = 1, .help = "How many at most; default all"),
    FIELD_END,
};

#define COLUMNS "key name owner verdict qualification maturity next why"

static void print_table(FILE *out, const struct prospects *p)
{
    static const struct shape rows = SHAPE(prospect_row);
    char day[16];

    print_rows(out, "table", &rows, COLUMNS, p->rows, p->n_rows);
    fprintf(out, "\n%s:", day_format(p->day, day));
    for (size_t k = 0; k < p->n_totals; k++)
        fprintf(out, "%s %" PRId64 " %s", k ? "," : "", p->totals[k].count, p->totals[k].verdict);
    fputc('\n', out);
}

static void print_prospects(FILE *out, const char *format, const struct prospects *p)
{
    static const struct shape rows = SHAPE(prospect_row);
    AUTO_BUF text = {0};

    if (str_eq(format, "json")) {
        fields_write(prospects_fields, p, &text);
        fprintf(out, "%s\n", buf_text(&text));
    } else if (str_eq(format, "csv")) {
        print_rows(out, "csv", &rows, COLUMNS, p->rows, p->n_rows);
    } else {
        print_table(out, p);
    }
}

static int list(struct command_call *call, struct conn *c)
{
    const struct prospects_options *o = call->options;
    struct snapshots *snapshots = snapshots_new();
    const struct portfolio_source source = {snapshots, c, clock_today(), call->arena};
    const struct prospect_query query = {
        .day = o->as_of,
        .filter = o->filter,
        .q = o->q,
        .sort = o->sort,
        .verdict = o->verdict,
        .offset = 0,
        .limit = o->limit == I64_NONE ? INT64_MAX : o->limit,
    };
    struct prospects p;
    int rc = prospects_read(&source, &query, &p, &call->err);

    if (rc >= 0)
        print_prospects(call->out, o->common.format, &p);
    snapshots_free(snapshots);
    return rc;
}

static int prospects_run(struct command_call *call)
{
    return workspace_read(((const struct prospects_options *)call->options)->common.data, call,
                          list);
}

const struct command prospects_command = {
    .name = "prospects",
    .summary = "Lists prospects with a verdict on each, and why",
    .help = "The verdict is the band of the qualification card, with the maturity's say:\n"
            "  ripen prospects --verdict qualified\n"
            "What is answered by hand is set in the accounts' fields qualify_budget, "
            "qualify_authority,\nqualify_need and qualify_timing.",
    .options = SHAPE(prospects_options),
    .run = prospects_run};
