/* The API of metrics that an organisation defines: docs/metrics.md. */
#include "base/str.h"
#include "facts/facts.h"
#include "facts/usage/usage_event.h"
#include "http/service.h"
#include "jobs/job.h"
#include "scoring/own/own_preview.h"
#include "scoring/own/own_store.h"
#include "scoring/scoring.h"

struct own_metric_list {
    struct own_view *items;
    size_t n_items;
};
static const struct field own_metric_list_fields[] = {
    FIELD_LIST(struct own_metric_list, items, own_view, .required = true),
    FIELD_END,
};
struct own_ref {
    const char *id;
};
static const struct field own_ref_fields[] = {
    FIELD_STR(struct own_ref, id, .required = true),
    FIELD_END,
};

HANDLER(own_metrics_get, nothing, own_metric_list)
{
    return own_list(r->conn, r->arena, &out->items, &out->n_items, &r->err);
}

HANDLER(own_metric_get, own_ref, own_view)
{
    return own_get(r->conn, in->id, r->arena, out, &r->err);
}

HANDLER(own_metric_post, own_metric, own_view)
{
    const struct act act = req_act(r);
    int rc = own_create(&act, in, &r->err);

    jobs_wake(r->service->jobs); /* there may be numbers to add up */
    return rc < 0 ? rc : own_get(r->conn, in->id, r->arena, out, &r->err);
}

HANDLER(own_metric_patch, own_metric, own_view)
{
    const struct act act = req_act(r);
    int rc = own_change(&act, in->id, r->body, &r->err);

    jobs_wake(r->service->jobs);
    return rc < 0 ? rc : own_get(r->conn, in->id, r->arena, out, &r->err);
}

HANDLER(own_metric_delete, own_ref, nothing)
{
    const struct act act = req_act(r);

    return own_remove(&act, in->id, &r->err);
}

HANDLER(own_preview_post, own_metric, own_preview)
{
    return own_preview_make(r->conn, in, r->today, r->arena, out, &r->err);
}

/* What the editor offers. */
struct own_fact_field {
    const char *name, *help, *type;
    const char **values;
    size_t n_values;
};
static const struct field own_fact_field_fields[] = {
    FIELD_STR(struct own_fact_field, name, .required = true),
    FIELD_STR(struct own_fact_field, help, .max = 1000),
    FIELD_STR(struct own_fact_field, type, .required = true,
              .help = "text, choice, list, number, boolean, day or time"),
    FIELD_STRS(struct own_fact_field, values, .help = "Of a choice or list: what it can be"),
    FIELD_END,
};
struct own_fact_kind {
    const char *fact, *label;
    const char *happened;
    struct own_fact_field *fields;
    size_t n_fields;
};
static const struct field own_fact_kind_fields[] = {
    FIELD_STR(struct own_fact_kind, fact, .required = true),
    FIELD_STR(struct own_fact_kind, label, .required = true),
    FIELD_STR(struct own_fact_kind, happened, .help = "The date that windows go by unless told"),
    FIELD_LIST(struct own_fact_kind, fields, own_fact_field, .required = true),
    FIELD_END,
};
struct own_fact_kinds {
    struct own_fact_kind *items;
    size_t n_items;
    const char **events;
    size_t n_events;
};
static const struct field own_fact_kinds_fields[] = {
    FIELD_LIST(struct own_fact_kinds, items, own_fact_kind, .required = true),
    FIELD_STRS(struct own_fact_kinds, events, .max = 100000,
               .help = "Names of the events of usage"),
    FIELD_END,
};

static const char *type_word(enum field_type type)
{
    switch (type) {
    case FIELD_T_ENUM: return "choice";
    case FIELD_T_STRS: return "list";
    case FIELD_T_I64:
    case FIELD_T_F64: return "number";
    case FIELD_T_BOOL: return "boolean";
    case FIELD_T_DAY: return "day";
    case FIELD_T_TIME: return "time";
    default: return "text";
    }
}

