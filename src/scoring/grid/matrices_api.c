/* The matrices that there are: what the matrix page chooses from and Settings edit. */
#include "http/service.h"
#include "scoring/grid/matrix_view.h"
#include "scoring/scoring.h"

#include <stdio.h>
#include <string.h>

struct matrix_list {
    struct matrix_summary *items;
    size_t n_items;
};
static const struct field matrix_list_fields[] = {
    FIELD_LIST(struct matrix_list, items, matrix_summary, .required = true, .help = "By name"),
    FIELD_END,
};

HANDLER(matrices_get, nothing, matrix_list)
{
    return matrices_list(r->conn, r->arena, &out->items, &out->n_items, &r->err);
}

struct matrix_ref {
    const char *key;
};
static const struct field matrix_ref_fields[] = {
    FIELD_STR(struct matrix_ref, key, .required = true),
    FIELD_END,
};

HANDLER(matrix_def_get, matrix_ref, matrix_def)
{
    struct matrix_def *m;
    int rc = matrix_get(r->conn, in->key, r->arena, &m, &r->err);

    if (rc >= 0)
        *out = *m;
    return rc;
}

/* Everything that can be wrong with a definition, before anything is written. */
static int check(struct req *r, const struct matrix_def *in, struct matrix_def *out)
{
    *out = *in;
    int rc = matrix_def_check(out, r->arena, &r->err);

    return rc < 0 ? rc : placing_check(r->conn, out, r->arena, &r->err);
}

HANDLER(matrix_post, matrix_def, matrix_def)
{
    const struct act act = req_act(r);
    int rc = check(r, in, out);

    return rc < 0 ? rc : matrix_create(&act, out, &r->err);
}

HANDLER(matrix_put, matrix_def, matrix_def)
{
    const struct act act = req_act(r);
    struct matrix_def *before;
    int rc = matrix_get(r->conn, in->key, r->arena, &before, &r->err);

    if (rc >= 0)
        rc = check(r, in, out);
    return rc < 0 ? rc : matrix_replace(&act, out, &r->err);
}

HANDLER(matrix_delete, matrix_ref, nothing)
{
    const struct act act = req_act(r);

    return matrix_remove(&act, in->key, &r->err);
}

HANDLER(matrix_restore_post, matrix_ref, matrix_def)
{
    const struct act act = req_act(r);
    struct matrix_def *m;
    int rc = matrix_restore(&act, in->key, &r->err);

    if (rc >= 0)
        rc = matrix_get(r->conn, in->key, r->arena, &m, &r->err);
    if (rc >= 0)
        *out = *m;
    return rc;
}

struct matrix_preview_in {
    int32_t day;
    struct matrix_def *definition;
};
static const struct field matrix_preview_in_fields[] = {
    FIELD_DAY(struct matrix_preview_in, day, .help = "As of this day; today if left out"),
    FIELD_OBJ(struct matrix_preview_in, definition, matrix_def, .required = true),
    FIELD_END,
};

HANDLER(matrix_preview, matrix_preview_in, matrix_view)
{
    const struct matrix_source source = {r->service->snapshots, r->conn, r->today, r->arena};
    struct matrix_def m;
    struct placing placing;
    int rc = field_at_path(&r->err, check(r, in->definition, &m), "definition", FIELD_NO_INDEX);

    if (rc >= 0)
        rc = matrix_ask_place_def(&source, &m, in->day == DAY_NONE ? r->today : in->day, &placing,
                                  &r->err);
    if (rc >= 0)
        matrix_view_make(&placing, r->arena, out);
    return rc;
}

#define ALL "/api/v1/matrices"
#define ONE "/api/v1/matrices/{key}"
/* In the API the view is the matrix. */
#define VIEW_OUT                                                 \
    {                                                            \
        matrix_view_fields, sizeof(struct matrix_view), "matrix" \
    }

const struct endpoint matrices_endpoints[] = {
    {"GET", ALL, "List the matrices", .tag = "scores", .role = ROLE_VIEWER,
     .out = SHAPE(matrix_list), .fn = matrices_get_call},
    {"POST", ALL, "Add a matrix", .tag = "scores", .role = ROLE_ADMIN, .in = SHAPE(matrix_def),
     .out = SHAPE(matrix_def), .fn = matrix_post_call,
     .help = "The definition of another one under a new key is a copy."},
    {"POST", ALL "/preview", "Who would stand where in a matrix that is not saved", .tag = "scores",
     .role = ROLE_VIEWER, .in = SHAPE(matrix_preview_in), .out = VIEW_OUT,
     .fn = matrix_preview_call, .tx = TX_READ, .status = 200},
    {"GET", ONE, "The definition of a matrix", .tag = "scores", .role = ROLE_VIEWER,
     .in = SHAPE(matrix_ref), .out = SHAPE(matrix_def), .fn = matrix_def_get_call},
    {"PUT", ONE, "Define a matrix anew", .tag = "scores", .role = ROLE_ADMIN,
     .in = {matrix_def_fields, sizeof(struct matrix_def), "matrix_redefinition"},
     .out = SHAPE(matrix_def), .fn = matrix_put_call},
    {"DELETE", ONE, "Delete a matrix", .tag = "scores", .role = ROLE_ADMIN, .in = SHAPE(matrix_ref),
     .fn = matrix_delete_call, .help = "Not the one that the settings name."},
    {"POST", ONE "/restore", "Make a matrix that came with Ripen what it was", .tag = "scores",
     .role = ROLE_ADMIN, .in = SHAPE(matrix_ref), .out = SHAPE(matrix_def),
     .fn = matrix_restore_post_call, .status = 200},
    ENDPOINT_END,
};
