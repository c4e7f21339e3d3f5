#include "scoring/metric/metric.h"
#include "scoring/scoring.h"

struct metric_list {
    struct metric *items;
    size_t n_items;
};
static const struct field metric_list_fields[] = {
    FIELD_LIST(struct metric_list, items, metric, .required = true),
    FIELD_END,
};

HANDLER(metrics_get, nothing, metric_list)
{
    const struct metric *all = metrics_all(&out->n_items);

    out->items = arena_memdup(r->arena, all, out->n_items * sizeof(*all));
    return 0;
}

const struct endpoint metric_endpoints[] = {
    {"GET", "/api/v1/metrics", "The dictionary of metrics", .tag = "scores", .role = ROLE_VIEWER,
     .help = "What each number about an account is, and how it follows from the facts.",
     .out = SHAPE(metric_list), .fn = metrics_get_call},
    ENDPOINT_END,
};
