#include "http/service.h"
#include "scoring/portfolio/portfolio_source_of.h"
#include "scoring/scoring.h"
#include "scoring/segment/membership.h"
#include "scoring/segment/separation.h"

struct segment_list_query {
    int32_t day;
    bool count;
};
static const struct field segment_list_query_fields[] = {
    FIELD_DAY(struct segment_list_query, day, .help = "As of this day; today if left out"),
    FIELD_BOOL(struct segment_list_query, count, .help = "Count the members, too"),
    FIELD_END,
};
struct segment_query {
    const char *key;
    int32_t day;
};
static const struct field segment_query_fields[] = {
    FIELD_STR(struct segment_query, key, .required = true),
    FIELD_DAY(struct segment_query, day, .help = "As of this day; today if left out"),
    FIELD_END,
};
struct segment_ref {
    const char *key;
};
static const struct field segment_ref_fields[] = {
    FIELD_STR(struct segment_ref, key, .required = true),
    FIELD_END,
};

HANDLER(segments_get, segment_list_query, segment_list)
{
    const struct portfolio_source source = portfolio_source_of(r);

    return segment_list_read(&source, in->day, in->count, out, &r->err);
}

HANDLER(segment_get, segment_query, segment_view)
{
    const struct portfolio_source source = portfolio_source_of(r);

    return segment_view_read(&source, in->day, in->key, true, out, &r->err);
}

HANDLER(segment_post, segment_in, segment_view)
{
    const struct portfolio_source source = portfolio_source_of(r);
    const struct act act = req_act(r);
    int rc = segment_create(&act, in, &r->err);

    /* Nobody counts while the one writer is held. */
    return rc < 0 ? rc : segment_view_read(&source, DAY_NONE, in->key, false, out, &r->err);
}

HANDLER(segment_patch, segment_in, segment_view)
{
    const struct portfolio_source source = portfolio_source_of(r);
    const struct act act = req_act(r);
    int rc = segment_change(&act, in->key, r->body, &r->err);

    /* Nobody counts while the one writer is held. */
    return rc < 0 ? rc : segment_view_read(&source, DAY_NONE, in->key, false, out, &r->err);
}

HANDLER(segment_delete, segment_ref, nothing)
{
    const struct act act = req_act(r);

    return segment_remove(&act, in->key, &r->err);
}

HANDLER(segment_preview_post, segment_preview_in, segment_preview)
{
    const struct portfolio_source source = portfolio_source_of(r);

    return segment_preview_make(&source, in, out, &r->err);
}

HANDLER(filter_fields_get, nothing, filter_field_list)
{
    const struct portfolio_source source = portfolio_source_of(r);

    return filter_fields_read(&source, out, &r->err);
}

HANDLER(membership_get, membership_query, membership)
{
    const struct portfolio_source source = portfolio_source_of(r);

    return membership_read(&source, in, out, &r->err);
}

HANDLER(moves_get, membership_query, membership_moves)
{
    const struct portfolio_source source = portfolio_source_of(r);

    return membership_moves_read(&source, in, out, &r->err);
}

HANDLER(report_get, segment_report_query, segment_report)
{
    const struct portfolio_source source = portfolio_source_of(r);

    return segment_report_read(&source, in, out, &r->err);
}

HANDLER(separation_get, separation_query, separation)
{
    const struct portfolio_source source = portfolio_source_of(r);

    return separation_read(&source, in, out, &r->err);
}

#define ALL "/api/v1/segments"
#define ONE "/api/v1/segments/{key}"
#define SEGMENT_OUT                                                 \
    {                                                               \
        segment_view_fields, sizeof(struct segment_view), "segment" \
    }

const struct endpoint segment_endpoints[] = {
    {"GET", ALL, "List the segments", .tag = "scores", .role = ROLE_VIEWER,
     .in = SHAPE(segment_list_query), .out = SHAPE(segment_list), .fn = segments_get_call},
    {"POST", ALL, "Save a filter as a segment", .tag = "scores", .role = ROLE_MANAGER,
     .in = SHAPE(segment_in), .out = SEGMENT_OUT, .fn = segment_post_call,
     .help = "Other filters then name it: segment = \"key\"; segments may be made of segments."},
    {"POST", ALL "/preview", "What a filter would choose", .tag = "scores", .role = ROLE_VIEWER,
     .in = SHAPE(segment_preview_in), .out = SHAPE(segment_preview),
     .fn = segment_preview_post_call, .tx = TX_READ, .status = 200,
     .help = "Nothing is saved. Gives the filter in both forms, too."},
    {"GET", ONE, "A segment", .tag = "scores", .role = ROLE_VIEWER, .in = SHAPE(segment_query),
     .out = SEGMENT_OUT, .fn = segment_get_call},
    {"PATCH", ONE, "Change a segment", .tag = "scores", .role = ROLE_MANAGER,
     .in = SHAPE(segment_in), .out = SEGMENT_OUT, .fn = segment_patch_call, .is_patch = true},
    {"DELETE", ONE, "Delete a segment that nothing uses", .tag = "scores", .role = ROLE_MANAGER,
     .in = SHAPE(segment_ref), .fn = segment_delete_call},
    {"GET", "/api/v1/filter-fields", "What filters can be made of", .tag = "scores",
     .role = ROLE_VIEWER, .out = SHAPE(filter_field_list), .fn = filter_fields_get_call},
    {"GET", ONE "/history", "How many were in a segment on each scored day", .tag = "scores",
     .role = ROLE_VIEWER, .in = SHAPE(membership_query),
     .out = {membership_fields, sizeof(struct membership), "segment_history"},
     .fn = membership_get_call},
    {"GET", ONE "/moves", "Who entered and who left a segment between two days", .tag = "scores",
     .role = ROLE_VIEWER, .in = SHAPE(membership_query),
     .out = {membership_moves_fields, sizeof(struct membership_moves), "segment_moves"},
     .fn = moves_get_call},
    {"GET", "/api/v1/segment-report", "Compare segments, or the values of a field", .tag = "scores",
     .role = ROLE_VIEWER, .in = SHAPE(segment_report_query), .out = SHAPE(segment_report),
     .fn = report_get_call,
     .help = "Accounts, ARR, health and maturity are those of the last day; churn, GRR and NRR are "
             "of those who were customers on the first, by where they stood then."},
    {"GET", "/api/v1/segment-report/separation",
     "Which attribute tells apart those who left from those who stayed", .tag = "scores",
     .role = ROLE_VIEWER, .in = SHAPE(separation_query), .out = SHAPE(separation),
     .fn = separation_get_call},
    ENDPOINT_END,
};
