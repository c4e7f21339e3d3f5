/* cmd_metrics.c: ripen metrics: the dictionary. */
#include "app/commands.h"
#include "app/print.h"
#include "base/str.h"
#include "scoring/metric/metric.h"

struct metrics_options {
    const char *format;
};
static const struct field metrics_options_fields[] = {
    FIELD_ENUM(struct metrics_options, format, format_names,
               .help = "How it is printed; default a text to read"),
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

static int metrics_run(struct command_call *call)
{
    const struct metrics_options *o = call->options;
    size_t n;
    const struct metric *all = metrics_all(&n);
    const struct shape shape = {metric_fields, sizeof(*all), "metric"};

    if (o->format) {
        print_rows(call->out, o->format, &shape,
                   str_eq(o->format, "table") ? "id label group unit direction window" : NULL, all,
                   n);
        return 0;
    }
    for (size_t i = 0; i < n; i++) {
        if (i == 0 || !str_eq(all[i].group, all[i - 1].group))
            fprintf(call->out, "%s=== %s ===\n", i ? "\n" : "", all[i].group);
        print_entry(call->out, &all[i]);
    }
    return 0;
}

const struct command metrics_command = {.name = "metrics",
                                        .summary =
                                            "Prints what each number means and how it is computed",
                                        .options = SHAPE(metrics_options),
                                        .run = metrics_run};
