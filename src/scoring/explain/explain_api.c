#include "base/day.h"
#include "http/service.h"
#include "scoring/explain/metric_facts.h"
#include "scoring/explain/suggest.h"
#include "scoring/scoring.h"

#define CHANGE_DAYS 28

struct standing_query {
    const char *key;
    int32_t day;
};
static const struct field standing_query_fields[] = {
    FIELD_STR(struct standing_query, key, .required = true),
    FIELD_DAY(struct standing_query, day, .help = "As of this day; today if left out"),
    FIELD_END,
};
struct suggest_query {
    const char *key;
    int32_t day;
};
static const struct field suggest_query_fields[] = {
    FIELD_STR(struct suggest_query, key, .help = "Partners for this account; if left out, any two"),
    FIELD_DAY(struct suggest_query, day, .help = "As of this day; today if left out"),
    FIELD_END,
};
struct metric_query {
    const char *key, *id;
    int32_t day;
};
static const struct field metric_query_fields[] = {
    FIELD_STR(struct metric_query, key, .required = true),
    FIELD_STR(struct metric_query, id, .required = true, .help = "Of the metric"),
    FIELD_DAY(struct metric_query, day, .help = "As of this day; today if left out"),
    FIELD_END,
};
struct span_query {
    const char *key;
    int32_t from, to;
};
static const struct field span_query_fields[] = {
    FIELD_STR(struct span_query, key, .required = true),
    FIELD_DAY(struct span_query, from, .help = "The earlier day"),
    FIELD_DAY(struct span_query, to, .help = "The later day; today if left out"),
    FIELD_END,
};

static struct explain_request request_of(struct req *r, const char *key)
{
    return (struct explain_request){r->service->snapshots, r->conn, r->arena, key};
}

static int check_day(struct req *r, const char *field, int32_t day)
{
    return day <= r->today ? 0 : err_set(&r->err, ERR_INVALID, field, "must not be in the future");
}

static int check_span(struct req *r, int32_t from, int32_t to)
{
    if (from > to)
        return err_set(&r->err, ERR_INVALID, "from", "must not be after the later day");
    return check_day(r, "to", to);
}

HANDLER(standing_get, standing_query, standing)
{
    const struct explain_request request = request_of(r, in->key);
    int32_t day = in->day == DAY_NONE ? r->today : in->day;
    int rc = check_day(r, "day", day);

    return rc < 0 ? rc : explain_standing(&request, day, out, &r->err);
}

HANDLER(metrics_get, standing_query, account_metrics)
{
    const struct explain_request request = request_of(r, in->key);
    int32_t day = in->day == DAY_NONE ? r->today : in->day;
    int rc = check_day(r, "day", day);

    return rc < 0 ? rc : explain_metrics(&request, day, out, &r->err);
}

HANDLER(metric_facts_get, metric_query, metric_facts)
{
    const struct explain_request request = request_of(r, in->key);
    int32_t day = in->day == DAY_NONE ? r->today : in->day;
    int rc = check_day(r, "day", day);

    return rc < 0 ? rc : explain_metric_facts(&request, in->id, day, out, &r->err);
}

HANDLER(suggest_get, suggest_query, suggestions)
{
    const struct explain_request request = request_of(r, in->key);
    int32_t day = in->day == DAY_NONE ? r->today : in->day;
    int rc = check_day(r, "day", day);

    return rc < 0 ? rc : explain_suggest(&request, day, out, &r->err);
}

HANDLER(change_get, span_query, change)
{
    const struct explain_request request = request_of(r, in->key);
    int32_t to = in->to == DAY_NONE ? r->today : in->to;
    int32_t from = in->from == DAY_NONE ? to - CHANGE_DAYS : in->from;
    int rc = check_span(r, from, to);

    return rc < 0 ? rc : explain_change(&request, from, to, out, &r->err);
}

HANDLER(trend_get, span_query, trend)
{
    const struct explain_request request = request_of(r, in->key);
    int32_t to = in->to == DAY_NONE ? r->today : in->to;
    int32_t from = in->from == DAY_NONE ? DAY_MIN : in->from;
    int rc = check_span(r, from, to);

    return rc < 0 ? rc : explain_trend(&request, from, to, out, &r->err);
}

#define ACCOUNT "/api/v1/accounts/{key}"

const struct endpoint explain_endpoints[] = {
    {"GET", ACCOUNT "/standing", "Where an account stands, and why", .tag = "scores",
     .role = ROLE_VIEWER, .in = SHAPE(standing_query), .out = SHAPE(standing),
     .fn = standing_get_call,
     .help =
         "Health and maturity taken apart into points that add up to the score, and the cell of "
         "the matrix with what to do."},
    {"GET", ACCOUNT "/change", "What moved an account's scores between two days", .tag = "scores",
     .role = ROLE_VIEWER, .in = SHAPE(span_query), .out = SHAPE(change), .fn = change_get_call,
     .help = "Without days, the last four weeks. Parts and reweighting add up to the change."},
    {"GET", ACCOUNT "/trend", "An account's scores over time", .tag = "scores", .role = ROLE_VIEWER,
     .in = SHAPE(span_query), .out = SHAPE(trend), .fn = trend_get_call,
     .help = "On the scored days between the two, and on the later one."},
    {"GET", ACCOUNT "/metrics", "All metrics of an account", .tag = "scores", .role = ROLE_VIEWER,
     .in = SHAPE(standing_query), .out = SHAPE(account_metrics), .fn = metrics_get_call},
    {"GET", ACCOUNT "/metrics/{id}/facts", "The facts behind a metric of an account",
     .tag = "scores", .role = ROLE_VIEWER, .in = SHAPE(metric_query), .out = SHAPE(metric_facts),
     .fn = metric_facts_get_call,
     .help = "Those that the value of the day rests on, as they were known then: what happened to "
             "them later is left out."},
    {"GET", "/api/v1/compare/suggestions", "Customers of the same health and different maturity",
     .tag = "scores", .role = ROLE_VIEWER, .in = SHAPE(suggest_query), .out = SHAPE(suggestions),
     .fn = suggest_get_call,
     .help = "Pairs whose health differs by two points at most and whose maturity differs most: "
             "what helps the one is wrong for the other."},
    ENDPOINT_END,
};
