#include "forecast/forecast.h"
#include "forecast/value/value.h"
#include "http/service.h"
#include "json/rows_csv.h"
#include "scoring/portfolio/portfolio_source_of.h"

HANDLER(value_get, value_query, value_list)
{
    const struct portfolio_source source = portfolio_source_of(r);

    return value_read(&source, in, out, &r->err);
}

HANDLER(value_csv_get, value_query, nothing)
{
    static const struct shape shape = SHAPE(value_row);
    const struct portfolio_source source = portfolio_source_of(r);
    struct value_query query = *in;
    struct value_list list;
    char day[16];

    query.by = NULL;
    query.offset = 0;
    query.limit = INT64_MAX;
    int rc = value_read(&source, &query, &list, &r->err);
    if (rc < 0)
        return rc;
    r->filename = arena_printf(r->arena, "value-%s.csv", day_format(list.day, day));
    rows_write_csv(&r->reply, &shape, NULL, "\r\n", list.rows, list.n_rows);
    return 0;
}

struct value_ref {
    const char *key;
    int32_t day;
};
static const struct field value_ref_fields[] = {
    FIELD_STR(struct value_ref, key, .required = true),
    FIELD_DAY(struct value_ref, day,
              .help = "As of this day, by what was known then; " UNTIL_KNOWN),
    FIELD_END,
};

HANDLER(account_value_get, value_ref, account_value)
{
    const struct portfolio_source source = portfolio_source_of(r);

    return account_value_read(&source, in->key, in->day, out, &r->err);
}

const struct endpoint value_endpoints[] = {
    {"GET", "/api/v1/forecast/value",
     "What customers are worth over three years, five years and for life", .tag = "scores",
     .role = ROLE_VIEWER, .in = SHAPE(value_query), .out = SHAPE(value_list), .fn = value_get_call},
    {"GET", "/api/v1/forecast/value.csv", "All customers with a value as a file", .tag = "scores",
     .role = ROLE_VIEWER,
     .in = {value_csv_query_fields, sizeof(struct value_query), "value_csv_query"},
     .fn = value_csv_get_call, .out_type = "text/csv; charset=utf-8"},
    {"GET", "/api/v1/accounts/{key}/value", "What an account is worth", .tag = "scores",
     .role = ROLE_VIEWER, .in = SHAPE(value_ref), .out = SHAPE(account_value),
     .fn = account_value_get_call},
    ENDPOINT_END,
};
