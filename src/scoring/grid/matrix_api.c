#include "base/day.h"
#include "http/page.h"
#include "http/service.h"
#include "scoring/grid/fate.h"
#include "scoring/grid/matrix_history.h"
#include "scoring/grid/matrix_view.h"
#include "scoring/scoring.h"

static const struct field matrix_view_band_fields[] = {
    FIELD_STR(struct matrix_view_band, id, .required = true),
    FIELD_STR(struct matrix_view_band, label, .required = true),
    FIELD_F64(struct matrix_view_band, from, .required = true, .help = "Included"),
    FIELD_F64(struct matrix_view_band, to, .required = true,
              .help = "Excluded, but for the last band"),
    FIELD_END,
};
static const struct field matrix_view_axis_fields[] = {
    FIELD_STR(struct matrix_view_axis, card, .required = true),
    FIELD_STR(struct matrix_view_axis, label, .required = true),
    FIELD_LIST(struct matrix_view_axis, bands, matrix_view_band, .of_name = "matrix_band",
               .required = true),
    FIELD_END,
};
const struct field matrix_view_cell_fields[] = {
    FIELD_STR(struct matrix_view_cell, id, .required = true),
    FIELD_STR(struct matrix_view_cell, x, .required = true,
              .help = "The band of the axis to the right"),
    FIELD_STR(struct matrix_view_cell, y, .required = true, .help = "The band of the axis upwards"),
    FIELD_STR(struct matrix_view_cell, label, .required = true),
    FIELD_STR(struct matrix_view_cell, action, .max = 1000, .required = true),
    FIELD_STR(struct matrix_view_cell, why, .max = 1000, .required = true),
    FIELD_BOOL(struct matrix_view_cell, is_economic, .required = true,
               .help = "Whether an account is worth the effort decides: its LTV and gross margin"),
    FIELD_I64(struct matrix_view_cell, count, .required = true),
    FIELD_I64(struct matrix_view_cell, arr_cents, .required = true, .unit = "cents"),
    FIELD_F64(struct matrix_view_cell, share_pct, .unit = "%", .help = "Of all customers"),
    FIELD_F64(struct matrix_view_cell, arr_share_pct, .unit = "%", .help = "Of all their ARR"),
    FIELD_I64(struct matrix_view_cell, invest_count,
              .help = "In economic cells: how many are worth the effort"),
    FIELD_I64(struct matrix_view_cell, low_touch_count,
              .help = "In economic cells: how many are not, or are not known to be"),
    FIELD_END,
};
const struct field matrix_view_reason_fields[] = {
    FIELD_STR(struct matrix_view_reason, id, .required = true,
              .help = "The card whose score is missing: maturity, health …; or both"),
    FIELD_STR(struct matrix_view_reason, label, .required = true),
    FIELD_STR(struct matrix_view_reason, next_step, .max = 1000, .required = true,
              .help = "The cheapest way to know it"),
    FIELD_I64(struct matrix_view_reason, count, .required = true),
    FIELD_I64(struct matrix_view_reason, arr_cents, .required = true, .unit = "cents"),
    FIELD_END,
};
static const struct field matrix_view_row_fields[] = {
    FIELD_STR(struct matrix_view_row, y, .required = true, .help = "The band of the axis upwards"),
    FIELD_I64(struct matrix_view_row, count, .required = true),
    FIELD_I64(struct matrix_view_row, arr_cents, .required = true, .unit = "cents"),
    FIELD_END,
};
static const struct field matrix_view_unknown_fields[] = {
    FIELD_I64(struct matrix_view_unknown, count, .required = true),
    FIELD_I64(struct matrix_view_unknown, arr_cents, .required = true, .unit = "cents"),
    FIELD_LIST(struct matrix_view_unknown, by_y, matrix_view_row, .of_name = "matrix_row",
               .required = true,
               .help = "Those of whom only the score to the right is missing, by their band of the "
                       "other, from low to high"),
    FIELD_LIST(struct matrix_view_unknown, reasons, matrix_view_reason, .of_name = "matrix_reason",
               .required = true),
    FIELD_END,
};
static const struct field matrix_view_point_fields[] = {
    FIELD_STR(struct matrix_view_point, key, .required = true),
    FIELD_STR(struct matrix_view_point, name, .required = true),
    FIELD_F64(struct matrix_view_point, y, .required = true),
    FIELD_F64(struct matrix_view_point, x),
    FIELD_F64(struct matrix_view_point, health_coverage_pct, .unit = "%",
              .help = "How much of the scorecard is known"),
    FIELD_I64(struct matrix_view_point, health_freshness_days, .unit = "days",
              .help = "The age of the oldest input that counts"),
    FIELD_F64(struct matrix_view_point, maturity_coverage_pct, .unit = "%"),
    FIELD_I64(struct matrix_view_point, maturity_freshness_days, .unit = "days"),
    FIELD_STR(struct matrix_view_point, health_card,
              .help = "The card and version that scored it, where several of the kind serve"),
    FIELD_STR(struct matrix_view_point, maturity_card),
    FIELD_I64(struct matrix_view_point, arr_cents, .required = true, .unit = "cents"),
    FIELD_STR(struct matrix_view_point, cell, .required = true, .help = "\"unknown\" where x is"),
    FIELD_END,
};
const struct field matrix_view_fields[] = {
    FIELD_DAY(struct matrix_view, day, .required = true),
    FIELD_STR(struct matrix_view, matrix, .required = true, .help = "Its key"),
    FIELD_STR(struct matrix_view, name, .required = true),
    FIELD_STR(struct matrix_view, help, .max = 1000),
    FIELD_ENUM(struct matrix_view, hierarchy, hierarchies, .required = true,
               .help = "Whether parents stand alone or where their families do"),
    FIELD_I64(struct matrix_view, parents, .required = true,
              .help = "How many stand where their families do"),
    FIELD_OBJ(struct matrix_view, x, matrix_view_axis, .of_name = "matrix_axis", .required = true,
              .help = "To the right, as a rule maturity"),
    FIELD_OBJ(struct matrix_view, y, matrix_view_axis, .of_name = "matrix_axis", .required = true,
              .help = "Upwards, as a rule health"),
    FIELD_LIST(struct matrix_view, cells, matrix_view_cell, .of_name = "matrix_cell",
               .required = true),
    FIELD_OBJ(struct matrix_view, unknown, matrix_view_unknown, .of_name = "matrix_unknown",
              .required = true, .help = "Customers that cannot be placed yet"),
    FIELD_I64(struct matrix_view, customers, .required = true,
              .help = "In the cells and not yet known together"),
    FIELD_I64(struct matrix_view, arr_cents, .required = true, .unit = "cents"),
    FIELD_I64(struct matrix_view, left_count, .required = true,
              .help = "Accounts that were customers, and are no more"),
    FIELD_I64(struct matrix_view, prospects, .required = true),
    FIELD_I64(struct matrix_view, ltv_threshold_cents, .unit = "cents",
              .help = "From here on an account is worth investing in; null if none can be said"),
    FIELD_F64(struct matrix_view, gross_margin_threshold_pct, .required = true, .unit = "%"),
    FIELD_BOOL(struct matrix_view, is_ltv_median, .required = true,
               .help = "The threshold is the median of the portfolio"),
    FIELD_LIST(struct matrix_view, points, matrix_view_point, .of_name = "matrix_point",
               .required = true,
               .help = "The accounts whose score upwards is known, the largest by ARR"),
    FIELD_I64(struct matrix_view, points_total, .required = true,
              .help = "How many there are, drawn or not"),
    FIELD_END,
};

