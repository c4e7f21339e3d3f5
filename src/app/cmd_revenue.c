/* cmd_revenue.c: ripen revenue: ARR month by month, what was kept, what was renewed. */
#include "app/commands.h"
#include "app/print.h"
#include "app/workspace.h"
#include "base/day.h"
#include "base/str.h"
#include "forecast/revenue/bridge.h"

struct revenue_options {
    struct data_options common;
    int32_t from, to;
    const char *filter;
    int64_t min_term_months;
};
static const struct field revenue_options_fields[] = {
    DATA_OPTIONS(struct data_options),
    FIELD_DAY(struct revenue_options, from,
              .help = "From the month of this day on; default 24 months"),
    FIELD_DAY(struct revenue_options, to,
              .help = "Up to this day, by what was known then; " UNTIL_KNOWN),
    FIELD_STR(struct revenue_options, filter, .max = FILTER_TEXT_MAX,
              .help = "Only these accounts: 'industry = \"EdTech\"'"),
    FIELD_I64(struct revenue_options, min_term_months, .min = 1, .max = 240,
              .help = "Only renewals of contracts of at least so many months"),
    FIELD_END,
};

#define TABLE                                                                               \
    "month start_arr_cents new_cents reactivation_cents expansion_cents contraction_cents " \
    "churn_cents end_arr_cents end_customers lost_customers grr_12m_pct nrr_12m_pct "       \
    "logo_churn_12m_pct renewals_due renewal_pct renewal_arr_pct"

static void print_bridge(struct command_call *call, const char *format, const struct bridge *b)
{
    const struct shape shape = SHAPE(bridge_month);
    AUTO_BUF text = {0};

    if (str_eq(format, "json")) {
        fields_write(bridge_fields, b, &text);
        fprintf(call->out, "%s\n", buf_text(&text));
        return;
    }
    bool is_csv = str_eq(format, "csv");
    print_rows(call->out, format, &shape, is_csv ? NULL : TABLE, b->months, b->n_months);
    for (size_t k = 0; !is_csv && k < b->n_definitions; k++)
        fprintf(call->out, "%s%s: %s\n", k ? "" : "\n", b->definitions[k].name,
                b->definitions[k].text);
}

static int look(struct command_call *call, struct conn *c)
{
    const struct revenue_options *o = call->options;
    struct snapshots *snapshots = snapshots_new();
    const struct portfolio_source source = {snapshots, c, clock_today(), call->arena};
    const struct bridge_query query = {o->from, o->to, o->filter, o->min_term_months};
    struct bridge b;
    int rc = bridge_read(&source, &query, &b, &call->err);

    if (rc >= 0)
        print_bridge(call, o->common.format, &b);
    snapshots_free(snapshots);
    return rc;
}

static int revenue_run(struct command_call *call)
{
    return workspace_read(((const struct revenue_options *)call->options)->common.data, call, look);
}

const struct command revenue_command = {
    .name = "revenue",
    .summary = "Prints ARR month by month: what came, what went, what was kept and renewed",
    .help = "Start + new + reactivation + expansion - contraction - churn = end, to the cent. The "
            "table shows rates over twelve months; JSON and CSV have those of each month, too.",
    .options = SHAPE(revenue_options),
    .run = revenue_run};
