/* cmd_matrices.c: ripen matrices: the definitions of matrices from the command line. */
#include "app/action.h"
#include "app/commands.h"
#include "app/definition.h"
#include "app/print.h"
#include "base/str.h"
#include "scoring/snapshot/placing.h"

#include <inttypes.h>
#include <math.h>

static int list(struct command_call *call, const struct act *act)
{
    const struct data_options *o = call->options;
    const struct shape shape = SHAPE(matrix_summary);
    struct matrix_summary *items;
    size_t n;
    int rc = matrices_list(act->conn, act->arena, &items, &n, &call->err);

    if (rc >= 0)
        print_rows(call->out, o->format, &shape,
                   "key y y_bands x x_bands segment is_default is_preset name", items, n);
    return rc;
}

static int load(struct command_call *call, const struct act *act, struct matrix_def **ret)
{
    return matrix_get(act->conn, call->words[1], act->arena, ret, &call->err);
}

static int export(struct command_call *call, const struct act *act)
{
    struct matrix_def *m;
    int rc = load(call, act, &m);

    return rc < 0 ? rc : definition_print(call->out, matrix_def_fields, m, &call->err);
}

static void print_axis(FILE *out, const char *direction, const struct axis_def *a)
{
    fprintf(out, "%s: %s, %" PRId64 " bands", direction, a->card, a->bands);
    for (size_t k = 0; k < a->n_edges; k++)
        fprintf(out, "%s%g", k ? ", " : " that meet at ", a->edges[k]);
    fputs(a->n_edges ? "\n" : ", cut as its card says\n", out);
}

static void print_matrix(FILE *out, const struct matrix_def *m)
{
    fprintf(out, "%s (%s)%s%s\n", m->name, m->key, m->segment ? ", for segment " : "",
            m->segment ? m->segment : "");
    print_axis(out, "upwards", m->y);
    print_axis(out, "to the right", m->x);
    if (m->ltv_threshold_cents != I64_NONE)
        fprintf(out, "worth an investment from an LTV of %" PRId64 ".%02d on\n",
                m->ltv_threshold_cents / 100, (int)(m->ltv_threshold_cents % 100));
    if (!isnan(m->gross_margin_threshold_pct))
        fprintf(out, "worth an investment from a gross margin of %g %% on\n",
                m->gross_margin_threshold_pct);
    for (size_t k = 0; k < m->n_cells; k++)
        fprintf(out, "  %s, %s %s, %s %s: %s%s\n    %s\n", m->cells[k].id, m->y->card,
                m->cells[k].y, m->x->card, m->cells[k].x, m->cells[k].label,
                m->cells[k].is_economic ? " (if the economics are right)" : "", m->cells[k].action);
}

static int show(struct command_call *call, const struct act *act)
{
    const struct data_options *o = call->options;
    struct matrix_def *m;

    if (str_eq(o->format, "json"))
        return export(call, act);
    int rc = load(call, act, &m);
    if (rc >= 0)
        print_matrix(call->out, m);
    return rc;
}

/* Takes the place of the one with its key, or is new. */
static int import(struct command_call *call, const struct act *act)
{
    const char *text;
    struct matrix_def *m, *before;
    int rc = definition_load(call->words[1], act->arena, &text, &call->err);

    if (rc >= 0)
        rc = matrix_def_parse(text, act->arena, &m, &call->err);
    if (rc >= 0)
        rc = placing_check(act->conn, m, act->arena, &call->err);
    if (rc < 0)
        return err_prefix(&call->err, "%.100s", call->words[1]);
    bool is_there = matrix_get(act->conn, m->key, act->arena, &before, NULL) >= 0;
    rc = is_there ? matrix_replace(act, m, &call->err) : matrix_create(act, m, &call->err);
    if (rc >= 0)
        fprintf(call->out, "matrix %s is %s\n", m->key, is_there ? "defined anew" : "there now");
    return rc;
}

static int delete (struct command_call *call, const struct act *act)
{
    int rc = matrix_remove(act, call->words[1], &call->err);

    if (rc >= 0)
        fprintf(call->out, "matrix %s is gone\n", call->words[1]);
    return rc;
}

static int restore(struct command_call *call, const struct act *act)
{
    int rc = matrix_restore(act, call->words[1], &call->err);

    if (rc >= 0)
        fprintf(call->out, "matrix %s is as it came with Ripen\n", call->words[1]);
    return rc;
}

static const struct action actions[] = {
    {"list", false, false, list},
    {"show", true, false, show},
    {"export", true, false, export},
    {"import", true, true, import},
    {"delete", true, true, delete},
    {"restore", true, true, restore},
    {NULL},
};

static int matrices_run(struct command_call *call)
{
    return action_run(call, ((const struct data_options *)call->options)->data, WORKSPACE_USE,
                      actions);
}

static const struct field data_options_fields[] = {DATA_OPTIONS(struct data_options), FIELD_END};

const struct command matrices_command = {
    .name = "matrices",
    .words = "list | show KEY | export KEY | import FILE | delete KEY | restore KEY",
    .min_words = 1,
    .max_words = 2,
    .summary = "Lists, shows, exports, imports and deletes definitions of matrices",
    .help = "Who stands where is what `ripen matrix --matrix KEY` prints.\n"
            "  ripen matrices export 3x3 > lines.json\n"
            "  ripen matrices import lines.json\n"
            "restore makes one that came with Ripen what it was.",
    .options = SHAPE(data_options),
    .run = matrices_run};
