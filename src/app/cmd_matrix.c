/* cmd_matrix.c: ripen matrix. */
#include "app/cmd_matrix_flow.h"
#include "app/commands.h"
#include "app/print.h"
#include "app/workspace.h"
#include "base/day.h"
#include "base/str.h"
#include "scoring/grid/matrix_view.h"

#include <inttypes.h>
#include <math.h>

struct matrix_options {
    struct data_options common;
    int32_t as_of;
    const char *matrix, *filter;
    const char *flow, *fate; /* days: FROM..TO */
};
static const struct field matrix_options_fields[] = {
    DATA_OPTIONS(struct data_options),
    FIELD_DAY(struct matrix_options, as_of, .help = "As of this day; default today"),
    FIELD_STR(struct matrix_options, matrix, .max = MATRIX_KEY_MAX, .unit = "KEY",
              .help = "Default what the settings say"),
    FIELD_STR(struct matrix_options, filter, .max = FILTER_TEXT_MAX,
              .help = "Only those for which this holds: 'industry = \"EdTech\"'"),
    FIELD_STR(struct matrix_options, flow, .unit = "FROM..TO",
              .help = "Who moved from where to where between two days; TO default today"),
    FIELD_STR(struct matrix_options, fate, .unit = "FROM..TO",
              .help = "What became by TO (default today) of the accounts of each cell on FROM"),
    FIELD_END,
};

static void print_cell(FILE *out, const struct matrix_view *v, size_t y, size_t x)
{
    const struct matrix_view_cell *c = &v->cells[y * v->x->n_bands + x];
    AUTO_BUF text = {0};

    buf_printf(&text, "%s: %" PRId64, c->label, c->count);
    if (!isnan(c->share_pct))
        buf_printf(&text, " (%.0f %%)", c->share_pct);
    fprintf(out, " | %-34s", buf_text(&text));
}

/* High scores of y on top, x from left to right, as the web application draws it. */
static void print_grid(FILE *out, const struct matrix_view *v)
{
    fprintf(out, "%-12s", "");
    for (size_t x = 0; x < v->x->n_bands; x++)
        fprintf(out, " | %-34s", v->x->bands[x].label);
    fprintf(out, " | %s not known\n", v->x->label);
    for (size_t y = 0; y < v->y->n_bands; y++) {
        fprintf(out, "%-12s", v->y->bands[v->y->n_bands - 1 - y].label);
        for (size_t x = 0; x < v->x->n_bands; x++)
            print_cell(out, v, y, x);
        fprintf(out, " | %" PRId64, v->unknown->by_y[v->y->n_bands - 1 - y].count);
        fputc('\n', out);
    }
}

static void print_rest(FILE *out, const struct matrix_view *v)
{
    fprintf(out, "\nnot yet known: %" PRId64 "\n", v->unknown->count);
    for (size_t i = 0; i < v->unknown->n_reasons; i++) {
        const struct matrix_view_reason *r = &v->unknown->reasons[i];
        fprintf(out, "  %s: %" PRId64 ". %s\n", r->label, r->count, r->next_step);
    }
    fprintf(out,
            "\n%" PRId64 " customers (ARR %" PRId64 ".%02d), %" PRId64 " left, %" PRId64
            " prospects: %" PRId64 " accounts\n",
            v->customers, v->arr_cents / 100, (int)(v->arr_cents % 100), v->left_count,
            v->prospects, v->customers + v->left_count + v->prospects);
    if (v->parents > 0)
        fprintf(out, "%" PRId64 " parents stand where their families do, %s\n", v->parents,
                str_eq(v->hierarchy, "arr") ? "weighed by ARR" : "each account counting once");
}

static void print_matrix(struct command_call *call, const struct matrix_options *o,
                         const struct matrix_view *v)
{
    const struct shape cells = SHAPE(matrix_view_cell);
    char day[16];

    if (str_eq(o->common.format, "json")) {
        AUTO_BUF text = {0};
        fields_write(matrix_view_fields, v, &text);
        fprintf(call->out, "%s\n", buf_text(&text));
        return;
    }
    if (str_eq(o->common.format, "csv")) {
        print_rows(call->out, "csv", &cells, NULL, v->cells, v->n_cells);
        return;
    }
    fprintf(call->out, "%s × %s on %s\n\n", v->y->label, v->x->label, day_format(v->day, day));
    print_grid(call->out, v);
    print_rest(call->out, v);
    fputc('\n', call->out);
    print_rows(call->out, "table", &cells, "label count share_pct arr_cents arr_share_pct",
               v->cells, v->n_cells);
    for (size_t i = 0; i < v->n_cells; i++)
        if (v->cells[i].count > 0)
            fprintf(call->out, "\n%s (%s %s, %s %s): %s\n", v->cells[i].label, v->cells[i].y,
                    v->y->card, v->cells[i].x, v->x->card, v->cells[i].action);
}

static int print_view(struct command_call *call, const struct matrix_source *source,
                      const struct matrix_options *o)
{
    const struct matrix_ask ask = {o->matrix, o->filter};
    struct placing placing;
    struct matrix_view view;
    int32_t day;
    int rc = workspace_day("--as-of", o->as_of, &day, &call->err);

    if (rc >= 0)
        rc = matrix_ask_place(source, &ask, day, &placing, &call->err);
    if (rc < 0)
        return rc;
    matrix_view_make(&placing, call->arena, &view);
    print_matrix(call, o, &view);
    return 0;
}

static int look(struct command_call *call, struct conn *c)
{
    const struct matrix_options *o = call->options;
    const struct matrix_source source = {snapshots_new(), c, clock_today(), call->arena};
    struct flow_ask ask = {.ask = {o->matrix, o->filter}};
    int rc = 0;

    if (o->flow)
        rc = flow_days(o->flow, "flow", source.today, &ask, &call->err);
    else if (o->fate)
        rc = flow_days(o->fate, "fate", source.today, &ask, &call->err);
    if (rc >= 0)
        rc = o->flow   ? print_flow(call, &source, &ask, o->common.format)
             : o->fate ? print_fate(call, &source, &ask, o->common.format)
                       : print_view(call, &source, o);
    snapshots_free(source.snapshots);
    return rc;
}

static int matrix_run(struct command_call *call)
{
    return workspace_read(((const struct matrix_options *)call->options)->common.data, call, look);
}

const struct command matrix_command = {
    .name = "matrix",
    .summary = "Prints who stands where by health and maturity, and what to do there",
    .options = SHAPE(matrix_options),
    .run = matrix_run};
