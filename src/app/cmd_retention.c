/* cmd_retention.c: ripen retention: how long customers stay, and whether groups differ. */
#include "app/commands.h"
#include "app/print.h"
#include "app/workspace.h"
#include "base/day.h"
#include "base/str.h"
#include "forecast/retention/cohort.h"
#include "forecast/retention/retention.h"

#include <inttypes.h>
#include <math.h>

#define COHORT_COLUMNS 13 /* ages that a table has room for; CSV and JSON have all */

struct retention_options {
    struct data_options common;
    int32_t to;
    const char *filter, *by, *cohort;
    const char **segments;
    size_t n_segments;
    int32_t watched_from;
    int64_t period_months, horizon_months;
    bool cohorts;
};
static const struct field retention_options_fields[] = {
    DATA_OPTIONS(struct data_options),
    FIELD_DAY(struct retention_options, to, .help = "As of this day; " UNTIL_KNOWN),
    FIELD_STR(struct retention_options, filter, .max = FILTER_TEXT_MAX,
              .help = "Only these accounts: 'industry = \"EdTech\"'"),
    FIELD_STR(struct retention_options, by, .max = 100,
              .help = "Groups by a field: industry, plan, custom.NAME …"),
    FIELD_STRS(struct retention_options, segments, .max = LIFE_SEGMENTS_MAX,
               .help = "Or the keys of segments, separated by commas"),
    FIELD_ENUM(struct retention_options, cohort, cohort_sizes,
               .help =
                   "Or groups by when they became customers; with --cohorts, how large they are"),
    FIELD_BOOL(struct retention_options, cohorts,
               .help = "What is left of each cohort instead, in customers and in revenue, by age"),
    FIELD_DAY(struct retention_options, watched_from,
              .help = "The day from which leavers are on record; default the month of the first"),
    FIELD_I64(struct retention_options, period_months, .min = 1, .max = 120,
              .help = "The period of the projection; default a common term"),
    FIELD_I64(struct retention_options, horizon_months, .min = 1, .max = RETENTION_MONTHS_MAX,
              .help = "How far to project; default 60"),
    FIELD_END,
};

/* "38.1 (30.2 to –)" */
static void print_range(FILE *out, int width, double value, double low, double high)
{
    char text[64], parts[3][16];
    const double numbers[] = {value, low, high};

    for (int k = 0; k < 3; k++)
        if (isnan(numbers[k]))
            str_copy(parts[k], sizeof(parts[k]), "–");
        else
            snprintf(parts[k], sizeof(parts[k]), "%.1f", numbers[k]);
    snprintf(text, sizeof(text), "%s (%s to %s)", parts[0], parts[1], parts[2]);
    fprintf(out, "  %*s%s", width > str_width(text) ? width - str_width(text) : 0, "", text);
}

/* The curve at a whole number of months, by the points at hand. */
static void print_share(FILE *out, const struct retention_group *g, double months)
{
    const struct retention_point *at = NULL;

    for (size_t k = 0; k < g->n_points && g->points[k].months <= months; k++)
        at = &g->points[k];
    if (isnan(g->seen_months) || g->seen_months < months || g->seen_from_months > 0)
        print_range(out, 22, NAN, NAN, NAN);
    else if (at)
        print_range(out, 22, at->share_pct, at->low_pct, at->high_pct);
    else
        print_range(out, 22, 100, NAN, NAN);
}

static void print_group(FILE *out, const struct retention_group *g)
{
    fprintf(out, "%-22.22s %9" PRId64 " %6" PRId64, g->label, g->customers, g->left);
    print_share(out, g, 12);
    print_share(out, g, 24);
    print_range(out, 20, g->median_months, g->median_low_months, g->median_high_months);
    print_range(out, 20, g->mean_months, g->mean_low_months, g->mean_high_months);
    fputc('\n', out);
}

static void print_fit(FILE *out, const struct retention_group *g)
{
    const struct retention_fit *f = g->fit;

    fprintf(out, "%-22.22s ", g->label);
    if (f->problem) {
        fprintf(out, "no projection: %s\n", f->problem);
        return;
    }
    for (size_t k = 1; k < f->n_projection && k <= 5; k++)
        fprintf(out, " %3.0f m %5.1f %%", f->projection[k].months, f->projection[k].share_pct);
    if (isnan(f->alpha))
        fputs("   the same rate at every age; lifetime ", out);
    else
        fprintf(out, "   alpha %.3f beta %.3f; lifetime ", f->alpha, f->beta);
    if (f->is_lifetime_infinite)
        fputs("infinite", out);
    else
        fprintf(out, "%.1f periods", f->lifetime_periods);
    fprintf(out, ", discounted %.2f\n", f->discounted_periods);
}

