#include "forecast/forecast.h"
#include "forecast/revenue/bridge.h"
#include "forecast/revenue/movers.h"
#include "http/service.h"
#include "json/rows_csv.h"
#include "scoring/metric/known.h"
#include "scoring/portfolio/portfolio_source_of.h"

HANDLER(bridge_get, bridge_query, bridge)
{
    const struct portfolio_source source = portfolio_source_of(r);

    return bridge_read(&source, in, out, &r->err);
}

HANDLER(bridge_csv_get, bridge_query, nothing)
{
    static const struct shape shape = SHAPE(bridge_month);
    const struct portfolio_source source = portfolio_source_of(r);
    struct bridge bridge;
    char day[16];
    int rc = bridge_read(&source, in, &bridge, &r->err);

    if (rc < 0)
        return rc;
    r->filename = arena_printf(r->arena, "revenue-%s.csv", day_format(bridge.to, day));
    rows_write_csv(&r->reply, &shape, NULL, "\r\n", bridge.months, bridge.n_months);
    return 0;
}

HANDLER(movers_get, movers_query, movers)
{
    const struct portfolio_source source = portfolio_source_of(r);

    return movers_read(&source, in, out, &r->err);
}

HANDLER(movers_csv_get, movers_query, nothing)
{
    static const struct shape shape = SHAPE(mover);
    const struct portfolio_source source = portfolio_source_of(r);
    struct movers_query query = *in;
    struct movers movers;
    char day[16];

    query.offset = 0;
    query.limit = INT64_MAX;
    int rc = movers_read(&source, &query, &movers, &r->err);
    if (rc < 0)
        return rc;
    r->filename = arena_printf(r->arena, "%s-%s.csv", movers.kind ? movers.kind : "movements",
                               day_format(movers.to, day));
    rows_write_csv(&r->reply, &shape, NULL, "\r\n", movers.rows, movers.n_rows);
    return 0;
}

struct told_day {
    int32_t today, day, facts_until;
};
static const struct field told_day_fields[] = {
    FIELD_DAY(struct told_day, today, .required = true),
    FIELD_DAY(struct told_day, day, .required = true,
              .help = "What forecasts are told as of, unless another day is asked for"),
    FIELD_DAY(struct told_day, facts_until, .help = "The last day of which there are facts"),
    FIELD_END,
};

HANDLER(told_day_get, nothing, told_day)
{
    const struct portfolio_source source = portfolio_source_of(r);
    int rc = lives_day(&source, DAY_NONE, &out->day, &r->err);

    out->today = r->today;
    return rc < 0 ? rc : known_until(r->conn, r->today, &out->facts_until, &r->err);
}

#define QUERY SHAPE(bridge_query)

const struct endpoint revenue_endpoints[] = {
    {"GET", "/api/v1/forecast/day", "As of which day forecasts are told", .tag = "scores",
     .role = ROLE_VIEWER, .out = SHAPE(told_day), .fn = told_day_get_call,
     .help = "Today; or the last day of which there are facts, if that is over a quarter ago: of a "
             "company whose files stopped coming nobody leaves any more."},
    {"GET", "/api/v1/forecast/revenue",
     "ARR month by month: what came, what went, what was kept and renewed", .tag = "scores",
     .role = ROLE_VIEWER, .in = QUERY, .out = {bridge_fields, sizeof(struct bridge), "revenue"},
     .fn = bridge_get_call,
     .help = "The movements of each month add up to the change of ARR to the cent."},
    {"GET", "/api/v1/forecast/revenue.csv", "The months as a file", .tag = "scores",
     .role = ROLE_VIEWER, .in = QUERY, .fn = bridge_csv_get_call,
     .out_type = "text/csv; charset=utf-8"},
    {"GET", "/api/v1/forecast/revenue/movers", "Whose ARR moved: the accounts behind the bridge",
     .tag = "scores", .role = ROLE_VIEWER, .in = SHAPE(movers_query), .out = SHAPE(movers),
     .fn = movers_get_call,
     .help = "Asked for by the same days and filter, the rows of a kind add up to the bridge's "
             "figure to the cent, in each month and over all of them."},
    {"GET", "/api/v1/forecast/revenue/movers.csv", "All whose ARR moved as a file", .tag = "scores",
     .role = ROLE_VIEWER,
     .in = {movers_csv_query_fields, sizeof(struct movers_query), "movers_csv_query"},
     .fn = movers_csv_get_call, .out_type = "text/csv; charset=utf-8"},
    ENDPOINT_END,
};
