/* cmd_metrics.c: ripen metrics: the dictionary; with a data directory, that of its database. */
#include "app/commands.h"
#include "app/print.h"
#include "app/workspace.h"
#include "base/str.h"
#include "scoring/metric/dictionary.h"

struct metrics_options {
    const char *format, *data;
};
static const struct field metrics_options_fields[] = {
    FIELD_ENUM(struct metrics_options, format, format_names,
               .help = "How it is printed; default a text to read"),
    FIELD_STR(struct metrics_options, data, .max = 4096, .unit = "DIR",
              .help = "A data directory, to print its own metrics, too; default the built-in ones"),
    FIELD_END,
};

static void print_entry(FILE *out, const struct metric *m)
{
    fprintf(out, "\n%s  (%s)\n    %s\n    unit: %s; better is: %s%s%s; from: ", m->label, m->id,
            m->formula, m->unit, m->direction, *m->window ? "; window: " : "", m->window);
    for (size_t i = 0; i < m->n_facts; i++)
        fprintf(out, "%s%s", i ? ", " : "", m->facts[i]);
    fprintf(out, "\n    %s\n", m->source);
}

static void print_dictionary(struct command_call *call, const struct dictionary *d)
{
    const struct metrics_options *o = call->options;
    const struct shape shape = {metric_fields, sizeof(*d->items), "metric"};

    if (o->format) {
        print_rows(call->out, o->format, &shape,
                   str_eq(o->format, "table") ? "id label group unit direction window" : NULL,
                   d->items, d->n);
        return;
    }
    for (size_t i = 0; i < d->n; i++) {
        if (i == 0 || !str_eq(d->items[i].group, d->items[i - 1].group))
            fprintf(call->out, "%s=== %s ===\n", i ? "\n" : "", d->items[i].group);
        print_entry(call->out, &d->items[i]);
    }
}

static int print_of_database(struct command_call *call, struct conn *c)
{
    const struct dictionary *d;
    int rc = dictionary_load(c, call->arena, &d, &call->err);

    if (rc >= 0)
        print_dictionary(call, d);
    return rc;
}

static int metrics_run(struct command_call *call)
{
    const struct metrics_options *o = call->options;

    if (o->data)
        return workspace_read(o->data, call, print_of_database);
    print_dictionary(call, dictionary_builtin());
    return 0;
}

const struct command metrics_command = {.name = "metrics",
                                        .summary =
                                            "Prints what each number means and how it is computed",
                                        .options = SHAPE(metrics_options),
                                        .run = metrics_run};