static void print_retention(FILE *out, const struct retention *r)
{
    char day[16];

    fprintf(out, "%-22s %9s %6s  %22s  %22s  %20s  %20s\n", r->label ? r->label : "", "customers",
            "left", "after 12 months, %", "after 24 months, %", "median, months", "mean, months");
    for (size_t k = 0; k < r->n_groups; k++)
        print_group(out, &r->groups[k]);
    fprintf(out, "\nProjected in periods of %" PRId64 " months:\n", r->period_months);
    for (size_t k = 0; k < r->n_groups; k++)
        print_fit(out, &r->groups[k]);
    if (!isnan(r->test->p))
        fprintf(out, "\nLog-rank: chi-square %.2f on %" PRId64 " degrees, p = %.3g\n",
                r->test->chi_square, r->test->df, r->test->p);
    fprintf(out, "\nAs of %s; means are of the first %.1f months.", day_format(r->to, day),
            r->mean_until_months);
    if (r->watched_from != DAY_NONE)
        fprintf(out, " Leavers are on record from %s on; %" PRId64 " were watched only from then.",
                day_format(r->watched_from, day), r->late);
    fputc('\n', out);
}

static void print_answer(struct command_call *call, const char *format, const struct retention *r)
{
    const struct shape shape = SHAPE(retention_row);
    AUTO_BUF text = {0};
    size_t n;

    if (str_eq(format, "json")) {
        fields_write(retention_fields, r, &text);
        fprintf(call->out, "%s\n", buf_text(&text));
    } else if (str_eq(format, "csv")) {
        const struct retention_row *rows = retention_rows(r, call->arena, &n);
        print_rows(call->out, format, &shape, NULL, rows, n);
    } else {
        print_retention(call->out, r);
    }
}

static void print_ages(FILE *out, const struct cohort_row *row, const double *pct, size_t n)
{
    fprintf(out, "%-12.12s %9" PRId64, row->label, row->accounts);
    for (size_t k = 0; k < n && k < COHORT_COLUMNS; k++)
        if (isnan(pct[k]))
            fprintf(out, "      –");
        else
            fprintf(out, " %6.1f", pct[k]);
    fputc('\n', out);
}

static void print_cohorts(FILE *out, const struct cohort_table *t)
{
    static const char *const of[] = {"Customers left, %",
                                     "What they pay, % of what they paid first"};

    for (int money = 0; money < 2; money++) {
        fprintf(out, "%s%s, after months:\n%-12s %9s", money ? "\n" : "", of[money], "began in",
                "customers");
        for (size_t k = 0; k < t->all->n_customers && k < COHORT_COLUMNS; k++)
            fprintf(out, " %6" PRId64, (int64_t)k * t->step_months);
        fputc('\n', out);
        for (size_t k = 0; k <= t->n_rows; k++) {
            const struct cohort_row *r = k < t->n_rows ? &t->rows[k] : t->all;
            print_ages(out, r, money ? r->arr_pct : r->customers_pct,
                       money ? r->n_arr_pct : r->n_customers_pct);
        }
    }
}

static int look_at_cohorts(struct command_call *call, const struct portfolio_source *source)
{
    const struct retention_options *o = call->options;
    const struct cohort_query query = {.to = o->to,
                                       .filter = o->filter,
                                       .size = o->cohort,
                                       .cohorts = I64_NONE,
                                       .watched_from = o->watched_from};
    const struct shape shape = SHAPE(cohort_cell);
    struct cohort_table t;
    AUTO_BUF text = {0};
    size_t n;
    int rc = cohort_table_read(source, &query, &t, &call->err);

    if (rc < 0)
        return rc;
    if (str_eq(o->common.format, "json")) {
        fields_write(cohort_table_fields, &t, &text);
        fprintf(call->out, "%s\n", buf_text(&text));
    } else if (str_eq(o->common.format, "csv")) {
        const struct cohort_cell *cells = cohort_cells(&t, call->arena, &n);
        print_rows(call->out, "csv", &shape, NULL, cells, n);
    } else {
        print_cohorts(call->out, &t);
    }
    return 0;
}

static int look(struct command_call *call, struct conn *c)
{
    const struct retention_options *o = call->options;
    struct snapshots *snapshots = snapshots_new();
    const struct portfolio_source source = {snapshots, c, clock_today(), call->arena};
    const struct retention_query query = {.to = o->to,
                                          .filter = o->filter,
                                          .by = o->by,
                                          .segments = o->segments,
                                          .n_segments = o->n_segments,
                                          .cohort = o->cohort,
                                          .watched_from = o->watched_from,
                                          .period_months = o->period_months,
                                          .horizon_months = o->horizon_months};
    struct retention r;
    int rc = o->cohorts ? look_at_cohorts(call, &source)
                        : retention_read(&source, &query, &r, &call->err);

    if (rc >= 0 && !o->cohorts)
        print_answer(call, o->common.format, &r);
    snapshots_free(snapshots);
    return rc;
}

static int retention_run(struct command_call *call)
{
    return workspace_read(((const struct retention_options *)call->options)->common.data, call,
                          look);
}

const struct command retention_command = {
    .name = "retention",
    .summary = "Says how long customers stay, observed and projected, and whether groups differ",
    .help = "Shares with their 95 % intervals. CSV has the curves point by point, JSON everything.",
    .options = SHAPE(retention_options),
    .run = retention_run};
