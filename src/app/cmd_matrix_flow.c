#include "app/cmd_matrix_flow.h"

#include "app/print.h"
#include "base/day.h"
#include "base/str.h"
#include "scoring/grid/fate.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

int flow_days(const char *text, const char *option, int32_t today, struct flow_ask *ret,
              struct err *err)
{
    char first[16] = "";
    const char *dots = strstr(text, "..");
    size_t n = dots ? (size_t)(dots - text) : strlen(text);

    if (n < sizeof(first))
        snprintf(first, sizeof(first), "%.*s", (int)n, text);
    ret->to = today;
    if (!day_parse(first, &ret->from) || (dots && !day_parse(dots + 2, &ret->to)))
        return err_set(err, ERR_INVALID, option,
                       "must be two days such as 2026-01-31..2026-07-31, or the first alone");
    return 0;
}

static bool print_json(FILE *out, const char *format, const struct field *fields, const void *v)
{
    AUTO_BUF text = {0};

    if (!str_eq(format, "json"))
        return false;
    fields_write(fields, v, &text);
    fprintf(out, "%s\n", buf_text(&text));
    return true;
}

static bool is_table(const char *format)
{
    return !str_eq(format, "json") && !str_eq(format, "csv");
}

static const char *label_in(const struct flow_place *places, size_t n, const char *id)
{
    for (size_t k = 0; k < n; k++)
        if (str_eq(places[k].id, id))
            return places[k].label;
    return id;
}

int print_flow(struct command_call *call, const struct matrix_source *source,
               const struct flow_ask *ask, const char *format)
{
    const struct shape shape = SHAPE(flow_link);
    struct matrix_flow f;
    char from[16], to[16];
    int rc = matrix_flow_read(source, ask, &f, &call->err);

    if (rc < 0 || print_json(call->out, format, matrix_flow_fields, &f))
        return rc;
    if (is_table(format)) {
        for (size_t k = 0; k < f.n_links; k++) {
            f.links[k].from = label_in(f.before, f.n_before, f.links[k].from);
            f.links[k].to = label_in(f.after, f.n_after, f.links[k].to);
        }
        fprintf(call->out, "%s, from %s to %s\n\n", f.name, day_format(f.from, from),
                day_format(f.to, to));
    }
    print_rows(call->out, format, &shape, NULL, f.links, f.n_links);
    if (is_table(format))
        fprintf(call->out,
                "\n%" PRId64 " in the matrix on the first day, %" PRId64 " on the last; %" PRId64
                " stayed where they were, %" PRId64 " moved\n",
                f.count_before, f.count_after, f.stayed, f.moved);
    return 0;
}

/* One line of the fate: shares as people read them. */
struct fate_row {
    const char *cell;
    int64_t accounts;
    const char *churned, *shrank, *unchanged, *grew;
    int64_t due;
    const char *renewed;
    double arr_kept_pct;
};
static const struct field fate_row_fields[] = {
    FIELD_STR(struct fate_row, cell),         FIELD_I64(struct fate_row, accounts),
    FIELD_STR(struct fate_row, churned),      FIELD_STR(struct fate_row, shrank),
    FIELD_STR(struct fate_row, unchanged),    FIELD_STR(struct fate_row, grew),
    FIELD_I64(struct fate_row, due),          FIELD_STR(struct fate_row, renewed),
    FIELD_F64(struct fate_row, arr_kept_pct), FIELD_END,
};

static const char *share_text(const struct fate_share *s, struct arena *arena)
{
    return isnan(s->pct) ? NULL
                         : arena_printf(arena, "%" PRId64 " = %.0f %% (%.0f-%.0f)", s->count,
                                        s->pct, s->low_pct, s->high_pct);
}

static struct fate_row fate_row_of(const struct fate_cell *c, struct arena *arena)
{
    return (struct fate_row){
        .cell = c->label,
        .accounts = c->accounts,
        .churned = share_text(c->churned, arena),
        .shrank = share_text(c->shrank, arena),
        .unchanged = share_text(c->unchanged, arena),
        .grew = share_text(c->grew, arena),
        .due = c->due,
        .renewed = share_text(c->renewed, arena),
        .arr_kept_pct = round(c->arr_kept_pct),
    };
}

int print_fate(struct command_call *call, const struct matrix_source *source,
               const struct flow_ask *ask, const char *format)
{
    const struct shape shape = SHAPE(fate_row);
    struct matrix_fate f;
    char from[16], to[16];
    int rc = matrix_fate_read(source, ask, &f, &call->err);

    if (rc < 0 || print_json(call->out, format, matrix_fate_fields, &f))
        return rc;
    struct fate_row *rows = ARENA_ARRAY(call->arena, f.n_cells + 1, struct fate_row);
    for (size_t k = 0; k < f.n_cells; k++)
        rows[k] = fate_row_of(&f.cells[k], call->arena);
    rows[f.n_cells] = fate_row_of(f.all, call->arena);
    if (is_table(format))
        fprintf(call->out, "%s on %s: what became of the accounts of each cell by %s\n\n", f.name,
                day_format(f.from, from), day_format(f.to, to));
    print_rows(call->out, format, &shape, NULL, rows, f.n_cells + 1);
    if (is_table(format))
        for (size_t k = 0; k < f.n_tests; k++)
            fprintf(call->out, "\nDoes the cell foretell who %s? %s\n", f.tests[k].outcome,
                    f.tests[k].words);
    return 0;
}
