/* The portfolio as a file for spreadsheets. */
#include "base/csv_text.h"
#include "base/str.h"
#include "scoring/portfolio/chosen.h"

/* What a file has whose columns nobody chose. */
static const char *default_columns[] = {
    "owner",
    "lifecycle",
    "stage",
    "size_band",
    "location",
    "industry",
    "use_case",
    "plan",
    "cell",
    "health",
    "health_band",
    "health_coverage_pct",
    "health_freshness_days",
    "maturity",
    "maturity_band",
    "maturity_coverage_pct",
    "maturity_freshness_days",
    "arr",
    "renewal_days",
    "health_card",
    "maturity_card",
};

/* Key and name come first, whatever else is asked for. */
static struct portfolio_query with_columns(const struct portfolio_query *query, struct arena *arena)
{
    struct portfolio_query q = *query;
    const char **asked = q.n_columns ? q.columns : default_columns;
    size_t n = q.n_columns ? q.n_columns : ARRAY_LEN(default_columns);

    q.columns = ARENA_ARRAY(arena, n + 2, const char *);
    q.columns[0] = "key";
    q.columns[1] = "name";
    q.n_columns = 2;
    for (size_t k = 0; k < n; k++)
        if (!str_eq(asked[k], "key") && !str_eq(asked[k], "name"))
            q.columns[q.n_columns++] = asked[k];
    return q;
}

static void write_number(const struct select_field *f, double number, struct buf *out)
{
    char day[16];

    if (isnan(number))
        return;
    if (f->type == FIELD_T_DAY)
        buf_str(out, day_format((int32_t)number, day));
    else if (f->type == FIELD_T_BOOL)
        buf_str(out, number != 0 ? "true" : "false");
    else
        text_write_f64(out, number);
}

static void write_cell(const struct select_field *f, const struct select_column *column, size_t row,
                       struct buf *out)
{
    if (!column->texts)
        write_number(f, column->numbers[row], out);
    else if (column->texts[row])
        csv_write_cell(out, column->texts[row], true);
}

int portfolio_write_csv(const struct portfolio_source *source, const struct portfolio_query *query,
                        struct buf *out, struct err *err)
{
    const struct portfolio_query q = with_columns(query, source->arena);
    struct select_column columns[SELECT_COLUMNS_MAX];
    struct chosen chosen;
    int rc = chosen_read(source, &q, &chosen, err);

    if (rc < 0)
        return rc;
    const struct selection *what = &chosen.what;
    for (size_t k = 0; k < what->n_columns; k++) {
        columns[k] = select_column(&chosen.table, what->columns[k], source->arena);
        buf_str(out, k ? "," : "");
        csv_write_cell(out, what->columns[k]->name, false);
    }
    buf_str(out, "\r\n");
    size_t n = chosen.n;
    if (query->limit > 0 && (uint64_t)query->limit < n)
        n = (size_t)query->limit;
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < what->n_columns; k++) {
            buf_str(out, k ? "," : "");
            write_cell(what->columns[k], &columns[k], chosen.rows[i], out);
        }
        buf_str(out, "\r\n");
    }
    return 0;
}
