#include "forecast/forecast.h"
#include "forecast/renewal/renewals.h"
#include "http/service.h"
#include "json/rows_csv.h"
#include "scoring/portfolio/portfolio_source_of.h"

HANDLER(renewals_get, renewals_query, renewals)
{
    const struct portfolio_source source = portfolio_source_of(r);

    return renewals_read(&source, in, out, &r->err);
}

HANDLER(renewals_csv_get, renewals_query, nothing)
{
    static const struct shape shape = SHAPE(renewal_row);
    const struct portfolio_source source = portfolio_source_of(r);
    struct renewals_query query = *in;
    struct renewals renewals;
    char day[16];

    query.offset = 0;
    query.limit = INT64_MAX;
    int rc = renewals_read(&source, &query, &renewals, &r->err);
    if (rc < 0)
        return rc;
    r->filename = arena_printf(r->arena, "renewals-%s.csv", day_format(renewals.day, day));
    rows_write_csv(&r->reply, &shape, NULL, "\r\n", renewals.rows, renewals.n_rows);
    return 0;
}

const struct endpoint renewals_endpoints[] = {
    {"GET", "/api/v1/forecast/renewals",
     "What comes due, what to expect of it, and what is at risk", .tag = "scores",
     .role = ROLE_VIEWER, .in = SHAPE(renewals_query), .out = SHAPE(renewals),
     .fn = renewals_get_call},
    {"GET", "/api/v1/forecast/renewals.csv", "All that come due as a file", .tag = "scores",
     .role = ROLE_VIEWER,
     .in = {renewals_csv_query_fields, sizeof(struct renewals_query), "renewals_csv_query"},
     .fn = renewals_csv_get_call, .out_type = "text/csv; charset=utf-8"},
    ENDPOINT_END,
};
