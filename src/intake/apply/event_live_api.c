#include "intake/apply/event_live_api.h"

#include "event_live_sql.h"
#include "facts/kind/kind.h"
#include "http/service.h"
#include "intake/apply/apply.h"
#include "intake/apply/event_live.h"

struct live_in {
    int64_t after;
    const char *source;
    int64_t limit;
};
static const struct field live_in_fields[] = {
    FIELD_I64(struct live_in, after, .min = 0, .help = "Only what came behind this `seq`"),
    FIELD_STR(struct live_in, source, .max = KIND_KEY_MAX, .help = "Only this source, by its key"),
    FIELD_I64(struct live_in, limit, .min = 1, .max = EVENT_LIVE_KEPT, .help = "Default 100"),
    FIELD_END,
};
struct live_event {
    int64_t seq;
    const char *source, *type, *name, *user, *account, *outcome, *reason, *json;
    int64_t received;
    int32_t day;
};
static const struct field live_event_fields[] = {
    FIELD_I64(struct live_event, seq, .required = true,
              .help = "Counts all events since the server started; not all of a flood are shown"),
    FIELD_TIME(struct live_event, received, .required = true, .help = "When it arrived"),
    FIELD_STR(struct live_event, source, .help = "Key of the source"),
    FIELD_STR(struct live_event, type, .required = true, .help = "track, identify, group …"),
    FIELD_STR(struct live_event, name, .help = "Name of the event"),
    FIELD_STR(struct live_event, user, .help = "userId, else anonymousId"),
    FIELD_STR(struct live_event, account, .help = "The account that it counts for"),
    FIELD_DAY(struct live_event, day, .help = "The day that it counts on"),
    FIELD_ENUM(struct live_event, outcome, event_outcomes, .required = true,
               .help = "What became of it"),
    FIELD_STR(struct live_event, reason, .help = "Why it was set aside, as one word"),
    FIELD_STR(struct live_event, json, .required = true, .max = EVENT_LIVE_TEXT,
              .help = "The event itself; cut off where it is long"),
    FIELD_END,
};
struct live_out {
    int64_t last;
    struct live_event *events;
    size_t n_events;
};
static const struct field live_out_fields[] = {
    FIELD_I64(struct live_out, last, .required = true, .help = "To be given as `after`"),
    FIELD_LIST(struct live_out, events, live_event, .required = true, .help = "Oldest first"),
    FIELD_END,
};

/* Keys of sources by their ids. */
struct source_name {
    int64_t id;
    const char *key;
};
static const struct field source_name_fields[] = {
    FIELD_I64(struct source_name, id),
    FIELD_STR(struct source_name, key),
    FIELD_END,
};
struct source_names {
    struct source_name *items;
    size_t n;
};

static int names_load(struct req *r, struct source_names *ret)
{
    return db_all(r->conn, sql_live_sources, DB_ARGS(),
                  DB_ROWS(source_name_fields, &ret->items, &ret->n), r->arena, &r->err);
}

static const char *name_of(const struct source_names *names, int64_t id)
{
    for (size_t i = 0; i < names->n; i++)
        if (names->items[i].id == id)
            return names->items[i].key;
    return NULL;
}

static int find_source(struct req *r, const char *key, int64_t *ret)
{
    *ret = 0;
    int rc = key ? db_i64(r->conn, sql_live_source, DB_ARGS(DB_STR("key", key)), ret, &r->err) : 0;
    if (rc == 0 && key && !*ret)
        return err_set(&r->err, ERR_INVALID, "source", "there is no source \"%.60s\"", key);
    return rc;
}

HANDLER(live_get, live_in, live_out)
{
    struct source_names names;
    struct event_seen *seen;
    int64_t source_id;
    int rc = find_source(r, in->source, &source_id);

    out->last = 0;
    if (rc == 0)
        rc = names_load(r, &names);
    if (rc < 0 || !r->service->apply)
        return rc;
    size_t n = event_live_list(apply_live(r->service->apply), in->after == I64_NONE ? 0 : in->after,
                               source_id, in->limit == I64_NONE ? 100 : (size_t)in->limit, r->arena,
                               &seen, &out->last);
    out->events = ARENA_ARRAY(r->arena, n, struct live_event);
    out->n_events = n;
    for (size_t i = 0; i < n; i++)
        out->events[i] = (struct live_event){.seq = seen[i].seq,
                                             .source = name_of(&names, seen[i].source_id),
                                             .type = seen[i].type,
                                             .name = seen[i].name,
                                             .user = seen[i].user,
                                             .account = seen[i].account,
                                             .outcome = seen[i].outcome,
                                             .reason = seen[i].reason,
                                             .json = seen[i].json ? seen[i].json : "",
                                             .received = seen[i].received,
                                             .day = seen[i].day};
    return 0;
}

