#include "intake/source/source_api.h"

#include "facts/kind/kind.h"
#include "http/service.h"
#include "intake/source/source.h"
#include "intake/source/source_keys.h"

#define HOUR_MS       3600000LL
#define GRACE_DEFAULT 24 /* hours */

/* Keys are for those who may send. */
static void hide_keys(const struct req *r, struct source *s)
{
    if (r->who.role < ROLE_MANAGER)
        s->write_key = s->old_write_key = NULL;
}

/* What was changed and committed is known to the network threads before the reply is. That they
 * could not be told now is no failure of the change: they look by themselves. */
static int changed(struct req *r, int rc)
{
    if (rc == 0 && r->service->sources)
        (void)source_keys_refresh(r->service->sources, NULL);
    return rc;
}

struct source_list {
    struct source *items;
    size_t n_items;
};
static const struct field source_list_fields[] = {
    FIELD_LIST(struct source_list, items, source, .required = true),
    FIELD_END,
};

HANDLER(sources_get, nothing, source_list)
{
    int rc = source_list(r->conn, r->arena, &out->items, &out->n_items, &r->err);

    for (size_t i = 0; rc == 0 && i < out->n_items; i++)
        hide_keys(r, &out->items[i]);
    return rc;
}

struct source_new {
    const char *key, *name, *kind, *unknown_accounts;
    const char **origins;
    size_t n_origins;
};
static const struct field source_new_fields[] = {
    FIELD_STR(struct source_new, key, .min = 1, .max = KIND_KEY_MAX,
              .help = "Names it for good; left out, it is made from the name"),
    FIELD_STR(struct source_new, name, .required = true, .min = 1, .max = SOURCE_NAME_MAX),
    FIELD_ENUM(struct source_new, kind, source_kinds, .required = true,
               .help = "Says how large bodies may be, and whether origins may be limited"),
    FIELD_ENUM(struct source_new, unknown_accounts, source_unknowns, .help = "Left out, park"),
    FIELD_STRS(struct source_new, origins, .max = SOURCE_ORIGINS_MAX,
               .help = "Of a browser source: the sites whose pages may send; none: any"),
    FIELD_END,
};

HANDLER(source_post, source_new, source)
{
    struct act act = req_act(r);
    int rc = db_write_begin(r->db, &act.conn, &r->err);

    if (rc < 0)
        return rc;
    *out = (struct source){.key = in->key,
                           .name = in->name,
                           .kind = in->kind,
                           .unknown_accounts = in->unknown_accounts,
                           .origins = in->origins,
                           .n_origins = in->n_origins};
    return changed(r, db_write_end(act.conn, source_create(&act, out, &r->err), &r->err));
}

struct source_ref {
    const char *key;
};
static const struct field source_ref_fields[] = {
    FIELD_STR(struct source_ref, key, .required = true, .min = 1, .max = KIND_KEY_MAX),
    FIELD_END,
};

HANDLER(source_one, source_ref, source)
{
    int rc = source_get(r->conn, in->key, r->arena, out, &r->err);

    if (rc == 0)
        hide_keys(r, out);
    return rc;
}

struct source_patch {
    const char *key, *name, *unknown_accounts;
    const char **origins;
    size_t n_origins;
};
static const struct field source_patch_fields[] = {
    FIELD_STR(struct source_patch, key, .min = 1, .max = KIND_KEY_MAX),
    FIELD_STR(struct source_patch, name, .min = 1, .max = SOURCE_NAME_MAX),
    FIELD_ENUM(struct source_patch, unknown_accounts, source_unknowns),
    FIELD_STRS(struct source_patch, origins, .max = SOURCE_ORIGINS_MAX,
               .help = "Takes the place of the list that was there"),
    FIELD_END,
};

static int patch(const struct req *r, const struct act *act, const struct source_patch *in,
                 struct source *out, struct err *err)
{
    int rc = source_get(act->conn, in->key, r->arena, out, err);

    if (rc < 0)
        return rc;
    out->name = in->name ? in->name : out->name;
    out->unknown_accounts = in->unknown_accounts ? in->unknown_accounts : out->unknown_accounts;
    if (json_object_get(r->body, "origins")) { /* an empty list reads as a missing one */
        out->origins = in->origins;
        out->n_origins = in->n_origins;
    }
    return source_update(act, out, err);
}

HANDLER(source_change, source_patch, source)
{
    struct act act = req_act(r);
    int rc = db_write_begin(r->db, &act.conn, &r->err);

    if (rc < 0)
        return rc;
    return changed(r, db_write_end(act.conn, patch(r, &act, in, out, &r->err), &r->err));
}

struct source_rotation {
    const char *key;
    int64_t grace_hours;
};
static const struct field source_rotation_fields[] = {
    FIELD_STR(struct source_rotation, key, .min = 1, .max = KIND_KEY_MAX),
    FIELD_I64(struct source_rotation, grace_hours, .min = 0, .max = 8784, .unit = "hours",
              .help = "How long the old key is taken as well; default 24, 0: not at all"),
    FIELD_END,
};

HANDLER(source_rotate_post, source_rotation, source)
{
    struct act act = req_act(r);
    int64_t hours = in->grace_hours == I64_NONE ? GRACE_DEFAULT : in->grace_hours;
    int rc = db_write_begin(r->db, &act.conn, &r->err);

    if (rc < 0)
        return rc;
    rc = source_rotate(&act, in->key, hours * HOUR_MS, out, &r->err);
    return changed(r, db_write_end(act.conn, rc, &r->err));
}

HANDLER(source_remove, source_ref, nothing)
{
    struct act act = req_act(r);
    struct source revoked;
    int rc = db_write_begin(r->db, &act.conn, &r->err);

    if (rc < 0)
        return rc;
    rc = source_revoke(&act, in->key, &revoked, &r->err);
    return changed(r, db_write_end(act.conn, rc, &r->err));
}

/* clang-format off */
const struct endpoint source_endpoints[] = {
    {"GET", "/api/v1/sources", "Where events come from", .tag = "import", .role = ROLE_VIEWER,
     .out = SHAPE(source_list), .fn = sources_get_call,
     .help = "With those that were revoked. Write keys are shown to managers."},
    {"POST", "/api/v1/sources", "Make a source of events", .tag = "import", .role = ROLE_MANAGER,
     .in = SHAPE(source_new), .out = SHAPE(source), .fn = source_post_call, .tx = TX_NONE,
     .help = "Its write key goes with every call that sends events."},
    {"GET", "/api/v1/sources/{key}", "One source of events", .tag = "import", .role = ROLE_VIEWER,
     .in = SHAPE(source_ref), .out = SHAPE(source), .fn = source_one_call},
    {"PATCH", "/api/v1/sources/{key}", "Change a source of events", .tag = "import",
     .role = ROLE_MANAGER, .in = SHAPE(source_patch), .out = SHAPE(source),
     .fn = source_change_call, .is_patch = true, .tx = TX_NONE},
    {"DELETE", "/api/v1/sources/{key}", "Revoke a source of events", .tag = "import",
     .role = ROLE_MANAGER, .in = SHAPE(source_ref), .fn = source_remove_call, .tx = TX_NONE,
     .help = "Its keys are refused from now on; what it sent stays."},
    {"POST", "/api/v1/sources/{key}/rotate", "Give a source a new write key", .tag = "import",
     .role = ROLE_MANAGER, .in = SHAPE(source_rotation), .out = SHAPE(source),
     .fn = source_rotate_post_call, .status = 200, .tx = TX_NONE,
     .help = "The old one is taken for a while, so that programs can be changed over."},
    ENDPOINT_END,
};
/* clang-format on */
