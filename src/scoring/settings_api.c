/* The settings over HTTP. They stand above the whole wing, because a setting may name what other
 * folders keep. */
#include "scoring/matrix/matrices.h"
#include "scoring/scoring.h"
#include "scoring/setting/settings.h"

HANDLER(settings_read, nothing, settings)
{
    return settings_load(r->conn, r->arena, out, &r->err);
}

HANDLER(settings_change, settings, settings)
{
    struct settings changed;
    struct act act = req_act(r);
    int rc = settings_load(r->conn, r->arena, &changed, &r->err);

    if (rc >= 0)
        rc = fields_read(settings_fields, r->body, FIELDS_PATCH, r->arena, &changed, &r->err);
    if (rc < 0)
        return rc;
    for (const char *s = changed.currency; *s; s++)
        if (*s < 'A' || *s > 'Z')
            return err_set(&r->err, ERR_INVALID, "currency",
                           "must be three capital letters such as EUR");
    if (!clock_knows_zone(changed.time_zone))
        return err_set(&r->err, ERR_INVALID, "time_zone",
                       "\"%s\" is no time zone that this system knows; write one such as "
                       "Europe/Vienna",
                       changed.time_zone);
    rc = matrix_check_key(r->conn, changed.matrix, r->arena, &r->err);
    if (rc >= 0)
        rc = settings_save(&act, &changed, &r->err);
    *out = changed;
    return rc;
}

const struct endpoint settings_endpoints[] = {
    {"GET", "/api/v1/settings", "What the organisation decided for everything", .tag = "scores",
     .role = ROLE_VIEWER, .out = SHAPE(settings), .fn = settings_read_call},
    {"PATCH", "/api/v1/settings", "Change settings", .tag = "scores", .role = ROLE_ADMIN,
     .in = SHAPE(settings), .out = SHAPE(settings), .fn = settings_change_call, .is_patch = true},
    ENDPOINT_END,
};
