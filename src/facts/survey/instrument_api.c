#include "facts/survey/instrument_api.h"

#include "facts/survey/instrument_draft.h"

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

struct instrument_body {
    struct instrument *instrument;
};
static const struct field instrument_body_fields[] = {
    FIELD_OBJ(struct instrument_body, instrument, instrument, .required = true),
    FIELD_END,
};
struct instrument_draft_body {
    const char *id;
    int64_t revision;
    struct instrument *instrument;
};
#define REVISION(T) FIELD_I64(T, revision, .required = true, .help = "Of the draft as you saw it")
static const struct field instrument_draft_body_fields[] = {
    FIELD_STR(struct instrument_draft_body, id, .required = true),
    REVISION(struct instrument_draft_body),
    FIELD_OBJ(struct instrument_draft_body, instrument, instrument, .required = true),
    FIELD_END,
};
struct instrument_key {
    const char *id;
};
static const struct field instrument_key_fields[] = {
    FIELD_STR(struct instrument_key, id, .required = true),
    FIELD_END,
};
struct instrument_draft_ref {
    const char *id;
    int64_t revision;
    const char *note;
};
static const struct field instrument_draft_ref_fields[] = {
    FIELD_STR(struct instrument_draft_ref, id, .required = true),
    REVISION(struct instrument_draft_ref),
    FIELD_END,
};
static const struct field instrument_publish_in_fields[] = {
    FIELD_STR(struct instrument_draft_ref, id, .required = true),
    REVISION(struct instrument_draft_ref),
    FIELD_STR(struct instrument_draft_ref, note, .max = 1000,
              .help = "What is new, for the history"),
    FIELD_END,
};
static const struct field instrument_draft_fields[] = {
    FIELD_OBJ(struct instrument_draft, summary, instrument_summary, .required = true),
    FIELD_OBJ(struct instrument_draft, instrument, instrument, .required = true),
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

/* Its faults are told with their place in the body. */
static int compile_body(struct req *r, struct instrument *in)
{
    return field_at_path(&r->err, instrument_compile(in, &r->err), "instrument", FIELD_NO_INDEX);
}

HANDLER(instrument_create, instrument_body, instrument_draft)
{
    const struct act act = req_act(r);
    int rc = compile_body(r, in->instrument);

    if (rc >= 0)
        rc = instrument_draft_create(&act, in->instrument, &r->err);
    return rc < 0 ? rc : instrument_draft_load(r->conn, in->instrument->id, r->arena, out, &r->err);
}

HANDLER(draft_begin, instrument_key, instrument_draft)
{
    const struct act act = req_act(r);
    int rc = instrument_draft_begin(&act, in->id, &r->err);

    return rc < 0 ? rc : instrument_draft_load(r->conn, in->id, r->arena, out, &r->err);
}

HANDLER(draft_get, instrument_key, instrument_draft)
{
    return instrument_draft_load(r->conn, in->id, r->arena, out, &r->err);
}

HANDLER(draft_save, instrument_draft_body, instrument_draft)
{
    const struct act act = req_act(r);
    int rc = compile_body(r, in->instrument);

    if (rc >= 0)
        rc = instrument_draft_save(&act, in->id, in->revision, in->instrument, &r->err);
    return rc < 0 ? rc : instrument_draft_load(r->conn, in->id, r->arena, out, &r->err);
}

HANDLER(draft_delete, instrument_draft_ref, nothing)
{
    const struct act act = req_act(r);

    return instrument_draft_delete(&act, in->id, in->revision, &r->err);
}

HANDLER(draft_publish, instrument_draft_ref, instrument)
{
    const struct act act = req_act(r);
    struct instrument *found;
    int rc = instrument_publish(&act, in->id, in->revision, in->note, &r->err);

    if (rc >= 0)
        rc = instrument_load(r->conn, in->id, 0, r->arena, &found, &r->err);
    if (rc >= 0)
        *out = *found;
    return rc;
}

HANDLER(retire, instrument_key, nothing)
{
    const struct act act = req_act(r);

    return instrument_retire(&act, in->id, &r->err);
}

#define FACTS .tag = "facts"

const struct endpoint instrument_endpoints[] = {
    {"GET", "/api/v1/instruments", "All questionnaires in all versions", .tag = "facts",
     .role = ROLE_VIEWER, .out = SHAPE(instrument_page), .fn = instruments_get_call},
    {"GET", "/api/v1/instruments/{id}", "A questionnaire in its published or any other version",
     .tag = "facts", .role = ROLE_VIEWER, .in = SHAPE(instrument_query), .out = SHAPE(instrument),
     .fn = instrument_get_call,
     .help = "As it is, it can be kept as a file and sent to another Ripen."},
    {"POST", "/api/v1/instruments", "Draft a questionnaire, or the next version of one", FACTS,
     .role = ROLE_MANAGER, .in = SHAPE(instrument_body), .out = SHAPE(instrument_draft),
     .fn = instrument_create_call},
    {"GET", "/api/v1/instruments/{id}/draft", "The draft of a questionnaire", FACTS,
     .role = ROLE_VIEWER, .in = SHAPE(instrument_key), .out = SHAPE(instrument_draft),
     .fn = draft_get_call},
    {"POST", "/api/v1/instruments/{id}/draft",
     "Begin the next version of a questionnaire with what it says now", FACTS, .role = ROLE_MANAGER,
     .in = SHAPE(instrument_key), .out = SHAPE(instrument_draft), .fn = draft_begin_call},
    {"PATCH", "/api/v1/instruments/{id}/draft", "Change the draft of a questionnaire", FACTS,
     .role = ROLE_MANAGER, .in = SHAPE(instrument_draft_body), .out = SHAPE(instrument_draft),
     .fn = draft_save_call},
    {"DELETE", "/api/v1/instruments/{id}/draft", "Delete the draft of a questionnaire", FACTS,
     .role = ROLE_MANAGER, .in = SHAPE(instrument_draft_ref), .fn = draft_delete_call},
    {"POST", "/api/v1/instruments/{id}/draft/publish",
     "Publish a draft: people are asked by it from now on", FACTS, .role = ROLE_MANAGER,
     .in = {instrument_publish_in_fields, sizeof(struct instrument_draft_ref),
            "instrument_publish_in"},
     .out = SHAPE(instrument), .status = 200, .fn = draft_publish_call},
    {"POST", "/api/v1/instruments/{id}/retire",
     "Retire a questionnaire: nobody is asked by it any more", FACTS, .role = ROLE_MANAGER,
     .in = SHAPE(instrument_key), .fn = retire_call},
    ENDPOINT_END,
};
