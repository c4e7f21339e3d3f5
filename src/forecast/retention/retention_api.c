#include "forecast/forecast.h"
#include "forecast/retention/retention.h"
#include "http/service.h"
#include "json/rows_csv.h"
#include "scoring/portfolio/portfolio_source_of.h"

HANDLER(retention_get, retention_query, retention)
{
    const struct portfolio_source source = portfolio_source_of(r);

    return retention_read(&source, in, out, &r->err);
}

HANDLER(retention_csv_get, retention_query, nothing)
{
    static const struct shape shape = SHAPE(retention_row);
    const struct portfolio_source source = portfolio_source_of(r);
    struct retention retention;
    char day[16];
    size_t n;
    int rc = retention_read(&source, in, &retention, &r->err);

    if (rc < 0)
        return rc;
    const struct retention_row *rows = retention_rows(&retention, r->arena, &n);
    r->filename = arena_printf(r->arena, "retention-%s.csv", day_format(retention.to, day));
    rows_write_csv(&r->reply, &shape, NULL, "\r\n", rows, n);
    return 0;
}

const struct endpoint retention_endpoints[] = {
    {"GET", "/api/v1/forecast/retention",
     "How long customers stay: observed and projected, for groups held against each other",
     .tag = "scores", .role = ROLE_VIEWER, .in = SHAPE(retention_query), .out = SHAPE(retention),
     .fn = retention_get_call},
    {"GET", "/api/v1/forecast/retention.csv", "The curves as a file", .tag = "scores",
     .role = ROLE_VIEWER, .in = SHAPE(retention_query), .fn = retention_csv_get_call,
     .out_type = "text/csv; charset=utf-8"},
    ENDPOINT_END,
};
