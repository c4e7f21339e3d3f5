/* cmd_segment.c: ripen segment: segments, who is in them, and how they differ. */
#include "app/commands.h"
#include "app/print.h"
#include "app/workspace.h"
#include "base/day.h"
#include "base/str.h"
#include "scoring/segment/separation.h"

#include <inttypes.h>
#include <math.h>

struct segment_options {
    struct data_options common;
    int32_t as_of, from, to;
    const char *by;
    const char **segments;
    size_t n_segments;
    const char *filter;
};
static const struct field segment_options_fields[] = {
    DATA_OPTIONS(struct data_options),
    FIELD_DAY(struct segment_options, as_of,
              .help = "list, show, members: as of this day; default today"),
    FIELD_DAY(struct segment_options, from, .help = "report: default a year before the last day"),
    FIELD_DAY(struct segment_options, to, .help = "report: default today"),
    FIELD_STR(struct segment_options, by, .help = "report: the field to compare by"),
    FIELD_STRS(struct segment_options, segments, .max = SEGMENT_REPORT_SEGMENTS_MAX,
               .help = "report: the segments to compare, separated by commas"),
    FIELD_STR(struct segment_options, filter, .max = FILTER_TEXT_MAX,
              .help = "report: only those customers for which this holds"),
    FIELD_END,
};

/* What an action works with. */
struct call {
    struct command_call *command;
    const struct segment_options *options;
    struct portfolio_source source;
    const char *key; /* NULL: none was given */
};

static bool prints_json(const struct call *c)
{
    return str_eq(c->options->common.format, "json");
}

static int print_json(const struct call *c, const struct field *fields, const void *value)
{
    AUTO_BUF text = {0};

    fields_write(fields, value, &text);
    fprintf(c->command->out, "%s\n", buf_text(&text));
    return 0;
}

static int list(const struct call *c)
{
    const struct shape shape = {segment_view_fields, sizeof(struct segment_view), "segment"};
    struct segment_list all;
    int rc = segment_list_read(&c->source, c->options->as_of, true, &all, &c->command->err);

    if (rc >= 0)
        print_rows(c->command->out, c->options->common.format, &shape,
                   "key name accounts arr_cents filter", all.items, all.n_items);
    return rc;
}

static int show(const struct call *c)
{
    FILE *out = c->command->out;
    struct segment_view v;
    int rc = segment_view_read(&c->source, c->options->as_of, c->key, true, &v, &c->command->err);

    if (rc < 0)
        return rc;
    if (prints_json(c))
        return print_json(c, segment_view_fields, &v);
    fprintf(out, "%s (%s)\n%s%s  %s\n", v.name, v.key, v.help ? v.help : "", v.help ? "\n" : "",
            v.filter);
    if (v.problem) {
        fprintf(out, "does not work: %s\n", v.problem);
        return 0;
    }
    fprintf(out, "%" PRId64 " accounts, ARR %" PRId64 ".%02d\n", v.accounts, v.arr_cents / 100,
            (int)(v.arr_cents % 100));
    for (size_t k = 0; k < v.n_undated; k++)
        fprintf(out, "%s%s", k ? ", " : "without a history: ", v.undated[k]);
    fputs(v.n_undated ? "\n" : "", out);
    for (size_t k = 0; k < v.n_used_by; k++)
        fprintf(out, "used by %s %s (%s)\n", v.used_by[k].kind, v.used_by[k].key,
                v.used_by[k].name);
    return 0;
}

static int members(const struct call *c)
{
    const struct shape shape = SHAPE(portfolio_row);
    struct portfolio p;
    struct segment_view v;
    /* First, so that a wrong key is told as such. */
    int rc = segment_view_read(&c->source, c->options->as_of, c->key, false, &v, &c->command->err);

    if (rc < 0)
        return rc;
    const struct portfolio_query query = {
        .day = c->options->as_of,
        .filter = arena_printf(c->source.arena, "segment = \"%s\"", v.key),
        .limit = INT64_MAX};
    rc = portfolio_read(&c->source, &query, &p, &c->command->err);
    if (rc >= 0)
        print_rows(c->command->out, c->options->common.format, &shape,
                   "key name owner lifecycle cell_label health maturity arr_cents", p.rows,
                   p.n_rows);
    return rc;
}

