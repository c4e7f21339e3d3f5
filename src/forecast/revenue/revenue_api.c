#include "forecast/forecast.h"
#include "forecast/revenue/bridge.h"
#include "http/service.h"
#include "json/rows_csv.h"

static struct portfolio_source source_of(const struct req *r)
{
    return (struct portfolio_source){r->service->snapshots, r->conn, r->today, r->arena};
}

HANDLER(bridge_get, bridge_query, bridge)
{
    const struct portfolio_source source = source_of(r);

    return bridge_read(&source, in, out, &r->err);
}

HANDLER(bridge_csv_get, bridge_query, nothing)
{
    static const struct shape shape = SHAPE(bridge_month);
    const struct portfolio_source source = source_of(r);
    struct bridge bridge;
    char day[16];
    int rc = bridge_read(&source, in, &bridge, &r->err);

    if (rc < 0)
        return rc;
    r->filename = arena_printf(r->arena, "revenue-%s.csv", day_format(bridge.to, day));
    rows_write_csv(&r->reply, &shape, NULL, "\r\n", bridge.months, bridge.n_months);
    return 0;
}

#define QUERY SHAPE(bridge_query)

const struct endpoint revenue_endpoints[] = {
    {"GET", "/api/v1/forecast/revenue",
     "ARR month by month: what came, what went, what was kept and renewed", .tag = "scores",
     .role = ROLE_VIEWER, .in = QUERY, .out = {bridge_fields, sizeof(struct bridge), "revenue"},
     .fn = bridge_get_call,
     .help = "The movements of each month add up to the change of ARR to the cent."},
    {"GET", "/api/v1/forecast/revenue.csv", "The months as a file", .tag = "scores",
     .role = ROLE_VIEWER, .in = QUERY, .fn = bridge_csv_get_call,
     .out_type = "text/csv; charset=utf-8"},
    ENDPOINT_END,
};
