#include "intake/event/event_api.h"

#include "intake/event/event.h"

HANDLER(limits_get, nothing, event_limits)
{
    return event_limits_load(r->conn, out, &r->err);
}

HANDLER(limits_change, event_limits, event_limits)
{
    struct act act = req_act(r);
    int rc = event_limits_load(r->conn, out, &r->err);

    if (rc == 0)
        rc = fields_read(event_limits_fields, r->body, FIELDS_PATCH, r->arena, out, &r->err);
    return rc < 0 ? rc : event_limits_save(&act, out, &r->err);
}

const struct endpoint event_endpoints[] = {
    {"GET", "/api/v1/event-limits", "How much is taken of events", .tag = "import",
     .role = ROLE_VIEWER, .out = SHAPE(event_limits), .fn = limits_get_call},
    {"PATCH", "/api/v1/event-limits", "Change how much is taken of events", .tag = "import",
     .role = ROLE_ADMIN, .in = SHAPE(event_limits), .out = SHAPE(event_limits),
     .fn = limits_change_call, .is_patch = true,
     .help = "Takes effect when the server is started again."},
    ENDPOINT_END,
};
