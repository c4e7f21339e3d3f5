#include "facts/usage/usage_api.h"

#include "base/str.h"
#include "facts/account/account.h"
#include "facts/kind/act.h"
#include "facts/kind/kind_store.h"
#include "facts/usage/usage.h"
#include "facts/usage/usage_chart.h"
#include "facts/usage/usage_people.h"

#define CHART_DAYS_DEFAULT 90

static const char *const by_names[] = {"day", "week", NULL};

struct usage_chart_in {
    const char *key;
    int32_t from, to;
    const char *by;
};
static const struct field usage_chart_in_fields[] = {
    FIELD_STR(struct usage_chart_in, key, .min = 1, .max = KIND_KEY_MAX, .required = true,
              .help = "The account's key"),
    FIELD_DAY(struct usage_chart_in, from, .help = "First day; left out, 90 days up to the last"),
    FIELD_DAY(struct usage_chart_in, to, .help = "Last day; left out, today"),
    FIELD_ENUM(struct usage_chart_in, by, by_names,
               .help = "A point for each day or each week from Monday; left out, day"),
    FIELD_END,
};

struct usage_in {
    const char *account, *event, *user;
    int32_t day;
    int64_t count;
};
static const struct field usage_in_fields[] = {
    FIELD_STR(struct usage_in, account, .min = 1, .max = KIND_KEY_MAX, .required = true,
              .help = "The account's key"),
    FIELD_STR(struct usage_in, event, .min = 1, .max = KIND_KEY_MAX, .required = true,
              .help = "Name of what was done; a new name makes a new event"),
    FIELD_STR(struct usage_in, user, .min = 1, .max = KIND_KEY_MAX,
              .help = "Who of the customer did it; counts as active that day"),
    FIELD_DAY(struct usage_in, day, .required = true, .help = "The day"),
    FIELD_I64(struct usage_in, count, .min = 0, .max = 1000000000000, .required = true,
              .help = "How often in all that day; takes the place of what was there"),
    FIELD_END,
};

HANDLER(chart, usage_chart_in, usage_chart)
{
    struct usage_span span = {.to = in->to == DAY_NONE ? r->today : in->to,
                              .is_weekly = str_eq(in->by, "week")};

    span.from = in->from == DAY_NONE ? span.to - CHART_DAYS_DEFAULT + 1 : in->from;
    if (span.from > span.to)
        return err_set(&r->err, ERR_INVALID, "from", "must not be after the last day");
    if (span.to - span.from >= USAGE_CHART_DAYS)
        return err_set(&r->err, ERR_INVALID, "from", "must be at most %d days before the last",
                       USAGE_CHART_DAYS);
    int rc = kind_id(r->conn, &account_kind, in->key, &span.account_id, &r->err);
    return rc < 0 ? rc : usage_chart(r->conn, &span, r->arena, out, &r->err);
}

struct people_in {
    const char *key;
    int32_t as_of;
    int64_t limit;
};
static const struct field people_in_fields[] = {
    FIELD_STR(struct people_in, key, .min = 1, .max = KIND_KEY_MAX, .required = true,
              .help = "The account's key"),
    FIELD_DAY(struct people_in, as_of, .help = "As of this day; left out, today"),
    FIELD_I64(struct people_in, limit, .min = 1, .max = 1000,
              .help = "How many users at most; 100 if it is left out"),
    FIELD_END,
};

HANDLER(people, people_in, usage_people)
{
    int64_t id, limit = in->limit == I64_NONE ? 100 : in->limit;
    int rc = kind_id(r->conn, &account_kind, in->key, &id, &r->err);

    return rc < 0 ? rc
                  : usage_people(r->conn, id, in->as_of == DAY_NONE ? r->today : in->as_of,
                                 (size_t)limit, r->arena, out, &r->err);
}

/* Says in the audit log what was set, since no row of a kind tells it. */
static int audit(const struct act *act, const struct usage_in *in, struct err *err)
{
    AUTO_BUF after = {0};

    fields_write(usage_in_fields, in, &after);
    return audit_log(
        act,
        &(struct audit_change){
            .action = "update", .kind = "usage", .key = in->account, .after = buf_text(&after)},
        err);
}

HANDLER(set, usage_in, nothing)
{
    const struct act act = act_of(r);
    struct usage_count count = {.count = in->count, .day = in->day};
    struct usage_outcome outcome;
    AUTO_STRUCT(usage_writer) *w = usage_writer_new(&act, USAGE_REPLACE);

    int rc = kind_id(r->conn, &account_kind, in->account, &count.account_id, &r->err);
    if (rc == ERR_NOT_FOUND)
        return err_set(&r->err, ERR_INVALID, "account", "there is no account \"%.60s\"",
                       in->account);
    if (rc == 0)
        rc = usage_writer_event(w, in->event, &count.event_id, &r->err);
    if (rc == 0 && in->user)
        rc = usage_writer_user(w, count.account_id, in->user, &count.user_id, &r->err);
    if (rc < 0)
        return rc;
    usage_writer_add(w, &count);
    rc = usage_writer_flush(w, &outcome, &r->err);
    return rc < 0 ? rc : audit(&act, in, &r->err);
}

const struct endpoint usage_endpoints[] = {
    {"GET", "/api/v1/accounts/{key}/usage", "Get an account's usage by event, for a chart", "facts",
     ROLE_VIEWER, .in = SHAPE(usage_chart_in),
     .out = {usage_chart_fields, sizeof(struct usage_chart), "usage"}, .fn = chart_call},
    {"GET", "/api/v1/accounts/{key}/users", "Get an account's users of the product", "facts",
     ROLE_VIEWER, .in = SHAPE(people_in), .out = SHAPE(usage_people), .fn = people_call},
    {"POST", "/api/v1/usage", "Set how often an account did something on a day", "facts",
     ROLE_MANAGER, .in = SHAPE(usage_in), .fn = set_call},
    ENDPOINT_END,
};
