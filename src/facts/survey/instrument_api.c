#include "facts/survey/instrument_api.h"

#include "facts/survey/instrument_store.h"

struct instrument_page {
    struct instrument_summary *items;
    size_t n_items;
};
static const struct field instrument_page_fields[] = {
    FIELD_LIST(struct instrument_page, items, instrument_summary, .required = true),
    FIELD_END,
};
struct instrument_query {
    const char *id;
    int64_t version;
};
static const struct field instrument_query_fields[] = {
    FIELD_STR(struct instrument_query, id, .required = true),
    FIELD_I64(struct instrument_query, version, .min = 1,
              .help = "Any version; the published one if left out"),
    FIELD_END,
};

HANDLER(instruments_get, nothing, instrument_page)
{
    return instrument_list(r->conn, NULL, r->arena, &out->items, &out->n_items, &r->err);
}

HANDLER(instrument_get, instrument_query, instrument)
{
    struct instrument *found;
    int rc = instrument_load(r->conn, in->id, in->version == I64_NONE ? 0 : in->version, r->arena,
                             &found, &r->err);

    if (rc >= 0)
        *out = *found;
    return rc;
}

const struct endpoint instrument_endpoints[] = {
    {"GET", "/api/v1/instruments", "All questionnaires in all versions", .tag = "facts",
     .role = ROLE_VIEWER, .out = SHAPE(instrument_page), .fn = instruments_get_call},
    {"GET", "/api/v1/instruments/{id}", "A questionnaire in its published or any other version",
     .tag = "facts", .role = ROLE_VIEWER, .in = SHAPE(instrument_query), .out = SHAPE(instrument),
     .fn = instrument_get_call,
     .help = "As it is, it can be kept as a file and sent to another Ripen."},
    ENDPOINT_END,
};
