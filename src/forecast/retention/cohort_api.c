#include "forecast/forecast.h"
#include "forecast/retention/cohort.h"
#include "http/service.h"
#include "json/rows_csv.h"
#include "scoring/portfolio/portfolio_source_of.h"

const struct field cohort_query_fields[] = {
    FIELD_DAY(struct cohort_query, to, .help = "As of this day; " UNTIL_KNOWN),
    FIELD_STR(struct cohort_query, filter, .max = FILTER_TEXT_MAX,
              .help = "Only these accounts, by what they keep: `industry = \"EdTech\"`"),
    FIELD_ENUM(struct cohort_query, size, cohort_sizes,
               .help = "Of cohorts, and of the steps of age; quarter if left out"),
    FIELD_I64(struct cohort_query, cohorts, .min = 1, .max = COHORTS_MAX,
              .help = "The newest so many; 24 if left out"),
    FIELD_DAY(struct cohort_query, watched_from,
              .help = "The day from which leavers are on record; if left out, the first of the "
                      "month of the first departure that is known"),
    FIELD_END,
};
static const struct field cohort_row_fields[] = {
    FIELD_STR(struct cohort_row, label, .required = true),
    FIELD_DAY(struct cohort_row, first, .help = "Its first day; null for all together"),
    FIELD_I64(struct cohort_row, accounts, .required = true),
    FIELD_I64(struct cohort_row, arr_cents, .required = true, .unit = "cents",
              .help = "At the start"),
    FIELD_I64(struct cohort_row, money_unknown, .required = true,
              .help = "Accounts left out of money: they paid in another currency"),
    FIELD_I64(struct cohort_row, late, .required = true,
              .help = "Accounts that began before leavers were on record: they flatter"),
    FIELD_NUMS(struct cohort_row, customers, .required = true,
               .help = "By age: 0, one step, two steps …"),
    FIELD_NUMS(struct cohort_row, customers_pct, .required = true, .unit = "%"),
    FIELD_NUMS(struct cohort_row, arr_now_cents, .required = true, .unit = "cents"),
    FIELD_NUMS(struct cohort_row, arr_pct, .required = true, .unit = "%"),
    FIELD_END,
};
const struct field cohort_table_fields[] = {
    FIELD_DAY(struct cohort_table, to, .required = true),
    FIELD_ENUM(struct cohort_table, size, cohort_sizes, .required = true),
    FIELD_STR(struct cohort_table, currency, .required = true),
    FIELD_I64(struct cohort_table, step_months, .required = true, .unit = "months"),
    FIELD_LIST(struct cohort_table, rows, cohort_row, .required = true),
    FIELD_OBJ(struct cohort_table, all, cohort_row, .required = true,
              .help = "At each age all accounts that have come to it and are not late"),
    FIELD_I64(struct cohort_table, earlier_accounts, .required = true,
              .help = "Of cohorts before those shown"),
    FIELD_DAY(struct cohort_table, watched_from,
              .help = "Who began before is late; null: nobody is"),
    UNDATED_FIELD(struct cohort_table),
    DEFINITIONS_FIELD(struct cohort_table),
    FIELD_END,
};
const struct field cohort_cell_fields[] = {
    FIELD_STR(struct cohort_cell, cohort, .required = true),
    FIELD_I64(struct cohort_cell, months, .required = true),
    FIELD_I64(struct cohort_cell, accounts, .required = true),
    FIELD_F64(struct cohort_cell, customers),
    FIELD_F64(struct cohort_cell, customers_pct),
    FIELD_I64(struct cohort_cell, arr_start_cents),
    FIELD_F64(struct cohort_cell, arr_now_cents),
    FIELD_F64(struct cohort_cell, arr_pct),
    FIELD_END,
};

HANDLER(cohorts_get, cohort_query, cohort_table)
{
    const struct portfolio_source source = portfolio_source_of(r);

    return cohort_table_read(&source, in, out, &r->err);
}

HANDLER(cohorts_csv_get, cohort_query, nothing)
{
    static const struct shape shape = SHAPE(cohort_cell);
    const struct portfolio_source source = portfolio_source_of(r);
    struct cohort_table table;
    char day[16];
    size_t n;
    int rc = cohort_table_read(&source, in, &table, &r->err);

    if (rc < 0)
        return rc;
    const struct cohort_cell *cells = cohort_cells(&table, r->arena, &n);
    r->filename = arena_printf(r->arena, "cohorts-%s.csv", day_format(table.to, day));
    rows_write_csv(&r->reply, &shape, NULL, "\r\n", cells, n);
    return 0;
}

const struct endpoint cohort_endpoints[] = {
    {"GET", "/api/v1/forecast/cohorts", "What is left of each cohort: customers and revenue by age",
     .tag = "scores", .role = ROLE_VIEWER, .in = SHAPE(cohort_query), .out = SHAPE(cohort_table),
     .fn = cohorts_get_call},
    {"GET", "/api/v1/forecast/cohorts.csv", "The cells as a file", .tag = "scores",
     .role = ROLE_VIEWER, .in = SHAPE(cohort_query), .fn = cohorts_csv_get_call,
     .out_type = "text/csv; charset=utf-8"},
    ENDPOINT_END,
};