struct matrix_query {
    struct matrix_ask ask;
    int32_t day;
};
static const struct field matrix_query_fields[] = {
    FIELD_DAY(struct matrix_query, day, .help = "As of this day; today if left out"),
    MATRIX_ASK_FIELDS,
    FIELD_END,
};

HANDLER(view_get, matrix_query, matrix_view)
{
    const struct matrix_source source = {r->service->snapshots, r->conn, r->today, r->arena};
    struct placing placing;
    int rc = matrix_ask_place(&source, &in->ask, in->day == DAY_NONE ? r->today : in->day, &placing,
                              &r->err);

    if (rc >= 0)
        matrix_view_make(&placing, r->arena, out);
    return rc;
}

#define DAYS_FIELDS(T)                                                               \
    FIELD_DAY(T, from, .help = "The first day; a year before the last if left out"), \
        FIELD_DAY(T, to, .help = "The last day; today if left out")

static const struct field flow_ask_fields[] = {
    MATRIX_ASK_FIELDS,
    DAYS_FIELDS(struct flow_ask),
    FIELD_END,
};
static const struct field flow_accounts_ask_fields[] = {
    MATRIX_ASK_FIELDS,
    DAYS_FIELDS(struct flow_ask),
    FIELD_STR(struct flow_accounts_ask, was, .max = MATRIX_KEY_MAX,
              .help =
                  "Only those who stood here on the first day: a cell, unknown, new or outside"),
    FIELD_STR(struct flow_accounts_ask, is, .max = MATRIX_KEY_MAX,
              .help = "Only those who stand here on the last: a cell, unknown, left or outside"),
    FIELD_I64(struct flow_accounts_ask, offset, .min = 0, .help = "How many to pass over"),
    FIELD_I64(struct flow_accounts_ask, limit, .min = 1, .max = PAGE_LIMIT_MAX,
              .help = "How many at most; 100 if left out"),
    FIELD_END,
};

