/* cmd_value.c: ripen value: what customers are worth. */
#include "app/commands.h"
#include "app/print.h"
#include "app/workspace.h"
#include "base/str.h"
#include "forecast/value/value.h"

struct value_options {
    struct data_options common;
    int32_t as_of;
    const char *filter, *by, *sort;
    int64_t limit;
};
static const struct field value_options_fields[] = {
    DATA_OPTIONS(struct data_options),
    FIELD_DAY(struct value_options, as_of, .help = "As of this day; " UNTIL_KNOWN),
    FIELD_STR(struct value_options, filter, .max = FILTER_TEXT_MAX,
              .help = "Only customers for which this holds: 'plan = \"Team\"'"),
    FIELD_STR(struct value_options, by, .max = 100, .help = "Sums by a field: industry, plan …"),
    FIELD_ENUM(struct value_options, sort, value_sorts, .help = "Default -life"),
    FIELD_I64(struct value_options, limit, .min = 1, .help = "How many rows; default all"),
    FIELD_END,
};

static void print_tables(struct command_call *call, const struct value_list *v)
{
    const struct shape row = SHAPE(value_row), sum = SHAPE(value_sum);
    const char *sums = "label accounts arr_cents ltv_3y_cents ltv_3y_low_cents ltv_3y_high_cents "
                       "ltv_5y_cents life_cents life_low_cents life_high_cents ltv_3y_mean_cents "
                       "life_median_cents payback_median_months unknown";

    print_rows(call->out, "table", &row,
               "key name arr_cents gross_margin_pct term_months renewal_number chance_pct "
               "ltv_3y_cents ltv_5y_cents life_cents is_life_infinite acquisition_cents "
               "payback_months life_to_acquisition",
               v->rows, v->n_rows);
    if (v->n_groups > 0) {
        fputc('\n', call->out);
        print_rows(call->out, "table", &sum, sums, v->groups, v->n_groups);
    }
    fputc('\n', call->out);
    print_rows(call->out, "table", &sum, sums, v->all, 1);
    for (size_t k = 0; k < v->n_definitions; k++)
        fprintf(call->out, "%s%s: %s\n", k ? "" : "\n", v->definitions[k].name,
                v->definitions[k].text);
}

static void print_answer(struct command_call *call, const char *format, const struct value_list *v)
{
    const struct shape shape = SHAPE(value_row);
    AUTO_BUF text = {0};

    if (str_eq(format, "json")) {
        fields_write(value_list_fields, v, &text);
        fprintf(call->out, "%s\n", buf_text(&text));
    } else if (str_eq(format, "csv")) {
        print_rows(call->out, format, &shape, NULL, v->rows, v->n_rows);
    } else {
        print_tables(call, v);
    }
}

static int look(struct command_call *call, struct conn *c)
{
    const struct value_options *o = call->options;
    struct snapshots *snapshots = snapshots_new();
    const struct portfolio_source source = {snapshots, c, clock_today(), call->arena};
    const struct value_query query = {.day = o->as_of,
                                      .filter = o->filter,
                                      .by = o->by,
                                      .sort = o->sort,
                                      .offset = 0,
                                      .limit = o->limit == I64_NONE ? INT64_MAX : o->limit};
    struct value_list v;
    int rc = value_read(&source, &query, &v, &call->err);

    if (rc >= 0)
        print_answer(call, o->common.format, &v);
    snapshots_free(snapshots);
    return rc;
}

static int value_run(struct command_call *call)
{
    return workspace_read(((const struct value_options *)call->options)->common.data, call, look);
}

const struct command value_command = {
    .name = "value",
    .summary = "Says what customers are worth over three years, five years and for life",
    .help = "Discounted gross margin of what they pay now, as long as they are likely to stay; "
            "with what it cost to win them, and when that is earned back.",
    .options = SHAPE(value_options),
    .run = value_run};