struct rate {
    const char *source;
    double *counted, *aside, *duplicates;
    size_t n_counted, n_aside, n_duplicates;
};
static const struct field rate_fields[] = {
    FIELD_STR(struct rate, source, .help = "Key of the source"),
    FIELD_NUMS(struct rate, counted, .required = true,
               .help = "Events of each minute of the last hour, the current one last"),
    FIELD_NUMS(struct rate, aside, .required = true, .help = "Set aside"),
    FIELD_NUMS(struct rate, duplicates, .required = true, .help = "Seen before, so not counted"),
    FIELD_END,
};
struct rates {
    int64_t first;
    struct rate *sources;
    size_t n_sources;
    int64_t segment, offset, lag_ms, checkpoint_us, ids_reach;
    bool is_replaying, is_stuck;
};
static const struct field rates_fields[] = {
    FIELD_TIME(struct rates, first, .required = true, .help = "The first of the minutes"),
    FIELD_LIST(struct rates, sources, rate, .required = true,
               .help = "Those that sent something since the server started"),
    FIELD_I64(struct rates, segment, .required = true, .help = "How far the log is counted"),
    FIELD_I64(struct rates, offset, .required = true),
    FIELD_I64(struct rates, lag_ms, .required = true, .unit = "ms",
              .help = "Age of what waits to be counted; 0: nothing waits"),
    FIELD_I64(struct rates, checkpoint_us, .required = true,
              .help = "Microseconds for which the sums were last being written"),
    FIELD_TIME(struct rates, ids_reach,
               .help = "Messages that came since then are recognised when they come again"),
    FIELD_BOOL(struct rates, is_replaying, .required = true,
               .help = "What the log has from before the start is still being counted"),
    FIELD_BOOL(struct rates, is_stuck, .required = true,
               .help = "The database is busy or refuses; it is tried again"),
    FIELD_END,
};

static double *minutes(struct req *r, const double *of)
{
    return arena_memdup(r->arena, of, EVENT_LIVE_MINUTES * sizeof(*of));
}

HANDLER(rate_get, nothing, rates)
{
    struct source_names names;
    struct apply_view view;
    struct event_rate *rates;
    int rc = names_load(r, &names);

    out->segment = out->offset = out->lag_ms = out->checkpoint_us = 0;
    out->first = (r->now_ms / 60000 - EVENT_LIVE_MINUTES + 1) * 60000;
    out->ids_reach = TIME_NONE;
    if (rc < 0 || !r->service->apply)
        return rc;
    apply_look(r->service->apply, &view);
    out->segment = (int64_t)view.position.segment;
    out->offset = (int64_t)view.position.offset;
    out->lag_ms = view.lag_ms;
    out->checkpoint_us = view.checkpoint_us;
    out->ids_reach = view.ids_reach_ms ? view.ids_reach_ms : TIME_NONE;
    out->is_replaying = view.is_replaying;
    out->is_stuck = view.is_stuck;
    out->n_sources = event_live_rates(apply_live(r->service->apply), r->now_ms, r->arena, &rates);
    out->sources = ARENA_ARRAY(r->arena, out->n_sources, struct rate);
    for (size_t i = 0; i < out->n_sources; i++)
        out->sources[i] = (struct rate){.source = name_of(&names, rates[i].source_id),
                                        .counted = minutes(r, rates[i].counted),
                                        .aside = minutes(r, rates[i].aside),
                                        .duplicates = minutes(r, rates[i].duplicates),
                                        .n_counted = EVENT_LIVE_MINUTES,
                                        .n_aside = EVENT_LIVE_MINUTES,
                                        .n_duplicates = EVENT_LIVE_MINUTES};
    return 0;
}

/* clang-format off */
const struct endpoint event_live_endpoints[] = {
    {"GET", "/api/v1/events/live", "Events that just arrived", .tag = "import", .role = ROLE_VIEWER,
     .in = SHAPE(live_in), .out = {live_out_fields, sizeof(struct live_out), "live_events"}, .fn = live_get_call},
    {"GET", "/api/v1/events/rate", "How many events arrive, and how far they are counted", .tag = "import",
     .role = ROLE_VIEWER, .out = {rates_fields, sizeof(struct rates), "event_rates"}, .fn = rate_get_call},
    ENDPOINT_END,
};
/* clang-format on */
