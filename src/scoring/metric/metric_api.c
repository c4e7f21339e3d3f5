#include "scoring/metric/dictionary.h"
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
    const struct dictionary *d;
    int rc = dictionary_load(r->conn, r->arena, &d, &r->err);

    if (rc < 0)
        return rc;
    out->items = arena_memdup(r->arena, d->items, d->n * sizeof(*d->items));
    out->n_items = d->n;
    return 0;
}

const struct endpoint metric_endpoints[] = {
    {"GET", "/api/v1/metrics", "The dictionary of metrics", .tag = "scores", .role = ROLE_VIEWER,
     .help =
         "What each number about an account is, and how it follows from the facts. Those of the "
         "group own are your own definitions.",
     .out = SHAPE(metric_list), .fn = metrics_get_call},
    ENDPOINT_END,
};
