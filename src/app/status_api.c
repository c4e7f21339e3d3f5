#include "app/status_api.h"

#include "http/service.h"
#include "scoring/setting/settings.h"
#include "status_sql.h"

struct status {
    const char *version, *organisation, *currency;
    int64_t accounts, now;
    int32_t today, last_scored;
};
static const struct field status_fields[] = {
    FIELD_STR(struct status, version, .required = true),
    FIELD_STR(struct status, organisation),
    FIELD_STR(struct status, currency, .required = true),
    FIELD_I64(struct status, accounts, .required = true, .help = "0: nothing was imported yet"),
    FIELD_TIME(struct status, now, .required = true,
               .help = "The server's clock, by which distances in time are told"),
    FIELD_DAY(struct status, today, .required = true,
              .help = "The day it is in the organisation's time zone"),
    FIELD_DAY(struct status, last_scored, .help = "The last day whose scores are kept"),
    FIELD_END,
};

HANDLER(status_get, nothing, status)
{
    struct settings settings = {0};
    int rc = db_one(r->conn, sql_status_read, DB_ARGS(), status_fields, out, r->arena, &r->err);

    if (rc == 0)
        rc = settings_load(r->conn, r->arena, &settings, &r->err);
    if (rc < 0)
        return rc;
    out->version = r->service->version;
    out->now = r->now_ms;
    out->today = r->today;
    out->organisation = settings.organisation;
    out->currency = settings.currency;
    return 0;
}

const struct endpoint status_endpoints[] = {
    {"GET", "/api/v1/status", "Where this installation stands", .tag = "system",
     .role = ROLE_VIEWER, .out = SHAPE(status), .fn = status_get_call},
    ENDPOINT_END,
};