/* p-values need more than one decimal. */
static void print_ranking(FILE *out, const struct separation *s)
{
    fprintf(out, "%-24s %7s %9s %3s %9s %9s %7s  %s\n", "field", "classes", "G", "df", "p",
            "adjusted", "bits", "lost most, and least");
    for (size_t k = 0; k < s->n_rows; k++) {
        const struct separation_row *r = &s->rows[k];
        fprintf(out, "%-24.24s %7" PRId64, r->field, r->classes);
        if (isnan(r->p)) {
            fputs("  cannot be told: one class, or one outcome\n", out);
            continue;
        }
        fprintf(out, " %9.2f %3.0f %9.3g %9.3g %7.4f  %s %.0f %%, %s %.0f %%%s%s\n", r->g, r->df,
                r->p, r->p_adjusted, r->gain_bits, r->worst->label, r->worst->churn_pct,
                r->best->label, r->best->churn_pct, r->few ? " (p rough)" : "",
                r->is_undated ? " (values of now)" : "");
    }
}

static int print_separation(const struct call *c)
{
    const struct shape shape = SHAPE(separation_row);
    const struct segment_options *o = c->options;
    const struct separation_query query = {.from = o->from, .to = o->to, .filter = o->filter};
    struct separation s;
    char from[16], to[16];
    int rc = separation_read(&c->source, &query, &s, &c->command->err);

    if (rc < 0)
        return rc;
    if (prints_json(c))
        return print_json(c, separation_fields, &s);
    if (str_eq(o->common.format, "csv")) {
        print_rows(c->command->out, "csv", &shape, NULL, s.rows, s.n_rows);
        return 0;
    }
    print_ranking(c->command->out, &s);
    fprintf(c->command->out,
            "\n%s to %s: %" PRId64 " of %" PRId64 " customers were lost; %" PRId64
            " attributes tried%s\n",
            day_format(s.from, from), day_format(s.to, to), s.lost, s.accounts, s.tried,
            s.is_too_early ? "; too few were lost, or kept, to tell" : "");
    return 0;
}

static int report(const struct call *c)
{
    const struct shape shape = SHAPE(segment_report_group);
    const struct segment_options *o = c->options;
    const struct segment_report_query query = {.from = o->from,
                                               .to = o->to,
                                               .by = o->by,
                                               .segments = o->segments,
                                               .n_segments = o->n_segments,
                                               .filter = o->filter};
    struct segment_report r;
    char from[16], to[16];

    if (!o->by && !o->n_segments)
        return print_separation(c);
    int rc = segment_report_read(&c->source, &query, &r, &c->command->err);
    if (rc < 0)
        return rc;
    if (prints_json(c))
        return print_json(c, segment_report_fields, &r);
    print_rows(c->command->out, o->common.format, &shape,
               "label accounts arr_cents health_mean maturity_mean start_accounts lost churn_pct "
               "churn_low_pct churn_high_pct grr_pct nrr_pct arr_growth_pct is_small",
               r.groups, r.n_groups);
    if (!str_eq(o->common.format, "csv"))
        fprintf(c->command->out,
                "\n%s to %s; lost and kept: of those who were customers on the first day, by where "
                "they stood then.\nsmall: fewer than %" PRId64 " of them.\n",
                day_format(r.from, from), day_format(r.to, to), r.small_below);
    return 0;
}

static const struct {
    const char *name;
    bool needs_key;
    int (*run)(const struct call *c);
} actions[] = {{"list", false, list},
               {"show", true, show},
               {"members", true, members},
               {"report", false, report}};

static int look(struct command_call *command, struct conn *conn)
{
    struct snapshots *snapshots = snapshots_new();
    const struct call call = {.command = command,
                              .options = command->options,
                              .source = {snapshots, conn, clock_today(), command->arena},
                              .key = command->n_words > 1 ? command->words[1] : NULL};
    size_t k = 0;
    int rc;

    while (k < ARRAY_LEN(actions) && !str_eq(actions[k].name, command->words[0]))
        k++;
    if (k == ARRAY_LEN(actions))
        rc = err_set(&command->err, ERR_INVALID, NULL,
                     "there is no action \"%.40s\"; there are: list, show, members, report",
                     command->words[0]);
    else if (actions[k].needs_key != (call.key != NULL))
        rc = err_set(&command->err, ERR_INVALID, NULL,
                     call.key ? "\"%s\" takes no further word"
                              : "\"%s\" needs the key of a segment; ripen segment list prints them",
                     actions[k].name);
    else
        rc = actions[k].run(&call);
    snapshots_free(snapshots);
    return rc;
}

static int segment_run(struct command_call *call)
{
    return workspace_read(((const struct segment_options *)call->options)->common.data, call, look);
}

const struct command segment_command = {
    .name = "segment",
    .words = "list | show KEY | members KEY | report",
    .min_words = 1,
    .max_words = 2,
    .summary = "Prints segments, who is in them, and how they differ",
    .help = "report --by industry compares the values of a field, report --segments a,b segments; "
            "report alone says which attribute tells apart who left from who stayed.",
    .options = SHAPE(segment_options),
    .run = segment_run};
