/* How the customers' values of one number lie: what a scale is drawn over. */
#include "base/str.h"
#include "scoring/portfolio/chosen.h"
#include "stats/summary.h"

#include <math.h>
#include <stdio.h>

/* A few extreme values must not press all others into one bar: they count in the outermost ones. */
#define TAIL 0.01

const struct field histogram_query_fields[] = {
    FIELD_STR(struct histogram_query, field, .required = true, .max = 100,
              .help = "A metric or another number that accounts are chosen by"),
    FIELD_DAY(struct histogram_query, day, .help = "As of this day; today if left out"),
    FIELD_STR(struct histogram_query, filter, .max = 8000, .help = "Of these accounts only"),
    FIELD_I64(struct histogram_query, bins, .min = 2, .max = HISTOGRAM_BINS_MAX,
              .help = "Default 30"),
    FIELD_END,
};
const struct field histogram_fields[] = {
    FIELD_STR(struct histogram, field, .required = true),
    FIELD_DAY(struct histogram, day, .required = true),
    FIELD_I64(struct histogram, known, .required = true, .help = "Accounts that have a value"),
    FIELD_I64(struct histogram, missing, .required = true),
    FIELD_F64(struct histogram, min),
    FIELD_F64(struct histogram, median),
    FIELD_F64(struct histogram, max),
    FIELD_NUMS(struct histogram, edges, .required = true,
               .help = "Of the bars, one more than there are bars; the first and the last bar also "
                       "count what lies beyond"),
    FIELD_NUMS(struct histogram, counts, .required = true),
    FIELD_END,
};

static void count(const double *sorted, size_t n, size_t bins, struct arena *arena,
                  struct histogram *ret)
{
    double low = summary_quantile(sorted, n, TAIL), high = summary_quantile(sorted, n, 1 - TAIL);

    if (!(high > low))
        high = low + 1;
    ret->edges = ARENA_ARRAY(arena, bins + 1, double);
    ret->counts = ARENA_ARRAY(arena, bins, double);
    ret->n_edges = bins + 1;
    ret->n_counts = bins;
    for (size_t k = 0; k <= bins; k++)
        ret->edges[k] = low + (high - low) * (double)k / (double)bins;
    for (size_t i = 0; i < n; i++) {
        double at = floor((sorted[i] - low) / (high - low) * (double)bins);
        size_t bin = at < 0 ? 0 : at >= (double)bins ? bins - 1 : (size_t)at;
        ret->counts[bin]++;
    }
}

int portfolio_histogram(const struct portfolio_source *source, const struct histogram_query *query,
                        struct histogram *ret, struct err *err)
{
    const char *columns[] = {query->field};
    struct portfolio_query q;
    struct chosen chosen;

    fields_init(portfolio_query_fields, &q);
    q.day = query->day;
    q.filter = query->filter;
    q.columns = columns;
    q.n_columns = 1;
    int rc = chosen_read(source, &q, &chosen, err);
    if (rc < 0 && err && str_eq(err->field, "columns"))
        snprintf(err->field, sizeof(err->field), "field");
    if (rc < 0)
        return rc;
    const struct select_column column =
        select_column(&chosen.table, chosen.what.columns[0], source->arena);
    if (!column.numbers)
        return err_set(err, ERR_INVALID, "field", "%s is a text, not a number", query->field);
    double *values = ARENA_ARRAY(source->arena, chosen.n, double);
    for (size_t i = 0; i < chosen.n; i++)
        values[i] = column.numbers[chosen.rows[i]];
    size_t n = summary_sort(values, chosen.n);
    *ret = (struct histogram){.field = query->field,
                              .day = chosen.s->day,
                              .known = (int64_t)n,
                              .missing = (int64_t)(chosen.n - n),
                              .min = n ? values[0] : NAN,
                              .median = n ? summary_quantile(values, n, 0.5) : NAN,
                              .max = n ? values[n - 1] : NAN};
    if (n > 0)
        count(values, n, query->bins == I64_NONE ? 30 : (size_t)query->bins, source->arena, ret);
    return 0;
}
