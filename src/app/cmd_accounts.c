/* cmd_accounts.c: ripen accounts: the portfolio, as the API lists it. */
#include "app/commands.h"
#include "app/print.h"
#include "app/workspace.h"
#include "base/day.h"
#include "base/str.h"
#include "scoring/portfolio/portfolio.h"

#include <inttypes.h>
#include <math.h>

struct accounts_options {
    struct data_options common;
    int32_t as_of;
    const char *filter, *q, *sort, *matrix;
    const char **columns;
    size_t n_columns;
    int64_t limit;
};
static const struct field accounts_options_fields[] = {
    DATA_OPTIONS(struct data_options),
    FIELD_DAY(struct accounts_options, as_of, .help = "As of this day; default today"),
    FIELD_STR(struct accounts_options, filter, .max = FILTER_TEXT_MAX,
              .help = "Only those for which this holds: 'health < 50 and arr >= 10000'"),
    FIELD_STR(struct accounts_options, q, .help = "Only those with this in name, key or owner"),
    FIELD_STR(struct accounts_options, sort,
              .help = "Field to sort by, with - in front for descending; default -arr"),
    FIELD_STRS(struct accounts_options, columns, .max = PORTFOLIO_COLUMNS_MAX,
               .help = "Fields and metrics to print besides, separated by commas"),
    FIELD_I64(struct accounts_options, limit, .min = 1, .help = "How many at most; default all"),
    FIELD_STR(struct accounts_options, matrix, .max = MATRIX_KEY_MAX, .unit = "KEY",
              .help = "The matrix that cells are of; default what the settings say"),
    FIELD_END,
};

static void print_totals(FILE *out, const struct portfolio *p)
{
    const struct portfolio_totals *t = p->totals;
    char day[16];

    fprintf(out, "\n%" PRId64 " accounts on %s, ARR %" PRId64 ".%02d", t->accounts,
            day_format(p->day, day), t->arr_cents / 100, (int)(t->arr_cents % 100));
    if (!isnan(t->health_mean))
        fprintf(out, ", mean health %.1f (of %" PRId64 ")", t->health_mean, t->health_known);
    if (!isnan(t->maturity_mean))
        fprintf(out, ", mean maturity %.2f (of %" PRId64 ")", t->maturity_mean, t->maturity_known);
    fputc('\n', out);
}

#define TABLE_COLUMNS                                                                         \
    "key name owner cell_label health health_card health_coverage_pct health_freshness_days " \
    "maturity maturity_card maturity_freshness_days arr_cents renewal_days"

static void print_table(FILE *out, const struct portfolio *p)
{
    static const struct shape rows = SHAPE(portfolio_row);

    print_rows(out, "table", &rows, p->n_columns ? TABLE_COLUMNS " values" : TABLE_COLUMNS, p->rows,
               p->n_rows);
    for (size_t k = 0; k < p->n_columns; k++)
        fprintf(out, "%s%s", k ? "," : "\nvalues: ", p->columns[k]);
    print_totals(out, p);
}

static int print_csv(struct command_call *call, const struct portfolio_source *source,
                     const struct portfolio_query *query)
{
    AUTO_BUF text = {0};
    int rc = portfolio_write_csv(source, query, &text, &call->err);

    if (rc >= 0)
        fputs(buf_text(&text), call->out);
    return rc;
}

static int print_portfolio(struct command_call *call, const struct portfolio_source *source,
                           const struct portfolio_query *query, bool is_json)
{
    struct portfolio p;
    AUTO_BUF text = {0};
    int rc = portfolio_read(source, query, &p, &call->err);

    if (rc < 0)
        return rc;
    if (!is_json) {
        print_table(call->out, &p);
        return 0;
    }
    fields_write(portfolio_fields, &p, &text);
    fprintf(call->out, "%s\n", buf_text(&text));
    return 0;
}

static int list(struct command_call *call, struct conn *c)
{
    const struct accounts_options *o = call->options;
    struct snapshots *snapshots = snapshots_new();
    const struct portfolio_source source = {snapshots, c, clock_today(), call->arena};
    const struct portfolio_query query = {
        .day = o->as_of,
        .filter = o->filter,
        .q = o->q,
        .sort = o->sort,
        .matrix = o->matrix,
        .columns = o->columns,
        .n_columns = o->n_columns,
        .limit = o->limit == I64_NONE ? INT64_MAX : o->limit,
    };
    int rc = str_eq(o->common.format, "csv")
                 ? print_csv(call, &source, &query)
                 : print_portfolio(call, &source, &query, str_eq(o->common.format, "json"));

    snapshots_free(snapshots);
    return rc;
}

static int accounts_run(struct command_call *call)
{
    return workspace_read(((const struct accounts_options *)call->options)->common.data, call,
                          list);
}

const struct command accounts_command = {
    .name = "accounts",
    .summary = "Lists accounts with their scores, cell and money",
    .help = "Those who are customers on the day, unless the filter names lifecycle, cell, "
            "churned, verdict or qualification: --filter 'lifecycle = \"churned\"'.",
    .options = SHAPE(accounts_options),
    .run = accounts_run};
