#include "access/audit.h"
#include "scoring/scoring.h"
#include "view_sql.h"

#include <inttypes.h>

struct view {
    int64_t id;
    const char *page, *name;
    json_t *state;
    const char *owner;
};
static const struct field view_fields[] = {
    FIELD_I64(struct view, id, .required = true, .read_only = true),
    FIELD_STR(struct view, page, .min = 1, .max = 40, .required = true,
              .help = "The page it belongs to: \"portfolio\""),
    FIELD_STR(struct view, name, .min = 1, .max = 80, .required = true),
    FIELD_JSON(struct view, state, .required = true,
               .help = "Columns, sort and filters, as the page writes them"),
    FIELD_STR(struct view, owner, .required = true, .read_only = true,
              .help = "Who saved it first"),
    FIELD_END,
};
struct view_list {
    struct view *items;
    size_t n_items;
};
static const struct field view_list_fields[] = {
    FIELD_LIST(struct view_list, items, view, .required = true),
    FIELD_END,
};
struct view_ref {
    int64_t id;
};
static const struct field view_ref_fields[] = {
    FIELD_I64(struct view_ref, id, .required = true),
    FIELD_END,
};

HANDLER(views_get, nothing, view_list)
{
    return db_all(r->conn, sql_view_list, DB_ARGS(),
                  DB_ROWS(view_fields, &out->items, &out->n_items), r->arena, &r->err);
}

/* Saving under a name that is there replaces what it kept: that is what "save" means to people. */
HANDLER(view_save, view, view)
{
    struct act act = req_act(r);
    struct view view = *in;
    int rc = db_next_id(r->conn, "saved_view", &view.id, &r->err);

    view.owner = r->who.name;
    if (rc == 0)
        rc = db_one(r->conn, sql_view_save,
                    DB_ARGS(DB_ROW(view_fields, &view), DB_I64("created", r->now_ms)), view_fields,
                    out, r->arena, &r->err);
    if (rc < 0)
        return rc;
    const struct audit_subject subject = {"view", in->name, view_fields};
    return audit_diff(&act, &subject, NULL, out, &r->err);
}

HANDLER(view_delete, view_ref, nothing)
{
    struct act act = req_act(r);
    struct view view;
    int rc = db_one(r->conn, sql_view_get, DB_ARGS(DB_I64("id", in->id)), view_fields, &view,
                    r->arena, &r->err);

    if (rc == ERR_NOT_FOUND)
        return err_set(&r->err, rc, "id", "there is no saved view %" PRId64, in->id);
    if (rc == 0)
        rc = db_exec(r->conn, sql_view_delete, DB_ARGS(DB_I64("id", in->id)), &r->err);
    if (rc < 0)
        return rc;
    const struct audit_subject subject = {"view", view.name, view_fields};
    return audit_diff(&act, &subject, &view, NULL, &r->err);
}

const struct endpoint view_endpoints[] = {
    {"GET", "/api/v1/views", "List the saved views", .tag = "scores", .role = ROLE_VIEWER,
     .out = SHAPE(view_list), .fn = views_get_call},
    {"POST", "/api/v1/views", "Save a view", .tag = "scores", .role = ROLE_MANAGER,
     .help = "A view of the same page and name is replaced.", .in = SHAPE(view), .out = SHAPE(view),
     .fn = view_save_call},
    {"DELETE", "/api/v1/views/{id}", "Delete a saved view", .tag = "scores", .role = ROLE_MANAGER,
     .in = SHAPE(view_ref), .fn = view_delete_call},
    ENDPOINT_END,
};