#define YEAR_DAYS 365

static struct flow_ask with_days(const struct flow_ask *in, int32_t today)
{
    struct flow_ask ask = *in;

    if (ask.to == DAY_NONE)
        ask.to = today;
    if (ask.from == DAY_NONE)
        ask.from = ask.to - YEAR_DAYS;
    return ask;
}

HANDLER(flow_get, flow_ask, matrix_flow)
{
    const struct matrix_source source = {r->service->snapshots, r->conn, r->today, r->arena};
    const struct flow_ask ask = with_days(in, r->today);

    return matrix_flow_read(&source, &ask, out, &r->err);
}

HANDLER(flow_accounts_get, flow_accounts_ask, flow_accounts)
{
    const struct matrix_source source = {r->service->snapshots, r->conn, r->today, r->arena};
    struct flow_accounts_ask ask = *in;

    ask.flow = with_days(&in->flow, r->today);
    return matrix_flow_accounts(&source, &ask, out, &r->err);
}

HANDLER(fate_get, flow_ask, matrix_fate)
{
    const struct matrix_source source = {r->service->snapshots, r->conn, r->today, r->arena};
    const struct flow_ask ask = with_days(in, r->today);

    return matrix_fate_read(&source, &ask, out, &r->err);
}

static const struct field matrix_history_ask_fields[] = {
    FIELD_DAY(struct matrix_history_ask, from, .help = "Default the first scored day"),
    FIELD_DAY(struct matrix_history_ask, to, .help = "Default today"),
    MATRIX_ASK_FIELDS,
    FIELD_END,
};

HANDLER(matrix_history_get, matrix_history_ask, matrix_history)
{
    const struct matrix_source source = {r->service->snapshots, r->conn, r->today, r->arena};

    return matrix_history_read(&source, in, out, &r->err);
}

/* In the API the view is the matrix. */
#define MATRIX_OUT                                               \
    {                                                            \
        matrix_view_fields, sizeof(struct matrix_view), "matrix" \
    }

const struct endpoint matrix_endpoints[] = {
    {"GET", "/api/v1/matrix", "Health × maturity: who stands where, and what each place asks for",
     .tag = "scores", .role = ROLE_VIEWER, .in = SHAPE(matrix_query), .out = MATRIX_OUT,
     .fn = view_get_call},
    {"GET", "/api/v1/matrix/flow", "Who moved from where to where between two days",
     .tag = "scores", .role = ROLE_VIEWER, .in = SHAPE(flow_ask), .out = SHAPE(matrix_flow),
     .fn = flow_get_call,
     .help = "A filter is held against each of the days: who it chooses on one of them only was or "
             "is \"outside\" on the other."},
    {"GET", "/api/v1/matrix/flow/accounts", "The accounts of a flow", .tag = "scores",
     .role = ROLE_VIEWER, .in = SHAPE(flow_accounts_ask), .out = SHAPE(flow_accounts),
     .fn = flow_accounts_get_call},
    {"GET", "/api/v1/matrix/fate", "What became of the accounts of each cell", .tag = "scores",
     .role = ROLE_VIEWER, .in = SHAPE(flow_ask), .out = SHAPE(matrix_fate), .fn = fate_get_call,
     .help = "With the Wilson interval of each share, and whether cells differ by more than "
             "chance."},
    {"GET", "/api/v1/matrix/history", "How many stand in each cell, on every scored day",
     .tag = "scores", .role = ROLE_VIEWER, .in = SHAPE(matrix_history_ask),
     .out = SHAPE(matrix_history), .fn = matrix_history_get_call,
     .help = "Each day by what was known then, and by its own members of the filter."},
    ENDPOINT_END,
};