static void add_fields(const struct kind *kind, struct arena *arena, struct own_fact_kind *out)
{
    out->fields = ARENA_ARRAY(arena, fields_count(kind->shape.fields) + 1, struct own_fact_field);
    FIELDS_EACH (f, kind->shape.fields) {
        if (!own_filter_has(f))
            continue;
        /* In filters over usage an event is called that. */
        bool is_event = kind == &usage_event_kind && str_eq(f->name, "key");
        struct own_fact_field *field = &out->fields[out->n_fields++];
        *field = (struct own_fact_field){is_event ? "event" : f->name, f->help, type_word(f->type),
                                         (const char **)f->values, 0};
        while (f->values && f->values[field->n_values])
            field->n_values++;
    }
}

static int add_events(struct req *r, struct own_fact_kinds *out)
{
    struct usage_event *events;
    int rc = own_events(r->conn, r->arena, &events, &out->n_events, &r->err);

    if (rc < 0)
        return rc;
    out->events = ARENA_ARRAY(r->arena, out->n_events + 1, const char *);
    for (size_t k = 0; k < out->n_events; k++)
        out->events[k] = events[k].key;
    return 0;
}

HANDLER(own_kinds_get, nothing, own_fact_kinds)
{
    size_t n = 0;

    while (facts_kinds[n])
        n++;
    out->items = ARENA_ARRAY(r->arena, n + 1, struct own_fact_kind);
    struct own_fact_kind *usage = &out->items[out->n_items++];
    *usage = (struct own_fact_kind){.fact = "usage", .label = "Usage", .happened = "day"};
    add_fields(&usage_event_kind, r->arena, usage);
    for (size_t k = 0; k < n; k++) {
        if (!own_kind_has_facts(facts_kinds[k]))
            continue;
        struct own_fact_kind *kind = &out->items[out->n_items++];
        *kind = (struct own_fact_kind){.fact = facts_kinds[k]->name,
                                       .label = facts_kinds[k]->label,
                                       .happened = facts_kinds[k]->happened};
        add_fields(facts_kinds[k], r->arena, kind);
    }
    return add_events(r, out);
}

#define ALL   "/api/v1/own-metrics"
#define ONE   "/api/v1/own-metrics/{id}"
#define KINDS "/api/v1/own-metric-facts"

const struct endpoint own_endpoints[] = {
    {"GET", ALL, "List the metrics that you defined", .tag = "scores", .role = ROLE_VIEWER,
     .out = SHAPE(own_metric_list), .fn = own_metrics_get_call},
    {"POST", ALL, "Define a metric", .tag = "scores", .role = ROLE_MANAGER, .in = SHAPE(own_metric),
     .out = SHAPE(own_view), .fn = own_metric_post_call,
     .help = "Cards, filters, lists and the dictionary then know it like any other. If it adds up "
             "a number in events, a job adds up what the log of events has."},
    {"GET", KINDS, "What metrics can be defined over", .tag = "scores", .role = ROLE_VIEWER,
     .out = SHAPE(own_fact_kinds), .fn = own_kinds_get_call,
     .help = "The kinds of fact with the fields that filters may name, and the events of usage."},
    {"POST", ALL "/preview", "What a metric would say of ten accounts", .tag = "scores",
     .role = ROLE_VIEWER, .in = SHAPE(own_metric), .out = SHAPE(own_preview),
     .fn = own_preview_post_call, .tx = TX_READ, .status = 200,
     .help = "Nothing is saved. Looks at up to a thousand customers as of today."},
    {"GET", ONE, "A metric that you defined", .tag = "scores", .role = ROLE_VIEWER,
     .in = SHAPE(own_ref), .out = SHAPE(own_view), .fn = own_metric_get_call},
    {"PATCH", ONE, "Change a metric", .tag = "scores", .role = ROLE_MANAGER,
     .in = SHAPE(own_metric), .out = SHAPE(own_view), .fn = own_metric_patch_call, .is_patch = true,
     .help = "If it computes something else afterwards, its version rises, and what rests on it is "
             "scored anew, for the past, too."},
    {"DELETE", ONE, "Delete a metric that nothing uses", .tag = "scores", .role = ROLE_MANAGER,
     .in = SHAPE(own_ref), .fn = own_metric_delete_call},
    ENDPOINT_END,
};
