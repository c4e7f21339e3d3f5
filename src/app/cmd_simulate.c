/* cmd_simulate.c: ripen simulate: churn arithmetic. */
#include "app/commands.h"
#include "app/print.h"
#include "base/str.h"
#include "forecast/simulate/simulate.h"

#include <inttypes.h>

struct simulate_options {
    const char *format;
    double start, added, churn;
    int64_t months;
};
static const struct field simulate_options_fields[] = {
    FIELD_ENUM(struct simulate_options, format, format_names,
               .help = "How rows are printed; default table"),
    FIELD_F64(struct simulate_options, start, .fmin = 0, .fmax = 1e12,
              .help = "Recurring revenue of a month at the start; default 10000"),
    FIELD_F64(struct simulate_options, added, .fmin = 0, .fmax = 1e12,
              .help = "New recurring revenue each month; default 2000"),
    FIELD_F64(struct simulate_options, churn, .fmin = 0, .fmax = 100, .unit = "PCT",
              .help = "Per cent of it lost each month; default 2.5"),
    FIELD_I64(struct simulate_options, months, .min = 1, .max = 600, .help = "Default 36"),
    FIELD_END,
};

static int64_t in_cents(double units)
{
    return isnan(units) ? I64_NONE : llround(units * 100);
}

static void print_end(FILE *out, const struct simulation *s)
{
    const struct simulate_month *last = &s->months[s->n_months - 1];

    if (s->is_plateau_infinite)
        fputs("\nWithout churn nothing stops it.\n", out);
    else
        fprintf(out,
                "\nIt comes to rest at %" PRId64 ".%02d, where as much is lost as is added; half "
                "of the way takes %.1f months.\n",
                s->plateau_cents / 100, (int)(s->plateau_cents % 100), s->half_way_months);
    fprintf(out, "After %" PRId64 " months churn has taken %.1f %% of what there would be.\n",
            last->month,
            last->no_churn_cents > 0
                ? 100 * (double)last->taken_cents / (double)last->no_churn_cents
                : 0);
}

static int simulate_run(struct command_call *call)
{
    const struct shape shape = SHAPE(simulate_month);
    const struct simulate_options *o = call->options;
    const struct simulate_query query = {in_cents(o->start), in_cents(o->added), o->churn,
                                         o->months};
    struct simulation s;
    AUTO_BUF text = {0};
    int rc = simulate(&query, call->arena, &s, &call->err);

    if (rc < 0)
        return rc;
    if (str_eq(o->format, "json")) {
        fields_write(simulation_fields, &s, &text);
        fprintf(call->out, "%s\n", buf_text(&text));
        return 0;
    }
    print_rows(call->out, o->format, &shape, NULL, s.months, s.n_months);
    if (!str_eq(o->format, "csv"))
        print_end(call->out, &s);
    return 0;
}

const struct command simulate_command = {
    .name = "simulate",
    .summary = "Churn arithmetic: what losing a share each month does to growth",
    .help = "A company starts with so much recurring revenue, adds as much again each month, and "
            "loses a share of what it has: against the same without churn.",
    .options = SHAPE(simulate_options),
    .run = simulate_run};
