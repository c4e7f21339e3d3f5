/* cmd_renewals.c: ripen renewals: what comes due, what to expect of it, what is at risk. */
#include "app/commands.h"
#include "app/print.h"
#include "app/workspace.h"
#include "base/str.h"
#include "forecast/renewal/renewals.h"

#include <inttypes.h>
#include <math.h>

struct renewals_options {
    struct data_options common;
    int32_t as_of;
    int64_t months;
    const char *filter, *sort;
    int64_t min_term_months, limit;
};
static const struct field renewals_options_fields[] = {
    DATA_OPTIONS(struct data_options),
    FIELD_DAY(struct renewals_options, as_of, .help = "As of this day; " UNTIL_KNOWN),
    FIELD_I64(struct renewals_options, months, .min = 1, .max = RENEWALS_MONTHS_MAX,
              .help = "Due within so many months; default 12"),
    FIELD_STR(struct renewals_options, filter, .max = FILTER_TEXT_MAX,
              .help = "Only accounts for which this holds: 'owner = \"ann\"'"),
    FIELD_ENUM(struct renewals_options, sort, renewal_sorts, .help = "Default day"),
    FIELD_I64(struct renewals_options, min_term_months, .min = 1, .max = 240,
              .help = "Only contracts of at least so many months"),
    FIELD_I64(struct renewals_options, limit, .min = 1, .help = "How many rows; default all"),
    FIELD_END,
};

static void print_year(FILE *out, const struct year_ahead *y)
{
    if (isnan(y->grr_pct)) {
        fputs("\nToo few customers came to a renewal to say what to expect.\n", out);
        return;
    }
    fprintf(out,
            "\nThe next twelve months of %" PRId64 " customers: %.1f %% stay (%.1f to %.1f), "
            "GRR %.1f %% (%.1f to %.1f), NRR %.1f %% (%.1f to %.1f).\n",
            y->customers, y->stay_pct, y->stay_low_pct, y->stay_high_pct, y->grr_pct,
            y->grr_low_pct, y->grr_high_pct, y->nrr_pct, y->nrr_low_pct, y->nrr_high_pct);
}

static void print_tables(struct command_call *call, const struct renewals *r)
{
    const struct shape row = SHAPE(renewal_row), sum = SHAPE(renewal_sum);
    const char *columns = "due due_cents expected expected_low expected_high expected_cents "
                          "expected_low_cents expected_high_cents at_risk_cents unknown";
    FILE *out = call->out;

    print_rows(out, "table", &row,
               "day notice key name owner term_months number due_cents chance_pct at_risk_cents "
               "health maturity source",
               r->rows, r->n_rows);
    fputc('\n', out);
    print_rows(out, "table", &sum, arena_printf(call->arena, "month %s", columns), r->months,
               r->n_months);
    fputc('\n', out);
    print_rows(out, "table", &sum, arena_printf(call->arena, "label %s", columns), r->owners,
               r->n_owners);
    print_year(out, r->year);
    fprintf(out, "Chances: %" PRId64 " by the model of risk, %" PRId64 " by retention.\n",
            r->by_model, r->by_curve);
}

static void print_answer(struct command_call *call, const char *format, const struct renewals *r)
{
    const struct shape shape = SHAPE(renewal_row);
    AUTO_BUF text = {0};

    if (str_eq(format, "json")) {
        fields_write(renewals_fields, r, &text);
        fprintf(call->out, "%s\n", buf_text(&text));
    } else if (str_eq(format, "csv")) {
        print_rows(call->out, format, &shape, NULL, r->rows, r->n_rows);
    } else {
        print_tables(call, r);
    }
}

static int look(struct command_call *call, struct conn *c)
{
    const struct renewals_options *o = call->options;
    struct snapshots *snapshots = snapshots_new();
    const struct portfolio_source source = {snapshots, c, clock_today(), call->arena};
    const struct renewals_query query = {.day = o->as_of,
                                         .months = o->months,
                                         .filter = o->filter,
                                         .sort = o->sort,
                                         .min_term_months = o->min_term_months,
                                         .in_month = DAY_NONE,
                                         .offset = 0,
                                         .limit = o->limit == I64_NONE ? INT64_MAX : o->limit};
    struct renewals r;
    int rc = renewals_read(&source, &query, &r, &call->err);

    if (rc >= 0)
        print_answer(call, o->common.format, &r);
    snapshots_free(snapshots);
    return rc;
}

static int renewals_run(struct command_call *call)
{
    return workspace_read(((const struct renewals_options *)call->options)->common.data, call,
                          look);
}

const struct command renewals_command = {
    .name = "renewals",
    .summary = "Lists what comes due, what to expect of it, and what is at risk",
    .help = "By day, by month and by owner; CSV has the rows, JSON everything.",
    .options = SHAPE(renewals_options),
    .run = renewals_run};
