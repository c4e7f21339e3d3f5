#include "intake/apply/event_settings.h"

#include "base/day.h"
#include "event_settings_sql.h"
#include "facts/usage/usage.h"
#include "http/service.h"
#include "intake/apply/apply.h"
#include "intake/apply/aside.h"
#include "intake/apply/checkpoint.h"
#include "intake/evlog/evlog_keep.h"

const struct field event_settings_fields[] = {
    FIELD_I64(struct event_settings, set_aside_most, .min = 0, .max = ASIDE_ROWS_MAX,
              .required = true,
              .help = "How many events are kept set aside; the oldest go, and are counted"),
    FIELD_I64(struct event_settings, retention_days, .min = 30, .max = 36500, .unit = "days",
              .help =
                  "How long the log of events is kept; empty: for good. Usage can be rebuilt as "
                  "far back as it reaches"),
    FIELD_END,
};

static const struct event_settings defaults = {
    .set_aside_most = ASIDE_ROWS_DEFAULT,
    .retention_days = I64_NONE,
};

int event_settings_load(struct conn *c, struct event_settings *ret, struct err *err)
{
    *ret = defaults;
    int rc = db_i64(c, sql_event_settings_get, DB_ARGS(DB_STR("name", "event_aside_rows")),
                    &ret->set_aside_most, err);
    if (rc == 0)
        rc = db_i64(c, sql_event_settings_get, DB_ARGS(DB_STR("name", "event_retention_days")),
                    &ret->retention_days, err);
    return rc;
}

static int put(const struct act *act, const char *name, int64_t value, struct err *err)
{
    int rc = value == I64_NONE
                 ? db_exec(act->conn, sql_event_settings_clear, DB_ARGS(DB_STR("name", name)), err)
                 : db_exec(act->conn, sql_event_settings_put,
                           DB_ARGS(DB_STR("name", name), DB_I64("value", value)), err);

    return rc < 0 ? rc : 0;
}

int event_settings_save(const struct act *act, const struct event_settings *s, struct err *err)
{
    const struct audit_subject subject = {"settings", "events", event_settings_fields};
    struct event_settings before;
    int rc = event_settings_load(act->conn, &before, err);

    if (rc == 0)
        rc = put(act, "event_aside_rows", s->set_aside_most, err);
    if (rc == 0)
        rc = put(act, "event_retention_days", s->retention_days, err);
    return rc < 0 ? rc : audit_diff(act, &subject, &before, s, err);
}

HANDLER(settings_get, nothing, event_settings)
{
    return event_settings_load(r->conn, out, &r->err);
}

HANDLER(settings_change, event_settings, event_settings)
{
    struct act act = req_act(r);
    int64_t lost = 0;
    int rc = event_settings_load(r->conn, out, &r->err);

    if (rc == 0)
        rc = fields_read(event_settings_fields, r->body, FIELDS_PATCH, r->arena, out, &r->err);
    if (rc == 0)
        rc = event_settings_save(&act, out, &r->err);
    return rc < 0 ? rc : aside_prune(r->conn, &lost, &r->err);
}

/* clang-format off */
const struct endpoint event_settings_endpoints[] = {
    {"GET", "/api/v1/event-settings", "How much of events is kept", .tag = "import",
     .role = ROLE_VIEWER, .out = SHAPE(event_settings), .fn = settings_get_call},
    {"PATCH", "/api/v1/event-settings", "Change how much of events is kept", .tag = "import",
     .role = ROLE_ADMIN, .in = SHAPE(event_settings), .out = SHAPE(event_settings),
     .fn = settings_change_call, .is_patch = true,
     .help = "What is set aside beyond the number goes at once, old parts of the log in the next night."},
    ENDPOINT_END,
};
/* clang-format on */

static int look(struct job_run *run, struct event_settings *settings, struct evlog_position *at)
{
    AUTO_STRUCT(conn) *c = NULL;
    int rc = db_read_begin(run->db, &c, &run->err);

    if (rc == 0)
        rc = event_settings_load(c, settings, &run->err);
    return rc < 0 ? rc : checkpoint_position(c, at, &run->err);
}

/* Nothing goes that was not counted yet. */
static int retain(struct job_run *run)
{
    struct event_settings settings = {.retention_days = I64_NONE};
    struct evlog_position at = {0, 0};
    char dir[4096];
    int rc = look(run, &settings, &at);

    snprintf(dir, sizeof(dir), "%s/%s", run->service->data_dir, EVLOG_FOLDER);
    if (rc < 0 || settings.retention_days == I64_NONE || !evlog_is_there(dir))
        return rc;
    rc = evlog_retain(dir, clock_now_ms() - settings.retention_days * DAY_MS, at, &run->err);
    if (rc > 0)
        job_progress(run, 50, "%d old segments of the log were deleted", rc);
    return rc < 0 ? rc : 0;
}

static int run_keep(struct job_run *run)
{
    AUTO_STRUCT(conn) *c = NULL;
    int rc = retain(run);

    if (rc == 0)
        rc = db_write_begin(run->db, &c, &run->err);
    return rc < 0 ? rc : db_write_end(TAKE(c), usage_recount(c, &run->err), &run->err);
}

const struct job_kind event_keep_job = {"event_keep", run_keep, .max_attempts = 2};
