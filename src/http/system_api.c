#include "http/system_api.h"

#include "base/log.h"
#include "http/dispatch.h"
#include "http/openapi.h"
#include "http_sql.h"

struct health {
    const char *status;
};
static const struct field health_fields[] = {
    FIELD_STR(struct health, status, .required = true, .help = "Always \"ok\"."),
    FIELD_END,
};

static int ask_database(struct db *db, struct err *err)
{
    struct conn *c;
    int64_t one = 0;
    int rc = db_read_begin(db, &c, err);

    if (rc < 0)
        return rc;
    rc = db_i64(c, sql_health_probe, DB_ARGS(), &one, err);
    db_read_end(c);
    return rc;
}

HANDLER(health_get, nothing, health)
{
    struct err err = {0};

    if (r->db && ask_database(r->db, &err) < 0) {
        log_error("http", "the database does not answer", LOG_STR("text", err.text));
        return err_set(&r->err, ERR_BUSY, NULL, "the database does not answer; see the log");
    }
    out->status = "ok";
    return 0;
}

HANDLER(metrics_get, nothing, nothing)
{
    metrics_write(r->dispatcher->metrics, &r->reply);
    return 0;
}

HANDLER(openapi_get, nothing, nothing)
{
    return openapi_write(r->dispatcher->endpoints, r->dispatcher->version, &r->reply, &r->err);
}

const struct endpoint system_endpoints[] = {
    {"GET", "/healthz", "Is the server well?", .tag = "system", .tx = TX_NONE, .out = SHAPE(health),
     .fn = health_get_call, .help = "Answers 200 when the database answers, else 503."},
    {"GET", "/metrics", "What the server counts about itself", .tag = "system", .tx = TX_NONE,
     .out_type = "text/plain; version=0.0.4; charset=utf-8", .fn = metrics_get_call,
     .help = "In the text format of Prometheus."},
    {"GET", "/api/v1/openapi.json", "This description", .tag = "system", .tx = TX_NONE,
     .out_type = "application/json", .fn = openapi_get_call},
    ENDPOINT_END,
};
